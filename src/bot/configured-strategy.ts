import type { RawConfig } from '../config/raw.ts';
import type { Strategy } from '../strategy/strategy.ts';

/** The configuration's keys that stand above a strategy's attributes. */
export type Configured = Pick<
  RawConfig,
  | 'timeframe'
  | 'minimal_roi'
  | 'stoploss'
  | 'trailing_stop'
  | 'trailing_stop_positive'
  | 'trailing_stop_positive_offset'
  | 'trailing_only_offset_is_reached'
  | 'use_exit_signal'
  | 'exit_profit_only'
  | 'exit_profit_offset'
  | 'ignore_roi_if_entry_signal'
  | 'ignore_buying_expired_candle_after'
  | 'process_only_new_candles'
  | 'position_adjustment_enable'
  | 'max_entry_position_adjustment'
  | 'max_open_trades'
>;

/** Gives a strategy what the configuration sets in its place, so that its own code sees what counts. Source: freqtrade 2026.9. */
export function configureStrategy(strategy: Strategy, config: Configured): void {
  strategy.timeframe = config.timeframe ?? strategy.timeframe;
  strategy.minimalRoi = config.minimal_roi ?? strategy.minimalRoi;
  strategy.stoploss = config.stoploss ?? strategy.stoploss;
  strategy.trailingStop = config.trailing_stop ?? strategy.trailingStop;
  strategy.trailingStopPositive = config.trailing_stop_positive ?? strategy.trailingStopPositive;
  strategy.trailingStopPositiveOffset = config.trailing_stop_positive_offset ?? strategy.trailingStopPositiveOffset;
  strategy.trailingOnlyOffsetIsReached = config.trailing_only_offset_is_reached ?? strategy.trailingOnlyOffsetIsReached;
  strategy.useExitSignal = config.use_exit_signal ?? strategy.useExitSignal;
  strategy.exitProfitOnly = config.exit_profit_only ?? strategy.exitProfitOnly;
  strategy.exitProfitOffset = config.exit_profit_offset ?? strategy.exitProfitOffset;
  strategy.ignoreRoiIfEntrySignal = config.ignore_roi_if_entry_signal ?? strategy.ignoreRoiIfEntrySignal;
  strategy.ignoreBuyingExpiredCandleAfter = config.ignore_buying_expired_candle_after ?? strategy.ignoreBuyingExpiredCandleAfter;
  strategy.processOnlyNewCandles = config.process_only_new_candles ?? strategy.processOnlyNewCandles;
  strategy.positionAdjustmentEnable = config.position_adjustment_enable ?? strategy.positionAdjustmentEnable;
  strategy.maxEntryPositionAdjustment = config.max_entry_position_adjustment ?? strategy.maxEntryPositionAdjustment;
  strategy.maxOpenTrades = config.max_open_trades ?? strategy.maxOpenTrades;
}
