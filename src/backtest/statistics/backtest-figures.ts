import { isoDay } from '../../core/market/calendar.ts';
import { must } from '../../core/must.ts';
import type { PairLock } from '../../core/protections/lock.ts';
import { roundHalfEven } from '../../core/statistics/even-rounding.ts';
import { groupSum, pairwiseMean, pairwiseSum } from '../../core/statistics/sums.ts';
import { tagValue } from '../../core/trade/tag.ts';
import type { Trade } from '../../core/trade/trade.ts';
import type { BacktestCounters } from '../state.ts';
import type { WalletHistory } from '../wallet-history.ts';
import { BREAKDOWNS, type Breakdown, type BreakdownRow, breakdown } from './breakdown.ts';
import { drawdownOfResults, outcomes, type Period, profitFactor, type ResultRow, ratios, resultRow, type TradeResult } from './figures.ts';
import { walletStatistics } from './wallet-statistics.ts';

/** How the backtest was run. */
export interface ReportFacts {
  readonly strategyName: string;
  readonly pairlist: readonly string[];
  readonly stakeAmount: number | 'unlimited';
  readonly stakeCurrency: string;
  readonly stakeCurrencyDecimals: number;
  readonly startingBalance: number;
  /** As traded with: at most one for each pair. */
  readonly maxOpenTrades: number;
  /** As configured, -1 for any number. */
  readonly maxOpenTradesSetting: number;
  readonly timeframe: string;
  readonly timeframeDetail: string;
  readonly timerange: string;
  readonly enableProtections: boolean;
  readonly stoploss: number;
  readonly trailingStop: boolean;
  readonly trailingStopPositive: number | null;
  readonly trailingStopPositiveOffset: number;
  readonly trailingOnlyOffsetIsReached: boolean;
  readonly useCustomStoploss: boolean;
  readonly minimalRoi: Readonly<Record<string, number>>;
  readonly useExitSignal: boolean;
  readonly exitProfitOnly: boolean;
  readonly exitProfitOffset: number;
  readonly ignoreRoiIfEntrySignal: boolean;
  readonly tradingMode: string;
  readonly marginMode: string;
  /** Seconds since epoch at which the run began and ended. */
  readonly runStart: number;
  readonly runEnd: number;
  /** Mean change of the pairs' closes over the period, ratio. */
  readonly marketChange: number;
}

/** What a run left behind. */
export interface ReportInput {
  /** Empty where they are not kept whole. */
  readonly trades: readonly Readonly<Trade>[];
  readonly results: readonly TradeResult[];
  readonly locks: readonly PairLock[];
  readonly counters: BacktestCounters;
  readonly wallet: WalletHistory;
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400_000;

/** Every figure of a backtest. Ratios: 0.01 = 1 %; amounts in stake currency; times in ms since epoch, UTC. */
export type BacktestFigures = ReturnType<typeof backtestFigures>;

/** @param periods by which results are summed up beside days */
export function backtestFigures(run: ReportInput, facts: ReportFacts, periods: readonly Breakdown[] = BREAKDOWNS) {
  const { results } = run;
  const period: Period = { start: run.start, end: run.end, startingBalance: facts.startingBalance };
  const fall = drawdownOfResults(results, facts.startingBalance);
  const byDay = breakdown(results, 'day');
  return {
    facts,
    trades: run.trades,
    /** The same trades as statistics see them. */
    results,
    locks: run.locks,
    counters: run.counters,
    tables: tablesOf(results, facts.pairlist, period),
    totals: totalsOf(results, facts.startingBalance),
    ratios: ratios(results, period, fall),
    wallet: walletStatistics(run.wallet),
    profitFactor: profitFactor(results),
    start: run.start,
    end: run.end,
    // less than a day is one
    days: Math.floor((run.end - run.start) / DAY) || 1,
    // days are wanted twice
    breakdowns: periods.map((by) => ({ by, rows: by === 'day' ? byDay : breakdown(results, by) })),
    daily: dailyFigures(results, byDay),
    outcomes: outcomeFigures(results),
    fall,
    extremes: balanceExtremes(results, facts.startingBalance),
  };
}

function tablesOf(results: readonly TradeResult[], pairlist: readonly string[], period: Period) {
  // every table ends with the same line
  const totals = resultRow('TOTAL', results, period);
  const pairs = pairRows(results, pairlist, period, totals);
  // a pair without a trade counts too; of equals the first
  const ofPairs = pairs.filter(({ key }) => key !== 'TOTAL');
  const worst = Math.min(...ofPairs.map(({ profitRatio }) => profitRatio));
  return {
    best: ofPairs[0] ?? null,
    worst: ofPairs.find(({ profitRatio }) => profitRatio === worst) ?? null,
    pairs,
    enterTags: rows(results, ({ enterTag }) => enterTag, period, totals),
    exitReasons: rows(results, ({ exitReason }) => exitReason, period, totals),
    mixTags: rows(results, ({ enterTag, exitReason }) => [enterTag, exitReason], period, totals),
    leftOpen: leftOpen(results, pairlist, period),
  };
}

function totalsOf(results: readonly TradeResult[], startingBalance: number) {
  const longs = results.filter(({ isShort }) => !isShort);
  const shorts = results.filter(({ isShort }) => isShort);
  const profits = results.map(({ profitRatio }) => profitRatio);
  const sideOf = (side: readonly TradeResult[]) => {
    const profitAbs = pairwiseSum(side.map((result) => result.profitAbs));
    return { trades: side.length, profitAbs, profitRatio: profitAbs / startingBalance };
  };
  return {
    all: sideOf(results),
    longs: sideOf(longs),
    shorts: sideOf(shorts),
    volume: results.reduce((sum, { volume }) => sum + volume, 0),
    averageStake: pairwiseMean(results.map(({ stake }) => stake)),
    profitMean: pairwiseMean(profits),
    profitMedian: median(profits),
  };
}

function pairRows(results: readonly TradeResult[], pairs: readonly string[], period: Period, totals: ResultRow): ResultRow[] {
  const byPair = Map.groupBy(results, ({ pair }) => pair);
  const list = pairs.map((pair) => resultRow(pair, byPair.get(pair) ?? [], period));
  return [...list.sort(byProfit), totals];
}

/** Trades that the end of the data closed, by pair. */
function leftOpen(results: readonly TradeResult[], pairs: readonly string[], period: Period): ResultRow[] {
  const left = results.filter(({ exitReason }) => exitReason === 'force_exit');
  return pairRows(left, pairs, period, resultRow('TOTAL', left, period)).filter(({ trades, key }) => trades > 0 || key === 'TOTAL');
}

function rows(
  results: readonly TradeResult[],
  keyOf: (result: TradeResult) => string | readonly string[],
  period: Period,
  totals: ResultRow,
): ResultRow[] {
  const groups = new Map<string, { readonly key: string | readonly string[]; readonly members: TradeResult[] }>();
  const called = new Map<string, string>();
  for (const result of results) {
    const key = keyOf(result);
    const tags = [key].flat();
    const parts = tags.map(tagValue);
    // a tag that is nothing is of no group, and what is true is of that of 1: both are called by what came first
    if (parts.includes(null)) continue;
    const same = parts.map((part, place) => JSON.stringify([place, typeof part === 'boolean' ? Number(part) : part]));
    const names = same.map((name, place) => called.get(name) ?? must(tags[place], 'a tag'));
    for (const [place, name] of same.entries()) called.set(name, must(names[place], 'a tag'));
    const group = groups.get(same.join());
    if (group === undefined) groups.set(same.join(), { key: typeof key === 'string' ? must(names[0], 'a tag') : names, members: [result] });
    else group.members.push(result);
  }
  const list = [...groups.values()].map(({ key, members }) => resultRow(key, members, period));
  return [...list.sort(byProfit), totals];
}

function byProfit(a: ResultRow, b: ResultRow): number {
  return b.profitAbs - a.profitAbs;
}

function dailyFigures(results: readonly TradeResult[], byDay: readonly BreakdownRow[]) {
  const days = byDay.map(({ at, profitAbs }) => [isoDay(at), profitAbs] as const);
  const sums = days.map(([, profit]) => profit);
  const ratios = sumsByDay(results);
  return {
    bestRatio: greatest(ratios),
    worstRatio: least(ratios),
    bestAbs: greatest(sums),
    worstAbs: least(sums),
    winning: sums.filter((profit) => profit > 0).length,
    drawn: sums.filter((profit) => profit === 0).length,
    losing: sums.filter((profit) => profit < 0).length,
    /** Day and profit in stake currency. */
    profits: days,
  };
}

/** Profit ratios summed up by day, from the first day with a close to the last. */
function sumsByDay(results: readonly TradeResult[]): number[] {
  const ratios = new Map<number, number[]>();
  for (const { closeDate, profitRatio } of results) {
    const day = Math.floor(closeDate / DAY);
    const known = ratios.get(day);
    if (known === undefined) ratios.set(day, [profitRatio]);
    else known.push(profitRatio);
  }
  const days = [...ratios.keys()];
  const hasEmptyDay = days.length > 0 && greatest(days) - least(days) + 1 > days.length;
  const sums = [...ratios.values()].map((ofDay) => groupSum(ofDay));
  return hasEmptyDay ? [...sums, 0] : sums;
}

function greatest(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((most, value) => Math.max(most, value));
}

function least(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((smallest, value) => Math.min(smallest, value));
}

function outcomeFigures(results: readonly TradeResult[]) {
  const counts = outcomes(results);
  return {
    ...counts,
    winRate: results.length === 0 ? 0 : counts.wins / results.length,
    /** How long trades were held, s. */
    held: holding(results),
    winnersHeld: holding(results.filter(({ profitAbs }) => profitAbs > 0)),
    losersHeld: holding(results.filter(({ profitAbs }) => profitAbs < 0)),
    streaks: longestStreaks(results),
  };
}

/** Seconds. */
function holding(results: readonly TradeResult[]): { shortest: number; longest: number; average: number } {
  if (results.length === 0) return { shortest: 0, longest: 0, average: 0 };
  const minutes = results.map((result) => result.minutes);
  return { shortest: least(minutes) * 60, longest: greatest(minutes) * 60, average: roundHalfEven(pairwiseMean(minutes)) * 60 };
}

function longestStreaks(results: readonly TradeResult[]): { wins: number; losses: number } {
  const most = { win: 0, loss: 0 };
  let kind: 'win' | 'loss' | null = null;
  let length = 0;
  for (const { profitAbs } of results) {
    const now = profitAbs > 0 ? 'win' : 'loss';
    length = now === kind ? length + 1 : 1;
    kind = now;
    most[now] = Math.max(most[now], length);
  }
  return { wins: most.win, losses: most.loss };
}

function balanceExtremes(results: readonly TradeResult[], start: number): { least: number; greatest: number } {
  if (results.length === 0) return { least: 0, greatest: 0 };
  let sum = start;
  const sums = results.map(({ profitAbs }) => {
    sum += profitAbs;
    return sum;
  });
  return { least: least(sums), greatest: greatest(sums) };
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
