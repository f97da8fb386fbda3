import { expect, it } from 'vitest';
import { filledTrade } from '../../../tests/fakes/open-trade.ts';
import type { StopUpdate } from '../trade/apply-stop-update.ts';
import { placeStopOrder } from '../trade/place-order.ts';
import type { Trade } from '../trade/trade.ts';
import { compareStops, type PairStops, type SeenStop } from './compare-stops.ts';
import { mend } from './mend.ts';

const word = (changes: Partial<StopUpdate> = {}): StopUpdate => ({
  ...{ orderId: 'S1', status: 'open', amount: 10, filled: 0, average: null, cost: null, price: 89, fees: [], at: 5000 },
  ...{ stopPrice: 90, orderType: 'limit', isTriggered: false },
  ...changes,
});
const seen = (clientOrderId: string | null, isReducing = false): SeenStop => ({
  ...{ clientOrderId, side: 'sell', isReducing, at: 5000, update: word() },
});
const pairStops = (changes: Partial<PairStops>): PairStops => ({
  ...{ pair: 'A/USDT', trade: null, resting: [], asked: new Map(), recorded: new Map(), inFlight: new Set() },
  ...{ sent: [], holdsOursOnly: false },
  ...changes,
});
/** A trade that holds a stop. */
function stopped(): Trade {
  const trade = filledTrade();
  placeStopOrder(trade, { orderId: 'S1', orderType: 'limit', amount: 10, stopPrice: 90, limitRate: 89 }, 1000);
  return trade;
}
const OURS = 'ftts-s-0123456789abcdef01234567';

it('a stop that lies where its trade says is no difference', () => {
  expect(compareStops(pairStops({ trade: stopped(), resting: [seen(OURS)], asked: new Map([['S1', word()]]) }))).toEqual([]);
});

it('a stop of ours that no trade has can be cancelled; one of somebody else is shown', () => {
  for (const trade of [null, filledTrade()])
    expect(compareStops(pairStops({ trade, resting: [seen(OURS)] }))).toMatchObject([
      { here: 'no such stop', there: 'stop S1 (sell 10 at 90), a stop of ours, open', remedy: { kind: 'cancel_stop', orderId: 'S1' } },
    ]);
  expect(compareStops(pairStops({ resting: [seen(null)], recorded: new Map([['S1', 7]]) }))).toMatchObject([
    { here: 'trade #7 is closed', remedy: { kind: 'cancel_stop' } },
  ]);
  expect(compareStops(pairStops({ resting: [seen('web1')] }))).toMatchObject([
    { there: expect.stringContaining('made by hand'), remedy: null },
  ]);
  expect(compareStops(pairStops({ resting: [seen(null)] }))).toMatchObject([
    { there: expect.stringContaining('tells no owner'), remedy: null },
  ]);
  expect(compareStops(pairStops({ resting: [seen(OURS)], inFlight: new Set([OURS]) }))).toEqual([]);
});

it('a stop that tells no owner is ours where we have sent one like it, and may be cancelled where it could only reduce what is ours', () => {
  const sent = [{ side: 'sell', amount: 10, stopPrice: 90, at: 4000 } as const];
  const first = (changes: Partial<PairStops>) => compareStops(pairStops(changes))[0];
  expect(first({ resting: [seen(null)], sent })).toMatchObject({ there: expect.stringContaining('a stop of ours'), remedy: {} });
  for (const other of [{ amount: 9 }, { side: 'buy' as const }, { stopPrice: 91 }, { at: 100_000 }])
    expect(first({ resting: [seen(null)], sent: [{ ...sent[0]!, ...other }] })?.remedy).toBeNull();
  const words = (trade: Trade | null) => first({ trade, resting: [seen(null, true)], holdsOursOnly: true })?.remedy?.words;
  expect(words(null)).toContain('tells no owner, and could only reduce a position that is not there');
  expect(words(filledTrade())).toMatch(/could only reduce what trade #\d+ holds/);
  expect(first({ resting: [seen(null, true)], holdsOursOnly: false })?.remedy).toBeNull();
  expect(first({ resting: [seen('web', true)], holdsOursOnly: true, sent })).toMatchObject({
    there: expect.stringContaining('made by hand'),
    remedy: null,
  });
});

it('a stop that the exchange has no more is ended, so that the bot lays another', () => {
  const trade = stopped();
  expect(compareStops(pairStops({ trade }))).toEqual([]);
  const [difference] = compareStops(pairStops({ trade, asked: new Map([['S1', null]]) }));
  expect(difference).toMatchObject({ here: 'stop S1 (sell 10 at 90) open, 0 filled', there: 'there is no such stop' });
  mend(trade, difference!.remedy!, null, 9000);
  expect(trade).toMatchObject({ isOpen: true, amount: 10, orders: [{}, { ftOrderSide: 'stoploss', isOpen: false, status: 'canceled' }] });
});

it('a stop that has sold meanwhile closes its trade as the bot would have', () => {
  const trade = stopped();
  const sold = word({ status: 'closed', filled: 10, average: 89.5, cost: 895, isTriggered: true });
  const [difference] = compareStops(pairStops({ trade, asked: new Map([['S1', sold]]) }));
  expect(difference).toMatchObject({ there: 'closed, 10 filled', remedy: { kind: 'take_in_stop' } });
  mend(trade, difference!.remedy!, null, 9000);
  expect(trade).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange', closeRate: 89.5 });
});
