import { expect, it } from 'vitest';
import { emptyCandles } from '../../core/market/candles.ts';
import { DataFrame } from '../../strategy/data-frame.ts';
import { jsonFrame, shownColumns } from './frames.ts';

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'];

/** Tags that stand before signals of the other side, one of them of nothing. */
function tagged(): DataFrame {
  const frame = new DataFrame(emptyCandles(2));
  frame.setText('enter_tag', ['up', null]);
  frame.set('enter_short', [0, 0]);
  frame.set('enter_long', [1, 0]);
  frame.takeOver([{ name: 'exit_tag', values: Float64Array.of(Number.NaN, 5), isTruth: false }], []);
  return frame;
}

it('shows the tags of a class in Python where they stand, and as what they are', () => {
  const frame = tagged().placeTags();
  const shown = ['enter_tag', 'enter_short', 'enter_long', 'exit_tag'];
  expect(shownColumns(frame)).toEqual([...COLUMNS, ...shown]);
  const { data } = JSON.parse(jsonFrame(frame, [0, 1]).__value__) as { data: unknown[][] };
  expect(data.map((row) => row.slice(-4))).toEqual([
    ['up', 0, 1, null],
    [null, 0, 0, 5],
  ]);
});

it('shows those of others before their signals, empty where there are none', () => {
  const frame = new DataFrame(emptyCandles(2));
  frame.setText('enter_tag', ['up', null]);
  frame.set('enter_long', [1, 0]);
  expect(shownColumns(frame)).toEqual([...COLUMNS, 'enter_tag', 'enter_long']);
  const { data } = JSON.parse(jsonFrame(frame, [0, 1]).__value__) as { data: unknown[][] };
  expect(data.map((row) => row.slice(-2))).toEqual([
    ['up', 1],
    ['', 0],
  ]);
});
