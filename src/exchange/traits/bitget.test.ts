import { expect, it } from 'vitest';
import { type CannedAnswer, openCanned } from '../../../tests/fakes/canned-exchange.ts';
import { OrderRejected } from '../errors.ts';

const CLASSIC: CannedAnswer = {
  status: 400,
  json: { code: '40084', msg: 'You are in Classic Account mode, and the Unified Account API is not supported at this time', data: null },
};
const UNIFIED: CannedAnswer = { json: { code: '00000', msg: 'success', data: { accountMode: 'basic' } } };
const BUSY: CannedAnswer = { status: 400, json: { code: '40725', msg: 'service return an error', data: null } };
const GATEWAY: CannedAnswer = { status: 503, text: '<html>503</html>' };
const NO_KEY: CannedAnswer = { status: 400, json: { code: '40014', msg: 'Incorrect permissions', data: null } };

/** Places orders on an account that answers what it is in turn. @returns where they went, null for those that were not sent */
async function ordersOf(answers: readonly CannedAnswer[], count: number): Promise<(string | null)[]> {
  let asked = 0;
  const venue = await openCanned({
    name: 'bitget',
    pair: 'BTC/USDT',
    id: 'BTCUSDT',
    answer: ({ address }) =>
      address.endsWith('/api/v3/account/settings')
        ? answers[Math.min(asked++, answers.length - 1)]!
        : { json: { code: '00000', msg: 'success', data: { orderId: '77' } } },
  });
  const placed: (string | null)[] = [];
  for (let number = 0; number < count; number++) {
    const request = { pair: 'BTC/USDT', side: 'buy', orderType: 'limit', amount: 0.001, rate: 60_000, timeInForce: 'GTC' } as const;
    const clientOrderId = `ftts-e-${String(number).padStart(24, '0')}`;
    const isSent = await venue.trading.placeOrder({ ...request, clientOrderId }).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(OrderRejected);
        return false;
      },
    );
    placed.push(isSent ? venue.requests.at(-1)!.address.replace('api.bitget.com', '') : null);
  }
  expect(venue.requests.filter(({ method }) => method === 'POST')).toHaveLength(placed.filter((one) => one !== null).length);
  return placed;
}

it.each([
  ['one whose account is said to be classic', [CLASSIC], ['/api/v2/spot/trade/place-order', '/api/v2/spot/trade/place-order']],
  ['one whose key may not ask', [NO_KEY], ['/api/v2/spot/trade/place-order', '/api/v2/spot/trade/place-order']],
  ['a unified one', [UNIFIED], ['/api/v3/trade/place-order', '/api/v3/trade/place-order']],
  ['a unified one that was asked for during a failure', [GATEWAY, UNIFIED], [null, '/api/v3/trade/place-order']],
  ['a unified one whose exchange was busy', [BUSY, UNIFIED], [null, '/api/v3/trade/place-order']],
] as const)('orders go where the account takes them: %s', async (_name, answers, expected) => {
  expect(await ordersOf(answers, 2)).toEqual(expected);
});
