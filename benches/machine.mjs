// What kind of machine this is, without its name.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';

/** "2-core x86-64 virtual machine with Linux" */
export function machine() {
  const processors = { x64: 'x86-64', arm64: 'ARM64' }[arch()] ?? arch();
  const systems = { linux: 'Linux', darwin: 'macOS' };
  return `${cpus().length}-core ${processors} ${isVirtual() ? 'virtual machine' : 'machine'} with ${systems[platform()] ?? platform()}`;
}

export function rustc() {
  return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).split(' ')[1];
}

function isVirtual() {
  try {
    return /^flags.*\bhypervisor\b/m.test(readFileSync('/proc/cpuinfo', 'latin1'));
  } catch {
    return false;
  }
}
