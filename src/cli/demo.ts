import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSON5 from 'json5';
import { freshConfig, NO_KEYS, newPassword } from '../app/fresh-config.ts';
import { createUserDir } from './commands/create-userdir.ts';

/** What `npm start` runs: a dry run on the built-in exchange, which is reached like any other, over the network. */

const PAIRS = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'LTC', 'DOGE', 'LINK', 'AVAX', 'DOT', 'ATOM'].map((base) => `${base}/USDT`);
const USER_DIR = 'user_data';
const CONFIG = join(USER_DIR, 'config.json');
/** Made for the built-in exchange: it trades often, so that there is something to see. */
const STRATEGY = 'DemoScalper';
const STRATEGY_FILE = 'demo-scalper.ts';
const SIMULATOR_WAIT_MS = 10_000;

interface DemoConfig {
  exchange?: { ccxt_config?: { urls?: { api?: { public?: string } } } };
  api_server?: { listen_ip_address?: string; listen_port?: number; username?: string };
}

async function main(): Promise<void> {
  createUserDir(USER_DIR, false);
  const isFirst = !existsSync(CONFIG);
  if (isFirst) await writeFirstConfig();
  const config = readConfig();
  const url = config.exchange?.ccxt_config?.urls?.api?.public;
  const isBuiltIn = url !== undefined && /^http:\/\/127\.0\.0\.1:\d+\//.test(url);
  const simulator = isBuiltIn ? await startSimulator(Number(new URL(url).port)) : null;
  const { api_server: api } = config;
  const address = `http://${api?.listen_ip_address}:${api?.listen_port}`;
  process.stdout.write(
    `\n  freqtrade-ts trades on ${isBuiltIn ? 'the built-in exchange' : 'the exchange of your configuration'}.\n` +
      `  Web page:  ${address}\n  User:      ${api?.username}\n  Password:  in ${relative('.', CONFIG)}, under api_server\n  Stop with Ctrl-C.\n\n`,
  );
  if (simulator !== null) {
    process.on('exit', () => simulator.kill('SIGKILL'));
    simulator.on('exit', (code) => {
      if (code !== null && code !== 0)
        process.stderr.write(`The built-in exchange ended with code ${code}; the bot waits for it to return.\n`);
    });
  }
  process.argv = [process.argv[0]!, process.argv[1]!, 'trade', '--config', CONFIG, '--userdir', USER_DIR, ...process.argv.slice(2)];
  await import('./main.ts');
}

function readConfig(): DemoConfig {
  try {
    return JSON5.parse(readFileSync(CONFIG, 'utf8'));
  } catch {
    return {};
  }
}

async function writeFirstConfig(): Promise<void> {
  const port = await freePort(9500);
  const apiPort = await freePort(8080);
  const http = `http://127.0.0.1:${port}`;
  const ws = `ws://127.0.0.1:${port}`;
  const config = freshConfig({
    dryRun: true,
    stakeCurrency: 'USDT',
    stakeAmount: 100,
    // one for each pair, so that there is room to enter by hand
    maxOpenTrades: PAIRS.length,
    timeframe: null,
    fiat: null,
    exchange: 'binance',
    tradingMode: 'spot',
    pairs: PAIRS,
    keys: NO_KEYS,
    telegram: null,
    api: { address: '127.0.0.1', username: 'freqtrader', password: newPassword() },
    strategy: STRATEGY,
  });
  const strategy = join(USER_DIR, 'strategies', STRATEGY_FILE);
  if (!existsSync(strategy)) copyFileSync(fileURLToPath(new URL(`../../examples/strategies/${STRATEGY_FILE}`, import.meta.url)), strategy);
  const api = config['api_server'] as Record<string, unknown>;
  const text = JSON.stringify(
    {
      ...config,
      api_server: { ...api, listen_port: apiPort },
      exchange: {
        ...(config['exchange'] as object),
        ccxt_config: {
          urls: {
            api: {
              public: `${http}/api/v3`,
              private: `${http}/api/v3`,
              v1: `${http}/api/v1`,
              sapi: `${http}/sapi/v1`,
              fapiPublic: `${http}/fapi/v1`,
              dapiPublic: `${http}/dapi/v1`,
              ws: { spot: `${ws}/stream`, future: `${ws}/stream`, 'ws-api': { spot: `${ws}/ws-api/v3` } },
            },
          },
        },
      },
      entry_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
      exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
      dry_run_wallet: 2000,
      // a click on the page shall be able to enter
      force_entry_enable: true,
      internals: { process_throttle_secs: 2 },
      db_url: `sqlite:///${join(USER_DIR, 'demo.sqlite')}`,
      datadir: join(USER_DIR, 'data', 'demo'),
    },
    null,
    2,
  );
  writeFileSync(
    CONFIG,
    `// A dry run on the built-in exchange, written by "npm start". That exchange is reached through "ccxt_config"; its trades and candles
// are kept apart ("db_url", "datadir"). "freqtrade new-config" makes a configuration for another exchange.
// "force_entry_enable" lets trades be entered by hand, from the page or with freqtrade-client.
${text}\n`,
    { mode: 0o600 },
  );
}

/** The wanted port if nobody has it, else a free one. */
async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number | null> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

async function startSimulator(port: number): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../simulator/main.ts', import.meta.url));
  const child = spawn(process.execPath, [file, '--port', String(port), '--pairs', PAIRS.join(','), '--exit-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The built-in exchange did not start.')), SIMULATOR_WAIT_MS);
    child.stdout?.once('data', () => {
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(
        new Error(
          `The built-in exchange did not start (code ${code}). Is port ${port} in use? It is named in ${CONFIG}, under exchange.ccxt_config.`,
        ),
      );
    });
  });
  return child;
}

main().catch((error: unknown) => {
  process.stderr.write(`freqtrade: ${(error as Error).message}\n`);
  process.exit(1);
});
