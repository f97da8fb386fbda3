import fc from 'fast-check';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import type { TradeSelection } from '../ports/history.ts';
import { dateText } from '../rows/dates.ts';
import { nodeSqliteDialect, openSqlite } from '../sqlite/node-dialect.ts';
import type { Tables } from '../tables.ts';
import { selectTrades } from './trade-selection.ts';

interface Row {
  readonly pair: string;
  readonly tag: string | null;
  readonly reason: string;
  readonly profit: number | null;
  readonly closed: number;
  readonly lasted: number;
  readonly isOpen: boolean;
}

const DAY = 86_400_000;
const row = fc.record<Row>({
  pair: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'A_B/USDT'),
  tag: fc.constantFrom(null, 'ema', '100%', 'under_score'),
  reason: fc.constantFrom('roi', 'stop_loss', 'Exit_Signal'),
  profit: fc.option(fc.integer({ min: -5, max: 5 })),
  closed: fc.integer({ min: 1, max: 9 }).map((day) => day * DAY),
  lasted: fc.integer({ min: 1, max: 5 }).map((minutes) => minutes * 60_000),
  isOpen: fc.constantFrom(false, false, false, true),
});

async function databaseOf(rows: readonly Row[]): Promise<Kysely<Tables>> {
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect({ database: openSqlite(':memory:') }) });
  await migrate(database, 0);
  for (const [index, one] of rows.entries())
    await database
      .insertInto('trades')
      .values({
        id: index + 1,
        exchange: 'binance',
        pair: one.pair,
        is_open: one.isOpen ? 1 : 0,
        fee_open: 0,
        fee_close: 0,
        open_rate: 1,
        stake_amount: 1,
        amount: 1,
        open_date: dateText(one.closed - one.lasted),
        close_date: one.isOpen ? null : dateText(one.closed),
        close_profit: one.profit,
        enter_tag: one.tag,
        exit_reason: one.reason,
        strategy: 'Sample',
        is_stop_loss_trailing: 0,
        is_short: 0,
        interest_rate: 0,
        record_version: 2,
      } as never)
      .execute();
  return database;
}

test('a selection has what a list has that is filtered and sorted by hand', async () => {
  const selection = fc.record<TradeSelection>({
    search: fc.constantFrom(null, 'btc', 'EMA', '0%', 'r_s', '_', 'roi', 'sample', 'nothing'),
    pair: fc.constantFrom(null, 'ETH/USDT'),
    from: fc.option(fc.integer({ min: 1, max: 9 }).map((day) => day * DAY)),
    until: fc.option(fc.integer({ min: 1, max: 9 }).map((day) => day * DAY)),
    sort: fc.record({
      by: fc.constantFrom('trade_id', 'profit_ratio', 'close_timestamp', 'duration', 'pair', 'enter_tag'),
      isDown: fc.boolean(),
    }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 12 }),
      selection,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 6 }),
      async (rows, wanted, limit, offset) => {
        const database = await databaseOf(rows);
        const value = (id: number): string | number | null => {
          const one = rows[id - 1]!;
          const values = {
            trade_id: id,
            profit_ratio: one.profit,
            close_timestamp: one.closed,
            duration: one.lasted,
            pair: one.pair,
            enter_tag: one.tag,
          };
          return values[wanted.sort.by as keyof typeof values];
        };
        const fits = ({ isOpen, pair, tag, reason, closed }: Row) =>
          !isOpen &&
          (wanted.pair === null || pair === wanted.pair) &&
          (wanted.from === null || closed >= wanted.from) &&
          (wanted.until === null || closed < wanted.until) &&
          (wanted.search === null ||
            [pair, tag ?? '', reason, 'Sample'].some((text) => text.toLowerCase().includes(wanted.search!.toLowerCase())));
        const sign = wanted.sort.isDown ? -1 : 1;
        const expected = rows
          .flatMap((one, index) => (fits(one) ? [index + 1] : []))
          .sort((a, b) => {
            const [one, other] = [value(a), value(b)];
            if (one === null || other === null) return one === other ? sign * (a - b) : one === null ? 1 : -1;
            return one === other ? sign * (a - b) : one < other ? -sign : sign;
          });
        const found = await selectTrades(database, 'sqlite', wanted, { limit, offset, after: null });
        expect(found).toEqual({ ids: expected.slice(offset, offset + limit), start: offset, total: expected.length });
        // trade by trade, each page behind the last trade of the one before
        const seen: number[] = [];
        for (let after: number | null = null; ; after = seen.at(-1)!) {
          const { ids } = await selectTrades(database, 'sqlite', wanted, { limit, offset: 0, after });
          if (ids.length === 0) break;
          seen.push(...ids);
        }
        expect(seen).toEqual(expected);
        await database.destroy();
      },
    ),
    { numRuns: 60 },
  );
});
