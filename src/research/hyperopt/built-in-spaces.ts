import { roundTo } from '../../core/market/decimal.ts';
import type { Point, Space } from '../../samplers/space.ts';

/** freqtrade's spaces of what every strategy has. Source: freqtrade 2026.9. */

export const STOPLOSS: Space = [{ kind: 'decimal', name: 'stoploss', low: -0.35, high: -0.02, decimals: 3 }];

export const TRADES: Space = [{ kind: 'int', name: 'max_open_trades', low: -1, high: 10 }];

/** The offset is more than the distance, so what is searched is how much more. */
export const TRAILING: Space = [
  { kind: 'categorical', name: 'trailing_stop', choices: [true] },
  { kind: 'decimal', name: 'trailing_stop_positive', low: 0.01, high: 0.35, decimals: 3 },
  { kind: 'decimal', name: 'trailing_stop_positive_offset_p1', low: 0.001, high: 0.1, decimals: 3 },
  { kind: 'categorical', name: 'trailing_only_offset_is_reached', choices: [true, false] },
];

/** Three steps down to nothing: times (minutes) between them grow with the timeframe, ratios with its logarithm. */
export function roiDimensions(timeframeMinutes: number): Space {
  const times = timeframeMinutes / 5;
  const ratios = Math.log1p(timeframeMinutes) / Math.log1p(5);
  const time = (name: string, low: number, high: number) =>
    ({ kind: 'int', name, low: Math.floor(low * times), high: Math.floor(high * times) }) as const;
  const ratio = (name: string, low: number, high: number) =>
    ({ kind: 'decimal', name, low: roundTo(low * ratios, 3), high: roundTo(high * ratios, 3), decimals: 3 }) as const;
  return [
    time('roi_t1', 10, 120),
    time('roi_t2', 10, 60),
    time('roi_t3', 10, 40),
    ratio('roi_p1', 0.01, 0.04),
    ratio('roi_p2', 0.01, 0.07),
    ratio('roi_p3', 0.01, 0.2),
  ];
}

/** The table of a point of `roiDimensions`: minutes open to the ratio that is enough. */
export function roiTableOf(point: Point): Readonly<Record<number, number>> {
  const [t1, t2, t3] = [1, 2, 3].map((step) => Number(point[`roi_t${step}`])) as [number, number, number];
  const [p1, p2, p3] = [1, 2, 3].map((step) => Number(point[`roi_p${step}`])) as [number, number, number];
  return { 0: p1 + p2 + p3, [t3]: p1 + p2, [t3 + t2]: p1, [t3 + t2 + t1]: 0 };
}

/** The trailing stop of a point of `TRAILING`. */
export function trailingOf(point: Point): Readonly<Record<string, unknown>> {
  const positive = Number(point['trailing_stop_positive']);
  return {
    trailing_stop: point['trailing_stop'],
    trailing_stop_positive: positive,
    trailing_stop_positive_offset: positive + Number(point['trailing_stop_positive_offset_p1']),
    trailing_only_offset_is_reached: point['trailing_only_offset_is_reached'],
  };
}
