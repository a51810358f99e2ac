// The last step of a release build (scripts/modules.mjs calls it): takes comments and long names out of the scripts, which are downloaded too.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { minify } from 'terser';

const { TRUNK_PROFILE, TRUNK_STAGING_DIR: folder } = process.env;
if (TRUNK_PROFILE === 'release') {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.js')) continue;
    const path = join(folder, name);
    const { code } = await minify(await readFile(path, 'utf8'), { module: name !== 'theme.js' });
    await writeFile(path, code);
  }
}
