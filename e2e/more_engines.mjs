// The engines beside Chromium, as they are started through their drivers. WebKitGTK needs a display.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { startBrowser } from './webdriver.mjs';

/** Name → function that starts a fresh browser. */
export const MORE_ENGINES = {
  Firefox: () =>
    startBrowser('geckodriver', (port) => ['--port', `${port}`], {
      browserName: 'firefox',
      'moz:firefoxOptions': { args: ['-headless'] },
    }),
  WebKitGTK: () =>
    startBrowser('WebKitWebDriver', (port) => [`--port=${port}`], {
      'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
    }),
};

/** Where WebKitGTK keeps its small browser. */
function miniBrowser() {
  const found = spawnSync('find', ['/usr/lib', '/usr/libexec', '-name', 'MiniBrowser', '-path', '*webkit2gtk-4.1*'], {
    encoding: 'utf8',
  }).stdout.trim();
  assert.ok(found, 'WebKitGTK has no MiniBrowser here');
  return found.split('\n')[0];
}
