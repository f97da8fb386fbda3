import type { EdgeFinding } from '../core/edge/edge.ts';
import type { CandleRow } from '../core/market/candles.ts';
import type { AskedRows } from '../core/market/closed-rows.ts';
import type { Market, OrderBook, Ticker } from '../core/market/market.ts';
import type { OrderIntent } from '../core/order/intent.ts';
import type { PairLock } from '../core/protections/lock.ts';
import type { FundingRate } from '../core/trade/funding.ts';
import type { Order, Trade } from '../core/trade/trade.ts';
import type { Position } from '../exchange/ports/positions.ts';
import { PairlistMemory } from '../pairlists/handler.ts';
import type { Annotation } from '../strategy/annotation.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import type { CandleSignal } from '../strategy/signal.ts';
import { ClosedTradesShown } from './closed-shown.ts';
import type { PairTrades } from './pair-trades.ts';
import { Refusals } from './refusals.ts';
import { Troubles } from './troubles.ts';
import { Unwritten } from './unwritten.ts';

export type BotMode = 'running' | 'paused' | 'stopped';

/** A price and when it was heard, ms. */
export interface HeardTicker {
  readonly ticker: Ticker;
  readonly at: number;
}

/** Last analysis of a pair. */
export interface Analysis {
  readonly frame: DataFrame;
  /** What the strategy wants drawn on its chart. */
  readonly annotations?: readonly Annotation[];
  /** When it was made, ms. */
  readonly at: number;
}

/** An analysis that is traded on. */
export interface TradedAnalysis extends Analysis {
  /** The last candle that was looked at, as it was then; the strategy may have left it out of the frame. */
  readonly row: CandleRow;
  /** What its last candle says, read once: what a strategy does to the frame afterwards changes no decision. */
  readonly signal: CandleSignal;
}

/** A callback that was not waited for any longer. */
export interface LateCallback {
  /** When it was called, on the clock that only runs forward. */
  readonly since: number;
  isReported: boolean;
}

/** Everything a running bot remembers; the loop is its only writer (`loop.ts`). */
export interface BotState {
  mode: BotMode;
  /** Open trades, oldest first; the database has the same, save what is in `unwritten`. */
  trades: Trade[];
  locks: PairLock[];
  /** Orders whose outcome is not known; their pairs are left alone. */
  intents: OrderIntent[];
  /**
   * When the request of an intent ended, monotonic ms; missing while it is under way. Only later than that, by all that an exchange
   * takes to accept an order, does its not knowing the order prove anything.
   */
  readonly settledAt: WeakMap<OrderIntent, number>;
  /** Since when the exchange does not know an open order, monotonic ms. */
  readonly missingSince: WeakMap<Order, number>;
  /** Stops on the exchange that were woken: they are orders like others now. */
  readonly triggeredStops: WeakSet<Order>;
  /** Closed trades that strategies have seen, and what is kept with such. */
  readonly closedShown: ClosedTradesShown;
  /** Closed trades whose stops may still lie on the exchange. */
  strayStops: Trade[];
  /** What could not be written yet; no entries until it is. */
  readonly unwritten: Unwritten;
  /** Why the last attempt to write failed; null when it did not. */
  writeProblem: string | null;
  /** Why nothing may be ordered; null when orders may be. */
  holdProblem: string | null;
  /** Of the store, when its contents were taken in. */
  generation: number;
  markets: ReadonlyMap<string, Market>;
  marketsAt: number;
  whitelist: readonly string[];
  blacklist: string[];
  /** Rows by pair, oldest first, the last one may be unfinished. */
  readonly candles: Map<string, CandleRow[]>;
  /** When they were last asked for, by pair, ms. */
  readonly candlesAsked: Map<string, number>;
  /** Rows of other pairs and timeframes that the strategy wants, by pair and timeframe. */
  readonly informative: Map<string, AskedRows>;
  /** The same of other kinds. */
  readonly otherCandles: Map<string, AskedRows>;
  /** Candles that ended later than this (ms) are not among those beside the pairs' own; null where the strategy wants none. */
  informativeUntil: number | null;
  readonly analyses: Map<string, TradedAnalysis>;
  /** By pair, where order flow is asked for. */
  readonly publicTrades: Map<string, PairTrades>;
  readonly tickers: Map<string, HeardTicker>;
  /** As the strategy wanted to see them last. */
  readonly orderBooks: Map<string, OrderBook>;
  readonly fundingRates: Map<string, FundingRate>;
  /** ms of the last whole iteration; 0 before the first. */
  lastProcess: number;
  readonly startedAt: number;
  startupAt: number;
  /** Sum of the profit of closed trades, stake currency. */
  closedProfit: number;
  /** Texts the strategy has sent, and in which candle (ms). */
  readonly sentMessages: Map<string, number>;
  /** What Edge found by pair; null where it is off. */
  edge: ReadonlyMap<string, EdgeFinding> | null;
  /** The hour whose worth was last recorded, ms. */
  walletRecordedAt: number;
  /** The half hour in which it was last computed where positions that share their margin are liquidated; null before. */
  sharedLiquidationsOf: number | null;
  /** When Edge last judged, ms. */
  edgeAt: number;
  pairlistMemory: PairlistMemory;
  /** What is wrong outside, so that it is not reported again every few seconds. */
  readonly troubles: Troubles;
  /** Why the market is not seen, in words; null where it is. */
  silence: string | null;
  /** Counts the configurations; what was begun under an older one is dropped. */
  edition: number;
  /** What of the coins of open trades has gone for the fees of others lately, base currency. */
  readonly goneForFees: Map<Trade, number>;
  /** What the strategy has been called for and has not ended in time, by what it is. */
  readonly late: Map<string, LateCallback>;
  /** What was refused lately, and what has been reported. */
  readonly refusals: Refusals;
  /** Exits of a trade that were ordered for a reason, by trade and reason: the candle (ms) in which. */
  readonly exitsOrdered: Map<string, number>;
  /** When a trade's funding was last asked for, ms. */
  readonly fundingAskedAt: WeakMap<Trade, number>;
  /** Trades whose position is not there, and nothing says where it went: nothing is ordered for them. */
  readonly vanished: WeakSet<Trade>;
  /** Positions that no trade accounts for, or not wholly, by pair; nothing is entered there. */
  unaccounted: ReadonlyMap<string, Position>;
}

export function createState(startedAt: number): BotState {
  return {
    mode: 'stopped',
    trades: [],
    locks: [],
    intents: [],
    settledAt: new WeakMap(),
    missingSince: new WeakMap(),
    triggeredStops: new WeakSet(),
    closedShown: new ClosedTradesShown(),
    strayStops: [],
    unwritten: new Unwritten(),
    writeProblem: null,
    holdProblem: null,
    generation: 0,
    markets: new Map(),
    marketsAt: 0,
    whitelist: [],
    blacklist: [],
    candles: new Map(),
    candlesAsked: new Map(),
    informative: new Map(),
    otherCandles: new Map(),
    informativeUntil: null,
    analyses: new Map(),
    publicTrades: new Map(),
    tickers: new Map(),
    orderBooks: new Map(),
    fundingRates: new Map(),
    lastProcess: 0,
    startedAt,
    startupAt: 0,
    closedProfit: 0,
    sentMessages: new Map(),
    edge: null,
    sharedLiquidationsOf: null,
    edgeAt: 0,
    walletRecordedAt: 0,
    pairlistMemory: new PairlistMemory(),
    troubles: new Troubles(),
    silence: null,
    edition: 0,
    goneForFees: new Map(),
    late: new Map(),
    refusals: new Refusals(),
    exitsOrdered: new Map(),
    fundingAskedAt: new WeakMap(),
    unaccounted: new Map(),
    vanished: new WeakSet(),
  };
}
