// The files that the tests bring, made here: each is {name, mimeType, buffer} as Playwright takes it.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateSync } from 'node:zlib';

/** The real song file beside the project, or undefined where it is absent. */
export function songFile() {
  const path = resolve(process.env.PERCEPTAB_SHARED ?? '../shared', 'data/song_data.csv');
  return existsSync(path) ? path : undefined;
}

export function file(name, content, mimeType = 'text/csv') {
  return { name, mimeType, buffer: Buffer.from(content) };
}

/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function csv(name, header, rows) {
  return file(name, [header, ...rows].map((cells) => cells.join(',')).join('\n') + '\n');
}

/** `rows` houses: price (whole, the last column) follows from area and rooms with some noise; district is a category. */
export function houses(rows = 240, name = 'houses.csv') {
  const next = chance(7);
  return csv(
    name,
    ['area', 'rooms', 'district', 'price'],
    Array.from({ length: rows }, () => {
      const area = (30 + 120 * next()).toFixed(1);
      const rooms = 1 + Math.floor(5 * next());
      const district = ['north', 'south', 'harbour'][Math.floor(3 * next())];
      return [area, rooms, district, Math.round(area * 0.4 + 6 * rooms + 10 * next())];
    }),
  );
}

/** A small song table with the columns that matter: popularity is whole, 0 to 100, each of the 101 values there. */
export function songs(rows = 606) {
  const next = chance(11);
  return csv(
    'few songs.csv',
    ['song_popularity', 'energy', 'tempo', 'loudness'],
    Array.from({ length: rows }, (_, i) => [i % 101, next().toFixed(3), (60 + 120 * next()).toFixed(2), (-30 * next()).toFixed(3)]),
  );
}

/** The presets of the assignment: their names on the command line and on the page. */
export const PRESETS = [
  { id: 'spec1-regression', title: 'Specification 1, regression' },
  { id: 'spec2-regression', title: 'Specification 2, regression' },
  { id: 'spec1-softmax', title: 'Specification 1, softmax' },
  { id: 'spec2-softmax', title: 'Specification 2, softmax' },
];

/** The houses without their price. */
export function housesToPredict() {
  return csv('new houses.csv', ['area', 'rooms', 'district'], [
    ['50.5', 2, 'north'],
    ['80', 3, 'south'],
    ['120.25', 5, 'harbour'],
  ]);
}

/** Every bad file of the list of bad inputs. */
export const BAD = {
  empty: () => file('empty.csv', ''),
  headerOnly: () => file('header.csv', 'a,b,c\n'),
  oneRow: () => file('one.csv', 'a,b,c\n1,2,3\n'),
  png: () => file('picture.csv', png()),
  zip: () => file('archive.csv', zip()),
  windows1252: () => file('latin.csv', Buffer.from(houses().buffer.toString().replaceAll('harbour', 'caf\u00e9'), 'latin1')),
  brokenUtf8: () => file('mixed.csv', Buffer.concat([houses().buffer, Buffer.from([0xf0, 0x28, 0x8c, 0x28]), Buffer.from(',1,2,3\n')])),
  ragged: () => file('ragged.csv', `${houses().buffer}50,2\n60,3,north,40,extra\n`),
  noNumbers: () => csv('words.csv', ['first', 'second'], Array.from({ length: 40 }, (_, i) => [`red${i % 3}`, `tall${i % 4}`])),
  constantColumn: () => file('constant column.csv', houses().buffer.toString().replaceAll('\n', ',7\n').replace('price,7', 'price,seven')),
  allConstant: () => csv('all constant.csv', ['size', 'price'], Array.from({ length: 20 }, () => [4, 9])),
  constantTarget: () => csv('constant target.csv', ['size', 'price'], Array.from({ length: 60 }, (_, i) => [i * 1.5, 9])),
  missingTargets: () =>
    file('missing targets.csv', houses().buffer.toString().split('\n').map((line, i) => (i > 0 && i % 20 === 0 ? line.replace(/,\d+$/, ',') : line)).join('\n')),
  manyClasses: () => csv('many classes.csv', ['size', 'label'], Array.from({ length: 20000 }, (_, i) => [i % 97, `c${i % 10000}`])),
  absurdNumbers: () => file('absurd.csv', `${houses().buffer}inf,2,north,40\n1e400,3,south,41\n1e308,2,north,50\n`),
};

function png() {
  const chunk = (type, data) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(4))), chunk('IEND', Buffer.alloc(0))]);
}

function zip() {
  return Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04, 20, 0, 0, 0, 8, 0]), Buffer.from(houses().buffer).map((byte) => byte ^ 0xa5)]);
}
