import { expect, test } from 'vitest';
import { LOG_LINES, type LogRow, withLines } from './log-lines.ts';

const line = (at: number, text = 'x'): LogRow => ['', at, 'freqtrade.worker', 'INFO', text];

test('new lines come last, and one that is there already stays once', () => {
  const shown = { log_count: 2, logs: [line(1), line(2, 'a')] };
  expect(withLines(shown, [line(2, 'a'), line(2, 'b'), line(3)]).logs).toEqual([line(1), line(2, 'a'), line(2, 'b'), line(3)]);
});

test('only the last lines are kept', () => {
  const all = Array.from({ length: LOG_LINES }, (_line, at) => line(at));
  const { log_count: count, logs } = withLines({ log_count: LOG_LINES, logs: all }, [line(LOG_LINES)]);
  expect(count).toBe(LOG_LINES);
  expect(logs.at(-1)).toEqual(line(LOG_LINES));
  expect(logs[0]).toEqual(line(1));
});
