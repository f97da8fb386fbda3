import { expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import { SpotAccount } from '../../../tests/fakes/spot-account.ts';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { seeAccount } from './seen.ts';

const PAIR = 'A/USDT';

it('an order that the exchange has forgotten is what its fills say; one without any is not there', async () => {
  const exchange = new SpotAccount([spotMarket(PAIR)], 5000, { USDT: 1000, A: 10 });
  const sold = exchange.byHand('sell', PAIR, 4);
  const waited = exchange.byHand('sell', PAIR, 6, 120);
  const trade = filledTrade();
  for (const orderId of [sold, waited]) {
    addOrder(trade, 'sell', 5, 110, 1000).orderId = orderId;
    exchange.forgotten.add(orderId);
  }
  const { asked } = await seeAccount({
    ...{ exchange, open: [trade], pairs: [PAIR], since: 0, isFutures: false },
    trades: { open: async () => [trade], find: async () => null, ofOrder: async () => null, withStrayStops: async () => [] },
    intents: { stops: async () => [] },
  });
  expect([asked.get(sold), asked.get(waited)]).toMatchObject([{ status: 'closed', filled: 4, average: 100 }, null]);
});
