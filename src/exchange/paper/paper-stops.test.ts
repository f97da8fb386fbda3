import { expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { placeStopOrder } from '../../core/trade/place-order.ts';
import { StopRefused } from '../errors.ts';
import type { StopRequest } from '../ports/stops.ts';
import { PaperStops } from './paper-stops.ts';

const PAIR = 'A/USDT';
const REQUEST: StopRequest = {
  ...{ clientOrderId: 'c1', pair: PAIR, side: 'sell', orderType: 'limit', amount: 2, stopPrice: 90, limitRate: 89.1, priceType: null },
};

/** A book of one level a side, whose prices the test moves. */
function paper(name = 'binance', isFutures = false) {
  const market = { bid: 100, ask: 100.1 };
  let number = 0;
  const stops = new PaperStops({
    name,
    isFutures,
    uniqueId: () => String(++number),
    now: () => 1000,
    ask: async () => [{ bids: [[market.bid, 1e9]], asks: [[market.ask, 1e9]] }, spotMarket(PAIR)],
  });
  return { stops, market };
}

it('rests until the book has come to it, and is filled from the book, no worse than its limit', async () => {
  const { stops, market } = paper();
  const laid = await stops.place(REQUEST);
  expect(laid).toMatchObject({
    orderId: `dry_run_sell_${PAIR}_1`,
    status: 'open',
    orderType: 'stop_loss_limit',
    price: 89.1,
    stopPrice: 90,
  });
  // a spread alone does not touch it
  Object.assign(market, { bid: 89.9, ask: 90.01 });
  expect(await stops.find({ orderId: laid.orderId })).toMatchObject({ status: 'open', filled: 0 });
  Object.assign(market, { bid: 89.5, ask: 89.6 });
  const sold = { status: 'closed', filled: 2, average: 89.5, cost: 179, fees: [{ cost: 0.179, currency: 'USDT' }] };
  expect(await stops.find({ clientOrderId: 'c1' })).toMatchObject(sold);
  Object.assign(market, { bid: 50, ask: 51 });
  expect(await stops.find({ orderId: laid.orderId })).toMatchObject(sold);
  expect(await stops.since(PAIR, 0)).toMatchObject([{ clientOrderId: 'c1', side: 'sell', update: sold }]);
});

it('buys a short back, no dearer than its limit', async () => {
  const { stops, market } = paper('binance', true);
  const { orderId } = await stops.place({ ...REQUEST, side: 'buy', stopPrice: 110, limitRate: 111.1 });
  Object.assign(market, { bid: 120, ask: 120.1 });
  expect(await stops.find({ orderId })).toMatchObject({ status: 'closed', average: 111.1 });
});

it('is refused where it would trigger at once, and is not sent twice', async () => {
  const { stops } = paper();
  await expect(stops.place({ ...REQUEST, stopPrice: 100.1 })).rejects.toThrow(StopRefused);
  await expect(stops.place({ ...REQUEST, stopPrice: 100.1 })).rejects.toThrow('was sent before');
});

it('is cancelled, and one that is unknown is nobody’s', async () => {
  const { stops } = paper();
  const { orderId } = await stops.place(REQUEST);
  await stops.cancel(orderId);
  expect(await stops.find({ orderId })).toMatchObject({ status: 'canceled', filled: 0 });
  expect(await stops.find({ orderId: 'other' })).toBeNull();
});

it('is taken from the database after a restart, beside orders that are no stops', async () => {
  const { stops, market } = paper();
  const trade = { ...filledTrade({ stoploss: -0.1 }), pair: PAIR };
  placeStopOrder(trade, { orderId: 'old', orderType: 'stop_loss_limit', amount: 10, stopPrice: 90, limitRate: 89.1 }, 5);
  addOrder(trade, 'sell', 10, 120, 5);
  stops.restore([trade]);
  expect((await stops.since(PAIR, 0)).map(({ update }) => update.orderId)).toEqual(['old']);
  Object.assign(market, { bid: 85, ask: 86 });
  expect(await stops.find({ orderId: 'old' })).toMatchObject({ status: 'closed', average: 89.1, filled: 10 });
});

it('is what the exchange has', () => {
  const kinds = (name: string, isFutures = false) => {
    const { orderTypes, bindsCoins, actsByItself } = paper(name, isFutures).stops;
    return [orderTypes, bindsCoins, actsByItself];
  };
  expect(kinds('binance')).toEqual([['limit'], true, false]);
  expect(kinds('binance', true)).toEqual([['limit', 'market'], false, false]);
  expect(kinds('bybit')).toEqual([[], true, false]);
});
