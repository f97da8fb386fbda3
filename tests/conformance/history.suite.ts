import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import type { TradeSelection, TradeSortKey } from '../../src/database/ports/history.ts';
import { closedTradeWith, NOON, openTradeWith } from '../fakes/stored-trades.ts';
import type { Databases, TestDatabase } from './databases.ts';

const MINUTE = 60_000;
const ALL = { limit: 1000, offset: 0, after: null };
const PAIRS = ['BTC/USDT', 'A_B/USDT', 'eth/USDT', 'ÄÖ/USDT', '1INCH/USDT'];
const TAGS = ['ema', 'EMA 2', '100%', 'under_score', 'back\\slash', null, "it's"];

/** What every database must tell of closed trades. */
export function historyConformance(databases: Databases): void {
  describe('closed trades', () => {
    let database: TestDatabase;
    let store: TradeStore;
    let trades: Trade[];

    beforeAll(async () => {
      database = await databases.fresh();
      store = await openTradeStore(database.url, () => NOON);
      // numbers, dates of opening and of closing go different ways, and some dates are the same
      trades = Array.from({ length: 120 }, (_one, index) => {
        const pair = PAIRS[index % PAIRS.length]!;
        return closedTradeWith(`t${index}`, NOON + ((index * 37) % 61) * MINUTE, {
          pair,
          openDate: NOON - ((index * 13) % 40) * MINUTE,
          enterTag: TAGS[index % TAGS.length]!,
          exitReason: index % 9 === 0 ? null : ['roi', 'stop_loss', 'Exit_Signal'][index % 3]!,
          closeProfit: index % 11 === 0 ? null : ((index * 7) % 23) - 11,
          closeProfitAbs: (index % 5) - 2,
          isShort: index % 4 === 0,
          stakeAmount: (index * 17) % 50,
          feeOpenCost: index % 6 === 0 ? null : index % 3,
          feeCloseCost: index % 7 === 0 ? null : index % 4,
          strategy: index % 2 === 0 ? 'Sample' : 'other',
          leverage: 1 + (index % 3),
        });
      });
      for (let at = 0; at < trades.length; at += 40) await store.commit({ trades: trades.slice(at, at + 40) });
      await store.commit({ trades: [openTradeWith('open')] });
    });
    afterAll(async () => {
      await store.close();
      await database.remove();
    });

    const ids = async (page: Parameters<TradeStore['history']['page']>[0]) => (await store.history.page(page)).trades.map(({ id }) => id);
    const byId = () => trades.map(({ id }) => id).toSorted((a, b) => a - b);
    const byClose = () => trades.toSorted((a, b) => a.closeDate! - b.closeDate! || a.id - b.id).map(({ id }) => id);

    it('are counted, and told in the order of closing, also by who opens it next', async () => {
      const again = await openTradeStore(database.url, () => NOON);
      for (const { history } of [store, again]) {
        expect(history.count).toBe(trades.length);
        expect(history.facts().map(({ id }) => id)).toEqual(byClose());
        const known = new Map(trades.map((trade) => [trade.id, trade]));
        for (const facts of history.facts()) {
          const trade = known.get(facts.id)!;
          expect(facts).toEqual({
            id: trade.id,
            pair: trade.pair,
            openDate: trade.openDate,
            closeDate: trade.closeDate,
            profitRatio: trade.closeProfit ?? 0,
            profitAbs: trade.closeProfitAbs,
            maxStakeAmount: trade.maxStakeAmount,
            enterTag: trade.enterTag,
            exitReason: trade.exitReason,
            isShort: trade.isShort,
            volume: 310.3,
          });
        }
      }
      await again.close();
    });

    it('come in pages, by number or the latest closed first, whole', async () => {
      expect(await ids({ ...ALL, orderById: true })).toEqual(byId());
      expect(await ids({ ...ALL, orderById: false })).toEqual(byClose().toReversed());
      expect(await ids({ limit: 7, offset: 5, after: null, orderById: true })).toEqual(byId().slice(5, 12));
      const { trades: some, total, isLast } = await store.history.page({ limit: 2, offset: 118, after: null, orderById: true });
      expect([total, isLast]).toEqual([120, true]);
      expect(some).toEqual(trades.slice(-2));
      expect(await store.history.page({ limit: 5, offset: 500, after: null, orderById: true })).toEqual({
        trades: [],
        total: 120,
        isLast: true,
      });
    });

    it.each([true, false])(
      'come trade after trade, where each page begins behind the last trade of the one before (by number: %s)',
      async (orderById) => {
        const seen: number[] = [];
        for (let after: number | null = null, isLast = false; !isLast; after = seen.at(-1)!) {
          const page = await store.history.page({ limit: 11, offset: 0, after, orderById });
          seen.push(...page.trades.map(({ id }) => id));
          isLast = page.isLast;
        }
        expect(seen).toEqual(orderById ? byId() : byClose().toReversed());
      },
    );

    const VALUES: Readonly<Record<TradeSortKey, (trade: Trade) => string | number | null>> = {
      trade_id: ({ id }) => id,
      pair: ({ pair }) => pair,
      side: ({ isShort }) => Number(isShort),
      amount: ({ amount }) => amount,
      stake_amount: ({ stakeAmount }) => stakeAmount,
      open_rate: ({ openRate }) => openRate,
      close_rate: ({ closeRate }) => closeRate,
      profit_ratio: ({ closeProfit }) => closeProfit,
      profit_abs: ({ closeProfitAbs }) => closeProfitAbs,
      open_timestamp: ({ openDate }) => openDate,
      close_timestamp: ({ closeDate }) => closeDate,
      duration: ({ openDate, closeDate }) => closeDate! - openDate,
      exit_reason: ({ exitReason }) => exitReason,
      enter_tag: ({ enterTag }) => enterTag,
      orders: ({ orders }) => orders.length,
      leverage: ({ leverage }) => leverage,
      fees: ({ feeOpenCost, feeCloseCost }) => (feeOpenCost ?? 0) + (feeCloseCost ?? 0),
      strategy: ({ strategy }) => strategy,
    };
    const NOTHING: TradeSelection = { search: null, pair: null, from: null, until: null, sort: { by: 'trade_id', isDown: false } };

    it.each(Object.keys(VALUES) as TradeSortKey[])(
      'are sorted by %s either way, what is missing last, what is equal by number',
      async (by) => {
        for (const isDown of [false, true]) {
          const sign = isDown ? -1 : 1;
          const expected = trades
            .toSorted((a, b) => {
              const [one, other] = [VALUES[by](a), VALUES[by](b)];
              if (one === other) return sign * (a.id - b.id);
              if (one === null || other === null) return one === null ? 1 : -1;
              return one < other ? -sign : sign;
            })
            .map(({ id }) => id);
          expect(await ids({ ...ALL, orderById: false, selection: { ...NOTHING, sort: { by, isDown } } }), `down: ${isDown}`).toEqual(
            expected,
          );
        }
      },
    );

    it.each(['btc', 'EMA', '%', '_', '\\', 'roi', 'SAMPLE', "it's", 'nothing of it', ''])('are searched for "%s"', async (search) => {
      const fits = ({ pair, enterTag, exitReason, strategy }: Trade) =>
        [pair, enterTag, exitReason, strategy].some(
          (text) => (text ?? null) !== null && text!.toLowerCase().includes(search.toLowerCase()),
        );
      expect(await ids({ ...ALL, orderById: true, selection: { ...NOTHING, search } })).toEqual(trades.filter(fits).map(({ id }) => id));
    });

    it('are chosen by pair and by when they closed, the end left out', async () => {
      const [from, until] = [NOON + 10 * MINUTE, NOON + 30 * MINUTE];
      const fits = ({ pair, closeDate }: Trade) => pair === 'A_B/USDT' && closeDate! >= from && closeDate! < until;
      const expected = trades.filter(fits).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(3);
      const selection = { ...NOTHING, pair: 'A_B/USDT', from, until };
      expect(await ids({ ...ALL, orderById: true, selection })).toEqual(expected);
      const {
        trades: none,
        total,
        isLast,
      } = await store.history.page({ limit: 1, offset: 10 ** 12, after: null, orderById: true, selection });
      expect([none, total, isLast]).toEqual([[], expected.length, true]);
    });

    it('have a version that changes when one joins, changes or leaves, and only then', async () => {
      const { version } = store.history;
      const joins = openTradeWith('joins');
      await store.commit({ trades: [joins] });
      expect(store.history.version).toBe(version);
      Object.assign(joins, { isOpen: false, closeDate: NOON });
      await store.commit({ trades: [joins] });
      expect([store.history.version > version, store.history.count]).toEqual([true, 121]);
      const joined = store.history.version;
      await store.commit({ removedTrades: [joins] });
      expect([store.history.version > joined, store.history.count]).toEqual([true, 120]);
      const left = store.history.version;
      await store.history.reread();
      expect([store.history.version > left, store.history.facts().map(({ id }) => id)]).toEqual([true, byClose()]);
    });
  });
}
