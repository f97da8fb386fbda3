import { expect, test } from 'vitest';
import { storedPart, wantedRange } from './missing-candles.ts';

const day = (date: string) => Date.parse(date);
const NOW = day('2024-03-01T12:00:00Z');
const rows = [
  { pair: 'A/USDT', first_timestamp: day('2024-01-01'), last_timestamp: day('2024-02-10'), candle_count: 41 },
  { pair: 'B/USDT', first_timestamp: day('2024-01-05'), last_timestamp: day('2024-02-20'), candle_count: 47 },
  { pair: 'C/USDT', first_timestamp: null, last_timestamp: null, candle_count: 0 },
];

test('tells what every pair has, and which pairs have none, begin later, end earlier than wanted or have holes', () => {
  expect(storedPart(rows, '1d', '', '', NOW)).toEqual({
    first: day('2024-01-01'),
    span: [day('2024-01-05'), day('2024-02-10')],
    none: ['C/USDT'],
    late: [],
    short: [],
    holed: [],
  });
  expect(storedPart(rows, '1d', '2024-01-02', '2024-02-15', NOW)).toMatchObject({ late: ['B/USDT'], short: ['A/USDT'] });
  expect(storedPart(rows, '1d', '2023-01-01', '', NOW)).toMatchObject({ late: ['A/USDT', 'B/USDT'], short: [] });
  expect(storedPart([{ ...rows[0]!, candle_count: 40 }, rows[1]!], '1d', '', '', NOW).holed).toEqual(['A/USDT']);
  // months are not all equally long
  expect(storedPart([{ ...rows[0]!, candle_count: 2 }], '1M', '', '', NOW).holed).toEqual([]);
  expect(storedPart([], '1d', '', '', NOW)).toEqual({ first: null, span: null, none: [], late: [], short: [], holed: [] });
});

test('candles that are still to come are not missed', () => {
  const fresh = [{ ...rows[0]!, last_timestamp: day('2024-03-01T11:55:00Z') }];
  expect(storedPart(fresh, '5m', '', '2024-06-01', NOW).short).toEqual([]);
});

test('what is missing is asked for in the range that is wanted, else from the first candle of all, else for a month', () => {
  const part = storedPart(rows, '1d', '', '', NOW);
  const nothing = storedPart([rows[2]!], '1d', '', '', NOW);
  expect(wantedRange(part, '2023-12-01', '2024-02-15')).toEqual({ timerange: '20231201-20240215' });
  expect(wantedRange(part, '2023-12-01', '')).toEqual({ timerange: '20231201-' });
  expect(wantedRange(part, '', '')).toEqual({ timerange: '20240101-' });
  expect(wantedRange(nothing, '', '')).toEqual({ days: 30 });
  expect(wantedRange(nothing, '', '2024-01-31')).toEqual({ timerange: '20240101-20240131' });
});
