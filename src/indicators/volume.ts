import { Column } from './column.ts';
import { type Prices, typicalPrice } from './prices.ts';
import { sum } from './window.ts';

/** Volume summed up with the sign of each change. Source: TA-Lib OBV. */
export function obv({ close, volume }: Prices): Column {
  const output = new Float64Array(close.length);
  for (let index = 0; index < output.length; index++) {
    const moved = index === 0 ? 1 : Math.sign(close.values[index]! - close.values[index - 1]!);
    output[index] = (index === 0 ? 0 : output[index - 1]!) + moved * volume.values[index]!;
  }
  return new Column(output);
}

/** Volume summed up by where each close lies in its range. Source: TA-Lib AD. */
export function accumulation(prices: Prices): Column {
  let total = 0;
  return new Column(
    moneyFlow(prices).values.map((flow) => {
      total += flow;
      return total;
    }),
  );
}

/** Fast less slow exponential average of the accumulation. Source: TA-Lib ADOSC. */
export function adosc(prices: Prices, fast = 3, slow = 10): Column {
  const total = accumulation(prices).values;
  const output = new Float64Array(total.length).fill(Number.NaN);
  let [quick, calm] = [total[0] ?? 0, total[0] ?? 0];
  const start = Math.max(fast, slow) - 1;
  for (let index = 1; index < output.length; index++) {
    quick += ((total[index]! - quick) * 2) / (fast + 1);
    calm += ((total[index]! - calm) * 2) / (slow + 1);
    if (index >= start) output[index] = quick - calm;
  }
  return new Column(output);
}

/** Chaikin money flow: where closes lie in their ranges, weighted by volume, -1 to 1. */
export function cmf(prices: Prices, period = 20): Column {
  return sum(moneyFlow(prices), period).over(sum(prices.volume, period));
}

/** Volume of each candle by where its close lies in its range: all of it at the high, none in the middle, less at the low. */
function moneyFlow({ high, low, close, volume }: Prices): Column {
  return new Column(
    close.values.map((last, index) => {
      const [top, bottom] = [high.values[index]!, low.values[index]!];
      return top > bottom ? ((last - bottom - (top - last)) / (top - bottom)) * volume.values[index]! : 0;
    }),
  );
}

/** Typical price weighted by volume over a window. Source: qtpylib rolling_vwap. */
export function rollingVwap(prices: Prices, period = 20): Column {
  return sum(typicalPrice(prices).times(prices.volume), period).over(sum(prices.volume, period));
}
