import { roundTo } from '../../core/market/decimal.ts';
import {
  annualGrowth,
  calmarRatio,
  drawdownOfTrades,
  expectancy,
  sharpeRatio,
  sortinoRatio,
  systemQuality,
} from '../../core/statistics/summary.ts';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import { profitAt } from '../../core/trade/profit.ts';
import type { Trade } from '../../core/trade/trade.ts';
import type { Profit } from '../../wire/answers/profit.ts';
import { ago, dateText, durationText } from './dates.ts';
import { byPair } from './performance.ts';

export interface ProfitInput {
  readonly closed: readonly ClosedTradeFacts[];
  readonly open: readonly Trade[];
  readonly rateOf: (trade: Readonly<Trade>) => number | null;
  /** What the bot may trade with, at the start. */
  readonly startingCapital: number;
  /** The same now. */
  readonly capital: number;
  readonly botStart: number;
  readonly now: number;
}

const percent = (ratio: number): number => roundTo(ratio * 100, 2);

/**
 * The part of `/profit` that is kept until another trade opens or closes.
 * @param lastOpen when the last trade was opened that is still open, ms; 0 for none
 * @param rest lets others have their turn between two figures
 */
export async function closedProfit(
  closed: readonly ClosedTradeFacts[],
  startingCapital: number,
  lastOpen: number,
  rest: () => Promise<unknown>,
): Promise<ClosedProfit> {
  const profits = closed.map((trade) => trade.profitAbs);
  const first = closed.reduce((earliest, trade) => Math.min(earliest, trade.openDate), Number.POSITIVE_INFINITY);
  // freqtrade's period: from the opening of the first trade to that of the last one
  const last = closed.reduce((latest, trade) => Math.max(latest, trade.openDate), lastOpen);
  await rest();
  const down = drawdownOfTrades(closed, startingCapital);
  const wins = closed.filter((trade) => trade.profitRatio >= 0);
  const losses = closed.filter((trade) => trade.profitRatio < 0);
  const won = wins.reduce((sum, trade) => sum + trade.profitAbs, 0);
  const lost = Math.abs(losses.reduce((sum, trade) => sum + trade.profitAbs, 0));
  await rest();
  const best = byPair(closed)[0];
  const expected = expectancy(profits);
  await rest();
  const sharpe = sharpeRatio(profits, first, last, startingCapital);
  const sortino = sortinoRatio(profits, first, last, startingCapital);
  await rest();
  return {
    count: closed.length,
    sumAbs: profits.reduce((sum, value) => sum + value, 0),
    sumRatio: closed.reduce((sum, trade) => sum + trade.profitRatio, 0),
    firstOpen: first,
    lastOpen: last,
    durationMs: closed.length === 0 ? 0 : closed.reduce((sum, trade) => sum + (trade.closeDate - trade.openDate), 0) / closed.length,
    volume: closed.reduce((sum, trade) => sum + trade.volume, 0),
    fields: {
      best_pair: best?.pair ?? '',
      best_rate: best === undefined ? 0 : percent(best.profit_ratio),
      best_pair_profit_ratio: best?.profit_ratio ?? 0,
      best_pair_profit_abs: best?.profit_abs ?? 0,
      winning_trades: wins.length,
      losing_trades: losses.length,
      profit_factor: lost > 0 ? won / lost : null,
      winrate: closed.length === 0 ? 0 : wins.length / closed.length,
      expectancy: expected.expectancy,
      expectancy_ratio: expected.ratio,
      sharpe,
      sortino,
      sqn: systemQuality(profits),
      calmar: calmarRatio(profits, first, last, startingCapital, down.ratio),
      max_drawdown: down.ratio,
      max_drawdown_abs: down.abs,
      max_drawdown_start: dateText(down.start),
      max_drawdown_start_timestamp: down.start,
      max_drawdown_end: dateText(down.end),
      max_drawdown_end_timestamp: down.end,
      current_drawdown: down.current.ratio,
      current_drawdown_abs: down.current.abs,
      current_drawdown_high: down.current.high,
      current_drawdown_start: dateText(down.current.start),
      current_drawdown_start_timestamp: down.current.start,
    },
  };
}

export interface ClosedProfit {
  readonly count: number;
  readonly sumAbs: number;
  readonly sumRatio: number;
  readonly firstOpen: number;
  readonly lastOpen: number;
  readonly durationMs: number;
  readonly volume: number;
  readonly fields: Omit<
    Profit,
    | `profit_${'closed' | 'all'}_${string}`
    | `${'first' | 'latest'}_trade_${string}`
    | `bot_start_${string}`
    | 'trade_count'
    | 'closed_trade_count'
    | 'avg_duration'
    | 'cagr'
    | 'trading_volume'
  >;
}

/** `/profit`. Source: tests/golden/trade-mode.json.gz. */
export function presentProfit(closed: ClosedProfit, input: Omit<ProfitInput, 'closed'>): Profit {
  const { open, startingCapital, now } = input;
  let allAbs = closed.sumAbs;
  let allRatio = closed.sumRatio;
  let allCount = closed.count;
  let first = closed.firstOpen;
  let latest = closed.lastOpen;
  let volume = closed.volume;
  for (const trade of open) {
    first = Math.min(first, trade.openDate);
    latest = Math.max(latest, trade.openDate);
    for (const order of trade.orders) if ((order.filled ?? 0) > 0) volume += order.cost ?? 0;
    const rate = input.rateOf(trade);
    if (trade.amount <= 0 || rate === null) continue;
    const profit = profitAt(trade, rate);
    allAbs += profit.totalAbs;
    allRatio += profit.ratio;
    allCount++;
  }
  const firstDate = Number.isFinite(first) ? first : 0;
  const mean = (sum: number, count: number) => (count === 0 ? 0 : sum / count);
  const ratio = (abs: number) => (startingCapital === 0 ? 0 : abs / startingCapital);
  const days = Math.floor((latest - firstDate) / 86_400_000);
  return {
    profit_closed_coin: roundTo(closed.sumAbs, 8),
    profit_closed_percent_mean: percent(mean(closed.sumRatio, closed.count)),
    profit_closed_ratio_mean: mean(closed.sumRatio, closed.count),
    profit_closed_percent_sum: percent(closed.sumRatio),
    profit_closed_ratio_sum: closed.sumRatio,
    profit_closed_percent: percent(ratio(closed.sumAbs)),
    profit_closed_ratio: ratio(closed.sumAbs),
    profit_closed_fiat: 0,
    profit_all_coin: roundTo(allAbs, 8),
    profit_all_percent_mean: percent(mean(allRatio, allCount)),
    profit_all_ratio_mean: mean(allRatio, allCount),
    profit_all_percent_sum: percent(allRatio),
    profit_all_ratio_sum: allRatio,
    profit_all_percent: percent(ratio(allAbs)),
    profit_all_ratio: ratio(allAbs),
    profit_all_fiat: 0,
    trade_count: closed.count + open.length,
    closed_trade_count: closed.count,
    first_trade_date: dateText(firstDate),
    first_trade_humanized: ago(firstDate, now),
    first_trade_timestamp: firstDate,
    latest_trade_date: dateText(latest),
    latest_trade_humanized: ago(latest, now),
    latest_trade_timestamp: latest,
    avg_duration: durationText(closed.durationMs),
    ...closed.fields,
    cagr: annualGrowth(days, startingCapital, input.capital),
    trading_volume: volume,
    bot_start_timestamp: input.botStart,
    bot_start_date: dateText(input.botStart),
  };
}
