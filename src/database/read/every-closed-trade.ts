import type { Trade } from '../../core/trade/trade.ts';
import type { ClosedTrades } from '../ports/history.ts';

const PAGE = 500;

/** Every closed trade by its number, read page by page. */
export async function everyClosedTrade(history: Pick<ClosedTrades, 'page'>): Promise<Trade[]> {
  const trades: Trade[] = [];
  for (let isLast = false; !isLast; ) {
    const page = await history.page({ limit: PAGE, offset: trades.length, orderById: true, after: null });
    trades.push(...page.trades);
    isLast = page.isLast;
  }
  return trades;
}
