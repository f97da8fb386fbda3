import type { Changes } from '../database/ports/changes.ts';
import type { Bot } from './bot.ts';

/** Writes a change, or keeps it to be written later; until then nothing is entered. @returns whether everything is on disk */
export async function record(bot: Bot, changes: Changes): Promise<boolean> {
  bot.state.unwritten.add(changes);
  bot.strategy.onRecorded?.(changes.trades ?? [], changes.removedTrades ?? []);
  return writeAll(bot);
}

/** Writes whatever waits to be. @returns whether everything is on disk */
export async function writeAll(bot: Bot): Promise<boolean> {
  return (await writeProblem(bot)) === null;
}

/** Writes whatever waits to be. @returns what stood in the way: a ChangeRefused where anything else can be written */
export async function writeProblem(bot: Bot): Promise<Error | null> {
  const { state } = bot;
  if (state.unwritten.size === 0) return null;
  const problem = await state.unwritten.write((changes) => bot.store.commit(changes));
  const reason = problem?.message ?? null;
  if (reason !== null && state.writeProblem !== reason) {
    tell(bot, `Changes could not be written to the database, nothing is entered until they are: ${reason}`, true);
  }
  if (reason === null && state.writeProblem !== null) tell(bot, 'Everything is written to the database again.', false);
  state.writeProblem = reason;
  return problem;
}

function tell(bot: Bot, text: string, isBad: boolean): void {
  if (isBad) bot.log.error('persistence', text);
  else bot.log.info('persistence', text);
  bot.publish({ kind: 'warning', text });
}
