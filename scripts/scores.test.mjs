// What `make lighthouse` makes of its visits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AIMS, MEASURES, figures, lost, median, table, verdict } from './scores.mjs';

/** A visit that reaches every aim exactly, but for what is given. */
const visit = (given = {}) => ({
  ...AIMS,
  ...Object.fromEntries(Object.keys(MEASURES).map((name) => [name, 0])),
  benchmark: 1_500,
  load: 0,
  ...given,
});

test('the median is the middle by value, not by order or by letter', () => {
  assert.equal(median([100, 9, 95]), 95);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
});

test('an aim that is just reached is reached, and two bad visits of five are forgiven', () => {
  assert.deepEqual(verdict([visit()]), []);
  assert.deepEqual(verdict([95, 20, 99, 30, 96].map((performance) => visit({ performance }))), []);
});

test('whatever misses its aim is named with its median', () => {
  const bad = [94, 20, 99, 30, 96].map((performance) => visit({ performance, 'best-practices': 96 }));
  assert.deepEqual(verdict(bad), ['performance is 94, its aim 95', 'best-practices is 96, its aim 100']);
  assert.deepEqual(verdict([visit({ accessibility: 99 })]), ['accessibility is 99, its aim 100']);
});

test('a score that could not be taken is no success', () => {
  const categories = Object.fromEntries(Object.keys(AIMS).map((name) => [name, { score: 1 }]));
  const audits = Object.fromEntries(Object.keys(MEASURES).map((name) => [name, { numericValue: 12 }]));
  const report = { categories, audits, environment: { benchmarkIndex: 1_500 } };
  assert.deepEqual(verdict([figures(report, 0)]), []);
  categories.performance.score = null;
  assert.deepEqual(verdict([figures(report, 0)]), ['performance is 0, its aim 95']);
});

test('the table has every figure with its median and each visit', () => {
  const visits = [visit({ 'total-blocking-time': 300.4 }), visit({ 'total-blocking-time': 100 }), visit({ 'total-blocking-time': 150 })];
  const rows = table(visits).split('\n');
  assert.ok(rows.includes('| performance | ≥ 95 | 95 | 95, 95, 95 |'), rows.join('\n'));
  assert.ok(rows.includes('| total-blocking-time, ms |  | 150 | 300, 100, 150 |'), rows.join('\n'));
});

test('audits that cost points are told, those without weight or score are not', () => {
  const categories = Object.fromEntries(Object.keys(AIMS).map((name) => [name, { auditRefs: [] }]));
  categories.accessibility.auditRefs = ['contrast', 'informative', 'unknown', 'fine'].map((id) => ({ id, weight: id === 'informative' ? 0 : 7 }));
  const audits = {
    contrast: { score: 0, title: 'Colours have no contrast' },
    informative: { score: 0, title: 'Not told' },
    unknown: { score: null, title: 'Not told' },
    fine: { score: 1, title: 'Not told' },
  };
  assert.deepEqual(lost({ categories, audits }), [['contrast', 'accessibility: Colours have no contrast (contrast)']]);
});
