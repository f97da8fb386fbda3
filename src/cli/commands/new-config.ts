import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { everyExchange, offeredMarkets } from '../../app/exchanges.ts';
import { freshConfig } from '../../app/fresh-config.ts';
import { declaredStrategies } from '../../app/strategies/strategy-loader.ts';
import { AskingEnded, terminalAsker, yesOrNo } from '../asking.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { askConfig, type Offers } from '../config-questions.ts';
import { type Options, UsageError } from '../options.ts';
import { strategyFolders, userDir } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Make a new configuration by answering questions.',
  options: [
    { names: ['config'], short: 'c', takes: 'values', help: 'file to write (default: user_data/config.json)' },
    { names: ['userdir', 'user-data-dir'], takes: 'value', help: 'user folder (default: user_data)' },
    { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
  ],
  run: newConfig,
};

const EXIT_INTERRUPTED = 130;
/** How long the exchange may take to tell its markets, ms. */
const MARKETS_LIMIT_MS = 8000;

async function newConfig(options: Options): Promise<number> {
  if (!process.stdin.isTTY)
    throw new UsageError(
      'new-config asks questions, and standard input is no terminal. Run it in a terminal (docker compose run --rm, ssh -t), or copy and change examples/config.json.',
    );
  const named = options['config'];
  const path = Array.isArray(named) ? String(named[0]) : join(userDir(options), 'config.json');
  const asker = terminalAsker(process.stdin, process.stdout);
  try {
    const old = `${path}.old`;
    if (existsSync(path)) {
      const text = `${path} exists. Write a new one, and keep this as ${relative('.', old)}? (yes/no)`;
      if (!(await asker.ask({ text, fallback: 'no', read: yesOrNo }))) {
        asker.tell('Nothing was written.');
        return EXIT_OK;
      }
    }
    const config = freshConfig(await askConfig(asker, offers(options)));
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) renameSync(path, old);
    writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
    asker.tell(
      `\nWritten to ${path}; every setting in it can be changed. "freqtrade trade --config ${relative('.', path)}" starts the bot.`,
    );
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof AskingEnded)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return EXIT_INTERRUPTED;
  } finally {
    asker.close();
  }
}

function offers(options: Options): Offers {
  return {
    exchanges: async () =>
      (await everyExchange()).map(({ id, isUsable, reason, tradeModes }) => ({
        id,
        isUsable,
        reason,
        hasFutures: tradeModes.some(([mode, margin]) => mode === 'futures' && margin === 'isolated'),
        hasSpot: tradeModes.some(([mode]) => mode === 'spot'),
      })),
    markets: (exchange, isFutures) => offeredMarkets(exchange, isFutures, MARKETS_LIMIT_MS),
    strategies: async () => declaredStrategies(strategyFolders(options, userDir(options))),
    isContainer: process.env['FT_APP_ENV'] === 'docker' || existsSync('/.dockerenv'),
  };
}
