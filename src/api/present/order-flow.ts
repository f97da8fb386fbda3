import { floatText } from '../../core/float-text.ts';
import type { CandleFlow } from '../../core/market/order-flow.ts';
import type { PublicTrade } from '../../core/market/public-trade.ts';

/** What of a candle's public trades is no number: freqtrade's columns, which stand behind the candle's own. */
const PARTS: Readonly<Record<string, (flow: CandleFlow) => object>> = {
  trades: ({ trades }) => trades.map(presentTrade),
  orderflow: ({ orderflow }) =>
    byPrice(orderflow, ({ bid, ask, delta, bidAmount, askAmount, totalVolume, totalTrades }) => ({
      ...{ bid, ask, delta, bid_amount: bidAmount, ask_amount: askAmount },
      ...{ total_volume: totalVolume, total_trades: totalTrades },
    })),
  imbalances: ({ imbalances }) => byPrice(imbalances, ({ bid, ask }) => ({ bid_imbalance: bid, ask_imbalance: ask })),
  stacked_imbalances_bid: ({ stackedImbalancesBid }) => stackedImbalancesBid,
  stacked_imbalances_ask: ({ stackedImbalancesAsk }) => stackedImbalancesAsk,
};

export const FLOW_PARTS: readonly string[] = Object.keys(PARTS);

/** A part of a candle's flow; null where there is none. It is made when it is written, which goes in slices. */
export function presentFlow(part: string, flow: CandleFlow | null): { toJSON(): object } | null {
  const of = PARTS[part];
  return flow === null || of === undefined ? null : { toJSON: () => of(flow) };
}

function presentTrade({ time, id, type, side, price, amount, cost }: PublicTrade) {
  const date = new Date(time)
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/(\.\d{3})Z$/, '$1000Z');
  return { timestamp: time, id, type, side, price, amount, cost, date };
}

function byPrice<T>(levels: ReadonlyMap<number, T>, present: (level: T) => object): Record<string, object> {
  return Object.fromEntries([...levels].map(([price, level]) => [floatText(price), present(level)]));
}
