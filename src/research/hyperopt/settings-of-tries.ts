import type { RawConfig } from '../../config/raw.ts';
import { startingBalance } from '../../config/starting-balance.ts';
import type { StudyRequest } from './open-study.ts';

/** Keys of the configuration that change what comes of a try, beside pairs, timeframe and what is searched. */
const KEYS = [
  ...(['stake_currency', 'stake_amount', 'tradable_balance_ratio', 'available_capital', 'max_open_trades'] as const),
  ...(['trading_mode', 'margin_mode', 'liquidation_buffer', 'futures_funding_rate', 'unfilledtimeout'] as const),
  ...(['minimal_roi', 'stoploss', 'trailing_stop', 'trailing_stop_positive', 'trailing_stop_positive_offset'] as const),
  ...(['trailing_only_offset_is_reached', 'use_exit_signal', 'exit_profit_only', 'exit_profit_offset'] as const),
  ...(['ignore_roi_if_entry_signal', 'ignore_buying_expired_candle_after', 'order_types', 'order_time_in_force'] as const),
  ...(['position_adjustment_enable', 'max_entry_position_adjustment', 'amend_last_stake_amount', 'last_stake_amount_min_ratio'] as const),
] satisfies readonly (keyof RawConfig)[];

/** What of the configuration and the command line each try hangs on. Tries of one search have it in common. */
export function settingsOfTries({ config, ...request }: StudyRequest): Readonly<Record<string, unknown>> {
  const configured = KEYS.filter((key) => config[key] !== undefined).map((key) => [key, config[key]]);
  return {
    exchange: config.exchange?.name,
    starting_balance: startingBalance(config),
    fee: request.fee,
    timeframe_detail: request.timeframeDetail,
    enable_protections: request.enableProtections,
    position_stacking: request.positionStacking,
    ...Object.fromEntries(configured),
  };
}
