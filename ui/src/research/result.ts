/** What this page reads of a backtest's result file. Ratios: 0.01 = 1 %; timestamps: ms since epoch, UTC. Source: freqtrade 2026.9. */
export interface BacktestTrade {
  readonly pair: string;
  readonly open_timestamp: number;
  readonly close_timestamp: number;
  readonly open_rate: number;
  readonly close_rate: number;
  readonly profit_ratio: number;
  readonly profit_abs: number;
  readonly stake_amount: number;
  readonly trade_duration: number;
  readonly exit_reason: string;
  readonly enter_tag: string | null;
  readonly is_short: boolean;
  readonly leverage: number;
  readonly is_open: boolean;
  readonly orders?: readonly { readonly ft_is_entry: boolean; readonly order_filled_timestamp: number | null }[];
}

/** A line of a table by pair, tag or reason. */
export interface ResultRow {
  readonly key: string | readonly string[];
  readonly trades: number;
  readonly profit_mean: number;
  readonly profit_total: number;
  readonly profit_total_abs: number;
  readonly winrate: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  readonly duration_avg: string;
}

export interface PeriodRow {
  readonly date: string;
  readonly date_ts: number;
  readonly profit_abs: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  readonly trades: number;
}

export interface Report extends Readonly<Record<string, unknown>> {
  readonly trades: readonly BacktestTrade[];
  readonly results_per_pair: readonly ResultRow[];
  readonly results_per_enter_tag: readonly ResultRow[];
  readonly exit_reason_summary: readonly ResultRow[];
  readonly mix_tag_stats: readonly ResultRow[];
  readonly periodic_breakdown?: Readonly<Record<string, readonly PeriodRow[]>>;
  readonly total_trades: number;
  readonly profit_total: number;
  readonly profit_total_abs: number;
  readonly wins: number;
  readonly losses: number;
  readonly max_drawdown_account: number;
  readonly max_drawdown_abs: number;
  readonly sharpe: number;
  readonly profit_factor: number;
  readonly stake_currency: string;
  readonly timeframe: string;
  readonly backtest_start_ts: number;
  readonly backtest_end_ts: number;
}

/** A result that is looked at. */
export interface Loaded {
  readonly id: string;
  readonly name: string;
  /** Result file, without its ending; null for one that is in no file. */
  readonly file: string | null;
  readonly report: Report;
}

interface Answer {
  readonly strategy: Readonly<Record<string, Report>>;
  readonly metadata?: Readonly<Record<string, { readonly run_id?: string; readonly filename?: string }>>;
}

/** The results in an answer of the API. */
export function loadedFrom(result: unknown): Loaded[] {
  const { strategy, metadata } = (result ?? {}) as Partial<Answer>;
  return Object.entries(strategy ?? {}).map(([name, report]) => {
    const file = metadata?.[name]?.filename ?? null;
    return { id: `${file ?? ''} ${metadata?.[name]?.run_id ?? ''} ${name}`, name, file, report };
  });
}

/** Profit so far at each close, in stake currency: moments (ms since epoch, UTC) and sums, oldest first. */
export function profitCurve(trades: readonly BacktestTrade[]): [number, number][] {
  let sum = 0;
  return trades
    .toSorted((a, b) => a.close_timestamp - b.close_timestamp)
    .map(({ close_timestamp: at, profit_abs: profit }) => {
      sum += profit;
      return [at, sum];
    });
}

/** Grid of each pair's rates, as fine as the finest rate there is. */
export function rateGrids(trades: readonly BacktestTrade[]): ReadonlyMap<string, number> {
  const decimals = new Map<string, number>();
  for (const { pair, open_rate: open, close_rate: close } of trades)
    for (const rate of [open, close]) decimals.set(pair, Math.max(decimals.get(pair) ?? 0, decimalsOf(rate)));
  return new Map([...decimals].map(([pair, count]) => [pair, 10 ** -count]));
}
/** Rates that were computed have more digits than any market. */
const MOST_DIGITS = 8;
function decimalsOf(rate: number): number {
  const most = Math.max(0, MOST_DIGITS - Math.ceil(Math.log10(Math.abs(rate) || 1)));
  return (
    rate
      .toFixed(Math.min(MOST_DIGITS, most))
      .replace(/\.?0+$/, '')
      .split('.')[1]?.length ?? 0
  );
}
