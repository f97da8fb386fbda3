import type { IChartApi, ISeriesApi, Logical, SeriesType } from 'lightweight-charts';
import { Drawing, type Frame } from './drawing.ts';

/** How much of the colour an area has. */
const SEEN = 0.18;

type Value = number | null | undefined;
/** Rows in view, at most `most` of them, evenly; one beyond either side, so that areas reach the border. */
export function rowsInView(from: number, to: number, count: number, most: number): number[] {
  const first = Math.max(0, Math.floor(from) - 1);
  const last = Math.min(count - 1, Math.ceil(to) + 1);
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)));
  const rows: number[] = [];
  for (let row = first; row < last; row += step) rows.push(row);
  if (last >= first) rows.push(last);
  return rows;
}

/** Stretches of rows in which both values are known. */
export function stretches(rows: readonly number[], upper: readonly Value[], lower: readonly Value[]): number[][] {
  const found: number[][] = [];
  let current: number[] = [];
  for (const row of rows) {
    if (upper[row] == null || lower[row] == null) {
      if (current.length > 1) found.push(current);
      current = [];
    } else current.push(row);
  }
  if (current.length > 1) found.push(current);
  return found;
}

/** The area between two lines of a plot configuration. Source: freqtrade 2026.9's fill_to. */
export class LineFill extends Drawing {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<SeriesType>;
  readonly #colour: string;
  #upper: readonly Value[] = [];
  #lower: readonly Value[] = [];

  constructor(chart: IChartApi, series: ISeriesApi<SeriesType>, colour: string) {
    super();
    this.#chart = chart;
    this.#series = series;
    this.#colour = colour;
  }
  show(upper: readonly Value[], lower: readonly Value[]): void {
    this.#upper = upper;
    this.#lower = lower;
  }
  protected draw({ context, mediaSize: { width } }: Frame): void {
    const scale = this.#chart.timeScale();
    const view = scale.getVisibleLogicalRange();
    if (view === null) return;
    const x = (row: number) => scale.logicalToCoordinate(row as Logical) ?? 0;
    const y = (value: Value) => this.#series.priceToCoordinate(value!) ?? 0;
    context.save();
    context.globalAlpha = SEEN;
    context.fillStyle = this.#colour;
    for (const stretch of stretches(rowsInView(view.from, view.to, this.#upper.length, width), this.#upper, this.#lower)) {
      context.beginPath();
      for (const row of stretch) context.lineTo(x(row), y(this.#upper[row]));
      for (const row of stretch.toReversed()) context.lineTo(x(row), y(this.#lower[row]));
      context.closePath();
      context.fill();
    }
    context.restore();
  }
}
