import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { Trade } from '../../core/trade/trade.ts';

/** Which closed trades are wanted, how many at a time. */
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

/** Trades that are over. What statistics need of them is kept in memory. */
export interface ClosedTrades {
  /** Changes when a closed trade joins or leaves, so that what was derived from them can be kept until then. */
  readonly version: number;
  /** How many there are. */
  readonly count: number;
  /** In the order of closing. */
  facts(): readonly ClosedTradeFacts[];
  /** Facts of one; another object once it has changed. Null where there is none of this number. */
  find(id: number): ClosedTradeFacts | null;
  /** Numbers of some of them in their order, how many there are in all, and whether none follow. */
  list(page: TradePage): Promise<{ ids: readonly number[]; total: number; isLast: boolean }>;
  /** Those of these numbers that there are, in that order, a few at a time; others have a turn in between. */
  trades(ids: readonly number[]): AsyncIterable<Trade[]>;
  /** The trades of `list` themselves. */
  page(page: TradePage): Promise<{ trades: Trade[]; total: number; isLast: boolean }>;
  /** Reads again what is kept in memory. */
  reread(): Promise<void>;
}
