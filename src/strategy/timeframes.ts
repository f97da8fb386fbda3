import { candleEnd as endOf, candleStart as startOf } from '../core/market/candle-calendar.ts';
import { timeframeMs as lengthOf } from '../core/market/timeframe.ts';
import { checked, type Parameter } from '../indicators/check-arguments.ts';

/** What strategies ask of timeframes, with a look at what they hand over. Times are ms since epoch, UTC. */

const AT: readonly Parameter[] = [
  ['timeframe', 'text'],
  ['time', 'moment'],
];

/** Length of a candle, ms: 300000 for `5m`. @throws Error for what is no timeframe */
export const timeframeMs: typeof lengthOf = checked('timeframeMs', lengthOf, [['timeframe', 'text']]);
/** Start of the candle that a moment lies in. */
export const candleStart: (timeframe: string, time: number) => number = checked(
  'candleStart',
  (timeframe: string, time: number) => startOf(time, lengthOf(timeframe)),
  AT,
);
/** End of that candle, which is the start of the next one. */
export const candleEnd: (timeframe: string, time: number) => number = checked(
  'candleEnd',
  (timeframe: string, time: number) => endOf(candleStart(timeframe, time), lengthOf(timeframe)),
  AT,
);
