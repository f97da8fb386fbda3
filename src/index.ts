/** What a strategy file may import from 'freqtrade-ts'. */
export type { Candles } from './core/market/candles.ts';
export type { OrderBook, Ticker } from './core/market/market.ts';
export type { SignalName } from './core/market/signal-names.ts';
export { getCustomData, setCustomData } from './core/trade/custom-data.ts';
export { profitAt, profitRatioAt } from './core/trade/profit.ts';
export type { Order, OrderType, Side, Trade } from './core/trade/trade.ts';
export { entryCount, exitCount, filledEntries, filledExits, stakeOf } from './core/trade/trade.ts';
export * from './indicators/index.ts';
export { DataFrame } from './strategy/data-frame.ts';
export { BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, RealParameter } from './strategy/parameters.ts';
export { stoplossFromAbsolute, stoplossFromOpen } from './strategy/stoploss-from.ts';
export {
  type DataProvider,
  type EntryContext,
  type Informative,
  type OrderPriceContext,
  type OrderTypes,
  type PairContext,
  Strategy,
  type TradeContext,
} from './strategy/strategy.ts';
