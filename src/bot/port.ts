import type { TradeStore } from '../database/port.ts';
import type { Balance } from '../exchange/ports/trading.ts';
import type { Parameter } from '../strategy/parameter.ts';
import type { MarketDirection } from '../strategy/strategy.ts';
import type { AskedRate } from './bot.ts';
import type { Command, CommandAnswers } from './commands.ts';
import type { BotEvent } from './events.ts';
import type { BotSettings } from './settings.ts';
import type { BotState } from './state.ts';

export { activeLocks, type Command, type CommandAnswers, CommandRefused } from './commands.ts';
export type { BotEvent, EntryCancelEvent, EntryEvent, ExitCancelEvent, ExitEvent, ProposalEvent } from './events.ts';
export { followedPairs } from './followed-pairs.ts';
export type { BotSettings } from './settings.ts';
export type { Analysis, BotState } from './state.ts';
export { tiedStake, usedSlots } from './wallets.ts';
export { wholeAnalysis } from './whole-analysis.ts';

/** A bot as the API sees it: read its state, ask it for something, hear its messages. */
export interface BotService {
  readonly settings: BotSettings;
  readonly state: Readonly<BotState>;
  /** What is on disk, to be read. */
  readonly store: Pick<TradeStore, 'trades' | 'history' | 'records'>;
  /** ms since epoch of the first start with this database. */
  readonly firstStart: number;
  readonly strategyVersion: string | null;
  /** Source text of the strategy's file. */
  readonly strategyCode: string;
  readonly strategyParameters: readonly Parameter[];
  readonly marketDirection: MarketDirection;
  readonly plotConfig: Readonly<Record<string, unknown>>;
  /** Rates to leave at that were asked for, by pair. */
  readonly exitRates: ReadonlyMap<string, AskedRate>;
  /** Brings the rates of open trades up to date where they are older than what may be shown; fails never. */
  refreshRates(): Promise<void>;
  balances(): Promise<ReadonlyMap<string, Balance>>;
  ask<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<CommandAnswers[K]>;
  /** @returns a function that ends the subscription */
  onEvent(listener: (event: BotEvent) => void): () => void;
}
