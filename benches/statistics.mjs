// Numbers → what the reports say of them.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** 1.42 (1.40 to 1.51), or – where there is nothing. */
export function spread(values, text = seconds) {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length === 0) return '–';
  if (known.length === 1) return text(known[0]);
  return `${text(median(known))} (${text(Math.min(...known))} to ${text(Math.max(...known))})`;
}

/** Three figures, and never less than whole numbers: 0.0123, 1.23, 12.3, 1,234. */
export function figures(value) {
  if (Math.abs(value) >= 100) return number(Math.round(value));
  return Number(value.toPrecision(3)).toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1))));
}

export const seconds = (value) => (value >= 100 ? number(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2));
export const times = (value) => (value >= 10 ? number(Math.round(value)) : value.toFixed(value >= 1.995 ? 1 : 2));
export const percent = (value, digits = 0) => `${(100 * value).toFixed(digits)} %`;
export const number = (value) => value.toLocaleString('en-GB');

/** The rows of a Markdown table. */
export function markdown(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)];
}
