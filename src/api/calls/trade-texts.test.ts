import { expect, it } from 'vitest';
import { aTrade, NOON } from '../../../tests/fakes/stored-trades.ts';
import { type ClosedTradeFacts, closedTradeFacts } from '../../core/trade/closed-trade.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { presentTrade } from '../present/trade.ts';
import { joinedTexts, TradeTexts } from './trade-texts.ts';

/** A history whose trades are put and changed here; it remembers which were read. */
function historyOf(...numbers: number[]) {
  const trades = new Map<number, { trade: Trade; facts: ClosedTradeFacts }>();
  const put = (id: number, changes: Partial<Trade> = {}) => {
    const trade = aTrade({ id, isOpen: false, closeDate: NOON + id, exitReason: 'roi', ...changes });
    trades.set(id, { trade, facts: closedTradeFacts(trade)! });
  };
  for (const id of numbers) put(id);
  const read: number[] = [];
  const whileReading: (() => void)[] = [];
  const history = {
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
  const shown = (...ids: number[]) => `[${ids.map((id) => JSON.stringify(presentTrade(trades.get(id)!.trade))).join(',')}]`;
  return { history, put, remove: (id: number) => trades.delete(id), read, whileReading, shown };
}

const listOf = (texts: readonly Uint8Array[]) => joinedTexts('[', texts, ']').toString();

it('reads each trade once, whichever page it is on, and again when it has changed', async () => {
  const { history, put, read, shown, remove } = historyOf(1, 2, 3);
  const texts = new TradeTexts();
  expect(listOf(await texts.of(history, [3, 2, 1]))).toBe(shown(3, 2, 1));
  put(4, { exitReason: 'é' });
  expect(listOf(await texts.of(history, [4, 3, 2]))).toBe(shown(4, 3, 2));
  expect(listOf(await texts.of(history, [1, 2]))).toBe(shown(1, 2));
  expect(read).toEqual([3, 2, 1, 4]);
  put(2, { exitReason: 'stop_loss' });
  expect(listOf(await texts.of(history, [1, 2]))).toBe(shown(1, 2));
  remove(1);
  expect(listOf(await texts.of(history, [1, 2]))).toBe(shown(2));
  expect(read).toEqual([3, 2, 1, 4, 2, 1]);
});

it('keeps nothing of a trade that changed while it was read', async () => {
  const { history, put, whileReading, shown, read } = historyOf(1);
  const texts = new TradeTexts();
  const before = shown(1);
  whileReading.push(() => put(1, { exitReason: 'stop_loss' }));
  expect(listOf(await texts.of(history, [1]))).toBe(before);
  expect(listOf(await texts.of(history, [1]))).toBe(shown(1));
  expect(read).toEqual([1, 1]);
});

it('keeps so many, those that were wanted last', async () => {
  const { history, read } = historyOf(...Array.from({ length: 5000 }, (_value, index) => index + 1));
  const texts = new TradeTexts();
  const from = (first: number, count: number) => Array.from({ length: count }, (_value, index) => first + index);
  await texts.of(history, from(1, 4000));
  await texts.of(history, from(1, 10));
  await texts.of(history, from(4001, 1000));
  read.length = 0;
  await texts.of(history, from(1, 10));
  expect(read).toEqual([]);
  await texts.of(history, from(11, 10));
  expect(read).toEqual(from(11, 10));
});
