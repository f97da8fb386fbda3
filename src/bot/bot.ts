import type { CandleKind } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { TradeStore } from '../database/port.ts';
import type { Exchange } from '../exchange/port.ts';
import type { Position } from '../exchange/ports/positions.ts';
import type { Balance } from '../exchange/ports/trading.ts';
import type { PairlistReach } from '../pairlists/handler.ts';
import type { ProducerFeeds } from '../producers/port.ts';
import type { RunMode } from '../strategy/data-provider.ts';
import type { StrategyError } from '../strategy/guard.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { BotEvent } from './events.ts';
import type { Pushes } from './pushes.ts';
import type { BotSettings } from './settings.ts';
import { sourceLine } from './source-line.ts';
import type { BotState } from './state.ts';

/** Points in an order's life at which a test may end the process. */
export type OrderPoint =
  | 'before_journal'
  | 'after_journal'
  | 'before_send'
  | 'after_answer'
  | 'before_commit'
  | 'after_commit'
  | 'before_publish'
  | 'before_cancel'
  | 'after_cancel'
  | 'before_fill_commit'
  | 'after_fill_commit';

/** Lines for people. */
export interface BotLog {
  debug(module: string, message: string): void;
  info(module: string, message: string): void;
  warn(module: string, message: string): void;
  error(module: string, message: string): void;
}

/** Where the account's balances and positions come from: the exchange, or a simulated wallet. */
export interface WalletSource {
  /** @param maxAgeMs how old they may be where nothing has changed them, 2 s where left out; infinite for whatever was last heard */
  balances(state: BotState, maxAgeMs?: number): Promise<ReadonlyMap<string, Balance>>;
  /** What is held of contracts: as the exchange has it, or as the trades have. Aged like balances. */
  positions(state: BotState, maxAgeMs?: number): Promise<readonly Position[]>;
  /** As they were heard last, without asking; empty before. */
  known(state: BotState): ReadonlyMap<string, Balance>;
  /** They are others now: an order was placed, filled or cancelled. */
  change(): void;
  /** Asks for balances that have changed before anybody waits for them. Never throws: who needs them asks again. */
  askAhead(): void;
  /** What was heard was wrong: an order was refused. */
  forget(): void;
}

/** A rate and when it was asked for, ms. */
export interface AskedRate {
  readonly rate: number;
  readonly at: number;
}

/** A bot and everything it acts through. Handed to every stage; nothing else is global. */
export interface Bot {
  settings: BotSettings;
  strategy: Strategy;
  readonly exchange: Exchange;
  readonly store: TradeStore;
  /** Given the open trades that the database holds, where the exchange is simulated and knows their orders from there only. */
  readonly restoreOrders?: (trades: readonly Trade[]) => void;
  /** Other bots that this one listens to; null for none. */
  readonly producers: ProducerFeeds | null;
  readonly wallet: WalletSource;
  readonly log: BotLog;
  readonly now: () => number;
  /** ms on a clock that only runs forward, whatever the calendar does: for waits and deadlines, never for dates. */
  readonly monotonic: () => number;
  /** Letters and digits that no other order has. */
  readonly uniqueId: () => string;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** What it was started for: handed to the strategy, read by no rule. */
  readonly runMode: RunMode;
  /** Candles on disk; null for none. */
  readonly storedCandles: (pair: string, timeframe: string, kind?: CandleKind) => Promise<Candles | null>;
  /** Where pairlists get what the exchange does not tell. */
  readonly pairlistReach: PairlistReach;
  readonly publish: (event: BotEvent) => void;
  readonly probe: (point: OrderPoint) => void;
  readonly state: BotState;
  /** What the exchange's streams have sent and the loop has not taken in. */
  readonly pushes: Pushes;
  /** Rates to leave at that were asked for, by pair, and when (ms): for those who look, no rule reads them. */
  readonly exitRates: Map<string, AskedRate>;
  /** Said at every start, e.g. that trades are simulated. */
  readonly notices: readonly string[];
}

/** Tells of a failing strategy callback without stopping anything: at once, then with how long it goes on. */
export function strategyFailure(bot: Bot): (error: StrategyError) => void {
  return (error) => {
    // that there is nobody to ask is said once, by who starts the strategy's process again
    if (error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'STRATEGY_GONE') return;
    const length = bot.state.troubles.goesOn(error.message, bot.monotonic());
    if (length !== null) bot.log.error('strategy', `${error.message}${sourceLine(error)}${length}`);
  };
}
