import { describe, expect, it } from 'vitest';
import { type CannedAnswer, openCanned } from '../../../tests/fakes/canned-exchange.ts';
import { NATIVE, type NativeDialect, type NativeOrder } from '../../../tests/fakes/native-answers.ts';
import { InsufficientFundsError, OrderOutcomeUnknown } from '../errors.ts';
import type { OrderRequest } from '../ports/trading.ts';
import { isTradable } from '../traits/all.ts';

/** Orders through unchanged ccxt, answered in each exchange's own form. */

const ID = 'ftts-e-0123456789abcdef01234567';

async function open(name: string, dialect: NativeDialect, answerTo: 'accepted' | 'refused' | 'vague' | 'empty' = 'accepted') {
  let order: NativeOrder | null = null;
  const book = {
    become: (state: NativeOrder['state']) => {
      order = order === null ? null : { ...order, state };
    },
    forget: () => {
      order = null;
    },
    cost: null as number | null,
    clientId: null as string | null,
  };
  const venue = await openCanned({
    name,
    pair: dialect.pair ?? 'BTC/USDT',
    id: dialect.id,
    ...(dialect.market === undefined ? {} : { market: dialect.market }),
    ...(dialect.options === undefined ? {} : { options: dialect.options }),
    answer: (request): CannedAnswer => {
      const clientId = dialect.placing(request);
      if (clientId === null) return dialect.lookedUp(request, order);
      book.clientId = clientId;
      book.cost = dialect.cost?.(request) ?? null;
      if (answerTo === 'refused') return dialect.refused;
      order = { clientId, state: 'open' };
      if (answerTo === 'vague') return dialect.vague;
      return answerTo === 'empty' ? { text: '' } : dialect.accepted(clientId);
    },
  });
  const pair = dialect.pair ?? 'BTC/USDT';
  const request: OrderRequest = {
    clientOrderId: ID,
    pair,
    side: 'buy',
    orderType: 'limit',
    amount: 0.001,
    rate: 60_000,
    timeInForce: 'GTC',
  };
  return { venue, book, pair, request };
}

describe.each(Object.entries(NATIVE))('orders on %s', (name, dialect) => {
  it('have an id of the form it takes, and are found by it: open, filled, cancelled, unknown', async () => {
    const { venue, book, pair, request } = await open(name, dialect);
    expect(await venue.trading.placeOrder(request)).toMatchObject({ orderId: '77', status: 'open' });
    expect(book.clientId).toMatch(dialect.idForm);
    expect(await venue.trading.findOrder({ clientOrderId: ID }, pair)).toMatchObject({ orderId: '77', status: 'open', filled: 0 });
    expect(await venue.trading.findOrder({ orderId: '77' }, pair)).toMatchObject({ status: 'open' });
    book.become('filled');
    for (const key of [{ clientOrderId: ID }, { orderId: '77' }]) {
      expect(await venue.trading.findOrder(key, pair)).toMatchObject({ orderId: '77', status: 'closed', filled: 0.001 });
    }
    book.forget();
    expect(await venue.trading.findOrder({ clientOrderId: ID }, pair)).toBeNull();
    expect(await venue.trading.findOrder({ orderId: '77' }, pair)).toBeNull();
  });

  it("are not taken for another's", async () => {
    const { venue, pair, request } = await open(name, dialect);
    await venue.trading.placeOrder(request);
    const other = 'ftts-e-ffffffffffffffffffffffff';
    const found = await venue.trading.findOrder({ clientOrderId: other }, pair).catch((error: Error) => error.message);
    expect(found === null || /another order/.test(String(found)), String(found)).toBe(true);
  });

  it('that lack funds are refused as such', async () => {
    const { venue, request } = await open(name, dialect, 'refused');
    await expect(venue.trading.placeOrder(request)).rejects.toBeInstanceOf(InsufficientFundsError);
  });

  it.each(['vague', 'empty'] as const)('whose answer is %s have no known outcome, and are found', async (answer) => {
    const { venue, pair, request } = await open(name, dialect, answer);
    await expect(venue.trading.placeOrder(request)).rejects.toBeInstanceOf(OrderOutcomeUnknown);
    expect(await venue.trading.findOrder({ clientOrderId: ID }, pair)).toMatchObject({ orderId: '77' });
  });

  it('buy at the market, for a cost where that is what it takes', async () => {
    const { venue, book, request } = await open(name, dialect);
    await venue.trading.placeOrder({ ...request, orderType: 'market' });
    expect(book.clientId).toMatch(dialect.idForm);
    if (dialect.cost !== undefined) expect(book.cost).toBeCloseTo(60, 6);
  });

  it('are known to the bot', () => {
    expect(isTradable(name)).toBe(true);
  });
});

it('nothing is signed on hyperliquid that its owner did not ask for, whatever ccxt is told', async () => {
  const { hyperliquid } = NATIVE;
  const venue = await openCanned({
    name: 'hyperliquid',
    pair: 'BTC/USDC',
    id: '10142',
    market: { baseId: '10142', info: { szDecimals: '5' } },
    options: { enableUnifiedMargin: false, builderFee: true, refSet: false, approvedBuilderFee: false },
    answer: (request) => hyperliquid!.accepted(hyperliquid!.placing(request) ?? ''),
  });
  await venue.trading.placeOrder({
    clientOrderId: ID,
    pair: 'BTC/USDC',
    side: 'buy',
    orderType: 'limit',
    amount: 0.001,
    rate: 60_000,
    timeInForce: 'GTC',
  });
  const actions = venue.requests.flatMap(({ body }) => (body['action'] as { type?: string } | undefined)?.type ?? []);
  expect(actions).toEqual(['order']);
});

it.each([
  [{}, 1],
  [{ operatorId: 1234567890 }, 1234567890],
])("an order on bitvavo names its operator, the user's own where there is one: %j", async (options, operatorId) => {
  const { bitvavo } = NATIVE;
  const venue = await openCanned({
    name: 'bitvavo',
    pair: 'BTC/EUR',
    id: 'BTC-EUR',
    options,
    answer: (request) => bitvavo!.accepted(bitvavo!.placing(request) ?? ''),
  });
  await venue.trading.placeOrder({
    clientOrderId: ID,
    pair: 'BTC/EUR',
    side: 'buy',
    orderType: 'limit',
    amount: 0.001,
    rate: 60_000,
    timeInForce: 'GTC',
  });
  await venue.trading.cancelOrder('77', 'BTC/EUR');
  expect(venue.requests.map(({ method, body, query }) => [method, body['operatorId'] ?? Number(query.get('operatorId'))])).toEqual([
    ['POST', operatorId],
    ['DELETE', operatorId],
  ]);
});
