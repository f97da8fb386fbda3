import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { groundOf, NOWHERE } from '../../src/app/strategies/python-place.ts';
import { emptyCandles } from '../../src/core/market/candles.ts';
import { loadPythonStrategy, type PythonStrategy } from '../../src/python/python-strategy.ts';
import type { Limits } from '../../src/python/watchdog.ts';
import { equipForAnalysis, NO_CANDLES } from '../../src/research/equip-analysis.ts';
import { sampleCandles } from '../../src/research/sample-candles.ts';
import { DataFrame } from '../../src/strategy/data-frame.ts';
import { annotationsOf } from '../../src/strategy/guard.ts';
import { signalAt } from '../../src/strategy/signal.ts';
import { aTrade } from '../fakes/stored-trades.ts';
import { ROOT, removeFolder, temporaryFolder, until } from './harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const PYTHON = join(PEERS, 'bin/python');
const STRATEGIES = join(ROOT, 'tests/process/python-strategies');
const PAIR = 'BTC/USDT';
const PATIENT_MS = 120_000;

interface Line {
  readonly level: string;
  readonly text: string;
}

let strategy: PythonStrategy | null = null;
const folder = temporaryFolder();
const lines: Line[] = [];

afterEach(() => {
  strategy?.close();
  strategy = null;
  lines.length = 0;
  removeFolder(folder);
});

/** A strategy that trades, in a process that is held to these limits. */
async function trading(limits: Limits, name = 'Failing'): Promise<PythonStrategy> {
  const own = await loaded(name, limits);
  await own.botStart();
  return own;
}

async function loaded(name: string, limits: Limits): Promise<PythonStrategy> {
  const place = { ...NOWHERE, python: PYTHON, runmode: 'dry_run' as const, userFolder: folder, dataFolder: folder };
  const ground = { ...groundOf(place, {}, (level, _logger, text) => lines.push({ level, text })), limits };
  const own = await loadPythonStrategy(name, join(STRATEGIES, `${name.toLowerCase()}.py`), ground);
  strategy = own;
  const config = { stake_currency: 'USDT', stake_amount: 50, dry_run: true, dry_run_wallet: 1000, tradable_balance_ratio: 0.99 };
  equipForAnalysis(own, {
    runMode: 'dry_run',
    config: config as never,
    pairs: [PAIR],
    marketOf: () => null,
    ...NO_CANDLES,
  });
  return own;
}

const said = (level: string): string =>
  lines
    .filter((line) => line.level === level)
    .map(({ text }) => text)
    .join('\n');
const trade = (what: string) => aTrade({ pair: PAIR, enterTag: what });
const exitOf = (own: PythonStrategy, what: string) =>
  own.customExit?.({ pair: PAIR, trade: trade(what), currentTime: 0, currentRate: 1, currentProfit: 0 });
const asked = (own: PythonStrategy, what: string): string => {
  try {
    return `answered ${String(exitOf(own, what))}`;
  } catch (error) {
    return (error as Error).message;
  }
};
const isBack = async () => /The strategy is asked again/.test(said('INFO'));
const analysed = (own: PythonStrategy) => own.populateIndicators(new DataFrame(sampleCandles(PAIR, 50, 300_000)), { pair: PAIR });

describe.skipIf(!existsSync(PYTHON) && process.env['CI'] === undefined)('the process of a strategy in Python', () => {
  const limits = { decisionMs: 5000, startMs: null, workMs: 8000, memoryMb: null };

  it('an exception costs its decision alone, and its traceback is in the log once, with lines of the file only', async () => {
    const own = await trading(limits);
    expect(asked(own, 'raise')).toMatch(/failing\.py:\d+: ZeroDivisionError: division by zero \(.*1 \/ 0.*\)/);
    expect(asked(own, 'raise')).toMatch(/division by zero/);
    expect(said('ERROR').match(/Traceback/g)?.length).toBe(1);
    expect(said('ERROR')).not.toContain('freqtrade_ts_strategy');
    expect(asked(own, 'nothing')).toBe('answered false');
  }, 300_000);

  it('one that hangs or dies in a callback is ended with its line, and comes back with what it was given', async () => {
    const own = await trading(limits);
    await analysed(own);
    expect(asked(own, 'rows')).toBe('answered 50');
    expect(asked(own, 'hang')).toMatch(/did not answer in time, at .*failing\.py:\d+/);
    expect(said('ERROR')).toMatch(/it was here:\n(?:.*\n)*.*failing\.py/);
    expect(asked(own, 'nothing')).toMatch(/has ended|started again/);
    await until(isBack, 'the strategy to be asked again', PATIENT_MS);
    // frames were made again
    expect(asked(own, 'rows')).toBe('answered 50');

    lines.length = 0;
    expect(asked(own, 'die')).toMatch(/has ended/);
    await until(isBack, 'the strategy to be asked again', PATIENT_MS);
    expect(said('ERROR')).toMatch(/has ended \(code 7\)/);
    expect(asked(own, 'rows')).toBe('answered 50');
  }, 300_000);

  it('an analysis that hangs is ended, by whoever waits for a decision meanwhile or by its own limit', async () => {
    const own = await trading(limits);
    expect(asked(own, 'hang in the analysis')).toBe('answered false');
    const hanging = analysed(own).then(
      () => 'done',
      (error: Error) => error.message,
    );
    await setImmediate();
    expect(asked(own, 'nothing')).toMatch(/did not answer in time, at .*failing\.py:\d+/);
    expect(await hanging).toMatch(/did not answer in time/);
    await until(isBack, 'the strategy to be asked again', PATIENT_MS);

    lines.length = 0;
    expect(asked(own, 'hang in the analysis')).toBe('answered false');
    await expect(analysed(own)).rejects.toThrow(/did not answer in time/);
    await until(isBack, 'the strategy to be asked again', PATIENT_MS);
    expect(asked(own, 'nothing')).toBe('answered false');
  }, 300_000);

  it('one that takes too much memory is ended', async () => {
    const own = await trading({ ...limits, decisionMs: 60_000, memoryMb: 900 });
    expect(asked(own, 'eat')).toMatch(/had taken \d+ MB of memory, at .*failing\.py:\d+/);
    await until(isBack, 'the strategy to be asked again', PATIENT_MS);
    expect(asked(own, 'nothing')).toBe('answered false');
  }, 300_000);

  it('brings columns of every kind back, and sees candles of other kinds and what another bot has made', async () => {
    const own = await loaded('Charted', { ...limits, decisionMs: 60_000 });
    const hour = (count: number) => new DataFrame(sampleCandles(PAIR, count, 3_600_000));
    const theirs = hour(2);
    theirs.setText('word', ['a', null]);
    own.dp = {
      ...own.dp,
      otherFrame: ({ kind }) => (kind === 'mark' ? hour(7) : kind === 'funding_rate' ? fundingRates() : null),
      producerFrame: (_pair, _timeframe, producer) => (producer === 'other' ? { frame: theirs, at: Date.UTC(2024, 0, 1, 6) } : null),
    };
    await own.botStart();
    expect(own.informativePairs()).toEqual([[PAIR, '1h']]);
    const kinds = own.otherCandles.map(({ pair, timeframe, kind }) => `${pair} ${timeframe} ${kind}`).sort();
    // funding rates as long as the exchange's are
    expect(kinds).toEqual([`${PAIR} 1h funding_rate`, `${PAIR} 1h index`, `${PAIR} 1h mark`]);
    const first = await analysed(own);
    const frame = await analysed(own);
    // what is traded by crosses at once, the rest when somebody looks; of what has been made anew since, nothing is there any more
    for (const made of [first, frame]) {
      expect([made.isWhole, made.has('mean'), signalAt(made, 5).enterLong, signalAt(made, 6).enterLong]).toEqual([
        false,
        false,
        true,
        false,
      ]);
      expect(signalAt(made, 5).enterTag).toBe('fifth');
    }
    expect([await first.makeWhole(), await frame.makeWhole(), await frame.makeWhole(), frame.isWhole]).toEqual([false, true, true, true]);
    expect(frame.columnNames().slice(5)).toEqual(['mean', 'word', 'flag', 'when', 'enter_tag', 'enter_long', 'exit_tag']);
    const isUp = Array.from(frame.close.values, (close, row) => close > frame.open.values[row]!);
    expect(Array.from(frame.get('mean').values.subarray(0, 3), Number.isNaN)).toEqual([true, true, false]);
    expect(frame.text('word')).toEqual(isUp.map((up) => (up ? 'up' : null)));
    expect(frame.isTruth('flag')).toBe(true);
    expect(frame.text('when')?.slice(0, 2)).toEqual([null, new Date(frame.time[0]!).toISOString().replace('.000Z', 'Z')]);
    expect(Array.from(frame.get('enter_long').values.subarray(4, 6))).toEqual([Number.NaN, 1]);
    expect(frame.text('enter_tag')?.[5]).toBe('fifth');
    const [start, end] = [frame.time[10]!, frame.time[49]!];
    const [area] = annotationsOf(own, PAIR, frame, () => undefined, 10);
    expect(area).toEqual({ type: 'area', label: '40', start, end });
    expect(own.plotConfig).toEqual({ main_plot: { mean: { color: 'red' } } });
    expect(Reflect.get(own, 'part')).toMatchObject({ decimals: 2, value: 1.5 });
    const hours = Array.from(theirs.time, (at) => new Date(at).getUTCHours());
    expect(asked(own, 'look')).toBe(
      `answered [7, ['date', 'funding_rate', 'open'], [0.001, 0.002], '2024-01-01 08:00:00+00:00', 0, ['funding_rate', 'index', 'mark'], ['a', nan], [${hours.join(', ')}], 6, 0, 1970]`,
    );
  }, 300_000);

  it('closing it ends it in the middle of its work', async () => {
    const own = await trading({ ...limits, decisionMs: 60_000, workMs: null });
    expect(asked(own, 'hang in the analysis')).toBe('answered false');
    const hanging = expect(analysed(own)).rejects.toThrow(/has ended/);
    await setImmediate();
    own.close();
    await hanging;
    expect(asked(own, 'nothing')).toMatch(/has ended/);
  }, 300_000);
});

/** Two of them, the first a moment late. */
function fundingRates(): DataFrame {
  const candles = emptyCandles(2);
  candles.time.set([Date.UTC(2024, 0, 1, 8, 0, 0, 3), Date.UTC(2024, 0, 1, 16)]);
  candles.open.set([0.001, 0.002]);
  return new DataFrame(candles);
}
