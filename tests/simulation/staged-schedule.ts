import { openTrade, type TradeFacts } from '../../src/core/entry/open-trade.ts';
import { type EntryCallbacks, type EntryRules, NO_ENTRY_CALLBACKS, planEntry } from '../../src/core/entry/plan-entry.ts';
import { decideExit, type ExitCallbacks, type ExitDecision, type ExitRules, NO_CALLBACKS } from '../../src/core/exit/decide-exit.ts';
import { exitPrice } from '../../src/core/exit/exit-price.ts';
import type { Candles } from '../../src/core/market/candles.ts';
import type { Market, Quote } from '../../src/core/market/market.ts';
import { candleMarket } from '../../src/core/market/market-model.ts';
import { roundPrice } from '../../src/core/market/precision.ts';
import { timeframeMs } from '../../src/core/market/timeframe.ts';
import { createLock, type PairLock } from '../../src/core/protections/lock.ts';
import { applyOrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import { newOrder } from '../../src/core/trade/new-order.ts';
import { entrySide, exitSide, type Order, side, type Trade } from '../../src/core/trade/trade.ts';
import type { CandleSignal } from '../../src/strategy/signal.ts';
import { entrySignal, exitSignal } from '../../src/strategy/signal.ts';

/** One pair of a backtest. `signals[i]` is what candle i says; it acts at the open of candle i + 1. */
export interface BacktestPair {
  readonly market: Market;
  readonly candles: Candles;
  readonly signals: readonly CandleSignal[];
}

export interface BacktestOptions {
  readonly pairs: readonly BacktestPair[];
  readonly timeframe: string;
  readonly entryRules: EntryRules;
  readonly exitRules: ExitRules;
  readonly facts: TradeFacts;
  /** Stake currency at the start. */
  readonly wallet: number;
  readonly canShort: boolean;
  /** `staged`: exits of all pairs, then entries, as the live loop goes. `pairwise`: pair by pair, entry before exit, as freqtrade's backtest goes. */
  readonly schedule: 'staged' | 'pairwise';
  readonly entryCallbacks?: EntryCallbacks;
  readonly exitCallbacks?: (now: number) => ExitCallbacks;
}

export interface BacktestResult {
  /** Closed trades in the order they closed; those left at the end are closed at the last close with `force_exit`. */
  readonly trades: readonly Trade[];
  readonly finalBalance: number;
  readonly refusedEntries: number;
}

const MODEL = candleMarket(60_000);

interface State {
  readonly options: BacktestOptions;
  readonly length: number;
  open: Trade[];
  closed: Trade[];
  locks: PairLock[];
  realizedProfit: number;
  refused: number;
  nextOrder: number;
}

/** Candle by candle over pairs that share one time axis. @throws Error when they don't. */
export function runBacktest(options: BacktestOptions): BacktestResult {
  const first = options.pairs[0];
  if (first === undefined) return { trades: [], finalBalance: options.wallet, refusedEntries: 0 };
  for (const pair of options.pairs) {
    if (pair.candles.length !== first.candles.length || pair.candles.time[0] !== first.candles.time[0]) {
      throw new Error(`${pair.market.pair} and ${first.market.pair} must have candles of the same times.`);
    }
  }
  const state: State = {
    options,
    length: timeframeMs(options.timeframe),
    open: [],
    closed: [],
    locks: [],
    realizedProfit: 0,
    refused: 0,
    nextOrder: 1,
  };
  for (let index = 1; index < first.candles.length; index++) {
    const mayEnter = index < first.candles.length - 1;
    if (options.schedule === 'staged') {
      for (const trade of [...state.open]) exitStage(state, trade, index);
      if (mayEnter) for (const pair of options.pairs) entryStage(state, pair, index);
    } else {
      for (const pair of options.pairs) {
        if (mayEnter) entryStage(state, pair, index);
        const trade = state.open.find((other) => other.pair === pair.market.pair);
        if (trade !== undefined) exitStage(state, trade, index);
      }
    }
  }
  const last = first.candles.length - 1;
  for (const trade of [...state.open]) {
    const pair = pairOf(state, trade);
    leave(state, trade, { type: 'force_exit', reason: 'force_exit' }, pair.candles.close[last]!, pair.candles.time[last]! + state.length);
  }
  return { trades: state.closed, finalBalance: options.wallet + state.realizedProfit, refusedEntries: state.refused };
}

/** The candle as a quote: decisions are made at its open, knowing what it will reach. */
export function candleQuote(candles: Candles, index: number): Quote {
  return {
    at: candles.time[index]!,
    rate: candles.open[index]!,
    high: candles.high[index]!,
    low: candles.low[index]!,
    close: candles.close[index]!,
  };
}

function exitStage(state: State, trade: Trade, index: number): void {
  const { options } = state;
  const pair = pairOf(state, trade);
  const quote = candleQuote(pair.candles, index);
  const signal = exitSignal(pair.signals[index - 1]!, side(trade));
  const callbacks = options.exitCallbacks?.(quote.at) ?? NO_CALLBACKS;
  const decision = decideExit(trade, quote, signal, options.exitRules, callbacks)[0];
  if (decision === undefined) return;
  leave(state, trade, decision, exitPrice(trade, decision, quote, options.exitRules, MODEL)!, quote.at);
}

function entryStage(state: State, pair: BacktestPair, index: number): void {
  const { options } = state;
  const signal = pair.signals[index - 1]!;
  const direction = entrySignal(signal, options.canShort);
  if (direction === null) return;
  const quote = candleQuote(pair.candles, index);
  const tied = state.open.reduce((sum, trade) => sum + trade.stakeAmount, 0);
  const decision = planEntry(
    {
      market: pair.market,
      side: direction,
      tag: signal.enterTag,
      quote,
      account: { free: options.wallet + state.realizedProfit - tied, tied, openTrades: state.open.length },
      realizedProfit: state.realizedProfit,
      locks: state.locks,
      isTaken: state.open.some((trade) => trade.pair === pair.market.pair),
      isInFlight: false,
      now: quote.at,
      forced: null,
      adding: null,
    },
    options.entryRules,
    MODEL,
    options.entryCallbacks ?? NO_ENTRY_CALLBACKS,
  );
  if ('refused' in decision) {
    if (decision.refused !== 'open_trade_on_pair') state.refused++;
    return;
  }
  const trade = openTrade(decision, pair.market, options.facts, quote.at);
  trade.id = state.closed.length + state.open.length + 1;
  const order = newOrder(
    trade,
    {
      side: entrySide(trade),
      orderType: decision.orderType,
      amount: decision.amount,
      rate: decision.rate,
      tag: decision.tag,
      orderId: `${state.nextOrder++}`,
    },
    quote.at,
  );
  trade.orders.push(order);
  fill(trade, order, decision.rate, quote.at);
  state.open.push(trade);
}

function leave(state: State, trade: Trade, decision: ExitDecision, rawRate: number, at: number): void {
  const rate = roundPrice(rawRate, trade.pricePrecision, trade.precisionMode);
  const order = newOrder(
    trade,
    { side: exitSide(trade), orderType: 'limit', amount: trade.amount, rate, tag: decision.reason, orderId: `${state.nextOrder++}` },
    at,
  );
  trade.orders.push(order);
  trade.exitReason = decision.reason;
  trade.closeRateRequested = rate;
  fill(trade, order, rate, at);
  state.open = state.open.filter((other) => other !== trade);
  state.closed.push(trade);
  state.realizedProfit += trade.closeProfitAbs ?? 0;
  if (state.options.schedule === 'staged') {
    state.locks = state.locks.filter((lock) => lock.endTime > at);
    state.locks.push(createLock(trade.pair, at, at, state.length, 'Auto lock', side(trade)));
  }
}

/** The candle model: an order at a rate the candle reaches is filled whole, at once. */
function fill(trade: Trade, order: Order, rate: number, at: number): void {
  applyOrderUpdate(
    trade,
    order,
    {
      orderId: order.orderId,
      status: 'closed',
      amount: order.ftAmount,
      filled: order.ftAmount,
      average: rate,
      cost: null,
      price: rate,
      fees: [],
      at,
    },
    { now: at },
  );
}

function pairOf(state: State, trade: Trade): BacktestPair {
  return state.options.pairs.find((pair) => pair.market.pair === trade.pair)!;
}
