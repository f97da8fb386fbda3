import { join } from 'node:path';
import { freshConfig, NO_KEYS, newPassword } from '../app/fresh-config.ts';

/** Pairs of the demo: the built-in exchange's. */
export const DEMO_PAIRS: readonly string[] = ['BTC', 'ETH', 'BNB', 'SOL', 'XRP', 'ADA', 'LTC', 'DOGE', 'LINK', 'AVAX', 'DOT', 'ATOM'].map(
  (base) => `${base}/USDT`,
);
const USER_DIR = 'user_data';
/** Made for the built-in exchange: it trades often, so that there is something to see. */
const STRATEGY = 'DemoScalper';

/** The configuration that the first `npm start` writes, with words on what is unusual about it. @param port of the built-in exchange */
export function demoConfigText(port: number, apiPort: number): string {
  const http = `http://127.0.0.1:${port}`;
  const ws = `ws://127.0.0.1:${port}`;
  const config = freshConfig({
    dryRun: true,
    stakeCurrency: 'USDT',
    stakeAmount: 100,
    // one for each pair, so that there is room to enter by hand
    maxOpenTrades: DEMO_PAIRS.length,
    // a timeframe here would go before every strategy's own
    timeframe: null,
    fiat: null,
    exchange: 'binance',
    tradingMode: 'spot',
    pairs: DEMO_PAIRS,
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
  return `// A dry run on the built-in exchange, written by "npm start". That exchange is reached through "ccxt_config"; its trades and candles
// are kept apart ("db_url", "datadir"). "freqtrade new-config" makes a configuration for another exchange.
// "force_entry_enable" lets trades be entered by hand, from the page or with freqtrade-client.
${text}\n`;
}
