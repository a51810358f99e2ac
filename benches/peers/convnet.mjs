// ConvNetJS: row by row forwards and backwards in 64-bit numbers, an update after each batch.
import convnetjs from 'convnetjs';

import { firstWeights, scores, serve, shuffler, widths } from './serve.mjs';

serve((job, data) => {
  const softmax = job.task === 'classification';
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: data.width },
    ...job.hidden.map((num_neurons) => ({ type: 'fc', num_neurons, activation: job.activation, bias_pref: 0 })),
    softmax ? { type: 'softmax', num_classes: job.outputs } : { type: 'regression', num_neurons: job.outputs },
  ]);
  const sizes = widths(job, data);
  const draw = firstWeights(job);
  const dense = net.layers.filter(({ layer_type }) => layer_type === 'fc');
  dense.forEach(({ filters }, index) => filters.forEach(({ w }) => w.set(draw(sizes[index]))));
  const trainer = new convnetjs.Trainer(net, { method: 'sgd', learning_rate: job.rate, momentum: 0, batch_size: job.batch });
  const inputs = Array.from({ length: data.rows }, (_, row) => {
    const volume = new convnetjs.Vol(1, 1, data.width, 0);
    volume.w.set(data.inputs.subarray(row * data.width, (row + 1) * data.width));
    return volume;
  });
  const targets = Array.from(data.targets, (target) => (softmax ? target : [target]));
  const shuffle = shuffler(data.rows);
  return {
    train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch += 1) for (const row of shuffle()) trainer.train(inputs[row], targets[row]);
    },
    score() {
      const predicted = new Float32Array(data.rows * job.outputs);
      inputs.forEach((input, row) => predicted.set(net.forward(input).w, row * job.outputs));
      return scores(job, data, predicted);
    },
  };
});
