import { expect, it, vi } from 'vitest';
import { startTestApi } from '../../../tests/fakes/api-server.ts';

const facts = Array.from({ length: 400 }, (_value, index) => ({
  id: index + 1,
  pair: index % 2 === 0 ? 'BTC/USDT' : 'ETH/USDT',
  closeDate: index,
}));

it('closed trades of a pair are read once until another trade closes, the latest first, and compressed once', async () => {
  const trades = vi.fn(async function* (ids: readonly number[]) {
    yield ids.map((id) => ({ id, isShort: false, orders: [] }));
  });
  const history = { version: 1, facts: () => facts, trades };
  const api = await startTestApi({ bot: { store: { history } } });
  const ask = async (query: string) => {
    const answer = await api.call('GET', `pair_trades?pair=BTC/USDT&${query}`);
    const body = (await answer.json()) as { trades: { trade_id: number }[] };
    return { ids: body.trades.map(({ trade_id: id }) => id), ...Object.fromEntries(answer.headers) } as Record<string, unknown>;
  };
  const [first, second] = [await ask('limit=150'), await ask('limit=150')];
  expect(first['ids']).toEqual(Array.from({ length: 150 }, (_value, index) => 399 - index * 2));
  expect(second['ids']).toEqual(first['ids']);
  for (const one of [first, second]) expect([one['content-encoding'], one['vary']]).toEqual(['gzip', 'Origin, accept-encoding']);
  expect(trades).toHaveBeenCalledTimes(1);
  history.version++;
  expect((await ask('limit=2&from_timestamp=396'))['ids']).toEqual([399, 397]);
  expect((await ask('limit=9&from_timestamp=397'))['ids']).toEqual([399]);
  await api.close();
});
