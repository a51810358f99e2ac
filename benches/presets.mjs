// What is trained: the four specifications of the assignment as the page would send them, a grid of batches and widths
// around the second, and how much arithmetic a run of each is.

const INPUTS = 13;
const CLASSES = 101;
const spec1 = { hidden: [32], activation: 'sigmoid', batch: 32 };
const spec2 = { hidden: [64, 32], activation: 'relu', batch: 32 };

export const TARGET = 'song_popularity';
/** What a regression target is divided by. */
export const SCALE = 100;
export const RATE = 0.01;
/** First weights are uniform in ± this. */
export const RANGE = 0.1;
/** Epochs of a whole run of a specification. */
export const EPOCHS = 200;

/** That these are the program's own presets is checked in every run: the weights must come out as with `--preset`. */
export const PRESETS = [
  { id: 'spec1-regression', task: 'regression', outputs: 1, ...spec1 },
  { id: 'spec2-regression', task: 'regression', outputs: 1, ...spec2 },
  { id: 'spec1-softmax', task: 'classification', outputs: CLASSES, ...spec1 },
  { id: 'spec2-softmax', task: 'classification', outputs: CLASSES, ...spec2 },
];

const WIDTHS = [32, 128, 512];
const BATCHES = [32, 256, 'full'];

/** Specification 2's shape, regression, at other widths (w and w ÷ 2) and batches; `full` is one update an epoch. */
export const GRID = WIDTHS.flatMap((width) =>
  BATCHES.map((batch) => ({
    ...{ id: `width-${width}-batch-${batch}`, width, batch, task: 'regression', outputs: 1 },
    ...{ hidden: [width, width / 2], activation: 'relu' },
  })),
);

/** Rows an update, of `rows` training rows. */
export function batchSize({ batch }, rows) {
  return batch === 'full' ? rows : batch;
}

/** The settings that are not the recipe's defaults. */
export function recipe(job, epochs, rows, measure_every = 10) {
  const { id, task, hidden, activation } = job;
  const preset = id.startsWith('spec') ? id : 'default';
  const plain = { solver: 'sgd', schedule: 'constant', dropout: 0, early_stopping: false, scale: 'standard', drop_duplicates: true };
  const fixed = { target_scale: { 'divide-by': SCALE }, weight_range: RANGE, learning_rate: RATE, ...plain };
  const batch_size = batchSize(job, rows);
  return { format: 'perceptab-recipe', preset, target: TARGET, task, hidden, activation, epochs, measure_every, batch_size, ...fixed };
}

/**
 * Multiplications and additions in the matrix products of an epoch over `rows` training rows, `update`, and of measuring
 * one row, `forward`. Activations, softmax, shuffling and the update of the weights are not counted: they are part of what
 * keeps a run under the ceiling.
 */
export function operations({ inputs = INPUTS, hidden, outputs }, rows) {
  const widths = [inputs, ...hidden, outputs];
  const products = widths.slice(1).map((width, index) => 2 * widths[index] * width);
  const forward = products.reduce((sum, product) => sum + product, 0);
  // Backwards: the gradient of every layer's weights, and the delta of every layer but the first.
  return { update: rows * (forward + forward + (forward - products[0])), forward };
}
