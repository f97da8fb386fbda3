import {
  type Annotation,
  type DataFrame,
  type EntryContext,
  ema,
  type Informative,
  type Order,
  type OrderPriceContext,
  type OrderType,
  type PairContext,
  rsi,
  Strategy,
  type Trade,
  type TradeContext,
} from 'freqtrade-ts';

/**
 * Every callback there is, each as it behaves when it is left out: keep those you change, delete the others.
 *
 * Callbacks decide at once: they return plain values, never promises. What has to be fetched is fetched in `botStart`,
 * `botLoopStart` or the `populate` methods, kept on the strategy, and read here. A callback that throws costs its decision, not the bot.
 * Rates are in quote currency, ratios 0.01 = 1 %, times ms since epoch (UTC).
 */
export class AdvancedStrategy extends Strategy {
  override timeframe = '5m';
  /** Minutes open, and the profit that is then enough. */
  override minimalRoi = { 0: 0.04, 240: 0.02 };
  override stoploss = -0.06;
  override startupCandleCount = 288;

  /** Lets the stop follow the price; with an offset, only once the profit has reached it. */
  override trailingStop = false;
  override trailingStopPositive = null;
  override trailingStopPositiveOffset = 0;
  override trailingOnlyOffsetIsReached = false;

  /** Whether customStoploss and customRoi below are asked. */
  override useCustomStoploss = true;
  override useCustomRoi = true;

  /** Whether exit signals count; only in profit; not while the entry signal is still there. */
  override useExitSignal = true;
  override exitProfitOnly = false;
  override ignoreRoiIfEntrySignal = false;

  /** Whether adjustTradePosition below is asked, and how many times a trade may be added to (-1: any number). */
  override positionAdjustmentEnable = false;
  override maxEntryPositionAdjustment = -1;

  /** Whether `enter_short` signals may be set; futures only. */
  override canShort = false;

  override orderTypes = { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false } as const;

  /** Rules that keep pairs from being entered after bad trades, e.g. { method: 'CooldownPeriod', stop_duration_candles: 5 }. */
  override protections = [];

  override plotConfig = { main_plot: { day: { color: '#5090d0' } }, subplots: { RSI: { rsi: { color: '#8060d0' } } } };

  /** Shown beside the bot's version, and kept with results. */
  override version(): string | null {
    return null;
  }

  /** Once, before anything else. May be async: the place to load what the strategy needs. */
  override async botStart(): Promise<void> {}

  /** What is drawn on the chart of a pair beside its columns: areas, lines and points, e.g. { type: 'line', yStart: 100, yEnd: 100 }. */
  override plotAnnotations(_context: { readonly pair: string; readonly frame: DataFrame; readonly startDate: number }): Annotation[] {
    return [];
  }

  /** At the beginning of every iteration. May be async: the place to fetch news, sentiment, another market. */
  override async botLoopStart(_currentTime: number): Promise<void> {}

  /**
   * Columns of larger timeframes or other pairs, joined without a look ahead, e.g.
   * [{ timeframe: '1h', populate: (frame) => frame.set('rsi', rsi(frame.close, 14)) }] adds `rsi_1h`.
   */
  override informative(): readonly Informative[] {
    return [];
  }

  /** Adds columns of numbers: one row a candle. */
  override populateIndicators(frame: DataFrame, _context: PairContext): DataFrame {
    return frame.set('rsi', rsi(frame.close, 14)).set('day', ema(frame.close, 288));
  }

  /** Sets `enter_long` and `enter_short`, with a tag that is kept with the trade. */
  override populateEntryTrend(frame: DataFrame, _context: PairContext): DataFrame {
    const isDipOver = frame.get('rsi').crossedAbove(35);
    return frame.signal('enter_long', isDipOver.and(frame.close.above(frame.get('day'))), 'dip');
  }

  /** Sets `exit_long` and `exit_short`. */
  override populateExitTrend(frame: DataFrame, _context: PairContext): DataFrame {
    return frame.signal('exit_long', frame.get('rsi').crossedAbove(75), 'overdone');
  }

  /** Price of an entry order, in place of the configuration's. `trade` is set when an open trade is added to. */
  override customEntryPrice({
    proposedRate,
  }: EntryContext & { readonly proposedRate: number; readonly trade: Readonly<Trade> | null }): number {
    return proposedRate;
  }

  /** Stake of a new trade, stake currency. Below `minStake` the exchange would refuse it; 0 means no trade. */
  override customStakeAmount({ proposedStake }: EntryContext & { readonly proposedStake: number }): number {
    return proposedStake;
  }

  /** Leverage of a new trade, from 1 to `maxLeverage`; futures only. */
  override leverage({ proposedLeverage }: EntryContext & { readonly proposedLeverage: number; readonly maxLeverage: number }): number {
    return proposedLeverage;
  }

  /** The last word before an entry order is sent. */
  override confirmTradeEntry(_context: EntryContext & { readonly orderType: OrderType; readonly amount: number }): boolean {
    return true;
  }

  /**
   * A new stop, as a ratio from the current rate (-0.02: 2 % below it); null leaves the stop where it is. A stop never moves
   * away from the price. `stoplossFromOpen` and `stoplossFromAbsolute` reckon it from the entry or from a price.
   */
  override customStoploss(_context: TradeContext & { readonly afterFill: boolean }): number | null {
    return null;
  }

  /** Leaves the trade where it returns true, or a text that becomes the exit reason. */
  override customExit(_context: TradeContext): string | boolean | null {
    return null;
  }

  /** The profit ratio that is enough for this trade now, beside minimalRoi; null for minimalRoi alone. */
  override customRoi(_context: { readonly trade: Readonly<Trade>; readonly tradeDuration: number }): number | null {
    return null;
  }

  /** Price of an exit order, in place of the configuration's. */
  override customExitPrice({ proposedRate }: TradeContext & { readonly proposedRate: number; readonly exitTag: string | null }): number {
    return proposedRate;
  }

  /** The last word before an exit order is sent. Beware: false keeps a trade from being left, at its stop too. */
  override confirmTradeExit(_context: TradeContext & { readonly exitReason: string }): boolean {
    return true;
  }

  /** A new price for an entry order that waits: null cancels it, its own price leaves it. */
  override adjustEntryPrice({ currentOrderRate }: OrderPriceContext): number | null {
    return currentOrderRate;
  }

  /** The same for an exit order. */
  override adjustExitPrice({ currentOrderRate }: OrderPriceContext): number | null {
    return currentOrderRate;
  }

  /** Asked in place of the two above, where it is there. */
  override adjustOrderPrice(context: OrderPriceContext & { readonly isEntry: boolean }): number | null {
    return context.isEntry ? this.adjustEntryPrice(context) : this.adjustExitPrice(context);
  }

  /** Whether an entry order that waits is given up, beside `unfilledtimeout`. */
  override checkEntryTimeout(_context: { readonly order: Readonly<Order>; readonly currentTime: number }): boolean {
    return false;
  }

  /** The same for an exit order. */
  override checkExitTimeout(_context: { readonly order: Readonly<Order>; readonly currentTime: number }): boolean {
    return false;
  }

  /** Stake to add to a trade (above 0) or to take from it (below 0), with a tag if you like: [20, 'again']; null for neither. */
  override adjustTradePosition(_context: TradeContext & { readonly minStake: number | null; readonly maxStake: number }): number | null {
    return null;
  }

  /** After an order has been filled. `this.lockPair(pair, until, reason)` keeps the pair from being entered again. */
  override orderFilled(_context: { readonly pair: string; readonly trade: Readonly<Trade>; readonly order: Readonly<Order> }): void {}
}
