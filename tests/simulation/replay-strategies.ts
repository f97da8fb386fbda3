import type { Order, Trade } from '../../src/core/trade/trade.ts';
import {
  type DataFrame,
  type EntryContext,
  ema,
  entryCount,
  exitCount,
  filledEntries,
  type OrderPriceContext,
  Strategy,
  type TradeContext,
} from '../../src/index.ts';

/** What a strategy was asked, in order: the callback, its pair, the moment, and the figures it was told. */
export type Asked = readonly unknown[];

/** Crossing averages; ROI, stop and signals decide. */
export class Crossing extends Strategy {
  override timeframe = '1m';
  override minimalRoi: Strategy['minimalRoi'] = { 0: 0.02, 10: 0.008, 25: 0.001 };
  override stoploss = -0.015;
  readonly asked: Asked[] = [];
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('fast', ema(frame.close, 3)).set('slow', ema(frame.close, 8));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const fast = frame.get('fast');
    const slow = frame.get('slow');
    frame.signal('enter_long', fast.above(slow));
    if (this.canShort) frame.signal('enter_short', fast.below(slow));
    // an order in the place of another is called after its candle in a backtest, after the first one live
    frame.setText('enter_tag', new Array<string | null>(frame.length).fill('way'));
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    const fast = frame.get('fast');
    const slow = frame.get('slow');
    frame.signal('exit_long', fast.crossedBelow(slow), 'down');
    return this.canShort ? frame.signal('exit_short', fast.crossedAbove(slow), 'up') : frame;
  }
}

/** Adds to what falls and takes a part out of what rises, by what the last candle says. */
export class Averaging extends Crossing {
  override minimalRoi = { 0: 0.05 };
  override stoploss = -0.05;
  override positionAdjustmentEnable = true;
  override maxEntryPositionAdjustment = 3;
  override adjustTradePosition({ pair, trade, currentProfit }: TradeContext): number | readonly [number, string] | null {
    const frame = this.dp.analyzedFrame(pair);
    if (frame === null || frame.get('fast').values[frame.length - 1] === 0) return null;
    if (currentProfit > 0.004 && exitCount(trade) < 2) return [-trade.stakeAmount / 3, 'bank'];
    return currentProfit < -0.004 * entryCount(trade) ? [filledEntries(trade)[0]!.ftAmount * 20, 'way'] : null;
  }
}

/** Overrides every callback, answers by chance that depends on pair, moment and question only, and notes what it was asked. */
export class Everything extends Crossing {
  override useCustomStoploss = true;
  override useCustomRoi = true;
  override trailingStop = true;
  override trailingStopPositive = 0.008;
  override trailingStopPositiveOffset = 0.012;
  override positionAdjustmentEnable = true;
  override maxEntryPositionAdjustment = 2;

  override botLoopStart(currentTime: number): void {
    this.asked.push(['botLoopStart', currentTime]);
    const [pair = ''] = this.dp.currentWhitelist();
    const dice = chance(`lock ${currentTime}`);
    if (dice < 0.1) this.lockPair(pair, currentTime + 120_000, 'dice');
    else if (dice > 0.95) this.unlockReason('dice');
    else if (dice > 0.9) this.unlockPair(pair);
  }
  override customEntryPrice({ rate, trade, ...context }: EntryContext & { proposedRate: number; trade: Readonly<Trade> | null }): number {
    const dice = this.#ask('customEntryPrice', context, rate, ...shape(trade));
    return context.proposedRate * (1 + (dice - 0.6) * 0.004 * (context.side === 'long' ? 1 : -1));
  }
  override customStakeAmount(context: Parameters<NonNullable<Strategy['customStakeAmount']>>[0]): number {
    const { rate, proposedStake, minStake, leverage } = context;
    return proposedStake * (0.5 + this.#ask('customStakeAmount', context, rate, proposedStake, minStake, leverage));
  }
  override leverage(context: EntryContext & { readonly currentRate: number; readonly maxLeverage: number }): number {
    return 1 + 4 * this.#ask('leverage', context, context.currentRate, context.maxLeverage);
  }
  override confirmTradeEntry(context: EntryContext & { readonly orderType: string; readonly amount: number }): boolean {
    return this.#ask('confirmTradeEntry', context, context.rate, context.orderType, context.amount) > 0.15;
  }
  override customStoploss(context: TradeContext): number | null {
    const dice = this.#askOf('customStoploss', context);
    return dice < 0.3 ? null : -0.02 - 0.03 * dice;
  }
  override customExit(context: TradeContext): string | null {
    return this.#askOf('customExit', context) < 0.04 ? 'bored' : null;
  }
  override customRoi(context: Parameters<NonNullable<Strategy['customRoi']>>[0]): number | null {
    const dice = this.#ask('customRoi', context, context.tradeDuration, ...shape(context.trade));
    return dice < 0.5 ? null : dice / 50;
  }
  override customExitPrice(context: TradeContext & { readonly proposedRate: number; readonly exitTag: string | null }): number {
    const dice = this.#askOf('customExitPrice', context, context.exitTag);
    return context.proposedRate * (1 + (dice - 0.4) * 0.004 * (context.trade.isShort ? -1 : 1));
  }
  override confirmTradeExit(context: Parameters<NonNullable<Strategy['confirmTradeExit']>>[0]): boolean {
    return this.#askOf('confirmTradeExit', context, context.orderType, context.amount, context.exitReason) > 0.2;
  }
  override checkEntryTimeout(context: OrderContext): boolean {
    return this.#ask('checkEntryTimeout', context, context.order.ftPrice) < 0.1;
  }
  override checkExitTimeout(context: OrderContext): boolean {
    return this.#ask('checkExitTimeout', context, context.order.ftPrice) < 0.2;
  }
  override adjustEntryPrice(context: OrderPriceContext): number | null {
    return this.#newPrice('adjustEntryPrice', context);
  }
  override adjustExitPrice(context: OrderPriceContext): number | null {
    return this.#newPrice('adjustExitPrice', context);
  }
  override adjustTradePosition(context: Parameters<NonNullable<Strategy['adjustTradePosition']>>[0]): number | [number, string] | null {
    const { trade } = context;
    const dice = this.#askOf('adjustTradePosition', context, context.minStake);
    if (dice < 0.08) return [trade.stakeAmount / 2, 'way'];
    return dice > 0.93 ? [-trade.stakeAmount / 3, 'bank'] : null;
  }
  override orderFilled(context: OrderContext): void {
    this.#ask('orderFilled', context, context.order.ftPrice, context.order.ftAmount, ...shape(context.trade));
  }

  /** What it finds out for itself. */
  #seen(pair: string): unknown[] {
    const { dp, trades } = this;
    const round = (value: number | null) => (value === null ? null : Math.round(value * 1e6) / 1e6);
    const candles = dp.pairFrame(pair);
    const performance = trades.performance({ pair }).map(({ count, profitAbs }) => [count, round(profitAbs)]);
    // before its first fill a trade's stake is what was asked for, to a step of the amount more or less
    const isFilled = trades.open().every(({ amount }) => amount > 0);
    const figures = [trades.closedProfit(), isFilled ? trades.openStake() : null].map(round);
    return [
      [candles?.length, candles?.time.at(-1), candles?.close.values.at(-1), dp.currentWhitelist(), dp.market(pair)?.pair],
      [trades.openCount(), trades.open({ pair }).length, trades.closed({ pair }).length, performance],
      [...figures, this.isPairLocked(pair), this.isPairLocked(pair, 'short')],
    ];
  }

  #newPrice(name: string, context: OrderPriceContext): number | null {
    const { proposedRate, currentOrderRate } = context;
    const dice = this.#ask(name, context, proposedRate, currentOrderRate);
    if (dice < 0.1) return null;
    return dice < 0.5 ? Math.round(proposedRate * (1 + (dice - 0.25) * 0.01) * 100) / 100 : currentOrderRate;
  }

  #askOf(name: string, context: TradeContext, ...figures: readonly unknown[]): number {
    return this.#ask(name, context, context.currentRate, context.currentProfit, ...figures, ...shape(context.trade));
  }

  #ask(name: string, { pair, currentTime }: { readonly pair: string; readonly currentTime: number }, ...figures: unknown[]): number {
    this.asked.push([name, pair, currentTime, ...figures, ...this.#seen(pair)]);
    return chance(`${name} ${pair} ${currentTime}`);
  }
}

type OrderContext = {
  readonly pair: string;
  readonly trade: Readonly<Trade>;
  readonly order: Readonly<Order>;
  readonly currentTime: number;
};

/** What a callback sees of its trade. */
function shape(trade: Readonly<Trade> | null): unknown[] {
  if (trade === null) return [];
  const { isShort, openDate, openRate, amount, stopLoss, liquidationPrice, leverage, maxRate, minRate } = trade;
  return [isShort, openDate, openRate, amount, stopLoss, liquidationPrice, leverage, maxRate, minRate];
}

/** A number in [0, 1) that a text has. */
function chance(text: string): number {
  let state = 2_166_136_261;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 16_777_619);
  state = Math.imul(state ^ (state >>> 15), 2_246_822_519);
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
}
