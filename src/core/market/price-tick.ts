import { monthStart } from './calendar.ts';
import type { Candles } from './candles.ts';

/** The price steps a market had, by month: exchanges change them, and recorded prices tell what they were. */
export interface PriceTicks {
  /** First moment of each month, ascending, ms since epoch, UTC. */
  readonly from: readonly number[];
  readonly tick: readonly number[];
}

/** Digits that prices are looked at with; beyond lies binary dust. */
const SIGNIFICANT = 14;
const MOST_DECIMALS = 14;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_value, places) => 10 ** places);

/** Finest step among the prices of each month; months of whole prices have none, as in freqtrade. */
export function priceTicks(candles: Candles): PriceTicks {
  const from: number[] = [];
  const tick: number[] = [];
  let decimals = 0;
  let until = Number.NEGATIVE_INFINITY;
  const close = () => {
    if (from.length === 0) return;
    // whole prices tell no step: the one of before stays, or the market's
    if (decimals === 0) from.pop();
    else tick.push(Number((10 ** -decimals).toFixed(decimals)));
  };
  for (let row = 0; row < candles.length; row++) {
    const at = candles.time[row]!;
    if (at >= until) {
      close();
      const month = monthStart(at);
      from.push(month);
      // any moment of the next month: months are at most 31 days long
      until = monthStart(month + 32 * 86_400_000);
      decimals = 0;
    }
    decimals = finest(candles.open[row]!, decimals);
    decimals = finest(candles.high[row]!, decimals);
    decimals = finest(candles.low[row]!, decimals);
    decimals = finest(candles.close[row]!, decimals);
  }
  close();
  return { from, tick };
}

/** The step of a moment; null before the first month that tells one. */
export function tickAt(ticks: PriceTicks, at: number): number | null {
  let found: number | null = null;
  for (let index = 0; index < ticks.from.length && ticks.from[index]! <= at; index++) found = ticks.tick[index]!;
  return found;
}

/** Decimals that a price needs, or `least` where that is more. */
function finest(price: number, least: number): number {
  const scaled = price * POWERS[least]!;
  // the common case, without text: nothing left after the decimals known
  if (!Number.isFinite(price) || Math.abs(scaled - Math.round(scaled)) < Math.abs(scaled) * 1e-14) return least;
  const text = String(Number(price.toPrecision(SIGNIFICANT)));
  const [digits = '', exponent] = text.split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent ?? 0);
  return Math.min(Math.max(least, decimals), MOST_DECIMALS);
}
