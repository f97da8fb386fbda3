import { drawdownOfColumns } from '../../core/statistics/drawdown.ts';
import { annualised, calmarOfTotal } from '../../core/statistics/summary.ts';
import type { WalletHistory } from '../wallet-history.ts';

const DAY = 86_400_000;

export type WalletFigures = NonNullable<ReturnType<typeof walletStatistics>>;

/** Figures of what the account was worth, open trades included; ratios over its daily changes. Stake currency. Null without a candle. */
export function walletStatistics(wallet: WalletHistory) {
  const totals = wallet.totals();
  const times = wallet.times.values();
  if (times.length === 0) return null;
  const start = totals[0]!;
  let high = 0;
  let low = 0;
  for (let index = 1; index < totals.length; index++) {
    if (totals[index]! > totals[high]!) high = index;
    if (totals[index]! < totals[low]!) low = index;
  }
  const end = totals[totals.length - 1]!;
  const gains = gainsOf(totals);
  const fall = drawdownOfColumns({ length: times.length, at: (index) => times[index]!, value: (index) => gains[index]! }, start);
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

/** What it was worth over its beginning, summed up of its changes as in freqtrade: the last digit decides which of equal falls is the deepest. */
function gainsOf(totals: Float64Array): Float64Array {
  const gains = new Float64Array(totals.length);
  for (let index = 1; index < totals.length; index++) gains[index] = gains[index - 1]! + (totals[index]! - totals[index - 1]!);
  return gains;
}

/** Change of each day's last value over the day before, ratios. */
function dailyChanges(wallet: WalletHistory): number[] {
  const totals = wallet.totals();
  const times = wallet.times.values();
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
