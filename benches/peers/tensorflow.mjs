// TensorFlow.js with its cpu or wasm backend, by `model.fit` or by a loop over its operations.
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

import { firstWeights, scores, serve, shuffler, widths } from './serve.mjs';

serve(async (job, data) => {
  setWasmPaths(new URL('./', location.href).href);
  // No page is cross-origin isolated by itself, so threads are not to be had; ours has one thread too.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend(job.backend))) throw new Error(`the backend ${job.backend} did not start`);
  await tf.ready();
  const about = { version: version_wasm, backend: tf.getBackend(), simd: await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT') };
  return { about, ...(job.way === 'fit' ? byFit : byLoop)(job, data) };
});

/** Keras' way: a model of dense layers. It shuffles by itself, and `never` keeps it from waiting for frames. */
function byFit(job, data) {
  const sizes = widths(job, data);
  const weights = firstWeights(job);
  const softmax = job.task === 'classification';
  const model = layers.sequential();
  sizes.slice(1).forEach((units, index) => {
    const last = index === sizes.length - 2;
    const activation = last ? (softmax ? 'softmax' : 'linear') : job.activation;
    model.add(layers.layers.dense({ units, activation, inputShape: [sizes[index]] }));
  });
  model.layers.forEach((layer, index) => {
    const shape = [sizes[index], sizes[index + 1]];
    layer.setWeights([tf.tensor2d(weights(shape[0] * shape[1]), shape), tf.zeros([shape[1]])]);
  });
  const halfSquared = (actual, predicted) => tf.tidy(() => tf.mul(tf.losses.meanSquaredError(actual, predicted), 0.5));
  model.compile({ optimizer: tf.train.sgd(job.rate), loss: softmax ? 'categoricalCrossentropy' : halfSquared });
  const inputs = tf.tensor2d(data.inputs, [data.rows, data.width]);
  const targets = softmax
    ? tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(data.targets, 'int32'), job.outputs), 'float32'))
    : tf.tensor2d(data.targets, [data.rows, 1]);
  return {
    train: (epochs) =>
      model.fit(inputs, targets, { epochs, batchSize: job.batch, shuffle: true, verbose: 0, yieldEvery: 'never' }),
    score: async () => {
      const predicted = model.predict(inputs, { batchSize: 4096 });
      return scores(job, data, await predicted.data());
    },
  };
}

/** Nothing but operations, forwards and backwards by hand: no tape, no callbacks, no waiting. */
function byLoop(job, data) {
  const sizes = widths(job, data);
  const draw = firstWeights(job);
  const softmax = job.task === 'classification';
  let weights = sizes.slice(1).map((width, index) => tf.tensor2d(draw(sizes[index] * width), [sizes[index], width]));
  let biases = sizes.slice(1).map((width) => tf.zeros([width]));
  const shuffle = shuffler(data.rows);
  const room = { inputs: new Float32Array(data.inputs.length), targets: new Float32Array(data.rows) };

  const forward = (inputs) => {
    const outputs = [inputs];
    weights.forEach((weight, index) => {
      const activation = index < weights.length - 1 ? job.activation : 'linear';
      outputs.push(tf.fused.matMul({ a: outputs.at(-1), b: weight, bias: biases[index], activation }));
    });
    if (softmax) outputs.push(tf.softmax(outputs.pop()));
    return outputs;
  };

  const update = (inputs, targets) => {
    const outputs = forward(inputs);
    const rate = job.rate / inputs.shape[0];
    let delta = tf.sub(outputs.at(-1), softmax ? tf.oneHot(targets, job.outputs) : targets);
    for (let index = weights.length - 1; index >= 0; index -= 1) {
      const weight = weights[index];
      weights[index] = tf.sub(weight, tf.mul(tf.matMul(outputs[index], delta, true), rate));
      biases[index] = tf.sub(biases[index], tf.mul(tf.sum(delta, 0), rate));
      if (index === 0) break;
      const output = outputs[index];
      const slope = job.activation === 'relu' ? tf.step(output) : tf.mul(output, tf.sub(1, output));
      delta = tf.mul(tf.matMul(delta, weight, false, true), slope);
    }
  };

  const batch = (from, to) => [
    tf.tensor2d(room.inputs.subarray(from * data.width, to * data.width), [to - from, data.width]),
    softmax ? tf.tensor1d(room.targets.subarray(from, to), 'int32') : tf.tensor2d(room.targets.subarray(from, to), [to - from, 1]),
  ];

  return {
    train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        shuffle().forEach((row, place) => {
          room.inputs.set(data.inputs.subarray(row * data.width, (row + 1) * data.width), place * data.width);
          room.targets[place] = data.targets[row];
        });
        for (let from = 0; from < data.rows; from += job.batch) {
          const old = [...weights, ...biases];
          [weights, biases] = tf.tidy(() => {
            update(...batch(from, Math.min(from + job.batch, data.rows)));
            return [weights, biases];
          });
          tf.dispose(old);
        }
      }
      // What is still to be computed counts: the last weights are waited for.
      return Promise.all(weights.map((weight) => weight.data()));
    },
    score: async () => {
      const predicted = tf.tidy(() => forward(tf.tensor2d(data.inputs, [data.rows, data.width])).at(-1));
      return scores(job, data, await predicted.data());
    },
  };
}
