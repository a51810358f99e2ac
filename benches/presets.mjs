// The four presets of the assignment as the page would send them, and how much arithmetic a run of each is.

const INPUTS = 13;
const CLASSES = 101;
const spec1 = { hidden: [32], activation: 'sigmoid' };
const spec2 = { hidden: [64, 32], activation: 'relu' };

/** That these are the program's own presets is checked in every run: the weights must come out as with `--preset`. */
export const PRESETS = [
  { id: 'spec1-regression', task: 'regression', outputs: 1, ...spec1 },
  { id: 'spec2-regression', task: 'regression', outputs: 1, ...spec2 },
  { id: 'spec1-softmax', task: 'classification', outputs: CLASSES, ...spec1 },
  { id: 'spec2-softmax', task: 'classification', outputs: CLASSES, ...spec2 },
];

export const TARGET = 'song_popularity';

/** The settings that are not the recipe's defaults. */
export function recipe({ id, task, hidden, activation }, epochs) {
  const scale = task === 'regression' ? { target_scale: { 'divide-by': 100 } } : {};
  return { preset: id, target: TARGET, task, hidden, activation, epochs, ...scale };
}

/**
 * Multiplications and additions in the matrix products of a run of `rows` {train, test}, measured every 10 epochs.
 * Activations, softmax, shuffling and the update of the weights are not counted: they are part of what keeps a run
 * under the ceiling.
 */
export function operations({ hidden, outputs }, epochs, rows) {
  const widths = [INPUTS, ...hidden, outputs];
  const products = widths.slice(1).map((width, index) => 2 * widths[index] * width);
  const forward = products.reduce((sum, product) => sum + product, 0);
  // Backwards: the gradient of every layer's weights, and the delta of every layer but the first.
  const update = forward + forward + (forward - products[0]);
  const measured = Math.floor(epochs / 10) * (rows.train + rows.test);
  return epochs * rows.train * update + measured * forward;
}
