import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A line over time: points of seconds since epoch and value. */
export interface PlotLine {
  readonly name: string;
  readonly colour?: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface PlotMarker {
  /** Seconds since epoch. */
  readonly time: number;
  readonly kind: 'entry' | 'exit' | 'entry_signal' | 'exit_signal';
  readonly text: string;
}

/** One chart of a page. */
export interface PlotPane {
  readonly title: string;
  /** Height beside the others. */
  readonly share: number;
  /** Seconds since epoch, open, high, low, close. */
  readonly candles: readonly (readonly [number, number, number, number, number])[];
  readonly bars: readonly (readonly [number, number])[];
  readonly lines: readonly PlotLine[];
  readonly markers: readonly PlotMarker[];
}

export interface PlotPage {
  readonly title: string;
  readonly panes: readonly PlotPane[];
}

const COLOURS = ['#3b82f6', '#f59e0b', '#10b981', '#ec4899', '#8b5cf6', '#06b6d4', '#84cc16', '#f97316'];

const STYLE = `  html, body { margin: 0; height: 100%; font: 14px/1.4 system-ui, sans-serif; background: Canvas; color: CanvasText; }
  body { display: flex; flex-direction: column; }
  h1 { font-size: 1rem; margin: 0.5rem 1rem 0; }
  section { position: relative; min-height: 0; }
  section p { position: absolute; z-index: 2; margin: 0.25rem 1rem; pointer-events: none; }
  section b { font-weight: 600; margin-right: 0.75rem; }
  div { position: absolute; inset: 0; }
`;

/** What runs in the page: one chart a pane, over PAGE; all are moved together. */
const SCRIPT = `const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
const text = isDark ? '#e5e7eb' : '#1f2937', grid = isDark ? '#26303d' : '#e5e7eb';
// every chart knows every moment, so that the same place is the same time in all of them
const times = [...new Set(PAGE.panes.flatMap((pane) => [pane.candles, pane.bars, ...pane.lines.map((line) => line.points)].flat().map(([time]) => time)))].sort((a, b) => a - b);
const charts = PAGE.panes.map((pane) => {
  const section = document.body.appendChild(document.createElement('section'));
  section.style.flex = String(pane.share);
  const legend = section.appendChild(document.createElement('p'));
  for (const [name, colour] of [[pane.title, text], ...pane.lines.map((line) => [line.name, line.colour])]) {
    const label = legend.appendChild(document.createElement('b'));
    label.textContent = name;
    label.style.color = colour;
  }
  const chart = LightweightCharts.createChart(section.appendChild(document.createElement('div')), {
    autoSize: true,
    layout: { background: { color: 'transparent' }, textColor: text, attributionLogo: false },
    grid: { vertLines: { color: grid }, horzLines: { color: grid } },
    rightPriceScale: { minimumWidth: 90 },
    timeScale: { timeVisible: true, secondsVisible: false, minBarSpacing: 0.01 },
  });
  chart.addSeries(LightweightCharts.LineSeries, { lastValueVisible: false, priceLineVisible: false }).setData(times.map((time) => ({ time })));
  let main = null;
  if (pane.candles.length > 0) {
    main = chart.addSeries(LightweightCharts.CandlestickSeries, { upColor: '#26a69a', downColor: '#e0567a', borderVisible: false, wickUpColor: '#26a69a', wickDownColor: '#e0567a' });
    main.setData(pane.candles.map(([time, open, high, low, close]) => ({ time, open, high, low, close })));
  }
  if (pane.bars.length > 0) {
    const bars = chart.addSeries(LightweightCharts.HistogramSeries, { color: '#64748b', priceFormat: { type: 'volume' } });
    bars.setData(pane.bars.map(([time, value]) => ({ time, value })));
    main ??= bars;
  }
  for (const line of pane.lines) {
    const series = chart.addSeries(LightweightCharts.LineSeries, { color: line.colour, lineWidth: 1, priceLineVisible: false, lastValueVisible: false });
    series.setData(line.points.map(([time, value]) => ({ time, value })));
    main ??= series;
  }
  if (main !== null && pane.markers.length > 0)
    LightweightCharts.createSeriesMarkers(main, pane.markers.map(({ time, kind, text: label }) => ({
      time, text: label,
      position: kind.startsWith('exit') ? 'aboveBar' : 'belowBar',
      shape: kind.endsWith('signal') ? 'circle' : kind === 'entry' ? 'arrowUp' : 'arrowDown',
      color: { exit: '#e0567a', entry: '#3b82f6', entry_signal: '#f59e0b', exit_signal: '#a78bfa' }[kind],
      size: kind.endsWith('signal') ? 0.4 : 1,
    })));
  return chart;
});
let isMoving = false;
for (const chart of charts) chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
  if (isMoving || range === null) return;
  isMoving = true;
  for (const other of charts) if (other !== chart) other.timeScale().setVisibleLogicalRange(range);
  isMoving = false;
});
charts[0]?.timeScale().fitContent();
`;

/** An HTML page with charts that opens without a network: everything it needs is in it. */
export function plotPage(page: PlotPage): string {
  // its exports name no file that runs in a page by itself
  const folder = dirname(fileURLToPath(import.meta.resolve('lightweight-charts/package.json')));
  const library = readFileSync(join(folder, 'dist/lightweight-charts.standalone.production.js'), 'utf8');
  const coloured = {
    ...page,
    panes: page.panes.map((pane) => ({
      ...pane,
      lines: pane.lines.map((line, index) => ({ ...line, colour: line.colour ?? COLOURS[index % COLOURS.length] })),
    })),
  };
  // in a script element only "</" could end it early
  const data = JSON.stringify(coloured).replaceAll('</', '<\\/');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>${escaped(page.title)}</title>
<style>
${STYLE}</style>
</head>
<body>
<h1>${escaped(page.title)}</h1>
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script>const PAGE = ${data};</script>
<script>
${SCRIPT}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
