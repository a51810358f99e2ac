// CPU seconds and memory of a process and all that it started, where /proc tells.
import { readFileSync, readdirSync } from 'node:fs';

/** Ticks a second: 100 on every Linux that people run. */
const TICKS = 100;

/** CPU seconds so far of process `root` and its living descendants, those they have waited for included; `null` where it cannot be had. */
export function cpuSeconds(root) {
  const processes = family(root);
  return processes && processes.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS;
}

/**
 * The most memory in bytes that one process below `root` has had at a time (resident, "high water mark"), among those with
 * `word` in their command line; `null` where it cannot be had.
 */
export function peakMemory(root, word = '') {
  const peaks = family(root)?.filter(({ id }) => id !== root).map(({ id }) => {
    try {
      if (!readFileSync(`/proc/${id}/cmdline`, 'latin1').includes(word)) return 0;
      return 1024 * Number(readFileSync(`/proc/${id}/status`, 'latin1').match(/^VmHWM:\s*(\d+) kB$/m)?.[1] ?? 0);
    } catch {
      // It has ended since.
      return 0;
    }
  });
  return peaks?.length ? Math.max(...peaks) || null : null;
}

/** Process `root` and its living descendants, as {id, ticks}. */
function family(root) {
  const processes = new Map();
  try {
    for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) note(processes, Number(name));
  } catch {
    return null;
  }
  const isOurs = (id) => id === root || (processes.has(id) && isOurs(processes.get(id).parent));
  return [...processes].filter(([id]) => isOurs(id)).map(([id, { ticks }]) => ({ id, ticks }));
}

function note(processes, id) {
  try {
    // The second field, the name in brackets, may hold spaces; fields 3 and on follow the last bracket.
    const fields = readFileSync(`/proc/${id}/stat`, 'latin1').split(') ').pop().split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    processes.set(id, { parent: Number(fields[1]), ticks });
  } catch {
    // It has ended since.
  }
}
