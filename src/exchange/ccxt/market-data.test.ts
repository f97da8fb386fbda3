import { expect, it } from 'vitest';
import { binance } from '../../simulator/dialects/binance/binance.ts';
import { startSimulator } from '../../simulator/server.ts';
import { openCcxtExchange } from './ccxt-exchange.ts';

const PING_WEIGHT = 4;

it('one ticker is asked for alone, which weighs a fraction of all of them', async () => {
  // weights are counted by the minute
  const at = Date.now();
  const simulator = await startSimulator({ dialect: binance, perpetuals: true, now: () => at });
  const exchange = await openCcxtExchange({
    ...{ name: 'binance', apiKey: '', secret: '', tradingMode: 'futures', enableStreams: false, now: Date.now },
    config: { ...binance.ccxtConfig(simulator.url, ''), enableRateLimit: false },
  });
  try {
    await exchange.market.markets();
    const used = async () => Number((await fetch(`${simulator.url}/fapi/v1/ping`)).headers.get('x-mbx-used-weight-1m'));
    const weightOf = async (pairs: readonly string[]) => {
      const before = await used();
      const found = await exchange.market.tickers(pairs);
      expect([...found.keys()].toSorted()).toEqual(pairs);
      for (const { last } of found.values()) expect(last).toBeGreaterThan(0);
      return (await used()) - before - PING_WEIGHT;
    };
    expect(await weightOf(['BTC/USDT:USDT'])).toBe(2);
    expect(await weightOf(['BTC/USDT:USDT', 'ETH/USDT:USDT'])).toBe(80);
  } finally {
    await exchange.close();
    await simulator.close();
  }
});
