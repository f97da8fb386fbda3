import { describe, expect, it } from 'vitest';
import { pairlistWorld } from '../../tests/fakes/pairlist-world.ts';
import type { CandleRow } from '../core/market/candles.ts';
import { pastCandles } from './lookback.ts';

const at = (text: string): number => Date.parse(`${text}Z`);

describe('past candles', () => {
  it.each([
    // weeks begin on Mondays, months differ in length
    { timeframe: '1w', period: 2, now: '2026-01-09T12:00', since: '2025-12-15T00:00', lasts: '2026-01-12T00:00' },
    { timeframe: '1M', period: 2, now: '2026-03-30T12:00', since: '2025-12-01T00:00', lasts: '2026-04-01T00:00' },
    { timeframe: '3d', period: 1, now: '2026-01-10T12:00', since: '2026-01-04T00:00', lasts: '2026-01-13T00:00' },
    { timeframe: '4h', period: 3, now: '2026-01-10T13:00', since: '2026-01-09T20:00', lasts: '2026-01-10T16:00' },
  ])(
    'of $timeframe are asked for by the calendar, and kept until the next one begins',
    async ({ timeframe, period, now, since, lasts }) => {
      const asked: string[] = [];
      const world = pairlistWorld(
        {},
        {
          candles: async (pairs, _timeframe, from) => {
            asked.push(new Date(from).toISOString().slice(0, 16));
            return new Map(pairs.map((pair) => [pair, [[from, 1, 1, 1, 1, 1]] satisfies CandleRow[]]));
          },
        },
      );
      const look = (moment: number) => pastCandles({ ...world, now: moment }, { timeframe, period }, ['BTC/USDT']);
      await look(at(now));
      expect(asked).toEqual([since]);
      await look(at(lasts) - 1);
      expect(asked).toHaveLength(1);
      await look(at(lasts) + 1);
      expect(asked).toHaveLength(2);
    },
  );
});
