import { describe, expect, it } from 'vitest';
import { type CannedAnswer, openCanned } from '../../../tests/fakes/canned-exchange.ts';
import { NATIVE } from '../../../tests/fakes/native-answers.ts';
import { DDosProtection, OrderOutcomeUnknown, OrderRejected, TemporaryError } from '../errors.ts';
import type { OrderRequest } from '../ports/trading.ts';

/** What arrives in place of an answer: none of it may be read as one that has nothing to list. */
const NO_ANSWERS: Readonly<Record<string, CannedAnswer>> = {
  nothing: { text: '' },
  "a gateway's page": { text: '<html><body>We are down for maintenance</body></html>' },
  'JSON that was cut off': { text: '{"code":0,"retCode":0,"error":[],"result":{"list":[{"price":"1.5","qu' },
  'a list that was cut off': { text: '[{"symbol":"BTCUSDT","orderId":1},{"symbol":"BT' },
  'an empty object': { text: '{}' },
  'a redirect': { status: 302, text: '' },
  'a redirect with JSON': { status: 307, json: { message: 'moved' } },
  'a status that ccxt does not know': { status: 524, text: 'a timeout occurred' },
  'a status that says what is missing': { status: 402, text: 'pay' },
  'a proxy that wants a password': { status: 407, text: 'Proxy Authentication Required' },
  'a network that wants a log-in': { status: 511, text: '<html>log in</html>' },
};

const request = (pair: string, number: number): OrderRequest => ({
  ...{ clientOrderId: `ftts-e-${String(number).padStart(24, '0')}`, pair, side: 'buy', orderType: 'limit' },
  ...{ amount: 0.001, rate: 60_000, timeInForce: 'GTC' },
});

describe.each(Object.entries(NATIVE))('on %s', (name, dialect) => {
  it('nothing is made up of what is no answer, and what was known stays', async () => {
    const pair = dialect.pair ?? 'BTC/USDT';
    let answer: CannedAnswer = { text: '' };
    const venue = await openCanned({
      ...{ name, pair, id: dialect.id, answer: () => answer },
      ...(dialect.market === undefined ? {} : { market: dialect.market }),
      ...(dialect.options === undefined ? {} : { options: dialect.options }),
    });
    await venue.market.markets();
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      candles: () => venue.market.candles(pair, '5m', null, 10),
      'order book': () => venue.market.orderBook(pair, 20),
      tickers: () => venue.market.dayTickers(),
      markets: () => venue.market.markets(true),
      balances: () => venue.trading.balances(),
      order: () => venue.trading.findOrder({ orderId: '5' }, pair),
      orders: () => venue.trading.ordersSince(pair, Date.now() - 60_000),
    };
    const found: Record<string, unknown> = {};
    for (const [what, given] of Object.entries(NO_ANSWERS)) {
      answer = given;
      for (const [call, ask] of Object.entries(asked)) {
        const failure: unknown = await ask().catch((error: unknown) => error);
        if (!(failure instanceof TemporaryError)) found[`${call}: ${what}`] = failure;
      }
      if (what === 'an empty object') continue;
      const before = venue.requests.length;
      const placed: unknown = await venue.trading.placeOrder(request(pair, before)).catch((error: unknown) => error);
      // some ask for something first, and then send no order
      const isSent = venue.requests.slice(before).some(({ method }) => method !== 'GET');
      if (!(placed instanceof (isSent ? OrderOutcomeUnknown : OrderRejected))) found[`order placed: ${what}`] = placed;
    }
    expect(found).toEqual({});
    expect(venue.market.marketInformation(pair)).toMatchObject({ symbol: pair });
    await venue.close();
  });

  it.each([418, 429])('a status of %i is a wish to be left alone, whatever the exchange says with it', async (status) => {
    const pair = dialect.pair ?? 'BTC/USDT';
    for (const text of ['', '{"code":"1","msg":"no"}']) {
      const venue = await openCanned({ name, pair, id: dialect.id, answer: () => ({ status, text }) });
      await expect(venue.market.candles(pair, '5m', null, 10)).rejects.toBeInstanceOf(DDosProtection);
      const before = venue.requests.length;
      await expect(venue.trading.balances()).rejects.toBeInstanceOf(DDosProtection);
      expect(venue.requests).toHaveLength(before);
      await venue.close();
    }
  });
});

it('markets that are none at all are asked for again, and those of before serve meanwhile', async () => {
  let answer: CannedAnswer = { json: { symbols: [] } };
  const venue = await openCanned({ name: 'binance', pair: 'BTC/USDT', id: 'BTCUSDT', answer: () => answer });
  await venue.market.markets();
  await expect(venue.market.markets(true)).rejects.toThrow('binance answered with no market at all.');
  answer = { json: [[1_700_000_000_000, '1', '2', '0.5', '1.5', '7']] };
  expect(await venue.market.candles('BTC/USDT', '5m', null, 10)).toEqual([[1_700_000_000_000, 1, 2, 0.5, 1.5, 7]]);
  expect((await venue.market.markets()).has('BTC/USDT')).toBe(true);
});

it('a day without a single ticker is none', async () => {
  const venue = await openCanned({ name: 'binance', pair: 'BTC/USDT', id: 'BTCUSDT', answer: () => ({ json: [] }) });
  await expect(venue.market.dayTickers()).rejects.toThrow('binance answered with no ticker at all.');
});

it.each(['bingx', 'bitget'])(
  'a stop on %s whose price can not be compared with the last one is not sent, so there is none',
  async (name) => {
    const { id } = NATIVE[name]!;
    const venue = await openCanned({ name, pair: 'BTC/USDT', id, answer: () => ({ status: 503, text: 'down' }) });
    const stop = venue.stops.place({
      ...{ clientOrderId: 'ftts-s-0123456789abcdef01234567', pair: 'BTC/USDT', side: 'sell', amount: 0.01 },
      ...{ orderType: 'limit', stopPrice: 50_000, limitRate: 49_500, priceType: null },
    });
    await expect(stop).rejects.toBeInstanceOf(OrderRejected);
    expect(venue.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  },
);

it('levels of an order book without a price, or with nothing at it, are none', async () => {
  const none = ['0.00000000', '5.0'];
  const book = { lastUpdateId: 1, bids: [none, ['100', '0.0'], ['99', '1.0']], asks: [none, ['101', '2.0']] };
  const venue = await openCanned({ name: 'binance', pair: 'BTC/USDT', id: 'BTCUSDT', answer: () => ({ json: book }) });
  await venue.market.markets();
  expect(await venue.market.orderBook('BTC/USDT', 20)).toEqual({ bids: [[99, 1]], asks: [[101, 2]] });
});
