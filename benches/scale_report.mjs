// Figures of `scale.mjs` → docs/scale.md, and the lines of its plot.
import { machine, rustc } from './machine.mjs';
import { figures as three, markdown, median, number, spread, times } from './statistics.mjs';

const MEGABYTE = 1e6;

/** What is drawn and told: kind → name → a result's value. */
export const SERIES = {
  seconds: {
    'an epoch in Chromium': ({ chromium }) => chromium.epoch_seconds,
    'an epoch natively': ({ native }) => native.epoch_seconds,
    'reading and preparing in Chromium': ({ chromium }) => chromium.read_seconds + chromium.prepare_seconds,
  },
  memory: {
    'the worker’s WebAssembly memory': ({ chromium }) => chromium.memory / MEGABYTE,
    'the native program': ({ native }) => native.memory && native.memory / MEGABYTE,
    'the tab’s whole process': ({ chromium }) => chromium.process_memory && chromium.process_memory / MEGABYTE,
  },
};
/** From one value of an axis to the next, time per operation may grow by so much: more is a cliff. */
const CLIFF = 1.5;
/** The rows between which time must be linear: below, a run is over before its fixed costs are. */
const LINEAR_FROM = 1e4;

/** [value of the axis, median], where there is one. */
export function series({ axes }, axis, kind, name) {
  return axes[axis].flatMap(({ value, results }) => {
    const known = results.map(SERIES[kind][name]).filter((found) => typeof found === 'number');
    return known.length ? [[value, median(known)]] : [];
  });
}

export function scaleReport(figures) {
  const { date, rounds, base, browser } = figures;
  return [
    '# Seconds and memory against the size of the table',
    '',
    `\`make bench-scale\` writes this file and the plot. ${date}, ${machine()}, rustc ${rustc()}, Chromium ${browser}. Medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'} (least to most).`,
    '',
    '![Four panels of seconds and four of memory on logarithmic scales](scale.svg)',
    '',
    `Made tables of numbers: ${number(base.rows)} rows, ${base.columns} input columns, a number to predict, hidden layers of ${base.width} and ${base.width / 2}, batches of 32; each part changes one of these. The classes part predicts one of so many words. Warm, in a fresh browser for each size; four fifths of the rows are trained on. Each size checks that the weights are the same bits natively and in Chromium.`,
    '',
    '## Linear, and without a cliff',
    '',
    ...verdicts(figures),
    '',
    ...Object.keys(figures.axes).flatMap((axis) => [`## ${axis[0].toUpperCase()}${axis.slice(1)}`, '', ...table(figures, axis), '']),
    '## One step too far',
    '',
    'The limits: 1,000 classes, 20,000 inputs, 1,024 neurons a layer, 100,000 columns in a file; rows as many as memory holds, which in a browser is 4 GB for the worker, natively what the machine has. What is said beyond them:',
    '',
    ...markdown(['asked', 'in Chromium', 'natively'], figures.past.map(({ what, chromium, native }) => [what, chromium, native])),
    '',
    '- **Memory**: the worker’s WebAssembly memory never shrinks, so its size at the end is its peak; the native program and the tab’s process by the most that was resident (`VmHWM`). A tab’s process holds the browser’s own code as well.',
    '- **Reading** is from the command to the table’s summary, **preparing** from the command to the first epoch. The native column “the rest” is the whole program without training.',
    '- **ns an operation**: time of an epoch for each multiplication or addition in its matrix products, in Chromium.',
    '',
    'To run again: `make bench-scale` (some twenty minutes); `BENCH_ROUNDS=1 BENCH_LARGEST=100000 make bench-scale` for a quick look that leaves this file alone.',
    '',
  ].join('\n');
}

function table({ axes }, axis) {
  const header = [axis, 'file, MB', 'reading, s', 'preparing, s', 'epoch in Chromium, ms', 'CPU, ms', 'epoch natively, ms', 'the rest natively, s'];
  header.push('ns an operation', 'WebAssembly memory, MB', 'native program, MB', 'tab’s process, MB');
  const rows = axes[axis].filter(({ results }) => results.length).map(({ value, operations, results }) => {
    const all = (pick, factor = 1, text = three) => spread(results.map(pick).map((found) => found && found * factor), text);
    const whole = (megabytes) => number(Math.round(megabytes));
    return [
      ...[number(value), three(results[0].bytes / MEGABYTE)],
      ...[all(({ chromium }) => chromium.read_seconds), all(({ chromium }) => chromium.prepare_seconds)],
      ...[all(({ chromium }) => chromium.epoch_seconds, 1e3), all(({ chromium }) => chromium.cpu_seconds, 1e3)],
      ...[all(({ native }) => native.epoch_seconds, 1e3), all(({ native }) => native.read_seconds)],
      ...[all(({ chromium }) => chromium.epoch_seconds, 1e9 / operations), all(({ chromium }) => chromium.memory, 1 / MEGABYTE, whole)],
      ...[all(({ native }) => native.memory, 1 / MEGABYTE, whole), all(({ chromium }) => chromium.process_memory, 1 / MEGABYTE, whole)],
    ];
  });
  return markdown(header, rows);
}

function verdicts(figures) {
  return [...linear(figures), ...Object.keys(figures.axes).flatMap((axis) => noCliff(figures, axis))];
}

/** Time a row at the most rows against that at LINEAR_FROM. */
function linear(figures) {
  return Object.keys(SERIES.seconds).flatMap((name) => {
    const points = series(figures, 'rows', 'seconds', name).filter(([rows]) => rows >= LINEAR_FROM);
    if (points.length < 2) return [];
    const [[few, first], [many, last]] = [points[0], points.at(-1)];
    const growth = last / many / (first / few);
    return [`- From ${number(few)} to ${number(many)} rows, ${name} takes ${times(growth)} times as long a row: ${growth <= CLIFF ? 'linear' : '**not linear**'}.`];
  });
}

/** The steepest step between two neighbours of an axis, in time per operation. */
function noCliff({ axes }, axis) {
  const points = axes[axis].filter(({ results }) => results.length);
  return ['chromium', 'native'].flatMap((where) => {
    const costs = points.map(({ operations, results }) => median(results.map((result) => result[where].epoch_seconds)) / operations);
    const steps = costs.slice(1).map((cost, index) => ({ growth: cost / costs[index], from: points[index].value, to: points[index + 1].value }));
    if (steps.length === 0) return [];
    const { growth, from, to } = steps.reduce((worst, step) => (step.growth > worst.growth ? step : worst));
    const verdict = growth <= CLIFF ? 'no cliff' : '**a cliff**';
    return [`- ${axis}, ${where === 'native' ? 'natively' : 'in Chromium'}: the steepest step is from ${number(from)} to ${number(to)}, with ${times(growth)} times the time an operation: ${verdict}.`];
  });
}
