import { describe, expect, it } from 'vitest';
import { DataFrame } from './data-frame.ts';
import { silenceOf, silenceText } from './silence.ts';

function frame(): DataFrame {
  const values = Float64Array.from({ length: 20 }, (_value, index) => 100 + index);
  return new DataFrame({ length: 20, time: values, open: values, high: values, low: values, close: values, volume: values });
}

describe('a backtest without a signal to enter', () => {
  const said = (made: DataFrame, start = 0) => {
    const silence = silenceOf(made, 'A/USDT', start);
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

  it('is said of all pairs together, and only where all are silent', () => {
    const silence = { pair: 'A/USDT', hasEntries: true, empty: ['slow', 'x'] };
    expect(silenceText('Mine', [silence], 2)).toBeNull();
    expect(silenceText('Mine', [silence, { ...silence, pair: 'B/USDT', empty: ['slow'] }], 2)).toContain(
      'on any of 2 pairs: column "slow" has no number',
    );
  });
});
