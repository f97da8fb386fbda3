import { obstacleTo } from '../core/entry/plan-entry.ts';
import { must } from '../core/must.ts';
import { lockOn, type PairLock } from '../core/protections/lock.ts';
import { longestSpan } from '../core/protections/new-locks.ts';
import { entryCount, type Side, side, type Trade } from '../core/trade/trade.ts';
import { beginCandle, type StrategyError } from '../strategy/guard.ts';
import { callbacksOf } from './callbacks.ts';
import { ClosedTrades } from './closed-trades.ts';
import { Cursor } from './cursor.ts';
import { type EntrySchedule, entrySchedule, type Positions } from './entry-schedule.ts';
import { type Clock, equip } from './equip.ts';
import { orderExit } from './exits.ts';
import { fill } from './fills.ts';
import { updateFunding } from './funding.ts';
import { HeldLocks } from './held-locks.ts';
import { OpenTrades } from './open-trades.ts';
import { ANY_ENTRY, type PairData } from './pair-data.ts';
import { catchUp, maySleep, nextRow } from './sleep.ts';
import { takeStages } from './stages.ts';
import { type BacktestSettings, type BacktestState, rejectSignal } from './state.ts';
import type { TradeResult } from './statistics/figures.ts';
import { adjust, directionIn, directionOf, enterBySignal, leave, manage, processEntry, processExit, runProtections } from './steps.ts';
import { type RowSink, WalletHistory } from './wallet-history.ts';

export interface BacktestOutcome {
  /** In the order they closed; empty where they are not kept whole. */
  readonly trades: readonly Trade[];
  /** The same trades as statistics see them. */
  readonly results: readonly TradeResult[];
  /** Whether the strategy has asked for whole trades that were not kept. */
  readonly areTradesMissed: boolean;
  readonly finalBalance: number;
  readonly counters: BacktestState['counters'];
  readonly rejected: BacktestState['rejected'];
  readonly locks: readonly PairLock[];
  readonly wallet: WalletHistory;
  /** First and last moment of the data that was traded on, ms. */
  readonly start: number;
  readonly end: number;
}

export interface ScheduleHooks {
  /** Called now and then with how far it is, 0 to 1. May throw to end the run. */
  readonly onProgress?: (ratio: number, trades: number) => void;
  readonly onFailure: (error: StrategyError) => void;
  /** Given each trade as it closes, which may be gone afterwards. */
  readonly onClosed?: ((trade: Readonly<Trade>) => void) | undefined;
  /** Given what the account was worth at each candle, row by row, some thousand at a time. */
  readonly onWallet?: RowSink | undefined;
}

const PROGRESS_EVERY = 512;

/**
 * Runs a backtest: candle by candle, pairs with open trades first, then the others in their order; within a pair open orders,
 * entry, fill, exit, fill. Source: tests/golden/backtest.
 */
export function runBacktest(
  settings: BacktestSettings,
  pairs: readonly PairData[],
  range: { start: number; end: number },
  hooks: ScheduleHooks,
): BacktestOutcome {
  const byPair = new Map(pairs.map((data) => [data.pair, data]));
  const clock: Clock = { now: range.start, candle: range.start, first: [] };
  const open = new OpenTrades();
  const state: BacktestState = {
    settings,
    pairs,
    byPair,
    open,
    closed: new ClosedTrades(settings.keepsTrades, hooks.onClosed ?? null),
    locks: new HeldLocks(longestSpan(settings.protections)),
    counters: {
      rejectedSignals: 0,
      timedoutEntryOrders: 0,
      timedoutExitOrders: 0,
      canceledTradeEntries: 0,
      canceledEntryOrders: 0,
      replacedEntryOrders: 0,
    },
    rejected: [],
    realized: 0,
    nextTradeId: 1,
    nextOrderId: 1,
    free: settings.wallet,
    collateral: settings.wallet,
    wallet: new WalletHistory({
      start: settings.wallet,
      stakeCurrency: settings.stakeCurrency,
      isFutures: settings.isFutures,
      isKept: settings.keepsWallet,
      candles: Math.floor((range.end - range.start) / settings.timeframeMs),
      onRows: settings.keepsWallet ? (hooks.onWallet ?? null) : null,
    }),
    callbacks: callbacksOf(settings.strategy, settings.exitRules, () => clock.now, hooks.onFailure),
    onFailure: hooks.onFailure,
  };
  const { wallet } = state;
  const step = settings.timeframeMs;
  const cursors = pairs.map((data) => new Cursor(data, step, open.of(data.pair), wallet.holding(data.pair)));
  const schedule = entrySchedule(pairs, { ...range, step }, (bits) => directionIn(bits, settings.canShort) !== null);
  const run: Run = {
    clock,
    cursors,
    cursorOf: new Map(cursors.map((cursor) => [cursor.data.pair, cursor])),
    events: schedule.pairs,
    entering: [],
    seen: new Set(),
    turns: [],
    sleeps: maySleep(settings),
    wakesAt: 0,
    held: { of: [], cursors: [] },
  };
  equip(state, run.cursorOf, run.clock);
  const total = Math.max(1, Math.floor((range.end - range.start) / step));
  for (let at = range.start + step, candle = 1; at <= range.end; at += step, candle++) {
    const quiet = run.sleeps ? passQuiet(state, run, schedule, { at, candle, end: range.end }) : 0;
    if (quiet > 0) {
      const passed = candle;
      at += (quiet - 1) * step;
      candle += quiet - 1;
      const isTime = Math.floor(candle / PROGRESS_EVERY) > Math.floor((passed - 1) / PROGRESS_EVERY);
      if (isTime) hooks.onProgress?.(candle / total, state.closed.length);
      continue;
    }
    clock.now = at;
    clock.candle = at;
    clock.first = open.all;
    beginCandle(settings.strategy, at, hooks.onFailure);
    wallet.begin(at);
    const first = schedule.offsets[candle]!;
    const last = schedule.offsets[candle + 1]!;
    findEntering(run, first, last, settings.pairsOfCandle?.() ?? null, at);
    if (run.sleeps) takeTurnsAwake(state, run, at, at >= range.end);
    else if (run.entering.length > 0 || open.all.length > 0) takeTurns(state, run, at, at >= range.end);
    if (candle % PROGRESS_EVERY === 0) hooks.onProgress?.(candle / total, state.closed.length);
  }
  if (run.sleeps) for (const cursor of cursors) catchUpToEnd(cursor);
  closeLeft(state, run.seen);
  wallet.end();
  return {
    trades: state.closed.kept,
    results: state.closed.results,
    areTradesMissed: state.closed.isMissed,
    finalBalance: settings.wallet + state.realized,
    counters: state.counters,
    rejected: state.rejected,
    locks: state.locks.all,
    wallet,
    start: range.start,
    end: range.end,
  };
}

interface Run {
  readonly clock: Clock;
  readonly cursors: readonly Cursor[];
  readonly cursorOf: ReadonlyMap<string, Cursor>;
  /** Pairs with an entry signal, by candle. */
  readonly events: Positions;
  /** Pairs with an entry signal at the present candle, in the order of their turns. Reused from candle to candle, as `turns`. */
  readonly entering: Cursor[];
  readonly turns: Cursor[];
  /** Pairs in the order they first had a turn, where they are chosen anew with every candle; else empty. */
  readonly seen: Set<PairData>;
  /** Whether pairs may sleep while nothing can happen to their trades. */
  readonly sleeps: boolean;
  /** When the first of the pairs with open trades wakes, ms. */
  wakesAt: number;
  /** Pairs of the open trades, as long as those are the same. */
  readonly held: { of: readonly Trade[]; cursors: readonly Cursor[] };
}

/** A candle, and the last one of all, ms. */
interface Moment {
  readonly at: number;
  readonly candle: number;
  readonly end: number;
}

/**
 * Passes over candles at which nothing happens but that the account is worth something, and that signals find no slot.
 * @returns how many there are from this one on
 */
function passQuiet(state: BacktestState, run: Run, schedule: EntrySchedule, moment: Moment): number {
  const { offsets } = schedule;
  const { at, candle, end } = moment;
  const step = state.settings.timeframeMs;
  // at the last candle of all there is more to do
  const most = Math.min(Math.ceil((Math.min(run.wakesAt, end) - at) / step), offsets.length - 1 - candle);
  if (most <= 0) return 0;
  const ignored = hasNoSlot(state);
  let quiet = ignored ? most : 0;
  while (quiet < most && offsets[candle + quiet] === offsets[candle + quiet + 1]) quiet++;
  if (quiet === 0) return 0;
  if (ignored) state.counters.rejectedSignals += signalsIn(state, run, schedule, moment, quiet);
  state.wallet.pass(heldIn(state, run), at, step, quiet);
  return quiet;
}

/** Whether signals of pairs that have no trade are counted and nothing more. */
function hasNoSlot({ open, settings }: BacktestState): boolean {
  return open.all.length >= settings.entryRules.maxOpenTrades && !settings.keepsRejected;
}

/** How many of the entry signals say what to enter, and meet no lock. */
function signalsIn(
  state: BacktestState,
  { events, cursors }: Run,
  { offsets, meant }: EntrySchedule,
  { at, candle }: Moment,
  quiet: number,
): number {
  if (state.locks.all.length === 0) return meant[candle + quiet]! - meant[candle]!;
  const step = state.settings.timeframeMs;
  let count = 0;
  for (let passed = 0; passed < quiet; passed++) {
    const last = offsets[candle + passed + 1]!;
    for (let event = offsets[candle + passed]!; event < last; event++) {
      const cursor = cursors[events[event]!]!;
      const now = at + passed * step;
      const row = cursor.rowAt(now);
      const direction = row < 0 ? null : directionOf(state, cursor.data, row);
      if (direction !== null && !isLocked(state, cursor.data.pair, direction, now)) count++;
    }
  }
  return count;
}

/** Pairs with open trades in the order of their turns. */
function heldIn({ open }: BacktestState, { held, cursorOf }: Run): readonly Cursor[] {
  if (held.of === open.all) return held.cursors;
  const cursors: Cursor[] = [];
  for (const { pair } of open.all) {
    const cursor = must(cursorOf.get(pair), 'pair of an open trade');
    if (!cursors.includes(cursor)) cursors.push(cursor);
  }
  held.of = open.all;
  held.cursors = cursors;
  return cursors;
}

function isLocked({ locks }: BacktestState, pair: string, direction: Side, now: number): boolean {
  return locks.all.length > 0 && lockOn(locks.of(pair, now), pair, direction, now) !== null;
}

/** The turns of one candle where pairs sleep: in the same order as all others. */
function takeTurnsAwake(state: BacktestState, run: Run, at: number, isLast: boolean): void {
  const { entryRules, keepsRejected } = state.settings;
  for (const cursor of heldIn(state, run)) {
    cursor.turn = at;
    if (at < cursor.wakesAt) noteRate(state, cursor, at);
    else takeTurn(state, cursor, at, isLast);
  }
  for (const cursor of run.entering) {
    if (cursor.turn === at) continue;
    cursor.turn = at;
    // without a slot, its prices are not looked at
    if (state.open.all.length < entryRules.maxOpenTrades || keepsRejected) takeTurn(state, cursor, at, isLast);
    else if (cursor.goTo(at)) onPair(state, cursor, at, isLast);
  }
  run.wakesAt = Number.POSITIVE_INFINITY;
  for (const cursor of heldIn(state, run)) run.wakesAt = Math.min(run.wakesAt, cursor.wakesAt);
}

/** The turn of a pair that may sleep afterwards. */
function takeTurn(state: BacktestState, cursor: Cursor, at: number, isLast: boolean): void {
  if (!cursor.moveTo(at)) return;
  catchUp(cursor, cursor.row);
  state.wallet.add(cursor.holding, cursor.quote.rate);
  onPair(state, cursor, at, isLast);
  sleepAfter(state, cursor);
}

function noteRate({ wallet }: BacktestState, cursor: Cursor, at: number): void {
  const rate = cursor.openingAt(at);
  if (rate !== null) wallet.add(cursor.holding, rate);
}

/** When a pair whose turn is over has to be looked at again. */
function sleepAfter({ settings }: BacktestState, cursor: Cursor): void {
  cursor.wakesAt = cursor.held.trades.length === 0 ? 0 : cursor.momentOf(nextRow(cursor, settings.exitRules));
}

function catchUpToEnd(cursor: Cursor): void {
  if (cursor.row >= 0) cursor.lastRow = cursor.row;
  catchUp(cursor, cursor.data.candles.length);
}

/** Fills `entering`. @param allowed the pairs that may be entered, in their order; null for all in their own */
function findEntering(run: Run, first: number, last: number, allowed: readonly string[] | null, at: number): void {
  const { entering, events, cursors, cursorOf, seen } = run;
  entering.length = 0;
  for (let event = first; event < last; event++) entering.push(cursors[events[event]!]!);
  if (allowed === null) return;
  for (const pair of allowed) {
    const cursor = cursorOf.get(pair);
    if (cursor !== undefined && !seen.has(cursor.data) && cursor.rowAt(at) >= 0) seen.add(cursor.data);
  }
  if (entering.length === 0) return;
  const signalled = new Set(entering);
  entering.length = 0;
  for (const pair of allowed) {
    const cursor = cursorOf.get(pair);
    if (cursor !== undefined && signalled.has(cursor)) entering.push(cursor);
  }
}

/** The turns of one candle: pairs with open trades in the order they were opened, then those with an entry signal in their own. */
function takeTurns(state: BacktestState, run: Run, at: number, isLast: boolean): void {
  const { settings } = state;
  const { turns, cursorOf, entering } = run;
  turns.length = 0;
  const add = (cursor: Cursor) => {
    if (cursor.turn === at) return;
    cursor.turn = at;
    turns.push(cursor);
  };
  for (const trade of state.open.all) add(must(cursorOf.get(trade.pair), 'pair of an open trade'));
  for (const cursor of entering) add(cursor);
  if (settings.schedule === 'by_stage') {
    for (const cursor of turns) if (cursor.moveTo(at)) state.wallet.add(cursor.holding, cursor.quote.rate);
    takeStages(state, cursorOf, entering, isLast);
    return;
  }
  for (const cursor of turns) {
    if (!cursor.moveTo(at)) continue;
    state.wallet.add(cursor.holding, cursor.quote.rate);
    if (settings.detailMs > 0) cursor.readDetail(at);
    onPair(state, cursor, at, isLast);
  }
  if (settings.detailMs === 0) return;
  for (let inner = at + settings.detailMs; inner < at + settings.timeframeMs; inner += settings.detailMs) {
    run.clock.now = inner;
    const order = new Set(state.open.all.map((trade) => must(cursorOf.get(trade.pair), 'pair of an open trade')));
    for (const cursor of entering) order.add(cursor);
    // freqtrade knows the last candle by its beginning only: later within it, trades are still entered
    for (const cursor of order) if (cursor.row >= 0 && cursor.readDetail(inner)) onPair(state, cursor, inner, false);
  }
}

/** One pair at one moment. */
function onPair(state: BacktestState, cursor: Cursor, at: number, isLast: boolean): void {
  const { data, row } = cursor;
  const { signals } = data;
  const hasSignal = (signals.bits[row]! & ANY_ENTRY) !== 0;
  const isOpen = cursor.held.trades.length > 0;
  if (!hasSignal && !isOpen) return;
  // within a candle, a pair that was seen with trades and has none any more is done
  const mayEnter = isOpen || cursor.traded !== cursor.turn;
  if (isOpen) cursor.traded = cursor.turn;
  const direction = hasSignal && mayEnter && !isExpired(state, cursor, at) ? directionOf(state, data, row) : null;
  if (!isOpen && isRefused(state, cursor, direction, at, isLast)) return;
  const left = onPairOnce(state, cursor, at, isLast, direction);
  // a position that closed makes room for one of the other side within the same candle
  if (state.settings.canShort && direction !== null && left !== null && left !== direction)
    onPairOnce(state, cursor, at, isLast, direction);
}

/** Whether the signal that holds for a candle is too old by now: late in its detail candles. */
function isExpired({ settings }: BacktestState, { turn }: Cursor, at: number): boolean {
  return settings.ignoreExpiredAfterMs > 0 && at - turn > settings.ignoreExpiredAfterMs;
}

/** The common turn of a pair without trades: nothing to enter, or no slot to enter with. */
function isRefused(state: BacktestState, { data, quote }: Cursor, direction: Side | null, at: number, isLast: boolean): boolean {
  if (direction === null || isLast) return true;
  const { maxOpenTrades } = state.settings.entryRules;
  if (state.open.all.length < maxOpenTrades) return false;
  const asked = {
    market: data,
    side: direction,
    account: { openTrades: state.open.all.length },
    locks: state.locks.of(data.pair, at),
    isTaken: false,
    isInFlight: false,
    now: at,
    forced: null,
    adding: null,
  };
  if (obstacleTo(asked, maxOpenTrades)?.refused === 'max_open_trades') rejectSignal(state, data.pair, at, quote.enterTag);
  return true;
}

/** @returns the side of a position that was open and is not any more */
function onPairOnce(state: BacktestState, cursor: Cursor, at: number, isLast: boolean, direction: Side | null): Side | null {
  const { settings } = state;
  const { data, row, quote, held } = cursor;
  const first = held.trades[0];
  const leaving = !settings.positionStacking && first !== undefined ? side(first) : null;
  for (const trade of held.trades) manage(state, data, trade, quote);
  if (!isLast && direction !== null) enterBySignal(state, data, quote, direction);
  for (const trade of held.trades) {
    processEntry(state, trade, quote);
    // orders that wait are thought over again
    if (trade.amount > 0) {
      if (settings.isFutures) updateFunding(state, trade, at);
      adjust(state, data, trade, quote);
      if (trade.isOpen) leave(state, data, trade, quote, row);
    }
    processExit(state, data, trade, quote);
  }
  return leaving !== null && held.trades.length === 0 ? leaving : null;
}

/**
 * Trades that are left are closed at the open of their pair's last candle, pairs in the order of their first turn, which is that in
 * which their candles begin; entries that never filled are forgotten.
 */
function closeLeft(state: BacktestState, seen: ReadonlySet<PairData>): void {
  const inOrder = seen.size > 0 ? [...seen] : state.pairs.toSorted((a, b) => firstTurn(a) - firstTurn(b));
  for (const data of inOrder) {
    for (const trade of state.open.of(data.pair).trades) {
      state.open.remove(trade);
      if (entryCount(trade) === 0 || trade.amount === 0) continue;
      const last = data.candles.length - 1;
      const at = data.candles.time[last]!;
      const { orderType } = state.settings.exitOrderRules;
      const exit = {
        orderType,
        rate: data.candles.open[last]! / data.candles.per,
        amount: trade.amount,
        reason: 'force_exit',
        exitReason: 'force_exit',
      };
      fill(state, trade, orderExit(state, trade, at, exit, data), at);
      state.closed.add(trade);
      state.realized += trade.closeProfitAbs ?? 0;
      runProtections(state, data.pair, at, side(trade));
    }
  }
}

/** The second candle: the first only brings its signal. Never for a pair of one candle. */
function firstTurn({ candles }: PairData): number {
  return candles.time[1] ?? Number.MAX_VALUE;
}
