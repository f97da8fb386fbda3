import type { IChartApi, ISeriesApi, UTCTimestamp } from 'lightweight-charts';
import { Drawing, type Frame } from './drawing.ts';

/** Something a strategy wants drawn: an area, a line or a point. Source: freqtrade 2026.9's plot_annotations. */
interface Annotation {
  type?: 'area' | 'line' | 'point';
  start?: string | number;
  end?: string | number;
  y_start?: number;
  y_end?: number;
  x?: string | number;
  y?: number;
  color?: string;
  label?: string;
  width?: number;
  size?: number;
  line_style?: 'solid' | 'dashed' | 'dotted';
}

const DASHES: Readonly<Record<string, number[]>> = { solid: [], dashed: [6, 4], dotted: [2, 3] };
const HALF_SEEN = 0.25;

/** Draws a strategy's annotations over the candles. */
export class Annotations extends Drawing {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  #list: readonly Annotation[] = [];
  /** Moments of the candles, ms: a place between two of them is found by the one before. */
  #times: readonly number[] = [];

  constructor(chart: IChartApi, series: ISeriesApi<'Candlestick'>) {
    super();
    this.#chart = chart;
    this.#series = series;
  }
  show(list: readonly unknown[], times: readonly number[]): void {
    this.#list = list as readonly Annotation[];
    this.#times = times;
  }
  #x(moment: string | number | undefined, otherwise: number): number {
    if (moment === undefined || this.#times.length === 0) return otherwise;
    const ms =
      typeof moment === 'number' ? moment : Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(moment) ? moment : `${moment.replace(' ', 'T')}Z`);
    const index = this.#times.findLastIndex((time) => time <= ms);
    if (index < 0) return 0;
    return this.#chart.timeScale().timeToCoordinate((this.#times[index]! / 1000) as UTCTimestamp) ?? otherwise;
  }
  #y(value: number | undefined, otherwise: number): number {
    return value === undefined ? otherwise : (this.#series.priceToCoordinate(value) ?? otherwise);
  }

  protected draw({ context, mediaSize: { width, height } }: Frame): void {
    for (const one of this.#list) {
      const colour = one.color ?? '#7a8ba0';
      context.save();
      context.strokeStyle = colour;
      context.fillStyle = colour;
      const [left, right] = [this.#x(one.start, 0), this.#x(one.end, width)];
      if (one.type === 'line') {
        context.lineWidth = one.width ?? 1;
        context.setLineDash(DASHES[one.line_style ?? 'solid'] ?? []);
        context.beginPath();
        context.moveTo(left, this.#y(one.y_start, 0));
        context.lineTo(right, this.#y(one.y_end, height));
        context.stroke();
      } else if (one.type === 'point') {
        context.beginPath();
        context.arc(this.#x(one.x, 0), this.#y(one.y, 0), (one.size ?? 10) / 2, 0, 2 * Math.PI);
        context.fill();
      } else {
        const [top, bottom] = [this.#y(one.y_end, 0), this.#y(one.y_start, height)];
        context.globalAlpha = HALF_SEEN;
        context.fillRect(left, Math.min(top, bottom), right - left, Math.abs(bottom - top));
        context.globalAlpha = 1;
      }
      if (one.label) {
        context.font = '12px system-ui, sans-serif';
        const [x, y] = one.type === 'point' ? [this.#x(one.x, 0) + 8, this.#y(one.y, 0)] : [left + 4, this.#y(one.y_end, 0) + 14];
        context.fillText(one.label, Math.max(4, x), y);
      }
      context.restore();
    }
  }
}
