import { describe, expect, it, vi } from 'vitest';
import { BASIC, startTestApi } from '../../../tests/fakes/api-server.ts';
import { aTrade, NOON } from '../../../tests/fakes/stored-trades.ts';
import { type ClosedTradeFacts, closedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { presentTrade } from '../present/trade.ts';
import { PackedTexts } from './packed-texts.ts';
import { TradeTexts } from './trade-texts.ts';

/** A history whose trades are put and changed here; it remembers which were read. */
function historyOf(...numbers: number[]) {
  const trades = new Map<number, { trade: Trade; facts: ClosedTradeFacts }>();
  const put = (id: number, changes: Partial<Trade> = {}) => {
    const trade = aTrade({ id, isOpen: false, closeDate: NOON + id, exitReason: 'roi', ...changes });
    trades.set(id, { trade, facts: closedTradeFacts(trade)! });
    history.version++;
  };
  const read: number[] = [];
  const whileReading: (() => void)[] = [];
  const history = {
    version: 1,
    facts: () => [...trades.values()].map(({ facts }) => facts),
    find: (id: number) => trades.get(id)?.facts ?? null,
    trades: async function* (ids: readonly number[]) {
      for (const id of ids) {
        read.push(id);
        const found = trades.get(id);
        whileReading.shift()?.();
        if (found !== undefined) yield [found.trade];
      }
    },
  };
  for (const id of numbers) put(id);
  const shown = (...ids: number[]) => `[${ids.map((id) => JSON.stringify(presentTrade(trades.get(id)!.trade))).join(',')}]`;
  return { history, put, remove: (id: number) => trades.delete(id), read, whileReading, shown };
}

type History = ReturnType<typeof historyOf>['history'];
const listOf = async (texts: TradeTexts, history: History, ids: readonly number[]) =>
  Buffer.from(await texts.page(history, ids, () => ['[', ']'])).toString();
const from = (first: number, count: number) => Array.from({ length: count }, (_value, index) => first + index);
const NEVER = () => false;

it('reads each trade once, whichever page it is on, and again when it has changed', async () => {
  const { history, put, read, shown, remove } = historyOf(1, 2, 3);
  const texts = new TradeTexts();
  expect(await listOf(texts, history, [3, 2, 1])).toBe(shown(3, 2, 1));
  put(4, { exitReason: 'é' });
  expect(await listOf(texts, history, [4, 3, 2])).toBe(shown(4, 3, 2));
  expect(await listOf(texts, history, [1, 2])).toBe(shown(1, 2));
  expect(read).toEqual([3, 2, 1, 4]);
  put(2, { exitReason: 'stop_loss' });
  expect(await listOf(texts, history, [1, 2])).toBe(shown(1, 2));
  remove(1);
  expect(await listOf(texts, history, [1, 2])).toBe(shown(2));
  expect(read).toEqual([3, 2, 1, 4, 2, 1]);
});

it('keeps nothing of a trade that changed while it was read', async () => {
  const { history, put, whileReading, shown, read } = historyOf(1);
  const texts = new TradeTexts();
  const before = shown(1);
  whileReading.push(() => put(1, { exitReason: 'stop_loss' }));
  expect(await listOf(texts, history, [1])).toBe(before);
  expect(await listOf(texts, history, [1])).toBe(shown(1));
  expect(read).toEqual([1, 1]);
});

it('keeps so many, those that were wanted last', async () => {
  const { history, read } = historyOf(...from(1, 3000));
  const texts = new TradeTexts();
  await listOf(texts, history, from(1, 2000));
  await listOf(texts, history, from(1, 10));
  await listOf(texts, history, from(2001, 1000));
  read.length = 0;
  await listOf(texts, history, from(1, 10));
  expect(read).toEqual([]);
  await listOf(texts, history, from(11, 10));
  expect(read).toEqual(from(11, 10));
});

describe('texts that are made ahead', () => {
  it('are the same, byte for byte, and nothing is read for them', async () => {
    const { history, put, remove, read, shown } = historyOf(...from(1, 100), ...from(150, 3));
    put(40, { exitReason: 'Grüße, 世界 "quoted"' });
    const texts = new TradeTexts();
    await texts.makeAhead(history, NEVER);
    // the latest first
    expect(read.slice(0, 3)).toEqual([150, 151, 152]);
    expect([...read].sort((a, b) => a - b)).toEqual([...from(1, 100), ...from(150, 3)]);
    read.length = 0;
    expect(await listOf(texts, history, [152, 100, 99, 40, 3, 41, 1, 149])).toBe(shown(152, 100, 99, 40, 3, 41, 1));
    expect(read).toEqual([149]);
    read.length = 0;
    await texts.makeAhead(history, NEVER);
    expect(read).toEqual([]);

    // what changes is read again, alone where it is asked for and with its neighbours afterwards
    put(40, { exitReason: 'stop_loss' });
    remove(41);
    expect(await listOf(texts, history, [39, 40, 41])).toBe(shown(39, 40));
    expect(read).toEqual([40, 41]);
    read.length = 0;
    await texts.makeAhead(history, NEVER);
    expect(read).toEqual(from(32, 32).filter((id) => id !== 41));
    read.length = 0;
    expect(await listOf(texts, history, from(1, 60))).toBe(shown(...from(1, 60).filter((id) => id !== 41)));
    expect(read).toEqual([41]);
  });

  it('are not those of before where a trade changes while they are read', async () => {
    const { history, put, whileReading, shown, read } = historyOf(1, 2);
    const texts = new TradeTexts();
    whileReading.push(() => put(1, { exitReason: 'stop_loss' }));
    await texts.makeAhead(history, NEVER);
    expect(await listOf(texts, history, [1, 2])).toBe(shown(1, 2));
    expect(read).toEqual([1, 2, 1]);
    // and it is made good
    await texts.makeAhead(history, NEVER);
    read.length = 0;
    expect(await listOf(texts, history, [1, 2])).toBe(shown(1, 2));
    expect(read).toEqual([]);
  });

  it('are made no longer than they are wanted, and of the latest where there is room for no more', async () => {
    const { history, read, shown } = historyOf(...from(1, 320));
    const texts = new TradeTexts();
    let pieces = 0;
    await texts.makeAhead(history, () => pieces++ >= 2);
    expect(read.length).toBeLessThanOrEqual(64);
    const narrow = new TradeTexts({ packed: new PackedTexts(10_000) });
    await narrow.makeAhead(history, NEVER);
    read.length = 0;
    expect(await listOf(narrow, history, from(1, 320))).toBe(shown(...from(1, 320)));
    expect(read.length).toBeGreaterThan(60);
    expect(read).toEqual(from(1, read.length));
    expect(read.length).toBeLessThan(300);
  });

  it('are looked at while others are read, whatever is unpacked meanwhile', async () => {
    const { history, whileReading, shown } = historyOf(...from(1, 64));
    const texts = new TradeTexts();
    await texts.makeAhead(history, NEVER);
    const other = historyOf(...from(1, 64));
    const others = new TradeTexts();
    await others.makeAhead(other.history, NEVER);
    whileReading.push(() => void listOf(others, other.history, from(1, 64)));
    expect(await listOf(texts, history, [5, 70, 33])).toBe(shown(5, 33));
  });
});

it('a bot makes them some time after its start, and pages that were never asked for are the same as ever', async () => {
  const { history, read, shown } = historyOf(...from(1, 600));
  const list = async ({ offset, limit }: { offset: number; limit: number }) => ({
    ids: from(offset + 1, limit),
    total: 600,
    isLast: false,
  });
  const api = await startTestApi({ bot: { store: { history: { ...history, list } } } });
  const ask = async (offset: number, encoding: string) => {
    const headers = { authorization: BASIC, 'accept-encoding': encoding };
    const answer = await fetch(`${api.url}/api/v1/trades?limit=500&offset=${offset}`, { headers });
    return Buffer.from(await answer.arrayBuffer()).toString();
  };
  const whole = (offset: number) =>
    `{"trades":${shown(...from(offset + 1, 500))},"trades_count":500,"offset":${offset},"total_trades":600}`;
  expect(await ask(100, 'identity')).toBe(whole(100));
  // read for the page, and then for all
  await vi.waitFor(() => expect(read.length).toBe(1100), { timeout: 20_000, interval: 50 });
  expect([await ask(7, 'identity'), await ask(99, 'gzip')]).toEqual([whole(7), whole(99)]);
  expect(read.length).toBe(1100);
  await api.close();
});
