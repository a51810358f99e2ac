// Times each kernel of a training batch by itself, in WebAssembly as Node's V8 compiles it, and prints a table:
//   cargo build --release --target wasm32-unknown-unknown --example kernels && node benches/kernels.mjs
// KERNELS_ROUNDS: timings of each kernel (default 101), of which the median and the least are printed.
import { readFile } from 'node:fs/promises';

const rounds = Number(process.env.KERNELS_ROUNDS ?? 101);
/** Long enough for the clock, short enough to fall between two interruptions. */
const MILLISECONDS = 1;

const module = process.env.KERNELS_MODULE ?? 'target/wasm32-unknown-unknown/release/examples/kernels.wasm';
const { instance } = await WebAssembly.instantiate(await readFile(module));
const { memory, cases, run } = instance.exports;
const from = cases();
const bytes = new Uint8Array(memory.buffer, from);
const kernels = JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0))));

function time(index, times) {
  const start = performance.now();
  run(index, times);
  return performance.now() - start;
}

// Until V8's optimising compiler has replaced every function, and to see how often each fits in the time.
for (const [index, kernel] of kernels.entries()) {
  kernel.times = 1;
  for (const end = performance.now() + 100; performance.now() < end; ) {
    if (time(index, kernel.times) < MILLISECONDS) kernel.times *= 2;
  }
  kernel.seconds = [];
}
for (let round = 0; round < rounds; round += 1) {
  for (const [index, { times, seconds }] of kernels.entries()) seconds.push(time(index, times) / times / 1e3);
}

console.log('| preset | kernel | µs, median (least) | GFLOP/s | share of the batch |\n|---|---|---|---|---|');
let batch;
for (const { preset, kernel, operations, seconds } of kernels) {
  seconds.sort((a, b) => a - b);
  const median = seconds[seconds.length >> 1];
  if (kernel === 'whole batch') batch = median;
  const speed = operations ? (operations / median / 1e9).toFixed(1) : '–';
  const times = `${(median * 1e6).toFixed(2)} (${(seconds[0] * 1e6).toFixed(2)})`;
  console.log(`| ${preset} | ${kernel} | ${times} | ${speed} | ${((100 * median) / batch).toFixed(0)} % |`);
}
