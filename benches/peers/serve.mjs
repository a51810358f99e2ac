// The worker's side of the talk with the bench: the same three commands for every peer.
import { seeded } from '../chance.mjs';

/**
 * Message in: [command, argument]; message out: {answer} or {failure}.
 *   prepare: {rows: the address of the folder with the rows, …the job}   → what `prepare` says about itself
 *   train:   epochs                                                      → seconds
 *   score:   –                                                           → {loss, accuracy} over all train rows
 *
 * `prepare(job, data)` returns {about, train(epochs), score()}. A job is {task, hidden, activation, outputs, batch, rate,
 * range, …}; data is {inputs: Float32Array of rows × width, targets: Float32Array, rows, width}, with the targets in the scale
 * that is trained in, or class numbers.
 */
export function serve(prepare) {
  let contestant;
  const commands = {
    async prepare(job) {
      contestant = await prepare(job, await read(job));
      return contestant.about ?? {};
    },
    async train(epochs) {
      const start = performance.now();
      await contestant.train(epochs);
      return (performance.now() - start) / 1000;
    },
    score: () => contestant.score(),
  };
  onmessage = async ({ data: [command, argument] }) => {
    try {
      postMessage({ answer: await commands[command](argument) });
    } catch (error) {
      postMessage({ failure: String(error.stack ?? error) });
    }
  };
}

async function read({ rows: folder, task }) {
  const numbers = async (name) => new Float32Array(await (await fetch(`${folder}${name}.f32`)).arrayBuffer());
  const [inputs, targets] = [await numbers('train-inputs'), await numbers(`train-${task}`)];
  return { inputs, targets, rows: targets.length, width: inputs.length / targets.length };
}

/** First weights as ours have them: uniform in ± range. Returns a function of the number of weights. */
export function firstWeights({ range, seed = 1 }) {
  const next = seeded(seed);
  return (count) => Float32Array.from({ length: count }, () => range * (2 * next() - 1));
}

/** The widths of all layers, from the inputs to the outputs. */
export function widths({ hidden, outputs }, { width }) {
  return [width, ...hidden, outputs];
}

/** 0 … rows − 1, and a function that puts them in another order (Fisher and Yates). */
export function shuffler(rows, seed = 2) {
  const next = seeded(seed);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  return () => {
    for (let last = rows - 1; last > 0; last -= 1) {
      const other = Math.floor(next() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    return order;
  };
}

/** Mean loss and accuracy as ours are defined, from the outputs of each row (numbers, or a row of probabilities). */
export function scores({ task, outputs, scale }, { targets }, predicted) {
  let [loss, correct] = [0, 0];
  targets.forEach((target, row) => {
    if (task === 'regression') {
      loss += (predicted[row] - target) ** 2 / 2;
      if (Math.round(scale * predicted[row]) === Math.round(scale * target)) correct += 1;
    } else {
      const shares = predicted.subarray(row * outputs, (row + 1) * outputs);
      loss -= Math.log(Math.max(shares[target], 1e-30));
      if (shares.every((share) => share <= shares[target])) correct += 1;
    }
  });
  return { loss: loss / targets.length, accuracy: correct / targets.length };
}
