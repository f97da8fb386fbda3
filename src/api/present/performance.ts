import { roundTo } from '../../core/market/decimal.ts';
import { groupedProfit } from '../../core/statistics/grouped-profit.ts';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { DailyWeeklyMonthly, Entry, Exit, MixTag, PerformanceEntry, Stats } from '../../wire/answers/profit.ts';

interface Group {
  profit_ratio: number;
  profit_pct: number;
  profit_abs: number;
  count: number;
}

/** Closed trades grouped, in the API's names. */
function grouped(closed: readonly ClosedTradeFacts[], keyOf: (trade: ClosedTradeFacts) => string): (Group & { key: string })[] {
  return groupedProfit(closed, keyOf).map(({ key, profitRatio, profitAbs, count }) => ({
    profit_ratio: profitRatio,
    profit_pct: roundTo(profitRatio * 100, 2),
    profit_abs: profitAbs,
    count,
    key,
  }));
}

export function byPair(closed: readonly ClosedTradeFacts[]): PerformanceEntry[] {
  return grouped(closed, (trade) => trade.pair).map(({ key, ...group }) => ({ ...group, pair: key, profit: group.profit_pct }));
}

export function byEnterTag(closed: readonly ClosedTradeFacts[]): Entry[] {
  return grouped(closed, (trade) => trade.enterTag ?? 'Other').map(({ key, ...group }) => ({ ...group, enter_tag: key }));
}

export function byExitReason(closed: readonly ClosedTradeFacts[]): Exit[] {
  return grouped(closed, (trade) => trade.exitReason ?? 'Other').map(({ key, ...group }) => ({ ...group, exit_reason: key }));
}

/** Enter tag and exit reason together; here the ratio is the sum of the trades' own. The group with the best single trade comes first. */
export function byMixTag(closed: readonly ClosedTradeFacts[]): MixTag[] {
  const groups = new Map<string, { profit_ratio: number; profit_abs: number; count: number }>();
  for (const trade of [...closed].sort((a, b) => b.profitAbs - a.profitAbs || a.id - b.id)) {
    const key = `${trade.enterTag ?? 'Other'} ${trade.exitReason ?? 'Other'}`;
    const group = groups.get(key) ?? { profit_ratio: 0, profit_abs: 0, count: 0 };
    group.profit_ratio += trade.profitRatio;
    group.profit_abs += trade.profitAbs;
    group.count++;
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ mix_tag: key, ...group, profit_pct: roundTo(group.profit_ratio * 100, 2) }));
}

/** `/stats`: outcomes by exit reason, and mean durations in seconds. */
export function presentStats(closed: readonly ClosedTradeFacts[]): Stats {
  const reasons: Record<string, { wins: number; losses: number; draws: number }> = {};
  const durations = { wins: [] as number[], draws: [] as number[], losses: [] as number[] };
  for (const trade of closed) {
    const outcome = trade.profitAbs > 0 ? 'wins' : trade.profitAbs < 0 ? 'losses' : 'draws';
    const name = trade.exitReason ?? '';
    const reason = reasons[name] ?? { wins: 0, losses: 0, draws: 0 };
    reasons[name] = reason;
    reason[outcome]++;
    durations[outcome].push((trade.closeDate - trade.openDate) / 1000);
  }
  const mean = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
  return {
    exit_reasons: reasons,
    durations: { wins: mean(durations.wins), draws: mean(durations.draws), losses: mean(durations.losses) },
  };
}

export type Period = 'daily' | 'weekly' | 'monthly';

/** `/daily`, `/weekly`, `/monthly`: newest first; reads back only as far as it shows. @param closed in the order of closing @param currentStake what the bot may trade with now */
export function presentPeriods(
  period: Period,
  count: number,
  closed: readonly ClosedTradeFacts[],
  currentStake: number,
  stakeCurrency: string,
  fiat: string,
  now: number,
): DailyWeeklyMonthly {
  const rows: DailyWeeklyMonthly['data'] = [];
  let start = periodStart(period, now);
  let next = closed.length - 1;
  let startingBalance = currentStake;
  for (let index = 0; index < count; index++) {
    const end = next;
    while (next >= 0 && closed[next]!.closeDate >= start) next--;
    let profit = 0;
    for (let row = next + 1; row <= end; row++) profit += closed[row]!.profitAbs;
    const trades = end - next;
    startingBalance -= profit;
    rows.push({
      date: new Date(start).toISOString().slice(0, 10),
      abs_profit: profit,
      rel_profit: startingBalance <= 0 ? 0 : roundTo(profit / startingBalance, 8),
      starting_balance: startingBalance,
      fiat_value: 0,
      trade_count: trades,
    });
    start = periodStart(period, start - 1);
  }
  return { data: rows, fiat_display_currency: fiat, stake_currency: stakeCurrency };
}

function periodStart(period: Period, at: number): number {
  const date = new Date(at);
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  if (period === 'daily') return day;
  if (period === 'monthly') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return day - ((date.getUTCDay() + 6) % 7) * 86_400_000;
}
