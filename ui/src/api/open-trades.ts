import type { QueryClient } from '@tanstack/vue-query';
import type { Balances, MessageOf, OpenTrade, ProfitAll } from 'freqtrade-client';

/** Brings what is shown up to what the stream tells of open trades: the trades, and the sums they are in. */
export function applyOpenTrades(queries: QueryClient, bot: string, news: MessageOf<'open_trades'>['data']): void {
  const before = queries.getQueryData<OpenTrade[]>([bot, 'status']);
  if (before === undefined) return;
  const byId = new Map(news.map((one) => [one.trade_id, one]));
  if (news.some(({ trade_id: id }) => !before.some((trade) => trade.trade_id === id))) {
    void queries.invalidateQueries({ queryKey: [bot, 'status'] });
    return;
  }
  let gained = 0;
  const after = before.map((trade) => {
    const one = byId.get(trade.trade_id);
    if (one === undefined) return trade;
    gained += one.total_profit_abs - trade.total_profit_abs;
    return { ...trade, ...one };
  });
  queries.setQueryData([bot, 'status'], after);
  const balance = queries.getQueryData<Balances>([bot, 'balance']);
  if (balance !== undefined)
    queries.setQueryData([bot, 'balance'], { ...balance, total: balance.total + gained, total_bot: balance.total_bot + gained });
  const profit = queries.getQueryData<ProfitAll>([bot, 'profit']);
  if (profit === undefined) return;
  const start = balance?.starting_capital ?? 0;
  const all = {
    ...profit.all,
    profit_all_coin: profit.all.profit_all_coin + gained,
    profit_all_ratio: profit.all.profit_all_ratio + (start === 0 ? 0 : gained / start),
  };
  queries.setQueryData([bot, 'profit'], { ...profit, all });
}
