import { createLock, lockOn, type PairLock } from './lock.ts';
import type { ClosedTrade, Periods, ProtectionRule } from './protection.ts';

/** Closed trades one by one: an array, or what makes them of less. */
export interface ClosedList {
  readonly length: number;
  at(index: number): ClosedTrade | undefined;
}

/** What protections judge by. */
export interface ClosedBook {
  /** In the order of closing; at least what `longestSpan` reaches back to. */
  readonly closed: ClosedList;
  /** Profit of everything closed up to a moment, stake currency. */
  readonly profitUntil: (at: number) => number;
  /** What the account began with, stake currency; 0 where no rule measures the balance. */
  readonly startingBalance: number;
}

/** A protection's word: keep a pair, or `*` for all, from being entered until then. */
interface ProtectionLock {
  readonly pair: string;
  readonly until: number;
  readonly side: PairLock['side'];
  readonly reason: string;
}

/** Whether a rule needs to know what the account began with. */
export function measuresBalance(rules: readonly ProtectionRule[]): boolean {
  return rules.some(({ needsBalance }) => needsBalance);
}

/** How far back the rules look, ms. */
export function longestSpan(rules: readonly ProtectionRule[]): number {
  return rules.reduce((longest, { spanMs }) => Math.max(longest, spanMs), 0);
}

/** The locks that protections ask for after a trade has closed, without those that hold already. */
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

/** What the rules say: their word on the pair first, then their word on all. */
function protect(
  rules: readonly ProtectionRule[],
  book: ClosedBook,
  pair: string,
  closedSide: 'long' | 'short',
  now: number,
): ProtectionLock[] {
  const said = (rule: ProtectionRule, on: string | null): ProtectionLock[] => {
    const after = now - rule.spanMs;
    const balanceBefore = () => book.startingBalance + book.profitUntil(after);
    const verdict = rule.judge({ trades: recent(book.closed, after, on), closedSide, balanceBefore });
    if (verdict === null) return [];
    const last = verdict.trades.reduce((latest, { closeDate }) => Math.max(latest, closeDate ?? 0), 0);
    return [{ pair: on ?? '*', until: lockEnd(rule.periods, last), side: verdict.side, reason: verdict.reason }];
  };
  return [
    ...rules.filter(({ locks }) => locks !== 'all').flatMap((rule) => said(rule, pair)),
    ...rules.filter(({ locks }) => locks !== 'pair').flatMap((rule) => said(rule, null)),
  ];
}

/** Trades closed after a moment, in the list's own order. */
function recent(closed: ClosedList, after: number, pair: string | null): ClosedTrade[] {
  const found: ClosedTrade[] = [];
  for (let index = closed.length - 1; index >= 0; index--) {
    const trade = closed.at(index);
    if (trade === undefined || (trade.closeDate ?? 0) <= after) break;
    if (pair === null || trade.pair === pair) found.push(trade);
  }
  return found.reverse();
}

function lockEnd({ unlockAt, stopMs }: Periods, from: number): number {
  if (unlockAt === null) return from + stopMs;
  const day = Math.floor(from / 86_400_000) * 86_400_000;
  const today = day + unlockAt;
  return today > from ? today : today + 86_400_000;
}
