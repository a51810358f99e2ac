/** Rows of a CSV as objects by column name (RFC 4180: quotes, doubled quotes, CRLF or LF). */
export function parseCsv(text) {
  const [header, ...rows] = cells(text);
  return rows.map((row) => {
    if (row.length !== header.length) throw new Error(`a row has ${row.length} cells under ${header.length} names: ${row}`);
    return Object.fromEntries(header.map((name, i) => [name, row[i]]));
  });
}

function cells(text) {
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error('a quote is not closed');
    row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows;
}
