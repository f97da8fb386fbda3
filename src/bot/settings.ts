import { type OrderFlowSetting, orderFlowSetting } from '../config/order-flow.ts';
import { ConfigurationError } from '../config/problem.ts';
import type { RawConfig, RawPricing } from '../config/raw.ts';
import type { EntryRules } from '../core/entry/plan-entry.ts';
import type { PricingRules } from '../core/entry/price.ts';
import type { ExitRules } from '../core/exit/decide-exit.ts';
import type { ExitOrderRules } from '../core/exit/plan-exit.ts';
import { roiTable } from '../core/exit/roi.ts';
import { ASKED_MARKET, type MarketModel } from '../core/market/market-model.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { TimeoutRules } from '../core/order/timeout.ts';
import type { ProtectionRule } from '../core/protections/protection.ts';
import type { StopFollowing } from '../core/stop-on-exchange/plan-stop.ts';
import type { OrderType } from '../core/trade/trade.ts';
import { protectionsOf } from '../strategy/protections-of.ts';
import { riskProblems } from '../strategy/risk-rules.ts';
import type { OrderTypes, Strategy } from '../strategy/strategy.ts';
import type { Configured } from './configured-strategy.ts';

/** What a bot needs to know, from config and strategy together; the config wins. */
export interface BotSettings {
  readonly config: RawConfig;
  readonly strategyName: string;
  readonly timeframe: string;
  readonly timeframeMs: number;
  readonly stakeCurrency: string;
  readonly minimalRoi: Readonly<Record<string, number>>;
  /** What decisions take for granted of the market. */
  readonly marketModel: MarketModel;
  readonly entryRules: EntryRules;
  readonly exitRules: ExitRules;
  readonly exitOrderRules: ExitOrderRules;
  /** Null where the bot watches stops itself. */
  readonly stopOnExchange: StopFollowing | null;
  readonly timeouts: TimeoutRules;
  readonly entryPricing: PricingRules;
  readonly exitPricing: PricingRules;
  readonly orderTypes: OrderTypes;
  readonly timeInForce: { readonly entry: string; readonly exit: string };
  /** Bids over asks that an entry needs; null when not asked for. */
  readonly bidsToAskDelta: number | null;
  readonly throttleMs: number;
  /** Between signs of life, ms; 0 for none. */
  readonly heartbeatMs: number;
  readonly processOnlyNewCandles: boolean;
  readonly ignoreExpiredCandleAfterMs: number;
  readonly whitelist: readonly string[];
  readonly blacklist: readonly string[];
  readonly startupCandles: number;
  readonly initialState: 'running' | 'paused' | 'stopped';
  readonly forceEntryEnable: boolean;
  readonly cancelOpenOrdersOnExit: boolean;
  readonly botName: string;
  readonly protections: readonly ProtectionRule[];
  readonly isFutures: boolean;
  /** Whether positions share their margin. */
  readonly isCross: boolean;
  /** Null where public trades are not looked at. */
  readonly orderFlow: OrderFlowSetting | null;
  /** Ratio of the distance between open rate and liquidation. */
  readonly liquidationBuffer: number;
  readonly adjustmentRules: AdjustmentRules;
}

/** Whether positions may grow and shrink. */
export interface AdjustmentRules {
  readonly isOn: boolean;
  /** How often a trade may be added to; -1 for any number. */
  readonly maxAdditions: number;
}

/** Between signs of life, s, as freqtrade has it. */
const HEARTBEAT_S = 60;
const DEFAULT_ORDER_TYPES: OrderTypes = { entry: 'limit', exit: 'limit', stoploss: 'limit', stoploss_on_exchange: false };

/** @throws ConfigurationError where stop or trailing stop, of config or strategy, can't be traded with; StrategyError, Error */
export function botSettings(config: RawConfig, strategy: Strategy): BotSettings {
  const settings = researchSettings(config, strategy);
  return { ...settings, protections: protectionsOf(strategy, settings.timeframe) };
}

/** What is traded by on stored candles, where protections are looked at only when they are asked for. Source: freqtrade 2026.9. */
export type ResearchSettings = Omit<BotSettings, 'protections'>;

/** @throws ConfigurationError where stop or trailing stop, of config or strategy, can't be traded with; StrategyError, Error */
export function researchSettings(config: RawConfig, strategy: Strategy): ResearchSettings {
  const settings = settingsOfTry(config, strategy);
  const file = `configuration or strategy ${strategy.constructor.name}`;
  const problems = riskProblems(settings.exitRules).map((problem) => ({ file, ...problem }));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return settings;
}

/**
 * The same for a try of a search, whose stops are judged by what comes of them: any may be tried. Source: freqtrade 2026.9.
 * @throws StrategyError, Error
 */
export function settingsOfTry(config: RawConfig, strategy: Strategy): ResearchSettings {
  const timeframe = config.timeframe ?? strategy.timeframe;
  const minimalRoi = config.minimal_roi ?? strategy.minimalRoi;
  const stoploss = config.stoploss ?? strategy.stoploss;
  const orderTypes: OrderTypes = {
    ...DEFAULT_ORDER_TYPES,
    emergency_exit: 'market',
    ...((config.order_types as Partial<OrderTypes> | undefined) ?? strategy.orderTypes),
  };
  const timeInForce = config.order_time_in_force ?? strategy.orderTimeInForce;
  const maxOpenTrades = config.max_open_trades ?? strategy.maxOpenTrades ?? -1;
  const timeout = config.unfilledtimeout ?? strategy.unfilledTimeout ?? undefined;
  const unit = timeout?.unit === 'seconds' ? 1000 : 60_000;
  const depth = config.entry_pricing.check_depth_of_market;
  const exitRules = exitRulesOf(config, strategy);
  return {
    config,
    strategyName: strategy.constructor.name,
    timeframe,
    timeframeMs: timeframeMs(timeframe),
    stakeCurrency: config.stake_currency,
    minimalRoi,
    marketModel: ASKED_MARKET,
    entryRules: {
      maxOpenTrades: slotsOf(maxOpenTrades),
      stakeAmount: config.stake_amount === 'unlimited' ? 'unlimited' : Number(config.stake_amount),
      tradableBalanceRatio: config.tradable_balance_ratio,
      availableCapital: config.available_capital ?? null,
      amendLastStakeAmount: config.amend_last_stake_amount,
      lastStakeAmountMinRatio: config.last_stake_amount_min_ratio,
      amountReserveRatio: config.amount_reserve_percent ?? 0.05,
      stoploss,
      orderType: orderTypes.entry,
      timeInForce: timeInForce.entry,
      customPriceMaxDistanceRatio: config.custom_price_max_distance_ratio,
    },
    exitRules,
    exitOrderRules: {
      orderType: orderTypes.exit,
      stopOrderType: orderTypes.stoploss,
      timeInForce: timeInForce.exit,
      customPriceMaxDistanceRatio: config.custom_price_max_distance_ratio,
    },
    stopOnExchange: stopOnExchange(orderTypes, exitRules.trailingStop || strategy.useCustomStoploss),
    timeouts: {
      entryMs: timeout?.entry === undefined ? null : timeout.entry * unit,
      exitMs: timeout?.exit === undefined ? null : timeout.exit * unit,
      exitTimeoutCount: timeout?.exit_timeout_count ?? 0,
    },
    entryPricing: pricingRules(config.entry_pricing),
    exitPricing: pricingRules(config.exit_pricing),
    orderTypes,
    timeInForce,
    bidsToAskDelta: depth?.enabled ? (depth.bids_to_ask_delta ?? 0) : null,
    throttleMs: (config.internals.process_throttle_secs ?? 5) * 1000,
    heartbeatMs: (config.internals.heartbeat_interval ?? HEARTBEAT_S) * 1000,
    processOnlyNewCandles: config.process_only_new_candles ?? strategy.processOnlyNewCandles,
    ignoreExpiredCandleAfterMs: (config.ignore_buying_expired_candle_after ?? strategy.ignoreBuyingExpiredCandleAfter) * 1000,
    whitelist: config.exchange.pair_whitelist ?? [],
    blacklist: config.exchange.pair_blacklist ?? [],
    startupCandles: strategy.startupCandleCount,
    initialState: config.initial_state ?? 'stopped',
    forceEntryEnable: config.force_entry_enable ?? false,
    cancelOpenOrdersOnExit: config.cancel_open_orders_on_exit,
    botName: config.bot_name ?? 'freqtrade',
    isFutures: config.trading_mode === 'futures',
    isCross: config.trading_mode === 'futures' && config.margin_mode === 'cross',
    orderFlow: orderFlowSetting(config),
    liquidationBuffer: config.liquidation_buffer ?? 0.05,
    adjustmentRules: adjustmentRulesOf(config, strategy),
  };
}

function adjustmentRulesOf(config: Partial<Configured>, strategy: Strategy): AdjustmentRules {
  return {
    isOn: config.position_adjustment_enable ?? strategy.positionAdjustmentEnable,
    maxAdditions: config.max_entry_position_adjustment ?? strategy.maxEntryPositionAdjustment,
  };
}

/** How trades are left. @throws Error where the returns are no numbers */
export function exitRulesOf(config: Partial<Configured>, strategy: Strategy): ExitRules {
  return {
    stoploss: config.stoploss ?? strategy.stoploss,
    roi: roiTable(config.minimal_roi ?? strategy.minimalRoi),
    trailingStop: config.trailing_stop ?? strategy.trailingStop,
    trailingStopPositive: config.trailing_stop_positive ?? strategy.trailingStopPositive,
    trailingStopPositiveOffset: config.trailing_stop_positive_offset ?? strategy.trailingStopPositiveOffset,
    trailingOnlyOffsetIsReached: config.trailing_only_offset_is_reached ?? strategy.trailingOnlyOffsetIsReached,
    useCustomStoploss: strategy.useCustomStoploss,
    useCustomRoi: strategy.useCustomRoi,
    useExitSignal: config.use_exit_signal ?? strategy.useExitSignal,
    exitProfitOnly: config.exit_profit_only ?? strategy.exitProfitOnly,
    exitProfitOffset: config.exit_profit_offset ?? strategy.exitProfitOffset,
    ignoreRoiIfEntrySignal: config.ignore_roi_if_entry_signal ?? strategy.ignoreRoiIfEntrySignal,
  };
}

/**
 * Rules by which trades are entered and left, as the strategy has them at each moment: its code may set its attributes while it trades, and
 * what it sets counts from then on, over the configuration's. Source: freqtrade 2026.9.
 * @param movesSlots whether `max_open_trades` is the strategy's as well: in a backtest; a bot has it from its configuration
 */
export function movingRules(strategy: Strategy, begun: MovingRules, movesSlots: boolean): MovingRules {
  const rules = {
    entryRules: { ...begun.entryRules },
    exitRules: { ...begun.exitRules },
    exitOrderRules: { ...begun.exitOrderRules },
    adjustmentRules: { ...begun.adjustmentRules },
  };
  strategy.onRulesMoved = () => {
    const { orderTypes, orderTimeInForce, stoploss } = strategy;
    Object.assign(rules.exitRules, exitRulesOf({}, strategy));
    Object.assign(rules.entryRules, { stoploss, orderType: orderTypes.entry, timeInForce: orderTimeInForce.entry });
    if (movesSlots) Object.assign(rules.entryRules, { maxOpenTrades: slotsOf(strategy.maxOpenTrades) });
    Object.assign(rules.exitOrderRules, {
      orderType: orderTypes.exit,
      stopOrderType: orderTypes.stoploss,
      timeInForce: orderTimeInForce.exit,
    });
    Object.assign(rules.adjustmentRules, adjustmentRulesOf({}, strategy));
  };
  return rules;
}

type MovingRules = Pick<BotSettings, 'entryRules' | 'exitRules' | 'exitOrderRules' | 'adjustmentRules'>;

/** -1 or nothing for any number. */
function slotsOf(maxOpenTrades: number | null | undefined): number {
  return maxOpenTrades === -1 ? Number.POSITIVE_INFINITY : (maxOpenTrades ?? Number.POSITIVE_INFINITY);
}

/** @param moves whether stops move by themselves */
function stopOnExchange(orderTypes: OrderTypes, moves: boolean): StopFollowing | null {
  if (!orderTypes.stoploss_on_exchange) return null;
  return {
    orderType: orderTypes.stoploss,
    limitRatio: orderTypes.stoploss_on_exchange_limit_ratio ?? 0.99,
    intervalMs: (orderTypes.stoploss_on_exchange_interval ?? 60) * 1000,
    priceType: orderTypes.stoploss_price_type ?? null,
    moves,
  };
}

/** How CoinGecko is asked. */
export function coingeckoOf(config: RawConfig): { apiKey: string; isDemo: boolean } {
  return { apiKey: config.coingecko?.api_key ?? '', isDemo: config.coingecko?.is_demo ?? true };
}

/** Order type for leaving where neither the strategy nor the market wants it. */
export function exitOrderType({ orderTypes }: BotSettings, reason: 'force' | 'emergency'): OrderType {
  return reason === 'force' ? (orderTypes.force_exit ?? orderTypes.exit) : (orderTypes.emergency_exit ?? 'market');
}

function pricingRules(pricing: RawPricing): PricingRules {
  return {
    priceSide: pricing.price_side,
    useOrderBook: pricing.use_order_book ?? true,
    orderBookTop: pricing.order_book_top ?? 1,
    priceLastBalance: pricing.price_last_balance ?? 0,
  };
}
