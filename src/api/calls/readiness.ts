import type { BotService } from '../../bot/port.ts';
import type { Readiness } from '../../wire/answers/access.ts';

/** How late the loop may be before something is wrong, ms, beside twice its own rhythm. */
const PATIENCE_MS = 15_000;

/** Whether a bot does what it should: iterates on time, and can write. Null stands for one that has not started. */
export function readiness(bot: BotService | null, now: number): Readiness {
  if (bot === null) return { ready: false, problems: ['the bot is starting'] };
  const { state, settings } = bot;
  const problems: string[] = [];
  const late = now - Math.max(state.lastProcess, state.startupAt) - 2 * settings.throttleMs;
  if (state.mode !== 'stopped' && late > PATIENCE_MS) problems.push(`no iteration for ${Math.round((now - state.lastProcess) / 1000)} s`);
  if (state.holdProblem !== null) problems.push('nothing is ordered: the database is not as it should be, or another bot has it');
  if (state.writeProblem !== null) problems.push('changes could not be written to the database');
  if (state.mode !== 'stopped' && state.silence !== null) problems.push(state.silence);
  if (state.intents.length > 0) problems.push(`${state.intents.length} orders have no known outcome yet`);
  return { ready: problems.length === 0, problems };
}
