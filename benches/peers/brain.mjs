// brain.js: an update after every single row; it knows no batches, no softmax and no linear output.
import { NeuralNetwork } from 'brain.js';

import { firstWeights, scores, serve, shuffler, widths } from './serve.mjs';

/** It allows no momentum of 0. */
const MOMENTUM = 1e-12;

serve((job, data) => {
  const softmax = job.task === 'classification';
  const net = new NeuralNetwork({
    ...{ inputSize: data.width, hiddenLayers: job.hidden, outputSize: job.outputs },
    ...{ activation: job.activation, learningRate: job.rate, momentum: MOMENTUM },
  });
  net.initialize();
  const sizes = widths(job, data);
  const draw = firstWeights(job);
  sizes.slice(1).forEach((width, index) => {
    net.weights[index + 1] = Array.from({ length: width }, () => draw(sizes[index]));
    net.biases[index + 1].fill(0);
  });
  const rows = Array.from({ length: data.rows }, (_, row) => {
    const output = new Float32Array(job.outputs);
    if (softmax) output[data.targets[row]] = 1;
    else output[0] = data.targets[row];
    return { input: data.inputs.subarray(row * data.width, (row + 1) * data.width), output };
  });
  const shuffle = shuffler(data.rows);
  return {
    train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch += 1) for (const row of shuffle()) net.trainPattern(rows[row]);
    },
    score() {
      const predicted = new Float32Array(data.rows * job.outputs);
      rows.forEach(({ input }, row) => predicted.set(net.runInput(input), row * job.outputs));
      const { loss, accuracy } = scores(job, data, predicted);
      if (!softmax) return { loss, accuracy };
      // Its own loss: half the squared error, summed over the outputs. Cross-entropy is not what it lowers.
      let own = 0;
      rows.forEach(({ output }, row) => output.forEach((wanted, at) => (own += (predicted[row * job.outputs + at] - wanted) ** 2 / 2)));
      return { own_loss: own / data.rows, accuracy };
    },
  };
});
