import type { Balances, Profit, ShowConfig } from 'freqtrade-client';
import type { ShownBot } from '../stores/bots.ts';

/** What one bot adds to the dashboard. */
export interface BotLine {
  readonly bot: ShownBot;
  /** Null before the first answer. */
  readonly isReachable: boolean | null;
  readonly config: ShowConfig | null;
  readonly profit: Profit | null;
  readonly balance: Balances | null;
  readonly open: number;
}

/** Sums over the bots of one stake currency. */
export interface Total {
  readonly currency: string;
  /** Of all trades, open ones at the price of now. */
  readonly profit: number;
  /** Profit over what all of them began with; 0.01 = 1 %. */
  readonly ratio: number;
  readonly balance: number;
  /** Null where no bot knows fiat values. */
  readonly fiat: number | null;
  readonly fiatCurrency: string;
  readonly open: number;
  readonly closed: number;
}

/** One total for each stake currency: what is counted in different ones is not added. */
export function combined(lines: readonly BotLine[]): Total[] {
  const byCurrency = Map.groupBy(
    lines.filter(({ config, profit, balance }) => config !== null && profit !== null && balance !== null),
    ({ config }) => config!.stake_currency,
  );
  return [...byCurrency].map(([currency, bots]) => {
    const sum = (of: (line: BotLine) => number) => bots.reduce((total, line) => total + of(line), 0);
    const start = sum(({ balance }) => balance!.starting_capital);
    const profit = sum((line) => line.profit!.profit_all_coin);
    const fiat = sum(({ balance }) => balance!.value);
    return {
      currency,
      profit,
      ratio: start === 0 ? 0 : profit / start,
      balance: sum(({ balance }) => balance!.total),
      fiat: fiat === 0 ? null : fiat,
      fiatCurrency: bots[0]?.balance?.symbol ?? '',
      open: sum(({ open }) => open),
      closed: sum((line) => line.profit!.closed_trade_count),
    };
  });
}

/** Sum of profits up to each day, oldest first; days before the first trade are left out. */
export function cumulative(
  days: readonly { readonly date: string; readonly abs_profit: number; readonly trade_count: number }[],
): [number, number][] {
  const ordered = days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const first = ordered.findIndex((row) => row.trade_count > 0);
  let sum = 0;
  return first < 0
    ? []
    : ordered.slice(Math.max(0, first - 1)).map(({ date, abs_profit: profit }) => {
        sum += profit;
        return [Date.parse(date), sum];
      });
}

/** How far values were below their highest so far; 0.01 = 1 %, never above 0. */
export function drawdown(points: readonly (readonly [number, number])[]): [number, number][] {
  let high = Number.NEGATIVE_INFINITY;
  return points.map(([at, value]) => {
    high = Math.max(high, value);
    return [at, high > 0 ? value / high - 1 : 0];
  });
}

/** What all bots together have in their accounts, in fiat; null where a bot does not know, or they count in different currencies. */
export function fiatTotal(totals: readonly Total[]): { value: number; currency: string } | null {
  const [first] = totals;
  if (first === undefined || totals.some(({ fiat, fiatCurrency }) => fiat === null || fiatCurrency !== first.fiatCurrency)) return null;
  return { value: totals.reduce((sum, { fiat }) => sum + fiat!, 0), currency: first.fiatCurrency };
}

/** How many values lie in each of some equal steps. */
export function distribution(values: readonly number[], steps: number): { from: number; to: number; count: number }[] {
  if (values.length === 0) return [];
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const width = (high - low) / steps || 0.001;
  const bins = Array.from({ length: steps }, (_bin, index) => ({ from: low + index * width, to: low + (index + 1) * width, count: 0 }));
  for (const value of values) bins[Math.min(steps - 1, Math.floor((value - low) / width))]!.count++;
  return bins;
}
