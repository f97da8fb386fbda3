import type { Changes } from './ports/changes.ts';
import type { Claim } from './ports/claim.ts';
import type { ClosedTrades } from './ports/history.ts';
import type { IntentJournal } from './ports/intents.ts';
import type { BotRecords } from './ports/records.ts';
import type { TradeQueries } from './ports/trades.ts';

/** A bot's database, port by port: verbs of the domain; no connection or transaction in sight. Whoever needs one port is handed that one. */
export interface TradeStore {
  readonly trades: TradeQueries;
  readonly history: ClosedTrades;
  readonly intents: IntentJournal;
  readonly claim: Claim;
  readonly records: BotRecords;
  /**
   * Writes changes whole or not at all; new trades, orders and locks get their numbers, and have none where nothing was written.
   * @throws ChangeRefused where it is the change that can't be written, another DatabaseError where nothing can be
   */
  commit(changes: Changes): Promise<void>;
  close(): Promise<void>;
}
