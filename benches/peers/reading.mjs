// A worker in which the CSV parsers in JavaScript read a file: message in: {parser, file}, out: {rows, columns, seconds} or
// {failure}. Cells become numbers where they are numbers, as they do with everyone in this bench.
import { autoType, csvParse } from 'd3-dsv';
import Papa from 'papaparse';

const PARSERS = {
  /** Streamed from the file, in chunks of its own choosing. */
  PapaParse: (file) =>
    new Promise((resolve, reject) => {
      const rows = [];
      const chunk = ({ data }) => {
        for (const row of data) rows.push(row);
      };
      Papa.parse(file, { header: true, dynamicTyping: true, skipEmptyLines: true, chunk, complete: () => resolve(rows), error: reject });
    }),
  'd3-dsv': async (file) => csvParse(await file.text(), autoType),
};

/** Kept until the worker ends, as the app keeps its table. */
let table;

onmessage = async ({ data: { parser, file } }) => {
  try {
    const start = performance.now();
    table = await PARSERS[parser](file);
    const seconds = (performance.now() - start) / 1000;
    postMessage({ rows: table.length, columns: Object.keys(table[0]).length, seconds });
  } catch (error) {
    postMessage({ failure: String(error.stack ?? error) });
  }
};
