import type { ClosedTradeFacts } from '../trade/closed-trade.ts';

/** What closed trades of one kind brought together. */
export interface GroupProfit {
  readonly key: string;
  /** Of everything staked, 0.01 = 1 %. */
  readonly profitRatio: number;
  /** Stake currency. */
  readonly profitAbs: number;
  readonly count: number;
}

/** Closed trades grouped, the most profitable group first. Source: tests/golden/trade-mode.json.gz. */
export function groupedProfit(closed: readonly ClosedTradeFacts[], keyOf: (trade: ClosedTradeFacts) => string): GroupProfit[] {
  const groups = new Map<string, { abs: number; stake: number; count: number }>();
  for (const trade of closed) {
    const key = keyOf(trade);
    const group = groups.get(key) ?? { abs: 0, stake: 0, count: 0 };
    group.abs += trade.profitAbs;
    group.stake += trade.maxStakeAmount;
    group.count++;
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, { abs, stake, count }]) => ({ key, profitRatio: stake === 0 ? 0 : abs / stake, profitAbs: abs, count }))
    .sort((a, b) => b.profitAbs - a.profitAbs);
}
