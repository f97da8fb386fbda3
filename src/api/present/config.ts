import type { BotService } from '../../bot/port.ts';
import type { RawConfig } from '../../config/raw.ts';
import { stakeDecimals } from '../../core/market/stake-decimals.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { ShowConfig } from '../../wire/answers/info.ts';
import { VERSION } from '../calls/version.ts';

/** What the configuration says, whoever goes by it. */
function presentShared(config: RawConfig) {
  return {
    version: VERSION,
    api_version: 2.5,
    dry_run: config.dry_run,
    trading_mode: config.trading_mode,
    margin_mode: config.margin_mode,
    short_allowed: config.trading_mode !== 'spot',
    stake_currency: config.stake_currency,
    stake_amount: String(config.stake_amount),
    available_capital: config.available_capital ?? null,
    stake_currency_decimals: stakeDecimals(config.stake_currency),
    unfilledtimeout: config.unfilledtimeout ?? null,
    exchange: config.exchange.name,
    demo_trading: false,
    exit_pricing: { ...config.exit_pricing },
    entry_pricing: { ...config.entry_pricing },
  };
}

function presentLength(length: number) {
  return { timeframe_ms: length, timeframe_min: Math.floor(length / 60_000) };
}

/** What a bot trades by: its configuration and its strategy. */
export function presentBotConfig(bot: BotService): ShowConfig {
  const { settings, state } = bot;
  const { config, exitRules, orderTypes } = settings;
  const maxOpen = settings.entryRules.maxOpenTrades;
  return {
    ...presentShared(config),
    ...presentLength(settings.timeframeMs),
    strategy_version: bot.strategyVersion,
    max_open_trades: Number.isFinite(maxOpen) ? maxOpen : -1,
    minimal_roi: settings.minimalRoi,
    stoploss: exitRules.stoploss,
    stoploss_on_exchange: orderTypes.stoploss_on_exchange,
    trailing_stop: exitRules.trailingStop,
    trailing_stop_positive: exitRules.trailingStopPositive,
    trailing_stop_positive_offset: exitRules.trailingStopPositiveOffset,
    trailing_only_offset_is_reached: exitRules.trailingOnlyOffsetIsReached,
    order_types: orderTypes,
    use_custom_stoploss: exitRules.useCustomStoploss,
    timeframe: settings.timeframe,
    strategy: settings.strategyName,
    force_entry_enable: settings.forceEntryEnable,
    bot_name: settings.botName,
    state: state.mode,
    runmode: config.dry_run ? 'dry_run' : 'live',
    position_adjustment_enable: settings.adjustmentRules.isOn,
    max_entry_position_adjustment: settings.adjustmentRules.maxAdditions,
  };
}

/** There is no bot: what is not known is left open, as freqtrade does. */
export function presentResearchConfig(config: RawConfig): ShowConfig {
  const timeframe = config.timeframe ?? null;
  return {
    ...presentShared(config),
    ...presentLength(timeframe === null ? 0 : timeframeMs(timeframe)),
    strategy_version: null,
    max_open_trades: config.max_open_trades ?? -1,
    minimal_roi: {},
    stoploss: null,
    stoploss_on_exchange: false,
    trailing_stop: null,
    trailing_stop_positive: null,
    trailing_stop_positive_offset: null,
    trailing_only_offset_is_reached: null,
    order_types: null,
    use_custom_stoploss: null,
    timeframe,
    strategy: config.strategy ?? null,
    force_entry_enable: config.force_entry_enable ?? false,
    bot_name: config.bot_name ?? 'freqtrade',
    state: '',
    runmode: 'webserver',
    position_adjustment_enable: config.position_adjustment_enable ?? false,
    max_entry_position_adjustment: config.max_entry_position_adjustment ?? -1,
  };
}
