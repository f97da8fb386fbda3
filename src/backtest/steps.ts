import { entryDirection } from '../core/entry/direction.ts';
import { type ExitSignal, NO_SIGNAL } from '../core/exit/decide-exit.ts';
import { createLock } from '../core/protections/lock.ts';
import { type ClosedBook, newLocks } from '../core/protections/new-locks.ts';
import { entrySide, exitSide, type Order, type Side, side, type Trade } from '../core/trade/trade.ts';
import { initialStake } from '../core/wallet/stake.ts';
import { adjustPosition } from './adjust-position.ts';
import { enter } from './entries.ts';
import { type CandleQuote, checkExit } from './exits.ts';
import { tryFill } from './fills.ts';
import { manageOrders } from './open-orders.ts';
import { type PairData, SIGNAL, tagAt } from './pair-data.ts';
import { type BacktestState, hasOpenOrders, rejectSignal, updateFree } from './state.ts';

/** Time-outs and new prices of the orders that a trade has open. */
export function manage(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): void {
  if (!hasOpenOrders(trade) || !manageOrders(state, data, trade, quote)) return;
  state.open.remove(trade);
  noteBalances(state);
}

/** Enters a pair by its signal, or notes that there is no slot for it. */
export function enterBySignal(state: BacktestState, data: PairData, quote: CandleQuote, direction: Side): void {
  const entered = enter(state, data, quote, { side: direction, tag: quote.enterTag, adding: null });
  if (!('refused' in entered)) noteBalances(state);
  else if (entered.refused === 'max_open_trades') rejectSignal(state, data.pair, quote.at, quote.enterTag);
}

/** Lets a position grow or shrink where the strategy wants it. */
export function adjust(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): void {
  if (!state.settings.adjustmentRules.isOn) return;
  const adjusted = adjustPosition(state, data, trade, quote);
  if (adjusted === 'exit') processExit(state, data, trade, quote);
  else if (adjusted === 'entry') noteBalances(state);
}

/** Tests a position for a reason to leave. */
export function leave(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote, row: number): void {
  checkExit(state, data, trade, quote, signalFor(data, row, trade));
}

/** Fills an entry order that waits where the candle reaches it. */
export function processEntry(state: BacktestState, trade: Trade, quote: CandleQuote): void {
  if (tryFill(state, trade, openOrder(trade, entrySide(trade)), quote)) noteBalances(state);
}

/** Fills an exit order where the candle reaches it, and does what follows. */
export function processExit(state: BacktestState, data: PairData, trade: Trade, quote: CandleQuote): void {
  const order = openOrder(trade, exitSide(trade));
  if (!tryFill(state, trade, order, quote)) return;
  if (!trade.isOpen) settle(state, trade);
  noteBalances(state);
  runProtections(state, data.pair, quote.at, side(trade));
}

export function noteBalances(state: BacktestState): void {
  updateFree(state);
  state.wallet.update(state.open.all, state.realized);
}

function settle(state: BacktestState, trade: Trade): void {
  state.open.remove(trade);
  state.closed.add(trade);
  state.realized += trade.closeProfitAbs ?? 0;
  const { marketModel, timeframeMs } = state.settings;
  const at = trade.closeDate ?? 0;
  if (marketModel.locksAfterExit) state.locks.add(createLock(trade.pair, at, at, timeframeMs, 'Auto lock', side(trade)));
}

export function runProtections(state: BacktestState, pair: string, now: number, closedSide: Side): void {
  const { protections, timeframeMs, entryRules, wallet } = state.settings;
  if (protections.length === 0) return;
  const book: ClosedBook = {
    closed: state.closed,
    profitUntil: (at) => state.closed.profitUntil(at),
    startingBalance: initialStake({ free: wallet, tied: 0 }, entryRules, 0),
  };
  state.locks.add(...newLocks(protections, book, { pair, side: closedSide }, state.locks.of(pair, now), now, timeframeMs));
}

function openOrder(trade: Readonly<Trade>, orderSide: Order['side']): Order | undefined {
  for (const order of trade.orders) if (order.isOpen && order.ftOrderSide === orderSide) return order;
  return undefined;
}

/** What the candle before says; it holds for every detail candle within the candle. */
function signalFor(data: PairData, row: number, trade: Readonly<Trade>): ExitSignal {
  const { signals } = data;
  const bits = signals.bits[row]!;
  const exit = (bits & (trade.isShort ? SIGNAL.exitShort : SIGNAL.exitLong)) !== 0;
  const entering = (bits & (trade.isShort ? SIGNAL.enterShort : SIGNAL.enterLong)) !== 0;
  return exit || entering ? { enter: entering, exit, exitTag: exit ? tagAt(signals.exitTag, row) : null } : NO_SIGNAL;
}

/** The side that the candle before says to enter. */
export function directionOf(state: BacktestState, { signals }: PairData, row: number): Side | null {
  return directionIn(signals.bits[row]!, state.settings.canShort);
}

/** The side that signals say to enter. @param bits of `SIGNAL` */
export function directionIn(bits: number, canShort: boolean): Side | null {
  const has = (bit: number): boolean => (bits & bit) !== 0;
  const { enterLong, exitLong, enterShort, exitShort } = SIGNAL;
  return entryDirection(has(enterLong), has(exitLong), has(enterShort), has(exitShort), canShort);
}
