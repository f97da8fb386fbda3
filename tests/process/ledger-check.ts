import { expect } from 'vitest';
import type { BotProcess, Ledger, SimulatorProcess } from './harness.ts';
import { ledgerProblems, readDatabase } from './ledger.ts';

export { integrity, readDatabase } from './ledger.ts';

/** The exchange's ledger and the bot's database tell the same story: no orphan, no double, every amount to the last digit. */
export async function expectLedgerEqualsDatabase(simulator: SimulatorProcess, bot: { database: BotProcess['database'] }): Promise<Ledger> {
  const ledger = await simulator.ledger();
  expect(ledgerProblems(ledger, readDatabase(bot.database))).toEqual([]);
  return ledger;
}
