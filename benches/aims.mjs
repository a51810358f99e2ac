// What the engine is meant to reach, and whether this run reached it.
import { ENGINES, FIT, FLOAT32, NATIVE } from './contestants.mjs';
import { OURS, ceiling, coldRatios, coldWait, epoch, isWhole, ratio, speed } from './comparison.mjs';
import { PEERS } from './peers.mjs';
import { PRESETS } from './presets.mjs';
import { markdown, percent, times } from './statistics.mjs';

/** Times as fast as scikit-learn in float32. */
const SCIKIT = { 'spec1-regression': 15, 'spec2-regression': 8, 'spec1-softmax': 5, 'spec2-softmax': 4 };
const SHARE = { id: 'spec2-regression', least: 0.73 };
/** Times as fast as TensorFlow.js wasm by `model.fit`. */
const FIT_FACTOR = 30;
/** A first run in a fresh browser against a warm one. */
const COLD = 1.3;
/** Seconds from the press of Train to the result in a fresh browser. */
const WAIT = { id: 'spec2-regression', most: 2.8 };

/** A Markdown table: the aim, what was measured (by medians), whether it is kept. */
export function aims(figures) {
  const rows = PRESETS.flatMap(({ id }) => [
    atLeast(`${id} in Chromium, times as fast as scikit-learn float32`, ratio(figures, id, FLOAT32), SCIKIT[id], times),
    atLeast(`${id} in Chromium, times as fast as TensorFlow.js wasm \`model.fit\``, ratio(figures, id, FIT), FIT_FACTOR, times),
    nearestPeer(figures, id),
    atMost(`${id} natively, as a share of the time in Chromium`, ratio(figures, id, NATIVE), 1, times),
  ]);
  const job = PRESETS.find(({ id }) => id === SHARE.id);
  const share = epoch(figures, job.id, OURS) && speed(figures, job, OURS) / ceiling(figures);
  rows.push(atLeast(`${SHARE.id} in Chromium, share of the ceiling (matrix product)`, share, SHARE.least, percent));
  for (const engine of ENGINES) rows.push(cold(figures, engine));
  const wait = isWhole(figures) ? coldWait(figures, WAIT.id) : undefined;
  rows.push(atMost(`${WAIT.id} in Chromium, cold, whole wait in seconds`, wait, WAIT.most, (value) => value.toFixed(2)));
  return markdown(['aim', 'wanted', 'measured', ''], rows);
}

function nearestPeer(figures, id) {
  const all = Object.keys(PEERS).map((name) => ({ name, factor: ratio(figures, id, name) })).filter(({ factor }) => factor);
  const nearest = all.sort((one, other) => one.factor - other.factor)[0];
  const measured = (factor) => `${times(factor)} (${nearest.name})`;
  return atLeast(`${id} in Chromium, times as fast as the fastest browser peer`, nearest?.factor, 1, measured, 'over 1');
}

function cold(figures, engine) {
  const all = coldRatios(figures).filter((one) => one.engine === engine);
  const worst = isWhole(figures) ? all.sort((one, other) => other.wait - one.wait)[0] : undefined;
  const measured = (value) => `${value.toFixed(2)} (${worst.id}; training alone ${Math.max(...all.map(({ training }) => training)).toFixed(2)})`;
  return atMost(`cold ÷ warm in ${engine}, whole wait, the worst preset`, worst?.wait, COLD, measured);
}

function atLeast(aim, value, bound, text, wanted = `at least ${text === percent ? percent(bound) : bound}`) {
  return line(aim, value, wanted, (found) => found >= bound, text);
}

function atMost(aim, value, bound, text) {
  return line(aim, value, `at most ${bound}`, (found) => found <= bound, text);
}

function line(aim, value, wanted, isKept, text) {
  if (value === undefined) return [aim, wanted, 'not measured', '–'];
  return [aim, wanted, text(value), isKept(value) ? 'kept' : '**missed**'];
}
