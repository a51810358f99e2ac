// The plot of `make bench-scale`: a panel for each axis, seconds above and memory below, both scales logarithmic.
import { SERIES, series } from './scale_report.mjs';

const PANEL = { width: 190, height: 170, gap: 58, left: 62, top: 40, down: 84 };
const TITLES = { rows: 'rows', columns: 'columns', classes: 'classes', width: 'first hidden layer' };
const UNITS = { seconds: 'seconds', memory: 'megabytes' };
const STYLE = `
  text { font: 11px system-ui, sans-serif; fill: #444; }
  .title { font-size: 13px; font-weight: 600; fill: #222; }
  .grid { stroke: #ddd; } .frame { stroke: #999; fill: none; }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .one { stroke: #0072b2; fill: #0072b2; } .two { stroke: #d55e00; fill: #d55e00; } .three { stroke: #009e73; fill: #009e73; }
  path.line { fill: none; } circle { stroke: none; } .back { fill: #fff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #bbb; } .title { fill: #eee; } .grid { stroke: #333; } .frame { stroke: #777; } .back { fill: #0d1117; }
    .one { stroke: #56b4e9; fill: #56b4e9; } .two { stroke: #e69f00; fill: #e69f00; } .three { stroke: #2bc79b; fill: #2bc79b; }
  }`;
const CLASSES = ['one', 'two', 'three'];

/** Figures of `scale.mjs` → SVG. */
export function plot(figures) {
  const axes = Object.keys(figures.axes);
  const width = PANEL.left + axes.length * (PANEL.width + PANEL.gap);
  const height = PANEL.top + 2 * (PANEL.height + PANEL.down) - 36;
  const panels = Object.keys(SERIES).flatMap((kind, row) => {
    // One scale for a whole row of panels, so that they can be compared.
    const all = axes.flatMap((axis) => Object.keys(SERIES[kind]).flatMap((name) => series(figures, axis, kind, name).map(([, y]) => y)));
    const down = scale(all, PANEL.height, 0);
    return axes.map((axis, column) => panel(figures, { axis, kind, column, row, down }));
  });
  const label = 'Seconds and memory against rows, columns, classes and width; the figures stand in scale.md';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
<style>${STYLE}
</style>
<rect class="back" width="100%" height="100%"/>
${panels.join('\n')}
</svg>
`;
}

function panel(figures, { axis, kind, column, row, down }) {
  const [left, top] = [PANEL.left + column * (PANEL.width + PANEL.gap), PANEL.top + row * (PANEL.height + PANEL.down)];
  const values = figures.axes[axis].map(({ value }) => value);
  const across = { ticks: values, place: between(values[0], values.at(-1), 0, PANEL.width) };
  const ticks = down.ticks.map((value) => {
    const y = round(down.place(value));
    const number = `<text x="-6" y="${y + 4}" text-anchor="end">${amount(value)}</text>`;
    return `<line class="grid" x2="${PANEL.width}" y1="${y}" y2="${y}"/>${number}`;
  });
  const below = across.ticks.map((value) => {
    const x = round(across.place(value));
    return `<line class="grid" x1="${x}" x2="${x}" y2="${PANEL.height}"/><text x="${x}" y="${PANEL.height + 15}" text-anchor="middle">${amount(value)}</text>`;
  });
  const names = Object.keys(SERIES[kind]);
  const lines = names.map((name, index) => {
    const points = series(figures, axis, kind, name).map(([x, y]) => [round(across.place(x)), round(down.place(y))]);
    const dots = points.map(([x, y]) => `<circle class="${CLASSES[index]}" cx="${x}" cy="${y}" r="2.5"/>`).join('');
    return points.length ? `<path class="line ${CLASSES[index]}" d="M${points.join('L')}"/>${dots}` : '';
  });
  const title = `<text class="title" x="${PANEL.width / 2}" y="${PANEL.height + 34}" text-anchor="middle">${TITLES[axis]}</text>`;
  const unit = column ? '' : legend(names, kind);
  return `<g transform="translate(${left} ${top})">${ticks.join('')}${below.join('')}<rect class="frame" width="${PANEL.width}" height="${PANEL.height}"/>${lines.join('')}${title}${unit}</g>`;
}

/** The unit and what the lines are, above the first panel of a row. */
function legend(names, kind) {
  const entries = names.map((name, index) => {
    const x = 90 + 235 * index;
    return `<line class="line ${CLASSES[index]}" x1="${x}" x2="${x + 20}" y1="-18" y2="-18"/><text x="${x + 26}" y="-14">${name}</text>`;
  });
  return `<text class="title" x="-40" y="-14">${UNITS[kind]}</text>${entries.join('')}`;
}

/** A logarithmic scale over whole powers of ten, from pixel `from` to pixel `to`. */
function scale(values, from, to) {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const [least, most] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  const ticks = Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index));
  return { ticks, place: between(ticks[0], ticks.at(-1), from, to) };
}

/** Where a value between `least` and `most` stands. */
function between(least, most, from, to) {
  const log = Math.log10(most / least) || 1;
  return (value) => from + ((to - from) * Math.log10(value / least)) / log;
}

const round = (value) => Math.round(10 * value) / 10;

/** 0.001, 1, 1k, 1M */
function amount(value) {
  if (value >= 1e6) return `${value / 1e6}M`;
  if (value % 1e3 === 0) return `${value / 1e3}k`;
  return String(Number(value.toPrecision(4)));
}
