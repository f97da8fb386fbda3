import { expect, it } from 'vitest';
import { emptyCandles } from '../core/market/candles.ts';
import { DataFrame } from '../strategy/data-frame.ts';
import { frameOf, packFrame } from './columns.ts';

it('takes in numbers and truth values that stand in the place of tags', () => {
  const candles = emptyCandles(2);
  const sent = new DataFrame(candles);
  sent.takeOver([{ name: 'enter_tag', values: Float64Array.of(5, Number.NaN), isTruth: false }], []);
  sent.takeOver([{ name: 'exit_tag', values: Float64Array.of(1, 0), isTruth: true }], []);
  const frame = frameOf(candles, packFrame(sent));
  expect([...frame.get('enter_tag').values]).toEqual([5, Number.NaN]);
  expect([frame.isTruth('exit_tag'), ...frame.get('exit_tag').values]).toEqual([true, 1, 0]);
  expect([frame.textAt('enter_tag', 0), frame.placesTags]).toEqual([null, true]);
});
