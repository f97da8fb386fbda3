import type { AccountSetup } from '../app/account/exchange-check.ts';
import { loadConfig } from '../config/load.ts';
import { AskingEnded, terminalAsker, yesOrNo } from './asking.ts';
import { type OptionSpec, type Options, UsageError } from './options.ts';
import { configFiles, userDir } from './paths.ts';

/** What commands have in common that look at a real account. */
export const ACCOUNT_OPTIONS: readonly OptionSpec[] = [
  { names: ['db-url'], takes: 'value', help: 'database of the bot, e.g. sqlite:///tradesv3.sqlite' },
  { names: ['yes'], short: 'y', takes: 'nothing', help: 'ask nothing, for scripts' },
];

/** The account of a configuration, also where that is one for a dry run. @throws UsageError, ConfigurationError */
export function accountSetup(options: Options): { readonly setup: AccountSetup; readonly isDry: boolean } {
  const files = configFiles(options);
  const load = (overrides: object) =>
    loadConfig({ files, environment: process.env, overrides: { db_url: options['db-url'], ...overrides } }).config;
  const isDry = load({}).dry_run;
  const config = load({ dry_run: false });
  return { setup: { config, userFolder: userDir(options, config.user_data_dir) }, isDry };
}

/** Asks before something is done; with `--yes` all is answered with yes. @throws UsageError where nobody could answer */
export function asks(options: Options, command: string): (question: string) => Promise<boolean> {
  if (options['yes'] === true) return async () => true;
  if (!process.stdin.isTTY)
    throw new UsageError(`${command} asks before it does anything, and standard input is no terminal. Run it in one, or with --yes.`);
  return async (text) => {
    // open for as long as it is answered: else Ctrl-C would not end what follows
    const asker = terminalAsker(process.stdin, process.stdout);
    try {
      return await asker.ask({ text: `${text} (yes/no)`, fallback: 'no', read: yesOrNo });
    } catch (error) {
      if (error instanceof AskingEnded) return false;
      throw error;
    } finally {
      asker.close();
    }
  };
}
