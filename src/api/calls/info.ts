import type { FastifyInstance } from 'fastify';
import type { BotService } from '../../bot/port.ts';
import type { RawConfig } from '../../config/raw.ts';
import { stakeDecimals } from '../../core/market/stake-decimals.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { ResearchRefused, type ResearchService } from '../../research/port.ts';
import type { ShowConfig, SysInfo } from '../../wire/answers/info.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { serve } from '../http/serve.ts';
import { presentHealth } from '../present/health.ts';
import { presentParameter } from '../present/parameter.ts';
import type { LogLine } from './log-line.ts';
import { VERSION } from './version.ts';

/** What kind of bot this is and how it fares. */
export function infoRoutes(
  app: FastifyInstance,
  bot: BotService,
  logLines: (limit: number) => readonly LogLine[],
  research: ResearchService | null,
  /** The same, or research beside trading. */
  anyResearch: ResearchService | null,
  machine: () => SysInfo,
): void {
  serve(app, ENDPOINTS.version, async () => ({ version: VERSION }));
  serve(app, ENDPOINTS.show_config, async () => (research === null ? showConfig(bot) : showResearchConfig(research.config)));
  serve(app, ENDPOINTS.logs, async (request) => {
    const logs = logLines(request.query.limit ?? 0);
    return { log_count: logs.length, logs: logs as unknown as unknown[][] };
  });
  serve(app, ENDPOINTS.health, async () => {
    if (research !== null) throw new ResearchRefused(502, 'Bot is not in the correct state', 'query');
    return presentHealth(bot);
  });
  serve(app, ENDPOINTS.sysinfo, async () => machine());
  serve(app, ENDPOINTS.plot_config, async ({ query }) => {
    if (anyResearch?.isBesideTrading && query.strategy !== undefined) return { ...(await anyResearch.plotConfig(query.strategy)) };
    if (research === null) return { ...bot.plotConfig };
    if (query.strategy === undefined) throw new ResearchRefused(502, 'Strategy is mandatory in webserver mode.', 'query');
    return { ...(await research.plotConfig(query.strategy)) };
  });
  // research has every strategy
  if (anyResearch !== null) return;
  serve(app, ENDPOINTS.strategy, async (request, reply) => {
    if (request.params.strategy.includes('/')) return reply.code(404).send({ detail: 'Not Found' });
    if (request.params.strategy !== bot.settings.strategyName) {
      return reply.code(404).send({ detail: 'Only the currently active strategy is available in trade mode' });
    }
    return {
      strategy: bot.settings.strategyName,
      timeframe: bot.settings.timeframe,
      params: bot.strategyParameters.map(presentParameter),
      code: bot.strategyCode,
    };
  });
}

function showConfig(bot: BotService): ShowConfig {
  const { settings, state } = bot;
  const { config, exitRules, orderTypes } = settings;
  const maxOpen = settings.entryRules.maxOpenTrades;
  return {
    version: VERSION,
    strategy_version: bot.strategyVersion,
    api_version: 2.5,
    dry_run: config.dry_run,
    trading_mode: config.trading_mode,
    margin_mode: config.margin_mode,
    short_allowed: config.trading_mode !== 'spot',
    stake_currency: config.stake_currency,
    stake_amount: String(config.stake_amount),
    available_capital: config.available_capital ?? null,
    stake_currency_decimals: stakeDecimals(config.stake_currency),
    max_open_trades: Number.isFinite(maxOpen) ? maxOpen : -1,
    minimal_roi: settings.minimalRoi,
    stoploss: exitRules.stoploss,
    stoploss_on_exchange: orderTypes.stoploss_on_exchange,
    trailing_stop: exitRules.trailingStop,
    trailing_stop_positive: exitRules.trailingStopPositive,
    trailing_stop_positive_offset: exitRules.trailingStopPositiveOffset,
    trailing_only_offset_is_reached: exitRules.trailingOnlyOffsetIsReached,
    unfilledtimeout: config.unfilledtimeout ?? null,
    order_types: orderTypes,
    use_custom_stoploss: exitRules.useCustomStoploss,
    timeframe: settings.timeframe,
    timeframe_ms: settings.timeframeMs,
    timeframe_min: Math.floor(settings.timeframeMs / 60_000),
    exchange: config.exchange.name,
    demo_trading: false,
    strategy: settings.strategyName,
    force_entry_enable: settings.forceEntryEnable,
    exit_pricing: { ...config.exit_pricing },
    entry_pricing: { ...config.entry_pricing },
    bot_name: settings.botName,
    state: state.mode,
    runmode: config.dry_run ? 'dry_run' : 'live',
    position_adjustment_enable: settings.positionAdjustment,
    max_entry_position_adjustment: settings.maxEntryPositionAdjustment,
  };
}

/** There is no bot: what is not known is left open, as freqtrade does. */
function showResearchConfig(config: RawConfig): ShowConfig {
  const timeframe = config.timeframe ?? null;
  const length = timeframe === null ? 0 : timeframeMs(timeframe);
  return {
    version: VERSION,
    strategy_version: null,
    api_version: 2.5,
    dry_run: config.dry_run,
    trading_mode: config.trading_mode,
    margin_mode: config.margin_mode,
    short_allowed: config.trading_mode !== 'spot',
    stake_currency: config.stake_currency,
    stake_amount: String(config.stake_amount),
    available_capital: config.available_capital ?? null,
    stake_currency_decimals: stakeDecimals(config.stake_currency),
    max_open_trades: config.max_open_trades ?? -1,
    minimal_roi: {},
    stoploss: null,
    stoploss_on_exchange: false,
    trailing_stop: null,
    trailing_stop_positive: null,
    trailing_stop_positive_offset: null,
    trailing_only_offset_is_reached: null,
    unfilledtimeout: config.unfilledtimeout ?? null,
    order_types: null,
    use_custom_stoploss: null,
    timeframe,
    timeframe_ms: length,
    timeframe_min: Math.floor(length / 60_000),
    exchange: config.exchange.name,
    demo_trading: false,
    strategy: config.strategy ?? null,
    force_entry_enable: config.force_entry_enable ?? false,
    exit_pricing: { ...config.exit_pricing },
    entry_pricing: { ...config.entry_pricing },
    bot_name: config.bot_name ?? 'freqtrade',
    state: '',
    runmode: 'webserver',
    position_adjustment_enable: config.position_adjustment_enable ?? false,
    max_entry_position_adjustment: config.max_entry_position_adjustment ?? -1,
  };
}
