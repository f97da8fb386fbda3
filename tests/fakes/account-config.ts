import type { Credentials, Dialect } from '../../src/simulator/dialects/dialect.ts';

/** A configuration that leads to an account of the simulator in any dialect, as `GET /control/ccxt` tells it. @param exchange more of its section */
export function accountConfig(
  { url, credentials }: { readonly url: string; readonly credentials: Credentials },
  dialect: Pick<Dialect, 'name' | 'ccxtConfig'>,
  exchange: object = {},
): Record<string, unknown> {
  return {
    max_open_trades: 3,
    stake_currency: 'USDT',
    stake_amount: 20,
    dry_run: true,
    entry_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    exchange: {
      name: dialect.name,
      key: credentials.key,
      secret: credentials.secret,
      password: credentials.passphrase,
      ccxt_config: { ...dialect.ccxtConfig(url, url.replace('http', 'ws')), enableRateLimit: false },
      ...exchange,
    },
  };
}
