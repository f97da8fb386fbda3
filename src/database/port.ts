import type { OrderIntent } from '../core/order/intent.ts';
import type { PairLock } from '../core/protections/lock.ts';
import type { Trade } from '../core/trade/trade.ts';

/** Everything one decision changed; written whole or not at all. */
export interface Changes {
  /** New trades (id 0) get their id, as do new orders. */
  readonly trades?: readonly Trade[];
  readonly removedTrades?: readonly Trade[];
  readonly intents?: readonly OrderIntent[];
  readonly locks?: readonly PairLock[];
  /** What the account was worth: one snapshot a moment, of which the first counts. */
  readonly wallet?: readonly WalletRecord[];
}

/** Of a closed trade, what statistics need. Newest last. */
export interface ClosedTradeFacts {
  readonly id: number;
  readonly pair: string;
  readonly openDate: number;
  readonly closeDate: number;
  readonly profitRatio: number;
  readonly profitAbs: number;
  /** Everything ever staked in it. */
  readonly maxStakeAmount: number;
  readonly enterTag: string | null;
  readonly exitReason: string | null;
  readonly isShort: boolean;
  /** Stake currency moved by all its filled orders. */
  readonly volume: number;
}

/** What a currency was worth at a moment (ms). */
export interface WalletRecord {
  readonly at: number;
  readonly currency: string;
  /** Price in `quote_currency`; null when unknown. */
  readonly rate: number | null;
  readonly quote_currency: string;
  readonly balance: number;
  readonly total_quote: number | null;
  readonly isManaged: boolean;
}

export interface TradePage {
  readonly limit: number;
  readonly offset: number;
  readonly orderById: boolean;
  /** Begin after the trade of this number, in place of `offset`; null at the start. */
  readonly after: number | null;
  /** Only trades that fit, in their own order; all where left out. */
  readonly selection?: TradeSelection;
}

/** What closed trades can be sorted by. */
export type TradeSortKey =
  | 'trade_id'
  | 'pair'
  | 'side'
  | 'amount'
  | 'stake_amount'
  | 'open_rate'
  | 'close_rate'
  | 'profit_ratio'
  | 'profit_abs'
  | 'open_timestamp'
  | 'close_timestamp'
  | 'duration'
  | 'exit_reason'
  | 'enter_tag'
  | 'orders'
  | 'leverage'
  | 'fees'
  | 'strategy';

/** Which closed trades are wanted, and in which order. What is null does not matter. */
export interface TradeSelection {
  /** Within pair, tags, exit reason or strategy, whatever the case. */
  readonly search: string | null;
  readonly pair: string | null;
  /** Closed then or later, ms since epoch, UTC. */
  readonly from: number | null;
  /** Closed before, ms since epoch, UTC. */
  readonly until: number | null;
  /** Missing values come last either way. */
  readonly sort: { readonly by: TradeSortKey; readonly isDown: boolean };
}

/** Trades, orders, locks and intents on disk. Verbs of the domain; no connection or transaction in sight. */
export interface TradeStore {
  /** Changes when a closed trade joins or leaves the history, so that what was derived from it can be kept until then. */
  readonly historyVersion: number;
  openTrades(): Promise<Trade[]>;
  trade(id: number): Promise<Trade | null>;
  /** The trade that has an order of this id on a pair. */
  tradeOfOrder(orderId: string, pair: string): Promise<Trade | null>;
  /** Closed trades, how many there are in all, and whether none follow. */
  closedTrades(page: TradePage): Promise<{ trades: Trade[]; total: number; isLast: boolean }>;
  /** How many trades are closed. */
  readonly closedCount: number;
  closedFacts(): readonly ClosedTradeFacts[];
  /**
   * Makes sure that what is written stays, and that no other bot writes; asked before anything is ordered.
   * @throws DatabaseError with what is wrong
   */
  prove(): Promise<void>;
  /** Changes when another bot may have written in between: what is remembered counts no more. */
  readonly generation: number;
  /** Reads again what is kept in memory of the closed trades. */
  reread(): Promise<void>;
  /** Commits an intent before anything is sent. @throws DatabaseError */
  journal(intent: OrderIntent): Promise<void>;
  pendingIntents(): Promise<OrderIntent[]>;
  /** @throws ChangeRefused where it is the change that can't be written, another DatabaseError where nothing can be */
  commit(changes: Changes): Promise<void>;
  locks(): Promise<PairLock[]>;
  /** What the account was worth, in stake currency, oldest first. */
  walletHistory(): Promise<{ at: number; total: number }[]>;
  /** ms since epoch when this database was first used by a bot. */
  startTime(now: number): Promise<number>;
  close(): Promise<void>;
}
