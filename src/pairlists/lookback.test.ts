import { describe, expect, it } from 'vitest';
import { pairlistWorld } from '../../tests/fakes/pairlist-world.ts';
import { candleStart } from '../core/market/candle-calendar.ts';
import type { CandleRow } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { pastCandles } from './lookback.ts';

const at = (text: string): number => Date.parse(`${text}Z`);

const row = (start: number): CandleRow => [start, 1, 1, 1, 1, 1];

describe('past candles', () => {
  it('without the one that has just ended are asked for again after a minute', async () => {
    const midnight = at('2026-01-10T00:00');
    const days = [2, 1].map((ago) => row(midnight - ago * 86_400_000));
    let known = 1;
    let asked = 0;
    const candles = async () => {
      asked++;
      return new Map([['BTC/USDT', days.slice(0, known)]]);
    };
    const world = pairlistWorld({}, { candles });
    const look = async (afterMs: number) => {
      const found = await pastCandles({ ...world, now: midnight + afterMs }, { timeframe: '1d', period: 1 }, ['BTC/USDT']);
      return [found.get('BTC/USDT')?.length, asked];
    };
    expect(await look(300)).toEqual([1, 1]);
    known = 2;
    expect(await look(50_000)).toEqual([1, 1]);
    expect(await look(61_000)).toEqual([2, 2]);
    expect(await look(80_000_000)).toEqual([2, 2]);
  });

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
            return new Map(pairs.map((pair) => [pair, [row(from), row(ended)]]));
          },
        },
      );
      const length = timeframeMs(timeframe);
      let ended = 0;
      const look = (moment: number) => {
        ended = candleStart(candleStart(moment, length) - 1, length);
        return pastCandles({ ...world, now: moment }, { timeframe, period }, ['BTC/USDT']);
      };
      await look(at(now));
      expect(asked).toEqual([since]);
      await look(at(lasts) - 1);
      expect(asked).toHaveLength(1);
      await look(at(lasts) + 1);
      expect(asked).toHaveLength(2);
    },
  );
});
