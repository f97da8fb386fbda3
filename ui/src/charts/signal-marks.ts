import type { IChartApi, ISeriesApi, Time } from 'lightweight-charts';
import { Drawing, type Frame } from './drawing.ts';

/** A signal of the strategy at a candle. */
export interface SignalMark {
  readonly time: Time;
  /** The end of the candle it stands at. */
  readonly rate: number;
  readonly isAbove: boolean;
  readonly colour: string;
}

/** px; the library's own markers are never smaller than 10. */
const [RADIUS, DISTANCE] = [2.2, 6];

/** Small marks beside the candles. */
export class SignalMarks extends Drawing {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<'Candlestick'>;
  #marks: readonly SignalMark[] = [];

  constructor(chart: IChartApi, series: ISeriesApi<'Candlestick'>) {
    super();
    this.#chart = chart;
    this.#series = series;
  }
  show(marks: readonly SignalMark[]): void {
    this.#marks = marks;
    // a drawing has no say of its own in when it is drawn
    this.#chart.applyOptions({});
  }
  protected draw({ context, mediaSize: { width } }: Frame): void {
    const scale = this.#chart.timeScale();
    for (const { time, rate, isAbove, colour } of this.#marks) {
      const [x, y] = [scale.timeToCoordinate(time), this.#series.priceToCoordinate(rate)];
      if (x === null || y === null || x < 0 || x > width) continue;
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x, y + (isAbove ? -DISTANCE : DISTANCE), RADIUS, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
