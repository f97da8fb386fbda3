import { afterEach, expect, it } from 'vitest';
import { SUPPORTED } from '../../src/exchange/facts.ts';
import { isTradable } from '../../src/exchange/traits/all.ts';
import { dialectNamed } from '../../src/simulator/dialects/all.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { openDialect } from '../fakes/dialect-venue.ts';

let simulator: Simulator | null = null;
afterEach(async () => {
  await simulator?.close();
});

it.each(SUPPORTED)('real orders can be placed on %s, which freqtrade supports', (name) => {
  expect(isTradable(name)).toBe(true);
});

it('binanceusdm is the contracts of binance under a name of its own: orders, stops and positions are as there', async () => {
  const dialect = dialectNamed('binance');
  simulator = await startSimulator({ dialect, seed: 'usdm', balances: { USDT: 10_000 }, perpetuals: true });
  const venue = await openDialect(simulator, dialect, { name: 'binanceusdm', tradingMode: 'futures', marginMode: 'isolated' });
  try {
    const pair = 'BTC/USDT:USDT';
    const price = (await venue.market.tickers([pair])).get(pair)?.last ?? 0;
    const order = { pair, amount: 0.01, timeInForce: 'GTC', orderType: 'limit' as const, rate: Math.round(price * 1.05) };
    const clientOrderId = 'ftts-e-0123456789abcdef01234567';
    expect(await venue.leverage.obstacles()).toEqual([]);
    await venue.leverage.prepare({ pair, side: 'long', leverage: 3 });
    const placed = await venue.trading.placeOrder({ ...order, clientOrderId, side: 'buy' });
    expect(await venue.trading.findOrder({ clientOrderId }, pair)).toMatchObject({
      orderId: placed.orderId,
      status: 'closed',
      filled: 0.01,
    });
    expect(await venue.positions.open(pair)).toMatchObject([{ pair, side: 'long', amount: 0.01, leverage: 3 }]);
    const stopPrice = Math.round(price * 0.9);
    const stop = await venue.stops.place({
      ...{ clientOrderId: 'ftts-s-0123456789abcdef01234567', pair, side: 'sell', amount: 0.01 },
      ...{ orderType: 'market', stopPrice, limitRate: null, priceType: 'mark' },
    });
    expect(await venue.stops.find({ orderId: stop.orderId }, pair)).toMatchObject({ status: 'open', stopPrice });
    await venue.stops.cancel(stop.orderId, pair);
    expect(await venue.stops.find({ orderId: stop.orderId }, pair)).toMatchObject({ status: 'canceled' });
  } finally {
    await venue.close();
  }
});
