import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Hyper } from '../../../examples/oracle/hyper.ts';
import { parametersOf } from '../../strategy/parameters.ts';
import { pointsOf, sweepGroups, sweptValues } from './combinations.ts';
import { newSweepFile, readSweep, SweepFile, wantedSweepFile } from './sweep-file.ts';
import { type SweepRow, sortedRows } from './sweep-row.ts';
import { sweepCsv } from './sweep-table.ts';
import { applySwept, sweepable, sweptSearch, unfitValues, withoutSwept } from './swept.ts';

const ROW = {
  key: 'a',
  strategy: 'One',
  timeframe: '5m',
  timerange: '',
  params: { rsi: 20 },
  profit_total: 0.1,
  sharpe: 2,
} as unknown as SweepRow;

describe('a sweep', () => {
  it.each([
    ['buy_rsi=20,25, 30', [20, 25, 30]],
    ['buy_rsi=20:30:5', [20, 25, 30]],
    ['stoploss=-0.1:-0.05:0.025', [-0.1, -0.075, -0.05]],
    ['stoploss=-0.05:-0.1:-0.05', [-0.05, -0.1]],
    ['ratio=0:0.3:0.1', [0, 0.1, 0.2, 0.3]],
    ['kind=ema,both,ema', ['ema', 'both']],
    ['on=true,false,null', [true, false, null]],
  ])('reads %s', (text, values) => {
    expect(sweptValues(text)).toEqual({ name: text.split('=')[0], values });
  });

  it.each(['buy_rsi', 'buy_rsi=', '=1', 'buy_rsi=1,,2', 'buy_rsi=1:2:0', 'buy_rsi=2:1:1', 'buy_rsi=0:1:0.0000001'])(
    'refuses %s',
    (text) => {
      expect(() => sweptValues(text)).toThrow(`--parameters: write NAME=VALUE,VALUE or NAME=FROM:TO:STEP, not "${text}".`);
    },
  );

  it('has every combination once', () => {
    const swept = [sweptValues('a=1,2'), sweptValues('b=x,y')];
    expect(pointsOf(swept)).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ]);
    expect(pointsOf([])).toEqual([{}]);
    const groups = sweepGroups(['One', 'Two', 'One'], ['5m', '5m'], ['1-2', '2-3'], (name) => (name === 'One' ? swept : []));
    expect(groups.map(({ strategy, timerange, points }) => [strategy, timerange, points.length])).toEqual([
      ['One', '1-2', 4],
      ['One', '2-3', 4],
      ['Two', '1-2', 1],
      ['Two', '2-3', 1],
    ]);
  });

  it('sets parameters and what every strategy has, over the configuration', () => {
    const strategy = new Hyper();
    expect(sweepable(strategy)).toEqual(expect.arrayContaining(['entry_rsi', 'kept', 'stoploss', 'trailing_stop_positive']));
    const search = sweptSearch(strategy, ['entry_rsi', 'kept', 'stoploss', 'trailing_stop']);
    const { searched } = applySwept(strategy, search, { entry_rsi: 33.3, kept: 7, stoploss: -0.2, trailing_stop: true });
    expect(searched).toEqual({ buy: { entry_rsi: 33.3, kept: 7 }, stoploss: { stoploss: -0.2 }, trailing: { trailing_stop: true } });
    expect(parametersOf(strategy).map(({ name, value }) => [name, value])).toEqual(
      expect.arrayContaining([
        ['entry_rsi', 33.3],
        ['kept', 7],
      ]),
    );
    expect([strategy.stoploss, strategy.trailingStop, strategy.trailingStopPositive]).toEqual([-0.2, true, null]);
    const config = { stoploss: -0.3, trailing_stop: false, trailing_stop_positive: 0.01, entry_rsi: 1 };
    expect(withoutSwept(config as never, search)).toEqual({ trailing_stop_positive: 0.01, entry_rsi: 1 });
    expect(unfitValues(strategy, 'entry_kind', ['ema', 'sma'])).toContain('entry_kind = "sma"');
    expect(unfitValues(strategy, 'trailing_stop', [1])).toBe('trailing_stop = 1: write true or false');
    expect(unfitValues(strategy, 'entry_rsi', [25])).toBeNull();
  });

  it('keeps what has come, but for a line that was cut off', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
    try {
      const path = newSweepFile(folder, Date.UTC(2026, 10, 29));
      expect(path).toBe(join(folder, 'sweep_2026-11-29_00-00-00.jsonl'));
      const file = new SweepFile(path, [ROW]);
      expect(newSweepFile(folder, Date.UTC(2026, 10, 29))).toBe(join(folder, 'sweep_2026-11-29_00-00-01.jsonl'));
      const better = { ...ROW, key: 'b', profit_total: 0.2, sharpe: 1 };
      await file.add(better);
      appendFileSync(path, '{"key":"c"');
      expect(readSweep(path)).toEqual([ROW, better]);
      await file.end(sortedRows([ROW, better], 'profit'));
      expect(readSweep(path).map(({ key }) => key)).toEqual(['b', 'a']);
      expect(sortedRows([better, ROW], 'sharpe').map(({ key }) => key)).toEqual(['a', 'b']);
      expect(wantedSweepFile(folder, null)).toBe(path);
      expect(() => wantedSweepFile(folder, 'none.jsonl')).toThrow('There is no sweep');
      expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is a table for spreadsheets', () => {
    expect(sweepCsv([ROW, { ...ROW, params: { kind: 'a,b' } }])).toBe(
      'strategy,timeframe,timerange,profit_total,sharpe,rsi,kind\nOne,5m,,0.1,2,20,\nOne,5m,,0.1,2,,"a,b"\n',
    );
  });
});
