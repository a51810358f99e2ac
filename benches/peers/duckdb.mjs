// DuckDB-wasm on the page: its own worker does the work. `window.duck` reads a file into a table of its own.
import * as duckdb from '@duckdb/duckdb-wasm';

let connection;
let database;

window.startDuck = async () => {
  const worker = new Worker('./duckdb-browser-eh.worker.js');
  database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(new URL('./duckdb-eh.wasm', location.href).href);
  connection = await database.connect();
};

window.duck = async (file) => {
  const start = performance.now();
  await database.registerFileHandle('t.csv', file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await connection.query("CREATE TABLE t AS SELECT * FROM read_csv('t.csv')");
  const seconds = (performance.now() - start) / 1000;
  const counted = await connection.query('SELECT count(*)::INTEGER AS n FROM t');
  const columns = (await connection.query('SELECT * FROM t LIMIT 0')).schema.fields.length;
  return { rows: Number(counted.toArray()[0].n), columns, seconds };
};
