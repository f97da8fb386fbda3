import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DIALECTS, dialectNamed } from './dialects/all.ts';
import { DEFAULT_SYMBOLS, type MarketSymbol, symbolsFor } from './engine/symbol.ts';
import { startSimulator } from './server.ts';

const HELP = `usage: exchange-simulator [options]

An exchange over HTTP and WebSocket, for trading without network and account. GET /control/ccxt tells the settings
that lead ccxt here.

options:
  --dialect NAME       whose language it speaks: ${Object.keys(DIALECTS).join(', ')} (default binance)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --port PORT          port to listen on (default 9500; 0 picks a free one)
  --seed TEXT          prices are a function of seed, pair and time (default freqtrade-ts)
  --pairs LIST         markets, comma separated, e.g. BTC/USDT,ETH/USDT (default: twelve pairs)
  --recorded LIST      1m candles that drive a pair, as PAIR=FILE or PAIR=FILE:FACTOR; JSON or JSON.gz, of freqtrade's
                       data folder or of this program; played forward and backward for ever
  --history LIST       candles with their times that drive a pair, as PAIR=FILE or PAIR=FILE:FACTOR; JSON or JSON.gz,
                       of freqtrade's data folder. Each is shown when its time comes; the price moves once in it, late
  --balance LIST       starting balances, e.g. USDT=10000,BTC=1 (default USDT=10000)
  --fee RATIO          fee of every fill, 0.001 = 0.1 % (default 0.001; krakenfutures 0.0005)
  --perpetuals         perpetual contracts, too
  --api-key TEXT       key that signed requests must carry (default simulator-key)
  --exit-with-stdin    end when standard input ends, so that whoever started it does not leave it behind
  --api-secret TEXT    secret that signs them (default simulator-secret; GET /control/ccxt tells where it is another)
  --api-passphrase TEXT
                       where the exchange asks for one (default simulator-passphrase)
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dialect: { type: 'string', default: 'binance' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '9500' },
      seed: { type: 'string', default: 'freqtrade-ts' },
      pairs: { type: 'string' },
      recorded: { type: 'string' },
      history: { type: 'string' },
      balance: { type: 'string', default: 'USDT=10000' },
      fee: { type: 'string' },
      perpetuals: { type: 'boolean' },
      'api-key': { type: 'string' },
      'api-secret': { type: 'string' },
      'api-passphrase': { type: 'string' },
      'exit-with-stdin': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const balances: Record<string, number> = {};
  for (const part of values.balance.split(',')) {
    const [asset, amount] = part.split('=');
    if (!asset || !Number.isFinite(Number(amount))) throw new Error(`--balance: "${part}" is not ASSET=AMOUNT, e.g. USDT=10000.`);
    balances[asset] = Number(amount);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port: "${values.port}" is not a port (0 to 65535).`);
  const fee = values.fee === undefined ? null : Number(values.fee);
  if (fee !== null && !(fee >= 0 && fee < 1)) throw new Error(`--fee: "${values.fee}" is not a ratio from 0 to below 1.`);
  const dialect = dialectNamed(values.dialect);
  if (values.perpetuals && !dialect.hasContracts)
    throw new Error(`--perpetuals: no contracts are offered in the dialect of ${dialect.name}. Leave it out, or choose another dialect.`);
  const simulator = await startSimulator({
    dialect,
    host: values.host,
    port,
    seed: values.seed,
    symbols: driven(values.pairs === undefined ? DEFAULT_SYMBOLS : symbolsFor(values.pairs.split(',')), values),
    balances,
    ...(fee === null ? {} : { fee }),
    perpetuals: values.perpetuals === true,
    credentials: {
      ...(values['api-key'] === undefined ? {} : { key: values['api-key'] }),
      ...(values['api-secret'] === undefined ? {} : { secret: values['api-secret'] }),
      ...(values['api-passphrase'] === undefined ? {} : { passphrase: values['api-passphrase'] }),
    },
  });
  process.stdout.write(`exchange-simulator: listening on ${simulator.url}\n`);
  const stop = () => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  if (values['exit-with-stdin']) process.stdin.on('end', stop).on('error', stop).resume();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** The markets, some of them driven by recorded candles. @throws Error that says what is wrong with an option */
function driven(symbols: readonly MarketSymbol[], options: { readonly recorded?: string; readonly history?: string }): MarketSymbol[] {
  const recorded = filesOf('recorded', options.recorded, symbols);
  const histories = filesOf('history', options.history, symbols);
  return symbols.map((symbol) => {
    const pair = `${symbol.base}/${symbol.quote}`;
    const [source, history] = [recorded.get(pair), histories.get(pair)];
    if (history !== undefined) return { ...symbol, history: history.file, scale: history.factor };
    return source === undefined ? symbol : { ...symbol, recorded: source.file, scale: source.factor };
  });
}

/** @returns files by pair, with the factor behind them @throws Error that says what is wrong with the option */
function filesOf(
  name: string,
  option: string | undefined,
  symbols: readonly MarketSymbol[],
): ReadonlyMap<string, { readonly file: string; readonly factor: number }> {
  const files = new Map<string, { file: string; factor: number }>();
  for (const part of option === undefined ? [] : option.split(',')) {
    const match = /^([^=]+)=(.+?)(?::([\d.]+))?$/.exec(part);
    if (match === null) throw new Error(`--${name}: "${part}" is not PAIR=FILE, e.g. XRP/USDT=candles.json.gz.`);
    const [, pair = '', file = '', factor = '1'] = match;
    if (!existsSync(file)) throw new Error(`--${name}: there is no file ${file}.`);
    if (!symbols.some((symbol) => `${symbol.base}/${symbol.quote}` === pair)) throw new Error(`--${name}: ${pair} is not among the pairs.`);
    files.set(pair, { file: resolve(file), factor: Number(factor) });
  }
  return files;
}

main().catch((error: unknown) => {
  process.stderr.write(`exchange-simulator: ${(error as Error).message}\n`);
  process.exit(78);
});
