import { describe, expect, it } from 'vitest';
import { functionsOn } from '../../tests/golden/indicator-functions.ts';
import { expectEqual, INDEX, periods, prices, recordedAt } from '../../tests/golden/recorded.ts';
import { Column } from './index.ts';

const COMPUTE = functionsOn({ prices: prices(), periods: periods() });

/** Size of what an output is a difference of, where it can be far larger than the output. */
const SIZES: Readonly<Record<string, number>> = {
  LINEARREG_SLOPE: prices().close.values[0]!,
  LINEARREG_ANGLE: prices().close.values[0]!,
  // percent of the price
  FOSC: 100,
  // sine of an angle in radians
  HT_SINE: 2 * Math.PI,
};

describe('indicators, beside TA-Lib and qtpylib on 1,000 real candles', () => {
  for (const entry of INDEX.functions) {
    const computed = COMPUTE[entry.name]?.(entry.parameters) ?? null;
    if (computed === null) continue;
    it(`${entry.name} ${Object.values(entry.parameters).join(' ')}`, () => {
      const ours = computed instanceof Column ? { real: computed } : computed;
      expect(Object.keys(ours).sort()).toEqual(Object.keys(entry.outputs).sort());
      for (const [output, place] of Object.entries(entry.outputs))
        expectEqual(ours[output]!, recordedAt(place), `${entry.name} ${output}`, SIZES[entry.name] ?? 0);
    });
  }

  it('every function of the recording is written', () => {
    const known = new Set(INDEX.functions.map(({ name }) => name));
    expect(Object.keys(COMPUTE).filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !(name in COMPUTE))).toEqual([]);
  });
});

describe('columns', () => {
  const a = new Column(Float64Array.of(1, 3, 2, Number.NaN, 5));
  it('cross only at the candle where they do', () => {
    expect([...a.crossedAbove(2).values]).toEqual([0, 1, 0, 0, 0]);
    expect([...a.crossedBelow(2.5).values]).toEqual([0, 0, 1, 0, 0]);
  });
  it('shift into NaN, compare NaN as false', () => {
    expect([...a.shift(2).values]).toEqual([Number.NaN, Number.NaN, 1, 3, 2]);
    expect([...a.above(0).values]).toEqual([1, 1, 1, 0, 1]);
    expect([...a.above(0).not().values]).toEqual([0, 0, 0, 1, 0]);
  });
});
