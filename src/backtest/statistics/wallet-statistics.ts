import { drawdownOfColumns } from '../../core/statistics/drawdown.ts';
import { annualised, calmarOfTotal } from '../../core/statistics/summary.ts';
import type { WalletHistory } from '../wallet-history.ts';

const DAY = 86_400_000;

export type WalletFigures = NonNullable<ReturnType<typeof walletStatistics>>;

/** Figures of what the account was worth, open trades included; ratios over its daily changes. Stake currency. Null without a candle. */
export function walletStatistics(wallet: WalletHistory) {
  const { start } = wallet;
  const times = wallet.times.values();
  const totals = wallet.totals.values();
  if (times.length === 0) return null;
  let high = 0;
  let low = 0;
  for (let index = 1; index < totals.length; index++) {
    if (totals[index]! > totals[high]!) high = index;
    if (totals[index]! < totals[low]!) low = index;
  }
  const end = totals[totals.length - 1]!;
  // what it was worth over its start
  const gains = { length: times.length, at: (index: number) => times[index]!, value: (index: number) => totals[index]! - start };
  const fall = drawdownOfColumns(gains, start);
  const changes = dailyChanges(wallet);
  const days = Math.max(1, Math.floor((times[times.length - 1]! - times[0]!) / DAY));
  return {
    start,
    end,
    high: { at: times[high]!, balance: totals[high]! },
    low: { at: times[low]!, balance: totals[low]! },
    sharpe: annualised(changes, changes, changes.length),
    sortino: annualised(
      changes,
      changes.filter((change) => change < 0),
      changes.length,
    ),
    calmar: calmarOfTotal((end - start) / start, days, fall.ratio),
    fall,
  };
}

/** Change of each day's last value over the day before, ratios. */
function dailyChanges(wallet: WalletHistory): number[] {
  const times = wallet.times.values();
  const totals = wallet.totals.values();
  const changes: number[] = [];
  let before: number | null = null;
  for (let index = 0; index < times.length; index++) {
    const isLastOfDay = index === times.length - 1 || Math.floor(times[index + 1]! / DAY) !== Math.floor(times[index]! / DAY);
    if (!isLastOfDay) continue;
    if (before !== null) changes.push(totals[index]! / before - 1);
    before = totals[index]!;
  }
  return changes;
}
