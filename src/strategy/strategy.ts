import type { CandleKind, OtherCandles, TradedKind } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import type { ProtectionSetting } from '../core/protections/protection-rules.ts';
import type { StopPriceType } from '../core/stop-on-exchange/stop-order.ts';
import type { Order, OrderType, Side, Trade } from '../core/trade/trade.ts';
import type { AnalysedFrame } from './analysed-frame.ts';
import type { Annotation } from './annotation.ts';
import type { DataFrame } from './data-frame.ts';
import type { DataProvider, Snapshot } from './data-provider.ts';
import type { HyperOpt } from './hyper-opt.ts';
import type { KeptColumns } from './kept-columns.ts';
import type { PairLocks } from './pair-locks.ts';
import type { TradeRecords } from './trade-records.ts';
import type { Wallets } from './wallets.ts';

export type MarketDirection = 'long' | 'short' | 'even' | 'none';

export interface PairContext {
  readonly pair: string;
}

/** What callbacks about a trade get. Rates in quote currency, ratios 0.01 = 1 %, times ms since epoch, UTC. */
export interface TradeContext {
  readonly pair: string;
  readonly trade: Readonly<Trade>;
  readonly currentTime: number;
  readonly currentRate: number;
  readonly currentProfit: number;
}

export interface EntryContext {
  readonly pair: string;
  readonly currentTime: number;
  readonly rate: number;
  readonly entryTag: string | null;
  readonly side: Side;
}

/** Columns of a larger timeframe, of the same pair or another, joined without a look ahead. */
export interface Informative {
  readonly timeframe: string;
  /** e.g. `BTC/USDT` or `BTC/{stake}`; the pair itself when left out. */
  readonly asset?: string;
  /** Name of the columns: `{base}`, `{quote}`, `{asset}`, `{column}`, `{timeframe}` are filled in. freqtrade's names when left out. */
  readonly format?: string;
  /** Candles of another kind: `mark`, `index`, `premiumIndex`, `funding_rate`, `open_interest`; those that are traded when left out. */
  readonly kind?: CandleKind | TradedKind;
  readonly populate: (frame: DataFrame, context: PairContext) => DataFrame;
}

/** What callbacks on an open order's price get. */
export interface OrderPriceContext {
  readonly pair: string;
  readonly trade: Readonly<Trade>;
  readonly order: Readonly<Order>;
  readonly currentTime: number;
  readonly proposedRate: number;
  readonly currentOrderRate: number;
  readonly entryTag: string | null;
  readonly side: Side;
}

export interface OrderTypes {
  entry: OrderType;
  exit: OrderType;
  stoploss: OrderType;
  stoploss_on_exchange: boolean;
  force_entry?: OrderType;
  force_exit?: OrderType;
  emergency_exit?: OrderType;
  stoploss_on_exchange_interval?: number;
  stoploss_on_exchange_limit_ratio?: number;
  stoploss_price_type?: StopPriceType;
}

/** A search for parameters, as a strategy in a process of its own takes part in it. */
export interface SearchElsewhere {
  /**
   * Makes all pairs ready for every try to come; begins the strategy where nobody has.
   * @param searched names of the parameters that tries set @param analysesEach whether indicators are made with each try
   */
  prepare(pairs: ReadonlyMap<string, Candles>, searched: readonly string[], analysesEach: boolean): Promise<void>;
  /**
   * Begins a try: from now on the strategy has these values, and what it makes of them.
   * @param pairs those that were made ready @param attributes by freqtrade's names @returns pairs with their signals
   */
  begin(
    pairs: ReadonlyMap<string, Candles>,
    values: Readonly<Record<string, unknown>>,
    attributes: Readonly<Record<string, unknown>>,
  ): Promise<ReadonlyMap<string, DataFrame>>;
  /** Forgets what the try has changed. */
  end(): Promise<void>;
}

/**
 * Base of every strategy. Set the attributes, fill in the three `populate` methods, and override the callbacks you need.
 * Callbacks decide at once and return plain values; only `botStart`, `botLoopStart` and the `populate` methods may be async.
 */
export abstract class Strategy {
  readonly INTERFACE_VERSION: number = 3;
  /** Length of a candle, e.g. `5m`. */
  abstract timeframe: string;
  /** Ratio below the entry at which a trade is given up, e.g. -0.1. */
  abstract stoploss: number;
  /** Minutes open to the profit ratio that is enough, e.g. `{ 0: 0.04, 30: 0.01 }`. Empty for none. */
  minimalRoi: Readonly<Record<string, number>> = {};
  trailingStop = false;
  trailingStopPositive: number | null = null;
  trailingStopPositiveOffset = 0;
  trailingOnlyOffsetIsReached = false;
  useCustomStoploss = false;
  useCustomRoi = false;
  useExitSignal = true;
  exitProfitOnly = false;
  exitProfitOffset = 0;
  ignoreRoiIfEntrySignal = false;
  canShort = false;
  /** Candles needed before signals can be trusted. */
  startupCandleCount = 0;
  processOnlyNewCandles = true;
  ignoreBuyingExpiredCandleAfter = 0;
  positionAdjustmentEnable = false;
  maxEntryPositionAdjustment = -1;
  /** How many trades may be open at once; -1 for any number. The configuration's is used where this is null. */
  maxOpenTrades: number | null = null;
  /** As `unfilledtimeout` of the configuration, which wins. */
  unfilledTimeout: { entry?: number; exit?: number; exit_timeout_count?: number; unit?: 'minutes' | 'seconds' } | null = null;
  /** Rules that keep pairs from being entered after bad trades; a function where they are made of parameters, asked once these are set. */
  protections: readonly ProtectionSetting[] | (() => readonly ProtectionSetting[]) = [];
  /** Spaces of a search that are made otherwise than freqtrade makes them. */
  hyperOpt: HyperOpt = {};
  orderTypes: OrderTypes = {
    entry: 'limit',
    exit: 'limit',
    stoploss: 'limit',
    stoploss_on_exchange: false,
    stoploss_on_exchange_interval: 60,
  };
  orderTimeInForce: { entry: string; exit: string } = { entry: 'GTC', exit: 'GTC' };
  /** What the chart shows: `main_plot` and `subplots`, as freqtrade's. */
  plotConfig: Readonly<Record<string, unknown>> = {};
  /** What the owner thinks of the market; set with Telegram's `/marketdir`, for the strategy to look at. */
  marketDirection: MarketDirection = 'none';
  /** What is asked of the exchange before decisions, beside candles. */
  snapshot: Snapshot = {};
  /** Candles, prices and markets. Set, as what follows, before any call. */
  dp!: DataProvider;
  trades!: TradeRecords;
  wallets!: Wallets;
  locks!: PairLocks;
  /** The configuration with freqtrade's keys, without what is secret in it. */
  config!: Readonly<Record<string, unknown>>;

  /** Keeps a pair from being entered until a moment (ms). */
  lockPair(pair: string, until: number, reason: string | null = null, side: 'long' | 'short' | '*' = '*'): void {
    this.locks.lock(pair, until, reason, side);
  }
  unlockPair(pair: string): void {
    this.locks.unlock(pair);
  }
  /** Ends all locks that were made for a reason. */
  unlockReason(reason: string): void {
    this.locks.unlockReason(reason);
  }
  /** Whether a pair may not be entered now. @param side `*` for locks of both sides only */
  isPairLocked(pair: string, side: 'long' | 'short' | '*' = '*'): boolean {
    return this.locks.holding(pair, side) !== null;
  }

  /** Pairs and timeframes whose candles are gathered for `dp.pairFrame`, of another kind (`mark`, `funding_rate`) where one is named. */
  informativePairs(): readonly (readonly [pair: string, timeframe: string, kind?: CandleKind | TradedKind])[] {
    return [];
  }
  /** Other pairs and larger timeframes to add columns from, before `populateIndicators`. */
  informative(): readonly Informative[] {
    return [];
  }

  /** Adds indicator columns. */
  abstract populateIndicators(frame: DataFrame, context: PairContext): DataFrame | Promise<DataFrame>;
  /** Sets `enter_long` (and `enter_short`) signals. */
  abstract populateEntryTrend(frame: DataFrame, context: PairContext): DataFrame | Promise<DataFrame>;
  /** Sets `exit_long` (and `exit_short`) signals. */
  abstract populateExitTrend(frame: DataFrame, context: PairContext): DataFrame | Promise<DataFrame>;

  /** Whether `customStoploss` is asked right after a fill, and may loosen the stop then; null where its code shows that: it reads `afterFill`. */
  stopsAfterFill: boolean | null = null;
  /** Whether an entry passes where `confirmTradeEntry` fails. */
  entersUnconfirmed = false;
  /** Whether a run ends where `minRoiReached` or `minRoiReachedEntry` fails; else no ROI is reached then. */
  endsByFailedRoi = false;
  /** Whether an order at no price (NaN) is placed and waits, as in freqtrade's backtests; else the proposed price holds. */
  ordersAtNoPrice = false;
  /** Candles of other kinds that are gathered for `dp.otherFrame`, where the strategy lives in a process of its own. */
  otherCandles?: readonly OtherCandles[];
  /** Before an analysis of these pairs, where the strategy lives in a process of its own: begins it there. Its attributes may change. */
  beginAnalysis?(pairs: readonly string[]): Promise<void>;
  /** Looks at all pairs of a backtest at once, in place of the `populate` methods, where the strategy lives in a process of its own. */
  analysePairs?(pairs: ReadonlyMap<string, Candles>, kept: KeptColumns): Promise<ReadonlyMap<string, AnalysedFrame>>;

  /** How it takes part in a search, where it lives in a process of its own. */
  search?: SearchElsewhere;

  /** To be called when the strategy has set attributes that trades are left by, while it trades. */
  onRulesMoved?: () => void;

  /** Hears which trades have changed and which are removed, where the strategy lives in a process of its own. */
  onRecorded?(changed: readonly Readonly<Trade>[], removed: readonly Readonly<Trade>[]): void;

  /** Ends what it keeps running, where it lives in a process of its own. */
  close?(): void;

  version?(): string | null;
  /** What is drawn on the chart of a pair, asked after each analysis. */
  plotAnnotations?(context: {
    readonly pair: string;
    readonly frame: DataFrame;
    /** First and last candle of the frame, ms. */
    readonly startDate: number;
    readonly endDate: number;
  }): readonly Annotation[];
  botStart?(): void | Promise<void>;
  botLoopStart?(currentTime: number): void | Promise<void>;
  customStoploss?(context: TradeContext & { readonly afterFill: boolean }): number | null;
  customExit?(context: TradeContext): string | boolean | null;
  customRoi?(context: {
    readonly pair: string;
    readonly trade: Readonly<Trade>;
    readonly currentTime: number;
    readonly tradeDuration: number;
  }): number | null;
  /** In place of the rule by `minimalRoi`: whether a profit (ratio, 0.01 = 1 %) is enough. */
  minRoiReached?(context: {
    readonly pair: string;
    readonly trade: Readonly<Trade>;
    readonly currentTime: number;
    readonly currentProfit: number;
  }): boolean;
  /** In place of the table `minimalRoi`: the step that counts at an age in minutes, null where there is none. */
  minRoiReachedEntry?(context: {
    readonly pair: string;
    readonly trade: Readonly<Trade>;
    readonly currentTime: number;
    readonly tradeDuration: number;
  }): readonly [minutes: number | null, ratio: number | null];
  /** @param context `trade` is set when an open trade is added to */
  customEntryPrice?(context: EntryContext & { readonly proposedRate: number; readonly trade: Readonly<Trade> | null }): number;
  customExitPrice?(context: TradeContext & { readonly proposedRate: number; readonly exitTag: string | null }): number;
  customStakeAmount?(
    context: EntryContext & {
      readonly currentRate: number;
      readonly proposedStake: number;
      readonly minStake: number | null;
      readonly maxStake: number;
      readonly leverage: number;
    },
  ): number;
  leverage?(
    context: EntryContext & { readonly currentRate: number; readonly proposedLeverage: number; readonly maxLeverage: number },
  ): number;
  /** A new price for an open entry order; null cancels it, the order's own price leaves it. */
  adjustEntryPrice?(context: OrderPriceContext): number | null;
  adjustExitPrice?(context: OrderPriceContext): number | null;
  /** In place of the two above. */
  adjustOrderPrice?(context: OrderPriceContext & { readonly isEntry: boolean }): number | null;
  /** Stake to add to a trade (above 0) or to take from it (below 0), with a tag if you like; null for neither. */
  adjustTradePosition?(
    context: TradeContext & {
      readonly minStake: number | null;
      readonly maxStake: number;
      readonly currentEntryRate: number;
      readonly currentExitRate: number;
      readonly currentEntryProfit: number;
      readonly currentExitProfit: number;
    },
  ): number | readonly [stake: number | null, tag: string | null] | null;
  confirmTradeEntry?(
    context: EntryContext & { readonly orderType: OrderType; readonly amount: number; readonly timeInForce: string },
  ): boolean;
  confirmTradeExit?(
    context: TradeContext & {
      readonly orderType: OrderType;
      readonly amount: number;
      readonly timeInForce: string;
      readonly exitReason: string;
    },
  ): boolean;
  checkEntryTimeout?(context: {
    readonly pair: string;
    readonly trade: Readonly<Trade>;
    readonly order: Readonly<Order>;
    readonly currentTime: number;
  }): boolean;
  checkExitTimeout?(context: {
    readonly pair: string;
    readonly trade: Readonly<Trade>;
    readonly order: Readonly<Order>;
    readonly currentTime: number;
  }): boolean;
  orderFilled?(context: {
    readonly pair: string;
    readonly trade: Readonly<Trade>;
    readonly order: Readonly<Order>;
    readonly currentTime: number;
  }): void;
}

/** Callbacks that decide at once. */
export type CallbackName =
  | ('customStoploss' | 'customExit' | 'customRoi' | 'customEntryPrice' | 'customExitPrice' | 'customStakeAmount' | 'leverage')
  | ('minRoiReached' | 'minRoiReachedEntry')
  | ('adjustEntryPrice' | 'adjustExitPrice' | 'adjustOrderPrice' | 'adjustTradePosition')
  | ('confirmTradeEntry' | 'confirmTradeExit' | 'checkEntryTimeout' | 'checkExitTimeout' | 'orderFilled' | 'plotAnnotations');

/** What a callback is asked with, by its name: `override leverage({ maxLeverage }: CallbackContext<'leverage'>): number`. */
export type CallbackContext<Name extends CallbackName> = Parameters<NonNullable<Strategy[Name]>>[0];
