import { join } from 'node:path';
import { freshConfig, NO_KEYS, newPassword } from '../app/fresh-config.ts';

/** Pairs of the demo: the built-in exchange's. */
export const DEMO_PAIRS: readonly string[] = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'LTC', 'DOGE', 'LINK', 'AVAX', 'DOT', 'ATOM'].map(
  (base) => `${base}/USDT`,
);
const USER_DIR = 'user_data';
/** Made for the built-in exchange: it trades often, so that there is something to see. */
const STRATEGY = 'DemoScalper';

/** Where the demo is found, and where it keeps what it makes. */
export interface DemoPlace {
  /** ccxt's name of the exchange whose language the built-in one speaks. */
  readonly exchange: string;
  /** ccxt's settings that lead it to the built-in exchange. */
  readonly ccxtConfig: object;
  readonly apiPort: number;
  /** What contracts are settled in there, where there is nothing else to trade; null: spot. */
  readonly contractsOnlyIn: string | null;
}

/** What the demo's files are called in an exchange's language; Binance's, which is spoken when nobody asks, have the plain names. */
export function demoFiles(exchange: string): { config: string; database: string; dataDir: string } {
  const suffix = exchange === 'binance' ? '' : `-${exchange}`;
  return {
    config: join(USER_DIR, `config${suffix}.json`),
    database: join(USER_DIR, `demo${suffix}.sqlite`),
    dataDir: join(USER_DIR, 'data', `demo${suffix}`),
  };
}

/** The configuration that the first `npm start` writes, with words on what is unusual about it. */
export function demoConfigText({ exchange, ccxtConfig, apiPort, contractsOnlyIn: settle }: DemoPlace): string {
  const { database, dataDir } = demoFiles(exchange);
  const config = freshConfig({
    dryRun: true,
    stakeCurrency: settle ?? 'USDT',
    stakeAmount: 100,
    // one for each pair, so that there is room to enter by hand
    maxOpenTrades: DEMO_PAIRS.length,
    // a timeframe here would go before every strategy's own
    timeframe: null,
    fiat: null,
    exchange,
    tradingMode: settle === null ? 'spot' : 'futures',
    pairs: DEMO_PAIRS.map((pair) => (settle === null ? pair : `${pair.split('/')[0]}/${settle}:${settle}`)),
    keys: NO_KEYS,
    telegram: null,
    api: { address: '127.0.0.1', username: 'freqtrader', password: newPassword() },
    strategy: STRATEGY,
  });
  const api = config['api_server'] as Record<string, unknown>;
  const text = JSON.stringify(
    {
      ...config,
      api_server: { ...api, listen_port: apiPort },
      exchange: {
        ...(config['exchange'] as object),
        ccxt_config: ccxtConfig,
      },
      entry_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
      exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
      dry_run_wallet: 2000,
      // a click on the page shall be able to enter
      force_entry_enable: true,
      internals: { process_throttle_secs: 2 },
      db_url: `sqlite:///${database}`,
      datadir: dataDir,
    },
    null,
    2,
  );
  return `// A dry run on the built-in exchange, written by "npm start". That exchange is reached through "ccxt_config"; its trades and candles
// are kept apart ("db_url", "datadir"). "freqtrade new-config" makes a configuration for another exchange.
// "force_entry_enable" lets trades be entered by hand, from the page or with freqtrade-client.
${text}\n`;
}
