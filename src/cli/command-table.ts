import { BUILT } from './built-commands.ts';
import type { CliCommand, CommandTable } from './command.ts';

/** One of the commands that are not built. */
async function notYet(name: keyof typeof import('./commands/not-yet.ts').NOT_YET): Promise<{ command: CliCommand }> {
  return { command: (await import('./commands/not-yet.ts')).NOT_YET[name] };
}

/** Every command, those of freqtrade in its order. */
export const COMMANDS: CommandTable = {
  ...BUILT,
  edge: () => notYet('edge'),
  'list-freqaimodels': () => notYet('list-freqaimodels'),
  'convert-db': () => notYet('convert-db'),
  'strategy-updater': () => notYet('strategy-updater'),
};
