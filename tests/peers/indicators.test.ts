import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { Column } from '../../src/indicators/index.ts';
import { functionsOn } from '../golden/indicator-functions.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const ROWS = 900;
/** qtpylib's has no open price any more after the first gap, even one at the beginning; ours begins with the first whole candle. */
const WITH_GAPS = new Set(['qtpylib.heikinashi']);
/** Where nothing moves, the phase of the cycle is made of rounding alone. */
const WITHOUT_MOVEMENT = new Set(['HT_DCPHASE', 'HT_SINE']);
/** What rounding decides where prices repeat: which of two equal averages is above, the phase of a cycle, a slope of nothing. */
const ON_A_GRID = new Set([
  ...[
    'BETA',
    'FOSC',
    'HT_PHASOR',
    'HT_DCPHASE',
    'HT_DCPERIOD',
    'HT_SINE',
    'HT_TRENDMODE',
    'LINEARREG_ANGLE',
    'LINEARREG_SLOPE',
    'MA 30 7',
    'MAMA',
  ],
  ...['STOCHRSI', 'qtpylib.crossed_above_sma5_sma20', 'qtpylib.crossed_below_sma5_sma20'],
]);
const run = promisify(execFile);

interface Recorded {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const { functions } = JSON.parse(readFileSync(join(ROOT, 'tests/golden/indicators.json'), 'utf8')) as { functions: Recorded[] };

/** A random walk in which some numbers are missing: single ones, some in a row, and some at the beginning. */
function walkWithGaps(seed: number, gaps = seed % 9): Float64Array {
  let state = seed;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const whole = new Float64Array(ROWS * 6);
  let last = 100;
  for (let row = 0; row < ROWS; row++) {
    const open = last;
    last *= 1 + (random() - 0.5) * 0.006;
    const candle = [open, Math.max(open, last) * (1 + random() * 0.002), Math.min(open, last) * (1 - random() * 0.002), last];
    for (const [column, value] of [...candle, 10 + random() * 1000, (row % 20) + 2].entries()) whole[column * ROWS + row] = value;
  }
  for (let column = 0; column < 5 && gaps > 0; column++) {
    const values = whole.subarray(column * ROWS, (column + 1) * ROWS);
    values.fill(Number.NaN, 0, Math.floor(random() * 5));
    for (let gap = 0; gap < gaps; gap++) values[100 + Math.floor(random() * (ROWS - 100))] = Number.NaN;
    if (random() < 0.4) for (const row of [200, 201, 202, 204]) values[row] = Number.NaN;
  }
  return whole;
}

/** Prices of a market in which nobody trades. */
function standing(): Float64Array {
  const whole = new Float64Array(ROWS * 6).fill(100, 0, ROWS * 4);
  for (let row = 0; row < ROWS; row++) whole[5 * ROWS + row] = (row % 20) + 2;
  return whole;
}

/** A random walk whose prices are multiples of a tick. */
function onGrid(seed: number): Float64Array {
  return walkWithGaps(seed, 0).map((value, at) => (at < ROWS * 4 ? Math.round(value * 10) / 10 : value));
}

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)(
  'indicators of columns with gaps and of still markets, beside TA-Lib, pandas and qtpylib',
  () => {
    const folder = temporaryFolder();
    afterAll(() => removeFolder(folder));

    it.each<readonly [string, Float64Array, ReadonlySet<string>]>([
      ...[3, 7, 11, 17].map((seed) => [`gaps of seed ${seed}`, walkWithGaps(seed), WITH_GAPS] as const),
      ['no movement', standing(), WITHOUT_MOVEMENT],
      ...[3, 8].map((seed) => [`prices on a grid, seed ${seed}`, onGrid(seed), ON_A_GRID] as const),
    ])('every function, %s', async (_title, candles, otherwise) => {
      writeFileSync(join(folder, 'candles'), candles);
      writeFileSync(join(folder, 'functions'), JSON.stringify(functions));
      const script = join(ROOT, 'tests/peers/indicators.py');
      const files = ['candles', 'functions', 'values'].map((name) => join(folder, name)) as [string, string, string];
      const { stdout } = await run(join(PEERS, 'bin/python'), [script, files[0], String(ROWS), files[1], 'values', files[2]], {
        timeout: 60_000,
      });
      const counts = JSON.parse(stdout) as number[];
      const bytes = readFileSync(files[2]);
      const theirs = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const column = (index: number) => new Column(candles.slice(index * ROWS, (index + 1) * ROWS));
      const prices = { open: column(0), high: column(1), low: column(2), close: column(3), volume: column(4) };
      const computed = functionsOn({ prices, periods: column(5) });
      const wrong: string[] = [];
      let at = 0;
      for (const [index, { name, parameters, outputs }] of functions.entries()) {
        const result = computed[name]!(parameters);
        for (const output of Object.keys(outputs).slice(0, counts[index])) {
          const ours = (result instanceof Column ? result : result[output]!).peek();
          const expected = theirs.subarray(at, at + ROWS);
          at += ROWS;
          if (otherwise.has(name) || otherwise.has(`${name} ${Object.values(parameters).join(' ')}`)) continue;
          const row = expected.findIndex((value, place) => !isEqual(ours[place]!, value, largestOf(expected)));
          if (row >= 0) wrong.push(`${name} ${Object.values(parameters).join(' ')} ${output}[${row}]: ${expected[row]} / ${ours[row]}`);
        }
      }
      expect(at).toBe(theirs.length);
      expect(wrong).toEqual([]);
    });
  },
);

function largestOf(values: Float64Array): number {
  let largest = 100;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** To 1e-9, relative; next to zero, where both are rounding, to 1e-12 of the largest value or of the price. */
function isEqual(ours: number, theirs: number, largest: number): boolean {
  if (Number.isNaN(theirs)) return Number.isNaN(ours);
  return ours === theirs || Math.abs(ours - theirs) <= Math.max(1e-9 * Math.abs(theirs), 1e-12 * largest);
}
