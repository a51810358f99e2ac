// Figures → BENCHMARKS.md.
import { matrixProduct, multiplyAdd } from './ceiling.mjs';
import { aims } from './aims.mjs';
import { OURS, engineTable, gridTable, largestLossDifference, results, specificationTables } from './comparison.mjs';
import { machine, rustc } from './machine.mjs';
import { EPOCHS, PRESETS } from './presets.mjs';
import { number, percent, spread } from './statistics.mjs';

export function report(figures) {
  const { rows, rounds, date, versions } = figures;
  const all = Object.entries({ rustc: rustc(), ...versions }).map(([name, version]) => `${name} ${version}`);
  return [
    '# Benchmarks',
    '',
    `\`make bench\` writes this file. ${date}, ${machine()}, ${all.join(', ')}. How seconds and memory grow with the table is in [docs/scale.md](docs/scale.md).`,
    '',
    `Training on ${data(figures)}: 13 inputs, ${number(rows.train)} train and ${number(rows.test)} test rows, plain descent at rate 0.01, first weights uniform in ± 0.1. Medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'} (least to most); the contestants take turns in every round.${noise(figures)}`,
    '',
    ...figures.left_out.flatMap((sentence) => [`- ${sentence}`, '']),
    '## Aims',
    '',
    ...aims(figures),
    '',
    '## The four specifications',
    '',
    `${EPOCHS} epochs in batches of 32. Whoever is slow is timed for fewer epochs (they stand in the table) and counted up. “Times as long” is against Perceptab in Chromium, warm.`,
    '',
    ...specificationTables(figures),
    '## Cold and warm in three engines',
    '',
    ...engineTable(figures),
    '',
    '## Batches and widths',
    '',
    'Regression with two hidden layers of ReLU, 13 → w → w ÷ 2 → 1, which is the second specification at other widths: milliseconds an epoch, warm. × is how many times as long as Perceptab in Chromium.',
    '',
    ...gridTable(figures),
    '',
    '## How it is measured',
    '',
    ...notes(figures),
    '',
  ].join('\n');
}

function notes(figures) {
  const { ceiling } = figures;
  const probes = Object.keys(ceiling[0]).sort();
  const shapes = probes.map((name) => `${name.replace('_', ' ').replace('x', ' × ')}: ${spread(ceiling.map((one) => one[name]), oneDigit)}`);
  const reading = PRESETS.flatMap(({ id }) => results(figures, id, OURS) ?? []).map(({ read_seconds }) => read_seconds);
  return [
    '- **Warm and cold.** Everyone in a browser starts in a fresh one and is timed twice. Ours: the whole run, cold, and the same run again in the same worker, warm. A worker with nothing to do yet trains on a made-up table for a quarter of a second (`session::Rehearsal`), from which the browser’s compiler learns; here it has only the time that opening the file takes, since the run is asked for at once. The peers: their first epoch is the cold one, more epochs warm them up for as long as is then timed; their cold time is that of the first epoch and the others warm. Loading and compiling a script or module before the first command is in nobody’s figures. scikit-learn has a warm-up of one epoch. The times are those of the training alone, as whoever trains counts it; with us that includes accuracy and loss over all rows every 10 epochs, which nobody else measures.',
    '- **The same rows for all.** The split comes from our worker; the 13 inputs standardised over the training rows, the target ÷ 100 or one of 101 classes (`benches/rows.mjs`). The same layers, rate, batches, reshuffled every epoch; half the squared error, or cross-entropy. Nobody skips work: every peer’s loss must fall or it is not in the table, and its loss over the training rows stands beside ours after as many epochs.',
    '- **CPU seconds**: in a browser those of all its processes while it trains, natively those of the whole program for ours (its start and the reading of the file included) and those of `fit` for scikit-learn.',
    '- **In Chromium, Firefox and WebKitGTK**: the built worker, driven by its own messages from an empty page (`benches/page.mjs`). The whole wait is from the command to the last event. WebKitGTK is the engine’s own small browser; Safari is its kin and not the same.',
    '- **Natively**: `perceptab train --json`. Every round checks that the weights are the same bits natively and in every engine.',
    '- **scikit-learn**: `MLPRegressor` and `MLPClassifier`, one thread, no momentum, no decay, no early stop (`benches/scikit_learn.py`).',
    '- **TensorFlow.js** in a worker, its wasm backend with SIMD and without threads (a page gets threads only where its server isolates it). `model.fit` is a model of dense layers, without callbacks and told never to wait for a frame; its softmax is the layer’s activation with categorical cross-entropy. The tight loop is the same arithmetic by its operations alone, gradients by hand: no tape, no model.',
    '- **ConvNetJS** goes row by row in 64-bit numbers and updates after a batch. **brain.js** updates after every single row, has neither softmax nor a linear output: its last layer is of the hidden layers’ activation with half the squared error, so its losses on the softmax specifications are of another kind.',
    `- **Ceiling**: two probes in a worker of the same Chromium (\`benches/ceiling/\`), simd128, the best call within some seconds. Matrix products of 48 × 64 × 48 held in the first-level cache, the best block shape: ${spread(ceiling.map(matrixProduct), oneDigit)} GFLOP/s. A multiply-add loop in registers, the best number of chains: ${spread(ceiling.map(multiplyAdd), oneDigit)} GFLOP/s. Shares are of the matrix product. A multiply-add counts as two operations and is two instructions: fused ones would give other bits on other machines. All probes: ${shapes.join('; ')}.`,
    '- **GFLOP/s** counts the multiplications and additions of the matrix products alone; activations, softmax, shuffling, updates and messages take time and are not counted.',
    ...grid(figures),
    ...(reading.length ? [`- **Reading** the file in Chromium, from the command to the table’s summary: ${spread(reading)} s.`] : []),
    '',
    'To run again: `make bench` (half an hour, on a quiet machine); `BENCH_ROUNDS=1 make bench` for a quick look that leaves this file alone. The real song file is taken from `../shared/data/song_data.csv` where it is present (`PERCEPTAB_SHARED` names another folder), else the bundled synthetic table.',
  ];
}

function grid(figures) {
  const [some, all] = [({ batch }) => batch !== 'full', ({ batch }) => batch === 'full'].map((wanted) => largestLossDifference(figures, wanted));
  if (some === undefined || all === undefined) return [];
  return [
    `- **Batches and widths**: ours is measured once at the end of at least six epochs, which is in its time. The training losses of all differ from ours after as many epochs by ${percent(some, 1)} at most with batches of 32 and 256, and by ${percent(all, 1)} with all rows a batch, where the few updates still leave what the first weights, other ones for everyone, make of it.`,
  ];
}

const oneDigit = (value) => value.toFixed(1);

function data({ data }) {
  return data === 'real'
    ? 'the real song file of the assignment, repeated rows dropped'
    : 'the bundled synthetic song table (the real file was not there), repeated rows dropped';
}

function noise({ load }) {
  return load > 0.5 ? ` **The machine was busy (load ${load.toFixed(1)} before the start): take no figure from this run.**` : '';
}
