// CPU seconds of a process and all that it started, where /proc tells.
import { readFileSync, readdirSync } from 'node:fs';

/** Ticks a second: 100 on every Linux that people run. */
const TICKS = 100;

/** CPU seconds so far of process `root` and its living descendants, those they have waited for included; `null` where it cannot be had. */
export function cpuSeconds(root) {
  try {
    const processes = new Map();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        // The second field, the name in brackets, may hold spaces; fields 3 and on follow the last bracket.
        const fields = readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').pop().split(' ');
        const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
        processes.set(Number(name), { parent: Number(fields[1]), ticks });
      } catch {
        // It has ended since.
      }
    }
    const isOurs = (id) => id === root || (processes.has(id) && isOurs(processes.get(id).parent));
    let ticks = 0;
    for (const [id, process] of processes) if (isOurs(id)) ticks += process.ticks;
    return ticks / TICKS;
  } catch {
    return null;
  }
}
