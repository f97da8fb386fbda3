/** A closed trade of a result, as far as grouping looks at it. */
export interface GroupedTrade {
  readonly pair: string;
  readonly enter_tag: string | null;
  readonly exit_reason: string;
  readonly profit_abs: number;
  readonly profit_ratio: number;
}

export interface GroupTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const decimals = (value: number): string => value.toFixed(3);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** By what each of freqtrade's groups 1 to 5 puts trades together. */
const KEYS: Readonly<Record<string, readonly ('pair' | 'enter_reason' | 'exit_reason')[]>> = {
  '1': ['enter_reason'],
  '2': ['enter_reason', 'exit_reason'],
  '3': ['pair', 'enter_reason'],
  '4': ['pair', 'enter_reason', 'exit_reason'],
  '5': ['exit_reason'],
};

/** One of freqtrade's groups of trades, `0` to `5`. Source: freqtrade 2026.9's backtesting-analysis. */
export function tradeGroup(group: string, trades: readonly GroupedTrade[]): GroupTable {
  return group === '0' ? winsAndLosses(trades) : profits(KEYS[group]!, trades, group === '5');
}

function winsAndLosses(trades: readonly GroupedTrade[]): GroupTable {
  const titles = [
    'enter_reason',
    'total_num_buys',
    'wins',
    'losses',
    'profit_abs_wins',
    'profit_abs_loss',
    'profit_tot',
    'wl_ratio_pct',
    'avg_win',
    'avg_loss',
    'exp_ratio',
  ];
  const rows = [...grouped(trades, ['enter_reason'])].map(([reason, found]) => {
    const profit = found.map(({ profit_abs }) => profit_abs);
    const wins = profit.filter((value) => value > 0);
    const losses = profit.filter((value) => value <= 0);
    const [won, lost] = [sumOf(wins), sumOf(losses)];
    const [averageWin, averageLoss] = [wins.length === 0 ? 0 : won / wins.length, losses.length === 0 ? 0 : lost / losses.length];
    const share = wins.length / profit.length;
    const expectancy = averageLoss === 0 ? 0 : (1 + averageWin / Math.abs(averageLoss)) * share - 1;
    const numbers = [won, lost, won + lost, share * 100, averageWin, averageLoss, expectancy].map(decimals);
    return [reason, String(profit.length), String(wins.length), String(losses.length), ...numbers];
  });
  return { titles, rows: rows.sort((a, b) => (a[0]! < b[0]! ? -1 : 1)) };
}

function profits(
  keys: readonly ('pair' | 'enter_reason' | 'exit_reason')[],
  trades: readonly GroupedTrade[],
  isByName: boolean,
): GroupTable {
  const titles = [
    ...keys,
    'num_buys',
    'profit_abs_sum',
    'profit_abs_median',
    'profit_abs_mean',
    'median_profit_pct',
    'mean_profit_pct',
    'total_profit_pct',
  ];
  const found = [...grouped(trades, keys)].map(([, group]) => {
    const absolute = group.map(({ profit_abs }) => profit_abs);
    const relative = group.map(({ profit_ratio }) => profit_ratio * 100);
    const sum = sumOf(absolute);
    const numbers = [sum, median(absolute), sum / group.length, median(relative), sumOf(relative) / group.length, sumOf(relative)].map(
      decimals,
    );
    return { sum, row: [...keys.map((key) => nameOf(group[0]!, key)), String(group.length), ...numbers] };
  });
  found.sort((a, b) => (isByName ? (a.row[0]! < b.row[0]! ? -1 : 1) : a.sum - b.sum));
  return { titles, rows: found.map(({ row }) => row) };
}

function nameOf(trade: GroupedTrade, key: 'pair' | 'enter_reason' | 'exit_reason'): string {
  if (key === 'pair') return trade.pair;
  return key === 'exit_reason' ? trade.exit_reason : (trade.enter_tag ?? '');
}

function grouped(trades: readonly GroupedTrade[], keys: readonly ('pair' | 'enter_reason' | 'exit_reason')[]): Map<string, GroupedTrade[]> {
  const groups = new Map<string, GroupedTrade[]>();
  for (const trade of trades) {
    const name = keys.map((key) => nameOf(trade, key)).join('\0');
    const group = groups.get(name) ?? [];
    group.push(trade);
    groups.set(name, group);
  }
  return groups;
}
