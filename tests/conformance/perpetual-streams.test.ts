import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../src/core/must.ts';
import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { loadCcxtClass } from '../../src/exchange/ccxt/load.ts';
import type { ExchangePush } from '../../src/exchange/ports/pushes.ts';
import { traitsOf } from '../../src/exchange/traits/all.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

const TRADED = Object.values(DIALECTS).filter(({ name }) => traitsOf(name, true).futures !== null);

/** What is heard of contracts without asking, through unchanged ccxt, in every dialect that has them. */
describe.each(TRADED)("contracts' streams in the dialect of $name", (dialect) => {
  let simulator: Simulator;
  let venue: CcxtVenue;
  let pair: string;
  const heard: ExchangePush[] = [];

  beforeEach(async () => {
    heard.length = 0;
    simulator = await startSimulator({ dialect, seed: 'streams', balances: { USDT: 100_000 }, perpetuals: true });
    venue = await open();
    const markets = [...(await venue.market.markets()).values()];
    pair = must(markets.find(({ base, isSwap }) => isSwap && base === 'BTC')?.pair, 'a contract on BTC');
    await venue.leverage.prepare({ pair, side: 'long', leverage: 2 });
    venue.pushes.watch([pair], '1m', (push) => push.pair === pair && heard.push(push));
  });
  afterEach(async () => {
    await venue.close();
    await simulator.close();
  });

  const open = (options: object = {}): Promise<CcxtVenue> => {
    const { key, secret, passphrase } = simulator.credentials;
    return openCcxtExchange({
      name: dialect.name,
      apiKey: key,
      secret,
      password: passphrase,
      config: { ...dialect.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false, options },
      tradingMode: 'futures',
      marginMode: 'isolated',
      enableStreams: true,
      now: Date.now,
    });
  };
  const btc = () =>
    must(
      [...simulator.exchange.symbols.values()].find(({ base, isPerpetual }) => base === 'BTC' && isPerpetual),
      'BTC',
    );
  let number = 0;
  /** One that rests before it is filled: some tell nothing of those that never do. */
  const buy = async (): Promise<void> => {
    await venue.trading.placeOrder({
      clientOrderId: `ftts-e-${String(++number).padStart(24, '0')}`,
      pair,
      side: 'buy',
      orderType: 'limit',
      amount: 0.02,
      rate: Math.round(simulator.exchange.price(btc()) * 0.9),
      timeInForce: 'GTC',
      isReducing: false,
    });
    simulator.exchange.fillOpen(must(simulator.exchange.orders.at(-1), 'an order'), 1);
  };

  it('bring quotes, candles, and what becomes of our orders', async () => {
    await until(() => heard.some(({ kind }) => kind === 'ticker'));
    const Class = await loadCcxtClass(dialect.name);
    if (new Class({}).has['watchOHLCV'] === true) await until(() => heard.some(({ kind }) => kind === 'candle'));
    const ticker = heard.find((push) => push.kind === 'ticker');
    expect(ticker!.ticker.bid! / simulator.exchange.price(btc())).toBeCloseTo(1, 2);
    // the account's stream tells nothing of when it is there
    await until(async () => {
      await buy();
      return heard.some((push) => push.kind === 'order' && push.update.status === 'closed');
    });
    const closed = heard.find((push) => push.kind === 'order' && push.update.status === 'closed');
    expect(closed).toMatchObject({ clientOrderId: expect.stringMatching(/^ftts-e-0+\d+$/), update: { amount: 0.02, filled: 0.02 } });
  });

  if (dialect.name === 'binance')
    it('tell of a stop that is woken, by its own number', async () => {
      await until(async () => {
        await buy();
        return heard.some(({ kind }) => kind === 'order');
      });
      const price = simulator.exchange.price(btc());
      const stop = { symbol: btc(), side: 'sell', type: 'market', amount: 0.02, isReduceOnly: true, clientId: 'ftts-x-0' } as const;
      const { id } = simulator.exchange.placeConditional({ ...stop, trigger: { price: Math.round(price * 0.98), direction: 'below' } });
      await until(() => heard.some((push) => push.kind === 'order' && push.update.orderId === String(id) && push.update.status === 'open'));
      simulator.exchange.movePrice(btc(), { factor: 0.97 });
      await until(() =>
        heard.some((push) => push.kind === 'order' && push.update.orderId === String(id) && push.update.status === 'closed'),
      );
      const sold = heard.filter((push) => push.kind === 'order' && push.update.filled > 0).at(-1);
      expect(sold).toMatchObject({ update: { status: 'closed', filled: 0.02 } });
    });

  if (dialect.name === 'binance')
    it('of our orders go on when their key is good no more', async () => {
      const hears = async () => {
        await buy();
        return heard.some(({ kind }) => kind === 'order');
      };
      await until(hears);
      await venue.close();
      heard.length = 0;
      venue = await open({ listenKeyRefreshRate: 300 });
      await venue.market.markets();
      venue.pushes.watch([pair], '1m', (push) => heard.push(push));
      await until(hears);
      const headers = { 'x-mbx-apikey': simulator.credentials.key };
      expect((await fetch(`${simulator.url}/fapi/v1/listenKey`, { method: 'DELETE', headers })).status).toBe(200);
      heard.length = 0;
      await until(hears);
    });
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('It was not heard.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
