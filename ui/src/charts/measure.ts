import type { IChartApi, ISeriesApi, Logical } from 'lightweight-charts';
import { Drawing, type Frame } from './drawing.ts';

/** A place on the chart: number of the candle, and a rate. */
export interface Spot {
  readonly index: number;
  readonly rate: number;
}

/** What lies between two places. */
export interface Distance {
  /** 0.01 = 1 % of the first rate. */
  readonly ratio: number;
  readonly difference: number;
  readonly candles: number;
}

export function distance(from: Spot, to: Spot): Distance {
  return {
    ratio: from.rate === 0 ? 0 : to.rate / from.rate - 1,
    difference: to.rate - from.rate,
    candles: Math.abs(to.index - from.index),
  };
}

const SEEN = 0.16;

/** The area between two places that are measured. */
export class Measure extends Drawing {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  #ends: readonly [Spot, Spot] | null = null;
  #colours: readonly [up: string, down: string] = ['#3fb68b', '#f0776b'];

  constructor(chart: IChartApi, series: ISeriesApi<'Candlestick'>) {
    super();
    this.#chart = chart;
    this.#series = series;
  }
  show(ends: readonly [Spot, Spot] | null, colours: readonly [up: string, down: string]): void {
    this.#ends = ends;
    this.#colours = colours;
    // a drawing has no say of its own in when it is drawn
    this.#chart.applyOptions({});
  }
  protected draw({ context }: Frame): void {
    if (this.#ends === null) return;
    const [from, to] = this.#ends;
    const x = ({ index }: Spot) => this.#chart.timeScale().logicalToCoordinate(index as Logical) ?? 0;
    const y = ({ rate }: Spot) => this.#series.priceToCoordinate(rate) ?? 0;
    const colour = this.#colours[to.rate >= from.rate ? 0 : 1];
    const [left, top, width, height] = [x(from), y(from), x(to) - x(from), y(to) - y(from)];
    context.save();
    context.fillStyle = colour;
    context.strokeStyle = colour;
    context.globalAlpha = SEEN;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
    context.strokeRect(left, top, width, height);
    context.restore();
  }
}
