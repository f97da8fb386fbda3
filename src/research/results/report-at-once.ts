import type { BacktestReport } from '../report/present-report.ts';
import type { presentBacktestTrade } from '../report/present-trade.ts';

type BacktestTrade = ReturnType<typeof presentBacktestTrade>;

const DAY_S = 86_400;

/** A report as freqtrade tells of it right after the run: dates and durations that a stored result has as text are still such. */
export function reportAtOnce(report: BacktestReport): object {
  const { wallet_stats: wallet, trades, holding_avg_s, drawdown_duration_s } = report;
  return {
    ...report,
    trades: trades.map(tradeAtOnce),
    holding_avg: isoDuration(holding_avg_s ?? 0),
    ...(report.total_trades === 0 ? nothingAtOnce(report) : {}),
    ...(drawdown_duration_s === undefined ? {} : { drawdown_duration: isoDuration(drawdown_duration_s) }),
    ...(wallet?.drawdown_duration === undefined
      ? {}
      : { wallet_stats: { ...wallet, drawdown_duration: isoDuration((wallet.drawdown_end_ts - wallet.drawdown_start_ts) / 1000) } }),
  };
}

/** What is a duration or a date only where nothing was traded, and a text else. */
function nothingAtOnce({ drawdown_start, drawdown_end }: BacktestReport): object {
  const none = isoDuration(0);
  return {
    ...{ winner_holding_avg: none, loser_holding_avg: none },
    ...{ drawdown_start: moment(drawdown_start), drawdown_end: moment(drawdown_end) },
  };
}

/** A trade of such a report. */
export function tradeAtOnce(trade: BacktestTrade): BacktestTrade {
  return { ...trade, open_date: moment(trade.open_date), close_date: moment(trade.close_date) };
}

function moment(date: string): string {
  return date.replace(' ', 'T').replace('+00:00', 'Z');
}

/** `P1DT2H3M4.5S` for seconds, microseconds included. */
export function isoDuration(seconds: number): string {
  const total = Math.round(Math.abs(seconds) * 1e6) / 1e6;
  const days = Math.floor(total / DAY_S);
  const hours = Math.floor((total % DAY_S) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = Number((total % 60).toFixed(6));
  const parts = [hours > 0 ? `${hours}H` : '', minutes > 0 ? `${minutes}M` : '', rest > 0 ? `${rest}S` : ''].join('');
  const date = days > 0 ? `${days}D` : '';
  return `${seconds < 0 ? '-' : ''}P${date}${parts === '' ? (date === '' ? 'T0S' : '') : `T${parts}`}`;
}
