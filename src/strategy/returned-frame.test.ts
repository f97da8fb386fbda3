import { expect, it } from 'vitest';
import { emptyCandles } from '../core/market/candles.ts';
import { Column, DataFrame, Strategy } from '../index.ts';
import { analyze } from './analyze.ts';
import { signalAt } from './signal.ts';

/** Types are stripped before a strategy runs: what a method hands back is looked at once, before anybody trades on it. */

const LENGTH = 120;
const candles = () => {
  const made = emptyCandles(LENGTH);
  for (let row = 0; row < LENGTH; row++) {
    made.time[row] = row * 60_000;
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) made[name][row] = 100 + (row % 7);
  }
  return made;
};
const each = <T>(value: T): T[] => new Array<T>(LENGTH).fill(value);

class Careless extends Strategy {
  override timeframe = '1m';
  override minimalRoi = {};
  override stoploss = -0.1;
  readonly #does: (frame: DataFrame) => unknown;
  readonly #where: string;
  constructor(does: (frame: DataFrame) => unknown, where = 'populateEntryTrend') {
    super();
    this.#does = does;
    this.#where = where;
  }
  #in(method: string, frame: DataFrame): DataFrame {
    return method === this.#where ? (this.#does(frame) as DataFrame) : frame;
  }
  override populateIndicators(frame: DataFrame): DataFrame {
    return this.#in('populateIndicators', frame);
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return this.#in('populateEntryTrend', frame);
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return this.#in('populateExitTrend', frame);
  }
}
const analysed = (does: (frame: DataFrame) => unknown, where?: string) =>
  analyze(new Careless(does, where), 'A/USDT', candles(), { stakeCurrency: 'USDT', candlesOf: () => null });

it.each([
  ['nothing', () => undefined, 'No dataframe returned (return statement missing?).'],
  ['a column', (f: DataFrame) => f.close, 'it must return the data frame, and returned a column.'],
  ['a larger timeframe', (f: DataFrame) => f.resample('5m'), 'Dataframe returned from strategy has mismatching length. It has 24 candles,'],
  [
    'a part',
    (f: DataFrame) => f.until(5),
    'has mismatching length. It has 5 candles, the frame that was handed over 120: add columns to that',
  ],
  [
    'a frame of other dates',
    () => new DataFrame({ ...candles(), time: candles().time.map((at) => at + 60_000) }),
    'has mismatching last date.',
  ],
  ['dates that were written over', (f: DataFrame) => f.time.fill(5) && f, 'has mismatching last date.'],
  [
    'prices made smooth',
    (f: DataFrame) => f.set('close', Column.from(each(7))),
    'has mismatching last close price. It is 7, and was 100: give what is made of prices a name of its own.',
  ],
  ['texts for prices', (f: DataFrame) => f.set('close', each('high')), '"close" holds texts: see frame.text("close").'],
  [
    'texts for a signal',
    (f: DataFrame) => f.set('enter_long', each('yes')),
    'Column "enter_long" holds true or 1 where to act, false or 0 elsewhere, and row 0 is the text "yes".',
  ],
  ['figures as texts', (f: DataFrame) => f.setText('exit_long', [null, ...each('1').slice(1)]), 'Column "exit_long" holds true or 1'],
  ['a mixed signal', (f: DataFrame) => f.set('enter_long', ['', ...each(1).slice(1)] as number[]), 'Column "enter_long" holds true or 1'],
  ['numbers for tags', (f: DataFrame) => f.set('enter_tag', f.close), 'Column "enter_tag" holds texts, and is a column.'],
  ['numbers among tags', (f: DataFrame) => f.setText('exit_tag', each(7) as never), 'Column "exit_tag" holds texts, and row 0 is 7.'],
  [
    'numbers written into tags',
    (f: DataFrame) => {
      f.setText('enter_tag', each('up')).text('enter_tag')![3] = 5 as never;
      return f;
    },
    'Column "enter_tag" holds texts, and row 3 is 5.',
  ],
] as const)('%s in place of the frame or its columns costs the analysis, in words', async (_name, does, message) => {
  for (const method of ['populateIndicators', 'populateEntryTrend', 'populateExitTrend'])
    await expect(analysed(does, method)).rejects.toMatchObject({ callback: method, message: expect.stringContaining(message) });
});

it('what may stand in a signal is yes where it is 1 or true, and no everywhere else', async () => {
  const said = async (values: unknown) => signalAt(await analysed((f) => f.set('enter_long', values as number[]))).enterLong;
  expect(await Promise.all([each(1), each(true), Column.from(each(1))].map(said))).toEqual([true, true, true]);
  expect(await Promise.all([each(0), each(false), each(Number.NaN), each(null), each(2), each(-1)].map(said))).toEqual(
    new Array(6).fill(false),
  );
});

it('an empty column of tags, and one of texts and gaps, say what they say', async () => {
  expect(signalAt(await analysed((f) => f.set('enter_tag', each(null)))).enterTag).toBeNull();
  expect(signalAt(await analysed((f) => f.setText('enter_tag', [...each(null).slice(1), 'last']))).enterTag).toBe('last');
});

it('a whole part of a frame takes signals as the frame does', async () => {
  const made = await analysed((f) => f.signal('enter_long', f.close.above(0), 'first').until(LENGTH).signal('exit_long', f.close.above(0)));
  expect(signalAt(made)).toMatchObject({ enterLong: true, exitLong: true, enterTag: 'first' });
  expect(made.columnNames().slice(-3)).toEqual(['enter_long', 'enter_tag', 'exit_long']);
});

it('what is added to a part is there, and the frame itself is left as it was', () => {
  const frame = new DataFrame(candles()).set('mine', each(3)).setText('word', each('whole'));
  const part = frame.until(50);
  part
    .set('mine', part.get('mine').times(2))
    .setText('word', new Array<string>(50).fill('part'))
    .signal('enter_long', part.close.above(0), 'now');
  expect([part.get('mine').last(), part.textAt('word', 3), part.textAt('enter_tag', 49)]).toEqual([6, 'part', 'now']);
  expect([frame.get('mine').last(), frame.textAt('word', 3), frame.has('enter_long')]).toEqual([3, 'whole', false]);
  expect(() => part.get('min')).toThrow('did you mean "mine"?');
});

it('null is no number in a column', () => {
  const column = new DataFrame(candles()).set('x', [null, ...each(4).slice(1)] as number[]).get('x');
  expect([column.values[0], column.values[1]]).toEqual([Number.NaN, 4]);
});
