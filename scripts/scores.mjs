// What `make lighthouse` says of its visits: the median of each figure, and which aims it misses.

/** Lighthouse's categories and the least score, of 100, that each must have. */
export const AIMS = { performance: 95, accessibility: 100, 'best-practices': 100 };

/** Lighthouse's measures that make up the performance, with their units: milliseconds, or none. */
export const MEASURES = {
  'first-contentful-paint': 'ms',
  'largest-contentful-paint': 'ms',
  'total-blocking-time': 'ms',
  'speed-index': 'ms',
  'cumulative-layout-shift': '',
};

/** How fast Lighthouse found this machine, and how many processes waited for it: a busy machine lowers the performance. */
const MACHINE = { benchmark: '', load: '' };

/** What the table shows of Lighthouse's report of one visit. A score that could not be taken is 0. `load`: the machine's then. */
export function figures({ categories, audits, environment }, load) {
  const scores = Object.keys(AIMS).map((name) => [name, Math.round((categories[name].score ?? 0) * 100)]);
  const measures = Object.keys(MEASURES).map((name) => [name, audits[name].numericValue]);
  return Object.fromEntries([...scores, ...measures, ['benchmark', environment.benchmarkIndex], ['load', load]]);
}

/** The middle of the values, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const medianOf = (visits, name) => median(visits.map((figures) => figures[name]));

/** A sentence for each category whose median is below its aim. */
export function verdict(visits) {
  return Object.entries(AIMS)
    .map(([name, aim]) => [name, aim, medianOf(visits, name)])
    .filter(([, aim, score]) => score < aim)
    .map(([name, aim, score]) => `${name} is ${score}, its aim ${aim}`);
}

/** A table in Markdown: a row for each figure, with the median and each visit. */
export function table(visits) {
  const rows = Object.entries({ ...AIMS, ...MEASURES, ...MACHINE }).map(([name, unit]) => {
    const isScore = name in AIMS;
    const words = (value) => (isScore || unit === 'ms' ? Math.round(value) : Number(value.toPrecision(3))).toString();
    const all = visits.map((figures) => words(figures[name])).join(', ');
    return `| ${name}${unit === 'ms' ? ', ms' : ''} | ${isScore ? `≥ ${unit}` : ''} | ${words(medianOf(visits, name))} | ${all} |`;
  });
  return ['| | aim | median | visits |', '|---|---|---|---|', ...rows].join('\n');
}

/** The audits that cost a category points, as pairs of name and sentence. */
export function lost({ categories, audits }) {
  return Object.keys(AIMS).flatMap((name) =>
    categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
      .map(({ id }) => [id, `${name}: ${audits[id].title} (${[id, audits[id].displayValue].filter(Boolean).join(', ')})`]),
  );
}
