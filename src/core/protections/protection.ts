import { floatText } from '../market/float-text.ts';
import { quicksortOrder } from '../statistics/close-order.ts';
import { createLock, lockOn, type PairLock } from './lock.ts';

/** One protection of a strategy, in ms; keys and meanings as freqtrade's. */
export interface ProtectionRule {
  readonly method: 'CooldownPeriod' | 'StoplossGuard' | 'MaxDrawdown' | 'LowProfitPairs';
  readonly lookbackMs: number;
  readonly stopMs: number;
  /** The look-back in words, e.g. "48 candles". */
  readonly lookbackText: string;
  /** How long locks last in words, e.g. "for 60 minutes", "until 20:00". */
  readonly stopText: string;
  /** Ends locks at this time of day, ms after midnight UTC, in place of `stopMs`. */
  readonly unlockAt: number | null;
  readonly tradeLimit: number;
  readonly onlyPerPair: boolean;
  readonly onlyPerSide: boolean;
  /** Ratio. */
  readonly requiredProfit: number;
  /** Ratio. */
  readonly maxAllowedDrawdown: number;
  /** What MaxDrawdown measures: the fall of the summed profit ratios, or of the balance as a ratio of its high. */
  readonly calculationMode: 'ratios' | 'equity';
}

/** A protection's word: keep a pair, or `*` for all, from being entered until then. */
export interface ProtectionLock {
  readonly pair: string;
  readonly until: number;
  readonly side: PairLock['side'];
  readonly reason: string;
}

/** Of a closed trade, what protections look at. */
export interface ClosedTrade {
  readonly pair: string;
  readonly isShort: boolean;
  readonly closeDate: number | null;
  /** Ratio. */
  readonly closeProfit: number | null;
  /** Stake currency. */
  readonly closeProfitAbs: number | null;
  readonly exitReason: string | null;
}

/** What protections judge by. */
export interface ClosedBook {
  /** In the order of closing; at least what `longestSpan` reaches back to. */
  readonly closed: readonly ClosedTrade[];
  /** Profit of everything closed up to a moment, stake currency. */
  readonly profitUntil: (at: number) => number;
  /** What the account began with, stake currency. */
  readonly startingBalance: number;
}

/** Whether a rule needs to know what the account began with. */
export function measuresEquity(rules: readonly ProtectionRule[]): boolean {
  return rules.some((rule) => rule.method === 'MaxDrawdown' && rule.calculationMode === 'equity');
}

/** How far back the rules look, ms. */
export function longestSpan(rules: readonly ProtectionRule[]): number {
  return rules.reduce((longest, rule) => Math.max(longest, span(rule)), 0);
}

function sideOf(trade: ClosedTrade): 'long' | 'short' {
  return trade.isShort ? 'short' : 'long';
}

const STOPS = new Set(['stop_loss', 'trailing_stop_loss', 'stoploss_on_exchange', 'liquidation']);

/** What protections say after a trade of a pair and side was closed: their word on the pair first, then their word on all. */
function protect(
  rules: readonly ProtectionRule[],
  book: ClosedBook,
  pair: string,
  closedSide: 'long' | 'short',
  now: number,
): ProtectionLock[] {
  const locks: ProtectionLock[] = [];
  for (const rule of rules) {
    const local = rule.method === 'MaxDrawdown' ? null : judge(rule, book, now - span(rule), pair, closedSide);
    if (local !== null) locks.push({ ...local, pair });
  }
  for (const rule of rules) {
    const isGlobal = rule.method === 'MaxDrawdown' || (rule.method === 'StoplossGuard' && !rule.onlyPerPair);
    const global = isGlobal ? judge(rule, book, now - span(rule), null, closedSide) : null;
    if (global !== null) locks.push({ ...global, pair: '*' });
  }
  return locks;
}

/** The locks that protections ask for, without those that hold already. */
export function newLocks(
  rules: readonly ProtectionRule[],
  book: ClosedBook,
  trade: { readonly pair: string; readonly side: 'long' | 'short' },
  held: readonly PairLock[],
  now: number,
  timeframeMs: number,
): PairLock[] {
  const added: PairLock[] = [];
  for (const { pair, side, until, reason } of protect(rules, book, trade.pair, trade.side, now)) {
    if (lockOn(held, pair, side, until) !== null || lockOn(added, pair, side, until) !== null) continue;
    added.push(createLock(pair, until, now, timeframeMs, reason, side));
  }
  return added;
}

function span(rule: ProtectionRule): number {
  return rule.method === 'CooldownPeriod' ? rule.stopMs : rule.lookbackMs;
}

/** Trades closed after a moment, the latest first in the list's own order. */
function recent(closed: readonly ClosedTrade[], after: number, pair: string | null): ClosedTrade[] {
  const found: ClosedTrade[] = [];
  for (let index = closed.length - 1; index >= 0; index--) {
    const trade = closed[index]!;
    if ((trade.closeDate ?? 0) <= after) break;
    if (pair === null || trade.pair === pair) found.push(trade);
  }
  return found.reverse();
}

/** A rule's word on the trades of a pair, or of all, closed after a moment. */
function judge(
  rule: ProtectionRule,
  book: ClosedBook,
  after: number,
  pair: string | null,
  closedSide: 'long' | 'short',
): Omit<ProtectionLock, 'pair'> | null {
  const trades = recent(book.closed, after, pair);
  const lockSide = rule.onlyPerSide ? closedSide : '*';
  switch (rule.method) {
    case 'CooldownPeriod':
      return trades.length === 0 ? null : lock(rule, trades.slice(-1), '*', `Cooldown period for ${rule.stopText}.`);
    case 'StoplossGuard': {
      const stopped = trades.filter(
        (trade) =>
          STOPS.has(trade.exitReason ?? '') &&
          (trade.closeProfit ?? 0) !== 0 &&
          (trade.closeProfit ?? 0) < rule.requiredProfit &&
          (!rule.onlyPerSide || sideOf(trade) === closedSide),
      );
      return stopped.length < rule.tradeLimit
        ? null
        : lock(
            rule,
            stopped,
            lockSide,
            `${rule.tradeLimit} stoplosses in ${Math.round(rule.lookbackMs / 60_000)} min, locking ${rule.stopText}.`,
          );
    }
    case 'MaxDrawdown': {
      if (trades.length < rule.tradeLimit) return null;
      const fallen =
        rule.calculationMode === 'equity' ? equityDrawdown(trades, book.startingBalance + book.profitUntil(after)) : ratioDrawdown(trades);
      return fallen > rule.maxAllowedDrawdown
        ? lock(
            rule,
            trades,
            '*',
            `${floatText(fallen)} passed ${rule.maxAllowedDrawdown} in ${rule.lookbackText}, locking ${rule.stopText}.`,
          )
        : null;
    }
    case 'LowProfitPairs': {
      if (trades.length < rule.tradeLimit) return null;
      const profit = trades.reduce(
        (sum, trade) => sum + (!rule.onlyPerSide || sideOf(trade) === closedSide ? (trade.closeProfit ?? 0) : 0),
        0,
      );
      return profit < rule.requiredProfit
        ? lock(rule, trades, lockSide, `${floatText(profit)} < ${rule.requiredProfit} in ${rule.lookbackText}, locking ${rule.stopText}.`)
        : null;
    }
  }
}

function lock(
  rule: ProtectionRule,
  trades: readonly ClosedTrade[],
  lockSide: PairLock['side'],
  reason: string,
): Omit<ProtectionLock, 'pair'> {
  const last = trades.reduce((latest, trade) => Math.max(latest, trade.closeDate ?? 0), 0);
  return { until: lockEnd(rule, last), side: lockSide, reason };
}

function lockEnd(rule: ProtectionRule, from: number): number {
  if (rule.unlockAt === null) return from + rule.stopMs;
  const day = Math.floor(from / 86_400_000) * 86_400_000;
  const today = day + rule.unlockAt;
  return today > from ? today : today + 86_400_000;
}

/** Largest fall of the summed profit ratios below their high. */
function ratioDrawdown(trades: readonly ClosedTrade[]): number {
  return largestFall(
    trades,
    ({ closeProfit }) => closeProfit,
    (high, sum) => high - sum,
  );
}

/** Largest fall of the balance below its high, as a ratio of that high. @param start balance before these trades */
function equityDrawdown(trades: readonly ClosedTrade[], start: number): number {
  return largestFall(
    trades,
    ({ closeProfitAbs }) => closeProfitAbs,
    (high, sum) => (start + high - (start + sum)) / (start + high),
  );
}

function largestFall(
  trades: readonly ClosedTrade[],
  profitOf: (trade: ClosedTrade) => number | null,
  fall: (high: number, sum: number) => number,
): number {
  let sum = 0;
  let high = 0;
  let worst = 0;
  for (const position of quicksortOrder(trades.map(({ closeDate }) => closeDate ?? 0))) {
    sum += profitOf(trades[position]!) ?? 0;
    high = Math.max(high, sum);
    worst = Math.max(worst, fall(high, sum) || 0);
  }
  return worst;
}
