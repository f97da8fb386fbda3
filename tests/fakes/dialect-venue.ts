import { type CcxtOptions, type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Simulator } from '../../src/simulator/server.ts';

/** Our adapter over unchanged ccxt, led to a simulator that speaks a dialect; its markets are loaded. @param more over what all tests have in common */
export async function openDialect(simulator: Simulator, dialect: Dialect, more: Partial<CcxtOptions> = {}): Promise<CcxtVenue> {
  const { key, secret, passphrase } = simulator.credentials;
  const opened = await openCcxtExchange({
    name: dialect.name,
    apiKey: key,
    secret,
    password: passphrase,
    config: { ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
    tradingMode: dialect.contractsOnlyIn === undefined ? 'spot' : 'futures',
    enableStreams: false,
    now: Date.now,
    ...more,
  });
  await markets(opened);
  return opened;
}

/** A busy machine may need longer for them than a test is ready to wait for an answer. */
async function markets({ market }: Pick<CcxtVenue, 'market'>, attempt = 1): Promise<void> {
  try {
    await market.markets();
  } catch (error) {
    if (attempt === 5) throw error;
    await markets({ market }, attempt + 1);
  }
}
