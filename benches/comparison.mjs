// Figures → the tables of BENCHMARKS.md, and the questions that its claims ask of them.
import { matrixProduct } from './ceiling.mjs';
import { ENGINES, FIT, FLOAT32, LOOP, NATIVE, inEngine } from './contestants.mjs';
import { PEERS } from './peers.mjs';
import { EPOCHS, GRID, PRESETS, operations } from './presets.mjs';
import { figures as three, markdown, median, percent, spread, times } from './statistics.mjs';

export const OURS = inEngine('Chromium');
const IN_BROWSER = [...ENGINES.map(inEngine), ...Object.keys(PEERS)];

/** The results of a contestant on a job, or undefined. */
export function results({ jobs }, id, name) {
  return jobs[id]?.results[name];
}

/** Median seconds of an epoch, warm. */
export function epoch(figures, id, name) {
  const list = results(figures, id, name);
  return list && median(list.map(({ epoch_seconds }) => epoch_seconds));
}

/** How many times as long as `base` a contestant takes, by medians; undefined where one is missing. */
export function ratio(figures, id, name, base = OURS) {
  const [one, other] = [epoch(figures, id, name), epoch(figures, id, base)];
  return one && other && one / other;
}

/** GFLOP/s in matrix products. Ours counts the measuring of all rows every 10 epochs, which is in its time. */
export function speed(figures, job, name) {
  const { rows } = figures;
  const { update, forward } = operations(job, rows.train);
  const measured = name.startsWith('Perceptab') && PRESETS.includes(job) ? (forward * (rows.train + rows.test)) / 10 : 0;
  const list = epoch(figures, job.id, name);
  return list && (update + measured) / list / 1e9;
}

export function ceiling(figures) {
  return median(figures.ceiling.map(matrixProduct));
}

/** One table for each specification. */
export function specificationTables(figures) {
  return PRESETS.filter(({ id }) => figures.jobs[id]).flatMap((job) => {
    const names = Object.keys(figures.jobs[job.id].results).sort((a, b) => epoch(figures, job.id, a) - epoch(figures, job.id, b));
    const header = ['who', 'warm, s', 'cold, s', 'CPU, s', 'times as long as Perceptab', 'GFLOP/s', 'share of the ceiling'];
    header.push('epochs timed', 'training loss then (ours)', 'training accuracy');
    return [`### ${job.id}`, '', ...markdown(header, names.map((name) => row(figures, job, name))), ''];
  });
}

function row(figures, job, name) {
  const list = results(figures, job.id, name);
  const gigaflops = speed(figures, job, name);
  return [
    name === OURS ? `**${name}**` : name,
    spread(list.map(({ epoch_seconds }) => EPOCHS * epoch_seconds)),
    spread(list.map(({ cold, seconds }) => (isWhole(figures) || !seconds ? cold?.seconds : null))),
    spread(list.map(({ cpu_seconds }) => (cpu_seconds === null ? null : EPOCHS * cpu_seconds))),
    times(ratio(figures, job.id, name) ?? NaN),
    gigaflops.toFixed(1),
    IN_BROWSER.includes(name) ? percent(gigaflops / ceiling(figures)) : '–',
    `${median(list.map(({ epochs }) => epochs))}`,
    lossBesideOurs(figures, job, list.at(-1)),
    percent(list.at(-1).accuracy, 1),
  ];
}

/** The loss of a contestant, with ours after as many epochs. */
function lossBesideOurs({ jobs }, { id }, { loss, own_loss, trained }) {
  if (own_loss) return `${three(loss)}, of its own kind`;
  return `${three(loss)} (${three(jobs[id].curve[trained - 1])})`;
}

/** Whether the runs were as long as those of the assignment: a short one says nothing of cold and warm. */
export function isWhole({ epochs }) {
  return epochs === EPOCHS;
}

/** The largest difference between a training loss in the grid, in cells for which `wanted` holds, and ours after as many epochs, as a share. */
export function largestLossDifference(figures, wanted) {
  const differences = GRID.filter((job) => figures.jobs[job.id] && wanted(job)).flatMap(({ id }) => {
    const { curve, results } = figures.jobs[id];
    return Object.values(results).flat().map(({ loss, trained }) => Math.abs(loss / curve[trained - 1] - 1));
  });
  return differences.length ? Math.max(...differences) : undefined;
}

/** Batches and widths: milliseconds an epoch. */
export function gridTable(figures) {
  const cells = GRID.filter(({ id }) => figures.jobs[id]);
  if (cells.length === 0) return [];
  const peers = [FLOAT32, FIT, LOOP];
  const milliseconds = ({ id }, name) => {
    const list = results(figures, id, name);
    return list ? spread(list.map(({ epoch_seconds }) => 1000 * epoch_seconds), three) : '–';
  };
  const rows = cells.map((job) => [
    ...[job.hidden.join(', '), job.batch === 'full' ? 'all rows' : job.batch],
    ...[OURS, NATIVE, ...peers].map((name) => milliseconds(job, name)),
    ...peers.map((name) => times(ratio(figures, job.id, name) ?? NaN)),
    ...[speed(figures, job, OURS).toFixed(1), percent(speed(figures, job, OURS) / ceiling(figures))],
  ]);
  const short = ['scikit-learn float32', 'TF.js wasm fit', 'TF.js wasm loop'];
  const header = ['hidden layers', 'batch', 'Chromium, ms', 'natively, ms', ...short.map((name) => `${name}, ms`)];
  return markdown([...header, ...short.map((name) => `× ${name}`), 'GFLOP/s in Chromium', 'share of the ceiling'], rows);
}

/** Cold and warm, whole waits (from the command to the last event) and training alone. */
export function engineTable(figures) {
  const rows = coldRatios(figures).map(({ id, engine, wait, training, list }) => [
    ...[id, engine, spread(list.map(({ cold }) => cold.wall_seconds)), spread(list.map(({ wall_seconds }) => wall_seconds)), times(wait)],
    ...[spread(list.map(({ cold }) => cold.seconds)), spread(list.map((warm) => warm.seconds)), times(training)],
    ...[spread(list.map(({ cold }) => cold.cpu_seconds)), spread(list.map(({ cpu_seconds, epochs }) => cpu_seconds * epochs))],
  ]);
  const header = ['preset', 'engine', 'whole wait cold, s', 'warm, s', 'cold ÷ warm', 'training cold, s', 'warm, s', 'cold ÷ warm'];
  return markdown([...header, 'CPU cold, s', 'CPU warm, s'], rows);
}

/** {id, engine, wait, training}: cold ÷ warm of the whole wait and of the training alone, by medians. */
export function coldRatios(figures) {
  return PRESETS.flatMap(({ id }) =>
    ENGINES.flatMap((engine) => {
      const list = results(figures, id, inEngine(engine));
      if (!list) return [];
      const share = (key) => median(list.map(({ cold }) => cold[key])) / median(list.map((warm) => warm[key]));
      return [{ id, engine, list, wait: share('wall_seconds'), training: share('seconds') }];
    }),
  );
}

/** Seconds of the whole wait, cold, in Chromium. */
export function coldWait(figures, id) {
  const list = results(figures, id, OURS);
  return list && median(list.map(({ cold }) => cold.wall_seconds));
}
