import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';
import { newSecret } from './new-secret.ts';

export const command: CliCommand = {
  summary: 'Make a new configuration by answering questions.',
  options: [
    { names: ['config'], short: 'c', takes: 'values', help: 'file to write (default: user_data/config.json)' },
    { names: ['userdir', 'user-data-dir'], takes: 'value', help: 'user folder (default: user_data)' },
    { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
  ],
  run: async (options: Options) => {
    const named = options['config'];
    const path = Array.isArray(named) ? String(named[0]) : join(userDir(options), 'config.json');
    const lines = createInterface({ input: stdin });
    const answers = lines[Symbol.asyncIterator]();
    const ask = async (question: string, fallback: string): Promise<string> => {
      stdout.write(`${question} [${fallback}]: `);
      const { value, done } = await answers.next();
      if (done) throw new UsageError('The questions were not all answered; nothing was written.');
      return value.trim() === '' ? fallback : value.trim();
    };
    try {
      if (existsSync(path) && !/^y/i.test(await ask(`${path} exists. Overwrite it?`, 'no'))) {
        stdout.write('Nothing was written.\n');
        return EXIT_OK;
      }
      const config = await questions(ask);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
      stdout.write(`\nWritten to ${path}. The password of the web page is in it, under api_server.\n`);
      return EXIT_OK;
    } finally {
      lines.close();
    }
  },
};

async function questions(ask: (question: string, fallback: string) => Promise<string>): Promise<object> {
  const number = async (question: string, fallback: string): Promise<number> => {
    const answer = await ask(question, fallback);
    if (!Number.isFinite(Number(answer))) throw new UsageError(`"${answer}" is not a number; nothing was written.`);
    return Number(answer);
  };
  const isYes = (text: string) => /^y/i.test(text);
  const dryRun = isYes(await ask('Simulate orders (dry run)?', 'yes'));
  const stakeCurrency = (await ask('Stake currency', 'USDT')).toUpperCase();
  const stakeAnswer = await ask('Stake per trade (a number, or unlimited)', 'unlimited');
  const stakeAmount = stakeAnswer === 'unlimited' ? stakeAnswer : Number(stakeAnswer);
  if (Number.isNaN(stakeAmount)) throw new UsageError(`"${stakeAnswer}" is neither a number nor unlimited; nothing was written.`);
  const maxOpenTrades = await number('Open trades at most (-1 for no limit)', '3');
  const timeframe = await ask("Timeframe (empty: the strategy's)", '');
  const exchange = (await ask('Exchange', 'binance')).toLowerCase();
  const pairs = (await ask('Pairs, comma separated', `BTC/${stakeCurrency},ETH/${stakeCurrency}`)).split(',').map((pair) => pair.trim());
  const key = dryRun ? '' : await ask('API key of the exchange', '');
  const secret = dryRun ? '' : await ask('API secret of the exchange', '');
  const strategy = await ask('Strategy', 'SampleStrategy');
  return baseConfig({ dryRun, stakeCurrency, stakeAmount, maxOpenTrades, timeframe, exchange, pairs, key, secret, strategy });
}

export interface ConfigAnswers {
  readonly dryRun: boolean;
  readonly stakeCurrency: string;
  readonly stakeAmount: number | string;
  readonly maxOpenTrades: number;
  readonly timeframe: string;
  readonly exchange: string;
  readonly pairs: readonly string[];
  readonly key: string;
  readonly secret: string;
  readonly strategy: string;
}

/** A whole configuration with secrets of its own, API on loopback. */
export function baseConfig(answers: ConfigAnswers): Record<string, unknown> {
  return {
    max_open_trades: answers.maxOpenTrades,
    stake_currency: answers.stakeCurrency,
    stake_amount: answers.stakeAmount,
    tradable_balance_ratio: 0.99,
    ...(answers.timeframe === '' ? {} : { timeframe: answers.timeframe }),
    dry_run: answers.dryRun,
    dry_run_wallet: 1000,
    cancel_open_orders_on_exit: false,
    trading_mode: 'spot',
    margin_mode: '',
    unfilledtimeout: { entry: 10, exit: 10, exit_timeout_count: 0, unit: 'minutes' },
    entry_pricing: {
      price_side: 'same',
      use_order_book: true,
      order_book_top: 1,
      check_depth_of_market: { enabled: false, bids_to_ask_delta: 1 },
    },
    exit_pricing: { price_side: 'same', use_order_book: true, order_book_top: 1 },
    exchange: { name: answers.exchange, key: answers.key, secret: answers.secret, pair_whitelist: answers.pairs, pair_blacklist: [] },
    pairlists: [{ method: 'StaticPairList' }],
    api_server: {
      enabled: true,
      listen_ip_address: '127.0.0.1',
      listen_port: 8080,
      verbosity: 'error',
      enable_openapi: false,
      jwt_secret_key: newSecret(),
      ws_token: newSecret(),
      CORS_origins: [],
      username: 'freqtrader',
      password: newSecret().slice(0, 24),
    },
    bot_name: 'freqtrade',
    strategy: answers.strategy,
    initial_state: 'running',
    force_entry_enable: true,
    internals: { process_throttle_secs: 5 },
  };
}
