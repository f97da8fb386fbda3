import type { OpenTrade, ShowConfig } from 'freqtrade-client';
import type { AnyTrade } from '../bots/facts.ts';
import type { ChartTrade, Level } from '../charts/chart-trade.ts';
import { percent } from '../format.ts';
import { t } from '../messages/index.ts';
import { enoughAfter, targetRate } from './roi.ts';

/** What a chart draws across its width for a trade: entry, stop, target, liquidation, and orders that wait. @param now ms since epoch, UTC */
export function levelsOf(trade: AnyTrade, config: Pick<ShowConfig, 'minimal_roi'> | undefined, now: number): Level[] {
  const enough = enoughAfter(config?.minimal_roi ?? {}, (trade.close_timestamp ?? now) - trade.open_timestamp);
  const rates: (readonly [Level['kind'], number | null | undefined, string])[] = [
    ['entry', trade.open_rate, `#${trade.trade_id}`],
    ['stop', trade.stop_loss_abs, t('trade.stop')],
    ['target', enough === null ? null : targetRate(trade, enough), t('chart.target', { ratio: percent(enough, false) })],
    ['liquidation', trade.liquidation_price, t('trade.liquidation')],
    ...trade.orders
      .filter((order) => order.is_open && order.order_type !== 'market')
      .map((order) => ['order', order.safe_price, `${order.ft_order_side} ${order.order_type}`] as const),
  ];
  return rates.flatMap(([kind, rate, title]) => (rate == null || !(rate > 0) ? [] : [{ kind, rate, title }]));
}

/** Open trades for a chart, with their levels. */
export function chartTrades(trades: readonly OpenTrade[], config: Pick<ShowConfig, 'minimal_roi'> | undefined, now: number): ChartTrade[] {
  return trades.map((trade) => ({ ...trade, levels: levelsOf(trade, config, now) }));
}
