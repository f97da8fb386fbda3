/** What a strategy file may import from 'freqtrade-ts'. */
export type { HyperoptLoss, LossInput } from './backtest/losses/loss.ts';
export type { Candles } from './core/market/candles.ts';
export type { Market, OrderBook, Ticker } from './core/market/market.ts';
export type { CandleFlow, FlowImbalance, FlowLevel } from './core/market/order-flow.ts';
export type { PublicTrade } from './core/market/public-trade.ts';
export type { SignalName } from './core/market/signal-names.ts';
export type { ClosedTradeFacts } from './core/trade/closed-trade.ts';
export type { FundingRate } from './core/trade/funding.ts';
export type { Order, OrderType, Side, Trade } from './core/trade/trade.ts';
export * from './indicators/checked.ts';
export { Column, Mask, Rolling } from './indicators/column.ts';
export type { CategoricalDimension, DecimalDimension, Dimension, IntDimension, Point, RealDimension } from './samplers/space.ts';
export type { Annotation, AreaAnnotation, LineAnnotation, PointAnnotation } from './strategy/annotation.ts';
export {
  deleteCustomData,
  entryCount,
  entryFillDate,
  entrySide,
  exitCount,
  exitSide,
  filledEntries,
  filledExits,
  filledStakeOf,
  getCustomData,
  hasOpenOrders,
  lastFill,
  openOrders,
  openStops,
  orderRate,
  profitAt,
  profitRatioAt,
  setCustomData,
  stakeOf,
  stoplossFromAbsolute,
  stoplossFromOpen,
} from './strategy/asked-of-trades.ts';
export { DataFrame } from './strategy/data-frame.ts';
export type { DataProvider, RunMode, Snapshot } from './strategy/data-provider.ts';
export type { HyperOpt } from './strategy/hyper-opt.ts';
export type { PairLocks } from './strategy/pair-locks.ts';
export { BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, RealParameter } from './strategy/parameter.ts';
export { resampledMerge, resampleToInterval } from './strategy/resampled.ts';
export {
  type CallbackContext,
  type CallbackName,
  type EntryContext,
  type Informative,
  type OrderPriceContext,
  type OrderTypes,
  type PairContext,
  Strategy,
  type TradeContext,
} from './strategy/strategy.ts';
export { candleEnd, candleStart, timeframeMs } from './strategy/timeframes.ts';
export type { PairPerformance, ReasonPerformance, TagPerformance, TradeFilter, TradeRecords } from './strategy/trade-records.ts';
export type { CurrencyBalance, Wallets } from './strategy/wallets.ts';
