// A table as people have it: how it is read, what its columns are, what is wrong with it, and how its rows are split.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from '../visit.mjs';

const visit = visitor();

const csv = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** Visits of some patients: the cost follows from days and age, rows of a patient are alike, `part` names the parts. */
function visits(rows = 240) {
  const lines = ['patient,visited,ward,days,age,part,cost'];
  for (let row = 0; row < rows; row++) {
    const patient = row % 60;
    const [days, age] = [(row * 7) % 13, 20 + ((patient * 11) % 60)];
    const part = row % 5 === 4 ? 'test' : row % 5 === 3 ? 'validation' : 'train';
    const day = new Date(Date.UTC(2023, 0, 1 + row)).toISOString().slice(0, 10);
    lines.push([`P${1000 + patient}`, day, 1 + (patient % 4), days, age, part, 40 * days + 3 * age + (row % 7)].join(','));
  }
  return csv('visits.csv', `${lines.join('\n')}\n`);
}

const openReading = (page) => page.tab.getByText('How the file was read').click();

test('what was detected is shown, each can be set, the rows follow, and it can be put back', async (t) => {
  const page = await visit(t);
  await page.read(csv('odd.csv', 'a;b\n1,5;2\n2,5;3\n3,5;5\n4,5;8\n'));
  await openReading(page);
  const delimiter = page.tab.getByLabel('Cells are parted by');
  assert.match(await delimiter.locator('option').first().innerText(), /automatic: semicolon/);
  assert.match(await page.tab.getByLabel('Decimal mark').locator('option').first().innerText(), /automatic: comma/);
  const preview = page.tab.getByRole('group', { name: 'Rows, as they were read' });
  assert.deepEqual(await preview.getByRole('columnheader').allInnerTexts(), ['Row', 'a', 'b']);

  await delimiter.selectOption('bar');
  await preview.getByRole('columnheader', { name: 'a;b' }).waitFor();
  await page.button('Detect everything again').click();
  await preview.getByRole('columnheader', { name: 'b', exact: true }).waitFor();

  await page.tab.getByLabel('The first row').selectOption('holds data');
  await preview.getByRole('columnheader', { name: 'column_1' }).waitFor();
  assert.match(await page.dataText(), /5 rows/);
});

test('letters that look wrong are told, and the encoding that is set is decoded', async (t) => {
  const page = await visit(t);
  // Łódź and Gdańsk in windows-1250.
  const rows = Array.from({ length: 20 }, (_, row) => `${row % 2 ? '\xa3\xf3d\x9f' : 'Gda\xf1sk'},Micha\xb3,${row}`);
  await page.read({ ...csv('cities.csv', ''), buffer: Buffer.from(`city,name,n\n${rows.join('\n')}\n`, 'latin1') });
  assert.match(await page.dataText(), /The letters may be wrong/);
  await openReading(page);
  await page.tab.getByLabel('Encoding').selectOption('windows-1250 (Central Europe)');
  const preview = page.tab.getByRole('group', { name: 'Rows, as they were read' });
  await preview.getByRole('cell', { name: 'Łódź' }).first().waitFor();
  assert.doesNotMatch(await page.dataText(), /The letters may be wrong/);
  // New rows of that encoding are decoded too, however late their first letter of it comes.
  await page.predictColumn('n');
  await page.trainThrough(3);
  await page.open('Predict');
  const plain = 'Gdansk,Mark,1\n'.repeat(8_000);
  const late = { ...csv('late.csv', ''), buffer: Buffer.from(`city,name,n\n${plain}\xa3\xf3d\x9f,Micha\xb3,2\n`, 'latin1') };
  await page.pick(page.button('Predict rows of a CSV'), late);
  await page.result.getByText('8,001 rows of late.csv predicted').waitFor();
  assert.match((await page.download('New predictions (CSV)')).text, /\nŁódź,Michał,2,/);
});

test('a missing marker of one’s own, and every change to a cell as a file', async (t) => {
  const page = await visit(t);
  await page.read(csv('marks.csv', `x,price,y\n${Array.from({ length: 30 }, (_, row) => `${row % 6 === 0 ? 999 : row},$${row}.50,${row % 2}`).join('\n')}\n`));
  await openReading(page);
  const missing = page.tab.getByLabel('Also missing');
  await missing.fill('999');
  await missing.press('Enter');
  await page.data.getByText('5 missing').first().waitFor();
  const changes = await page.download('All changes to cells (CSV)');
  const lines = changes.text.trim().split('\n');
  assert.equal(lines[0], 'row,column,before,after,rule');
  assert.equal(lines.filter((line) => line.includes(',x,999,')).length, 5);
  assert.ok(lines.some((line) => /^3,price,\$1\.50,1\.5,currency$/.test(line)), changes.text);
});

test('a column’s role and kind are changed where it stands, and training follows', async (t) => {
  const page = await visit(t);
  await page.read(visits());
  await page.predictColumn('cost');
  await page.button('Change ward').click();
  await page.tab.getByLabel('Kind').selectOption('categories');
  await page.data.getByText('One input for each of its 4 values').waitFor();
  await page.button('Done with ward').click();
  await page.button('Change part').click();
  await page.tab.getByLabel('Role').selectOption('says train, validation or test');
  await page.data.getByText('says its part: train, validation or test. It is no input').waitFor();
  await page.trainThrough(5);
  await page.tab.getByText('What was trained on').click();
  await page.result.getByText('48 held out').waitFor();
  const split = await page.download('Split (CSV)');
  const parts = split.text.trim().split('\n').slice(1).map((line) => line.split(','));
  assert.ok(parts.filter(([row]) => (row - 2) % 5 === 4).every(([, part]) => part === 'test'), split.text);
});

test('groups stay in one part', async (t) => {
  const page = await visit(t);
  await page.read(visits());
  await page.predictColumn('cost');
  await page.unfold('Rows put into parts');
  await page.field('Rows put into parts').selectOption('by groups');
  await page.network.getByLabel('The column to split by').selectOption('patient');
  await page.trainThrough(3);
  const parts = new Map();
  for (const line of (await page.download('Split (CSV)')).text.trim().split('\n').slice(1)) {
    const [row, part] = line.split(',');
    const patient = (row - 2) % 60;
    assert.equal(parts.get(patient) ?? part, part, `patient ${patient} stands in both parts`);
    parts.set(patient, part);
  }
  assert.deepEqual([...new Set(parts.values())].sort(), ['test', 'train']);
});

test('a column that gives the target away is found, and left out by one click', async (t) => {
  const page = await visit(t);
  const rows = Array.from({ length: 300 }, (_, row) => {
    const y = (row * 37) % 101;
    return `${(row * 13) % 17},${(row * 7) % 11},${2 * y + 1},${y}`;
  });
  await page.read(csv('leak.csv', `a,b,invoice,amount\n${rows.join('\n')}\n`));
  await page.predictColumn('amount');
  const before = page.data.getByRole('region', { name: 'Before you train' });
  await before.getByText(/invoice/).first().waitFor();
  await before.getByRole('button', { name: 'Leave out invoice' }).click();
  assert.equal(await page.data.getByLabel('Use invoice').isChecked(), false);
  await before.getByRole('button', { name: 'Leave out invoice' }).waitFor({ state: 'detached' });
});

test('what repeated rows do is measured by training both ways', async (t) => {
  const page = await visit(t);
  const rows = Array.from({ length: 90 }, (_, row) => `${(row * 31) % 89},${(row * 17) % 23},${(row * row) % 3 === 0 ? 'yes' : 'no'}`);
  await page.read(csv('twice.csv', `a,b,c\n${[...rows, ...rows, ...rows].join('\n')}\n`));
  await page.set('Epochs', 20);
  await page.data.getByRole('button', { name: 'Measure what they do' }).click();
  const beside = page.tab.getByRole('region', { name: 'What repeated rows do' });
  await beside.getByText(/^Kept, repeated rows/).waitFor();
  assert.equal(await beside.getByRole('row').count(), 3);
  await beside.getByRole('button', { name: 'Put away' }).click();
  await beside.waitFor({ state: 'detached' });
});

test('cross-validation gives each fold’s score, their mean and their deviation', async (t) => {
  const page = await visit(t);
  await page.button('Penguins').click();
  await page.hasRead('penguins.csv');
  await page.trainThrough(10);
  await page.tab.getByLabel('Is this split luck? Folds:').selectOption('3');
  await page.button('Cross-validate').click();
  const beside = page.tab.getByRole('region', { name: 'Cross-validation with 3 folds' });
  const mean = beside.getByRole('row', { name: /^Mean ± standard deviation/ });
  await mean.getByText('3 folds').waitFor();
  const scores = await beside.getByRole('row', { name: /^Fold/ }).locator('td:nth-child(2)').allInnerTexts();
  assert.equal(scores.length, 3);
  const shares = scores.map((text) => parseFloat(text));
  const average = shares.reduce((sum, share) => sum + share, 0) / 3;
  const shown = parseFloat(await mean.locator('td').nth(0).innerText());
  assert.ok(Math.abs(shown - average) < 0.11, `${scores} → ${shown}`);
});

test('cells that are pasted become a table', async (t) => {
  const page = await visit(t);
  await page.tab.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'size\tprice\n1\t2\n2\t4\n3\t6\n4\t8\n5\t10\n');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.hasRead('pasted cells');
  assert.match(await page.dataText(), /5 rows · 2 columns/);
  assert.equal(await page.target(), 'price');
});
