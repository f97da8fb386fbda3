import { expect, test } from 'vitest';
import { storedPart } from './missing-candles.ts';

const day = (date: string) => Date.parse(date);
const NOW = day('2024-03-01T12:00:00Z');
const rows = [
  { pair: 'A/USDT', first_timestamp: day('2024-01-01'), last_timestamp: day('2024-02-10'), candle_count: 10 },
  { pair: 'B/USDT', first_timestamp: day('2024-01-05'), last_timestamp: day('2024-02-20'), candle_count: 10 },
  { pair: 'C/USDT', first_timestamp: null, last_timestamp: null, candle_count: 0 },
];

test('tells what every pair has, and which pairs have none, begin later or end earlier than wanted', () => {
  expect(storedPart(rows, '', '', NOW)).toEqual({ span: [day('2024-01-05'), day('2024-02-10')], none: ['C/USDT'], late: [], short: [] });
  expect(storedPart(rows, '2024-01-02', '2024-02-15', NOW)).toMatchObject({ late: ['B/USDT'], short: ['A/USDT'] });
  expect(storedPart(rows, '2023-01-01', '', NOW)).toMatchObject({ late: ['A/USDT', 'B/USDT'], short: [] });
  expect(storedPart([], '', '', NOW)).toEqual({ span: null, none: [], late: [], short: [] });
});

test('candles that are still to come are not missed', () => {
  const fresh = [{ ...rows[0]!, last_timestamp: day('2024-03-01T11:55:00Z') }];
  expect(storedPart(fresh, '', '2024-06-01', NOW).short).toEqual([]);
});
