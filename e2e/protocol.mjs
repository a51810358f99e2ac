// Commands cross to the worker as bytes, of which the first says which command it is: its place in the list.
import { readFileSync } from 'node:fs';

/** The number of a command of conversation/src/session/command.rs. */
export function commandNumber(name) {
  const source = readFileSync('conversation/src/session/command.rs', 'utf8').replace(/\/\/.*/g, '');
  const [, body] = source.match(/pub enum Command \{\n([\s\S]*?)\n\}/);
  const number = [...body.matchAll(/^ {4}(\w+)/gm)].findIndex(([, variant]) => variant === name);
  if (number < 0) throw new Error(`there is no command ${name}`);
  return number;
}
