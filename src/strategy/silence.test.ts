import { describe, expect, it } from 'vitest';
import { DataFrame } from './data-frame.ts';
import { misnamed, silenceOf, silenceText, strangeSignal } from './silence.ts';

const each = (value: number) => new Float64Array(20).fill(value);

function frame(): DataFrame {
  const values = Float64Array.from({ length: 20 }, (_value, index) => 100 + index);
  return new DataFrame({ length: 20, time: values, open: values, high: values, low: values, close: values, volume: values });
}

describe('a backtest without a signal to enter', () => {
  const said = (made: DataFrame, start = 0, canShort = true) => {
    const silence = silenceOf(made, 'A/USDT', start, canShort);
    return silence === null ? null : silenceText('Mine', [silence], 1);
  };

  it('is none where one candle that counts says so', () => {
    const made = frame().signal('enter_long', frame().close.above(118));
    expect(said(made)).toBeNull();
    const early = frame().signal('enter_short', frame().close.below(103));
    expect([said(early), said(early, 5)]).toEqual([null, expect.stringContaining('never true together')]);
  });

  it('says that no signal is set, that columns have no number, or that conditions never met', () => {
    const head = 'Mine has given no signal to enter on A/USDT: ';
    expect(said(frame())).toBe(`${head}populateEntryTrend sets neither "enter_long" nor "enter_short".`);
    const never = frame().set('average', frame().close.rolling(5).mean()).signal('enter_long', frame().close.above(999));
    expect(said(never)).toBe(`${head}its conditions were never true together.`);
    const short = never.set('slow', frame().close.rolling(50).mean());
    expect(said(short)).toBe(
      `${head}column "slow" has no number at all. Are there enough candles for the longest period (startupCandleCount, --timerange)?`,
    );
  });

  it.each<[string, DataFrame, string]>([
    ['no number', frame().set('enter_long', each(Number.NaN)), '"enter_long" is NaN in every candle.'],
    ['prices', frame().set('enter_long', frame().close), '"enter_long" holds 100: 1 alone is a signal.'],
    ['two for yes', frame().set('enter_short', each(2)), '"enter_short" holds 2: 1 alone is a signal.'],
    ['nearly the name', frame().set('enter_lng', each(1)), 'It sets "enter_lng": is "enter_long" meant?'],
    ['the name in JavaScript', frame().set('enterShort', each(1)), 'It sets "enterShort": is "enter_short" meant?'],
    ['the name of before', frame().set('buy', each(1)), 'It sets "buy": is "enter_long" meant?'],
    ['a column of its own', frame().set('slow', each(1)), 'sets neither "enter_long" nor "enter_short".'],
  ])('names what stands in a signal, or for one: %s', (_what, made, words) => {
    expect(said(made)?.endsWith(words)).toBe(true);
  });

  it('says that shorts are not entered', () => {
    const short = frame().signal('enter_short', frame().close.above(0));
    expect([said(short), said(short, 0, false)]).toEqual([
      null,
      expect.stringContaining(': "enter_short" is set, but shorts are not entered: canShort is false.'),
    ]);
    const both = short.signal('enter_long', frame().close.above(999));
    expect(said(both, 0, false)).toContain('canShort is false');
  });

  it('is said of a last candle that says neither yes nor no', () => {
    expect(strangeSignal(frame().set('exit_long', frame().close))).toEqual({
      name: 'exit_long',
      words: '"exit_long" holds 119: 1 alone is a signal.',
    });
    for (const value of [0, 1, Number.NaN]) expect(strangeSignal(frame().set('enter_long', each(value)))).toBeNull();
  });

  it('is said of all pairs together, and only where all are silent', () => {
    const silence = { pair: 'A/USDT', hasEntries: true, unread: [], meant: null, empty: ['slow', 'x'] };
    expect(silenceText('Mine', [silence], 2)).toBeNull();
    expect(silenceText('Mine', [silence, { ...silence, pair: 'B/USDT', empty: ['slow'] }], 2)).toContain(
      'on any of 2 pairs: column "slow" has no number',
    );
  });

  it.each<[string, (made: DataFrame) => DataFrame, string[]]>([
    ['as JavaScript writes it', (made) => made.set('exitLong', made.close.above(1)), ['"exitLong" is no signal: is "exit_long" meant?']],
    ['in capitals', (made) => made.set('ExitShort', made.close.above(1)), ['"ExitShort" is no signal: is "exit_short" meant?']],
    ['in one word', (made) => made.set('exitlong', each(1)), ['"exitlong" is no signal: is "exit_long" meant?']],
    ['with a slip', (made) => made.set('exti_long', each(0)), ['"exti_long" is no signal: is "exit_long" meant?']],
    ['as it was called once', (made) => made.set('sell', each(1)), ['"sell" is no signal: is "exit_long" meant?']],
    ['an entry beside another', (made) => made.set('enter_shrot', each(1)), ['"enter_shrot" is no signal: is "enter_short" meant?']],
    [
      'tags',
      (made) => made.set('enterTag', new Array(20).fill('a')).set('exit_reason', new Array(20).fill('b')),
      ['"enterTag" is no tag: is "enter_tag" meant?', '"exit_reason" is no tag: is "exit_tag" meant?'],
    ],
    ['a signal of its own beside the right one', (made) => made.set('exit_lng', each(1)).set('exit_long', each(1)), []],
    ['a second one', (made) => made.set('exit_long_2', each(1)), []],
    ['a price to leave at', (made) => made.set('exit_low', made.close), []],
    ['another thing', (made) => made.set('exit_threshold', each(1)).set('long_trend', each(1)), []],
  ])('a name that is nearly a signal’s is told: %s', (_what, prepare, words) => {
    const made = prepare(frame().signal('enter_long', frame().close.above(1)));
    expect(misnamed(made)).toEqual(words);
  });
});
