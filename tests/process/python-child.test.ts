import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { valueReader } from '../../src/api/present/frames.ts';
import { groundOf, NOWHERE } from '../../src/app/strategies/python-place.ts';
import { emptyCandles } from '../../src/core/market/candles.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { loadPythonStrategy, type PythonStrategy } from '../../src/python/python-strategy.ts';
import type { Limits } from '../../src/python/watchdog.ts';
import { equipForAnalysis, NO_CANDLES } from '../../src/research/equip-analysis.ts';
import { sampleCandles } from '../../src/research/sample-candles.ts';
import { DataFrame } from '../../src/strategy/data-frame.ts';
import { annotationsOf } from '../../src/strategy/guard.ts';
import { signalAt } from '../../src/strategy/signal.ts';
import { anOrder, aTrade } from '../fakes/stored-trades.ts';
import { ROOT, removeFolder, temporaryFolder, until } from './harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const PYTHON = join(PEERS, 'bin/python');
const STRATEGIES = join(ROOT, 'tests/process/python-strategies');
const PAIR = 'BTC/USDT';
const PATIENT_MS = 120_000;

const run = promisify(execFile);

/** Stands for an older Python, which can read next to nothing of what is written for newer ones. */
const AS_OLD = `
import runpy, sys
sys.version_info = (3, 9, 2, "final", 0)
sys.modules["freqtrade_ts_strategy.early"] = None
runpy.run_module("freqtrade_ts_strategy", run_name="__main__")
`;

/** What becomes of answers of several kinds; those that are refused are left out. */
const TAKEN = `
import json
from decimal import Decimal
import numpy as np, pandas as pd
from freqtrade_ts_strategy.answers import taken
from freqtrade_ts_strategy.problems import Problem
values = {"none": None, "text": "abc", "number": "0.5", "bool_": np.bool_(True), "int64": np.int64(1), "decimal": Decimal("0.01"),
          "na": pd.NA, "nan": np.float64("nan"), "inf": float("inf"), "tuple": (0.01, "x"), "array": np.array([1, 2]), "series": pd.Series([1, 2])}
methods = ["custom_stoploss", "custom_exit", "custom_roi", "custom_entry_price", "custom_exit_price", "leverage", "custom_stake_amount",
           "adjust_trade_position", "adjust_entry_price", "adjust_exit_price", "confirm_trade_entry"]
found = {method: {} for method in methods}
class Named:
    def __getattr__(self, name):
        return print
for method in methods:
    for kind, value in values.items():
        try:
            found[method][kind] = taken(Named(), method, value, is_live=False)
        except Problem as problem:
            assert problem.kind == "unusable"
# an exit is judged as an exit where one method is asked for both sides, and the tag of what is added is a text while trading
assert taken(Named(), "adjust_order_price", float("nan"), is_live=False, is_exit=True) == {"number": "nan"}
assert taken(Named(), "adjust_trade_position", (5, 7), is_live=True) == [5, "7"]
assert taken(Named(), "adjust_trade_position", (5, 7), is_live=False) == [5, "\\0" + "7"]
print(json.dumps(found))
`;

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

async function loaded(name: string, limits: Limits, runmode: 'dry_run' | 'backtest' = 'dry_run'): Promise<PythonStrategy> {
  const place = { ...NOWHERE, python: PYTHON, runmode, userFolder: folder, dataFolder: folder };
  const ground = { ...groundOf(place, {}, (level, _logger, text) => lines.push({ level, text })), limits };
  const own = await loadPythonStrategy(name, join(STRATEGIES, `${name.toLowerCase()}.py`), ground);
  strategy = own;
  const config = { stake_currency: 'USDT', stake_amount: 50, dry_run: true, dry_run_wallet: 1000, tradable_balance_ratio: 0.99 };
  equipForAnalysis(own, {
    runMode: runmode,
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

  it('what it lacks, answers wrongly or makes of its frame is said with its file', async () => {
    const own = await trading(limits);
    expect(asked(own, 'lack')).toMatch(
      /failing\.py:\d+: the strategy needs the package "no_such_package", .* -m pip install no_such_package/,
    );
    expect(asked(own, 'not available')).toMatch(
      /failing\.py:\d+: custom_exit returned <NA> \(NAType\), which can't be used: boolean value/,
    );
    expect(asked(own, 'lose rows')).toBe('answered false');
    await expect(analysed(own)).rejects.toThrow(/\/failing\.py: StrategyError: Dataframe returned from strategy has mismatching length/);
  }, 300_000);

  it('a frame may lack rows in a backtest, at its beginning and between others', async () => {
    const own = await loaded('Shortening', limits);
    await own.beginAnalysis([PAIR]);
    const candles = sampleCandles(PAIR, 50, 300_000);
    const frameOf = async (pair: string) => (await own.analysePairs(new Map([[pair, candles]]), 'signals')).get(pair)!.frame;
    const frame = await frameOf(PAIR);
    expect([frame.length, frame.time[0], frame.close.values[0]]).toEqual([47, candles.time[3], candles.close[3]]);
    expect([1, 2, 3].map((row) => signalAt(frame, row).enterLong)).toEqual([false, true, false]);
    const gap = await frameOf('GAP/USDT');
    expect([gap.length, gap.time[6], gap.time[7], gap.close.values[7]]).toEqual([49, candles.time[6], candles.time[8], candles.close[8]]);
    await expect(frameOf('TWICE/USDT')).rejects.toThrow(/4 rows of 50 candles: .* each once and in their order/);
  }, 300_000);

  it('answers are taken where freqtrade goes on with them, and refused where it ends', async () => {
    const { stdout } = await run(PYTHON, ['-B', '-c', TAKEN], { cwd: join(ROOT, 'python'), timeout: PATIENT_MS });
    // as the real one went on with these in a backtest; the rest ended it, a stake that is a Decimal where it was large enough to be ordered
    expect(JSON.parse(stdout)).toEqual({
      custom_stoploss: { none: null, bool_: 1, int64: 1, nan: null, inf: null },
      custom_exit: { none: false, text: 'abc', number: '0.5', bool_: true, int64: true, decimal: true, nan: true, inf: true, tuple: true },
      custom_roi: { none: null, bool_: 1, int64: 1, decimal: 0.01, nan: null, inf: null },
      custom_entry_price: { none: null, int64: 1, decimal: 0.01 },
      custom_exit_price: { none: null, bool_: 1, int64: 1, decimal: 0.01, nan: { number: 'nan' } },
      leverage: { bool_: 1, int64: 1, decimal: 1, nan: { number: 'nan' }, inf: 1e9 },
      custom_stake_amount: { none: 0, text: 0, number: 0, bool_: 1, int64: 1, nan: { number: 'nan' }, inf: { number: 'inf' } },
      adjust_trade_position: {
        none: [null, ''],
        bool_: [1, ''],
        int64: [1, ''],
        nan: [{ number: 'nan' }, ''],
        inf: [{ number: 'inf' }, ''],
        tuple: [0.01, 'x'],
      },
      adjust_entry_price: { none: null, int64: 1, inf: { number: 'inf' } },
      adjust_exit_price: { none: null, int64: 1, decimal: 0.01, nan: { number: 'nan' } },
      confirm_trade_entry: {
        none: false,
        text: true,
        number: true,
        bool_: true,
        int64: true,
        decimal: true,
        nan: true,
        inf: true,
        tuple: true,
      },
    });
  }, 300_000);

  it('a Python that is too old, that ends at once or that only the configuration names is named, and a command fails', async () => {
    mkdirSync(folder, { recursive: true });
    const [old, ending, config] = ['old', 'ending', 'config.json'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(old, `#!/bin/sh\nexec ${PYTHON} -c '${AS_OLD}'\n`, { mode: 0o755 });
    writeFileSync(ending, '#!/bin/sh\nexit 3\n', { mode: 0o755 });
    const exchange = { name: 'binance', pair_whitelist: [PAIR] };
    writeFileSync(config, JSON.stringify({ stake_currency: 'USDT', stake_amount: 50, dry_run: true, exchange, python: '/nowhere/python' }));
    const command = (...args: string[]) =>
      run(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args, '--strategy-path', STRATEGIES, '--userdir', folder], {
        timeout: PATIENT_MS,
      }).then(
        ({ stdout }) => ({ code: 0, said: stdout }),
        (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
      );
    const tried = (python: string) => command('check-strategy', '--strategy', 'Failing', '--python', python);
    expect(await tried(old)).toEqual({
      code: 78,
      said: expect.stringContaining('freqtrade needs Python 3.11 or newer, and this one is 3.9.2'),
    });
    const ended = await tried(ending);
    expect(ended).toEqual({ code: 78, said: expect.stringMatching(/ending has ended.* before it could load anything: is it a Python\?/) });
    expect((await command('list-strategies', '--config', config)).said).toMatch(/Failing +FAILED +There is no Python at \/nowhere\/python/);
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
    const odd = ['perhaps', 'truth', 'whole', 'texts', 'local', 'span', 'there', 'mixed'];
    const tags = ['enter_tag', 'enter_long', 'exit_tag', 'exit_long'];
    expect(frame.columnNames().slice(5)).toEqual(['mean', 'word', 'flag', 'when', ...odd, ...tags]);
    const isUp = Array.from(frame.close.values, (close, row) => close > frame.open.values[row]!);
    expect(Array.from(frame.get('mean').values.subarray(0, 3), Number.isNaN)).toEqual([true, true, false]);
    expect(frame.text('word')).toEqual(isUp.map((up) => (up ? 'up' : null)));
    expect(frame.isTruth('flag')).toBe(true);
    expect(frame.text('when')?.slice(0, 2)).toEqual([null, new Date(frame.time[0]!).toISOString().replace('.000Z', 'Z')]);
    // as the API shows them: what is missing is null, dates without a time zone have none
    const shown = (name: string, where: 'answer' | 'message' = 'answer') => [0, 1, 3].map(valueReader(frame, name, where));
    const sometimes = [null, isUp[1], isUp[3]];
    expect([shown('perhaps'), shown('truth')]).toEqual([sometimes, sometimes]);
    expect([shown('whole'), shown('texts')]).toEqual([
      [null, 1, 3],
      [null, 'odd', 'odd'],
    ]);
    expect(shown('local')).toEqual(
      [null, 0, 2].map((row) => (row === null ? null : new Date(frame.time[row]!).toISOString().slice(0, 19))),
    );
    expect([shown('span'), shown('word')[0]]).toEqual([[null, null, 'PT10M'], isUp[0] ? 'up' : null]);
    // messages have moments and lengths of time in ms; what is mixed stays what it is
    const moments = [null, frame.time[0], frame.time[2]];
    for (const name of ['when', 'local', 'there']) expect(shown(name, 'message'), name).toEqual(moments);
    expect(shown('there')[2]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:10:00-0[45]:00$/);
    expect(shown('span', 'message')).toEqual([null, null, 600_000]);
    const mixed = (where: 'answer' | 'message') => Array.from({ length: 8 }, (_, row) => valueReader(frame, 'mixed', where)(row));
    expect(mixed('answer')).toEqual([null, true, 2.5, null, 'odd', [1, { a: null }], '1.10', '1+2j']);
    expect(mixed('message')).toEqual([null, true, 2.5, null, 'odd', [1, { a: null }], '1.10', { real: 1, imag: 2 }]);
    // a signal and a tag are shown as what they are, and traded by as ever: a moment is no tag, and a text no signal
    expect([shown('exit_long'), shown('exit_tag', 'message')]).toEqual([[true, '1', '1'], [0, 1, 3].map((row) => frame.time[row])]);
    for (const made of [first, frame])
      expect([0, 1].map((row) => [signalAt(made, row).exitLong, signalAt(made, row).exitTag])).toEqual([
        [true, null],
        [false, null],
      ]);
    expect(Array.from(frame.get('enter_long').values.subarray(4, 6))).toEqual([Number.NaN, 1]);
    expect(frame.text('enter_tag')?.[5]).toBe('fifth');
    const [start, end] = [frame.time[10]!, frame.time[49]!];
    const [area] = annotationsOf(own, PAIR, frame, () => undefined, 10);
    expect(area).toEqual({ type: 'area', label: '40', start, end });
    expect(own.plotConfig).toEqual({ main_plot: { mean: { color: 'red' } } });
    expect(Reflect.get(own, 'part')).toMatchObject({ decimals: 2, value: 1.5 });
    const hours = Array.from(theirs.time, (at) => new Date(at).getUTCHours());
    expect(asked(own, 'look')).toBe(
      `answered [7, ['date', 'funding_rate', 'open'], [0.001, 0.002], '2024-01-01 08:00:00+00:00', 0, ['funding_rate', 'index', 'mark'], ['a!', nan], [${hours.join(', ')}], 6, 0, 1970]`,
    );
  }, 300_000);

  it('sees every closed trade, those from long ago, those that come and go unasked, and none that is removed; so does one that is started again', async () => {
    const own = await loaded('Remembering', { ...limits, decisionMs: 60_000 });
    const mood = { id: 1, value: 'calm', isChanged: false, createdAt: 0, updatedAt: 0 };
    const past = Array.from({ length: 1500 }, (_one, index) =>
      closedTrade(index + 1, {
        enterTag: `past ${index}`,
        orders: [anOrder({ id: index + 1, orderId: `o${index}` })],
        customData: { mood },
      }),
    );
    const first = aTrade({ id: 2001, pair: PAIR, enterTag: 'look', orders: [anOrder({ id: 9001, pair: PAIR })] });
    const open = [first];
    const page = async (after: number | null) => {
      const rest = past.filter(({ id }) => id > (after ?? 0));
      return { trades: rest.slice(0, 200), isLast: rest.length <= 200 };
    };
    const late: unknown[] = [];
    const keep = (kept: unknown): void => {
      late.push(kept);
    };
    own.trades = { ...own.trades, open: () => open, page, keep };
    await own.botStart();
    const found = () => own.customExit?.({ pair: PAIR, trade: first, currentTime: 0, currentRate: 1, currentProfit: 0 });
    const oldest = "['past 0', 1, 1.5, 'calm']";
    expect(found()).toBe(`[1500, 1500, [2001], 1, 1500.0, ['ETH/USDT', 0.01], [('ETH/USDT', 1500)], ${oldest}, 1]`);
    // one that is opened and closed while nobody asks, one that is given up, an old one that is deleted
    const quick = closedTrade(2002, {
      pair: 'SOL/USDT',
      closeProfit: 0.5,
      closeProfitAbs: 50,
      orders: [anOrder({ id: 9002, pair: 'SOL/USDT' })],
    });
    const givenUp = aTrade({ id: 2003, pair: 'ADA/USDT' });
    open.push(givenUp);
    expect(found()).toContain('[1500, 1500, [2001, 2003], 2, ');
    own.onRecorded([quick], [givenUp, past[0]!]);
    const after = `[1500, 1500, [2001], 1, 1549.0, ['ETH/USDT', 0.01], [('ETH/USDT', 1499), ('SOL/USDT', 1)], None, 1]`;
    expect(found()).toBe(after);
    expect(found()).toBe(after);
    open.pop();
    // kinds that JSON lacks are kept as they are written; keys are the same in whatever case; what can't be written is not kept
    const keeping = aTrade({ id: 2004, pair: 'KEEP/USDT' });
    const kept = () => own.customExit?.({ pair: 'KEEP/USDT', trade: keeping, currentTime: 0, currentRate: 1, currentProfit: 0 });
    const values = "[('share', 'float', 3.0), ('nothing', 'float', nan), ('both', 'tuple', ['a', 1])]";
    expect(kept()).toBe(values);
    expect(Object.entries(keeping.customData).map(([key, { value, written }]) => [key, value, written?.text])).toEqual([
      ['share', 3, '3.0'],
      ['nothing', Number.NaN, 'nan'],
      ['both', ['a', 1], '["a", 1]'],
      ['gone', undefined, undefined],
    ]);
    const datum = { value: 'late', written: { type: 'str', text: 'late' } };
    const said = (tradeId: number, found: typeof datum | null) => ({ tradeId, key: 'mood', datum: found });
    expect(late).toEqual([said(5, datum), said(2002, datum), said(6, null)]);
    past.splice(0, 1);
    past.push(quick);
    // the first thing that the new process hears of is one of its open trades
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'unasked'), '');
    expect(asked(own, 'die')).toMatch(/has ended/);
    await until(isBack, 'the strategy to be asked again', PATIENT_MS);
    expect(found()).toBe(after);
    expect(kept()).toBe(values);
  }, 300_000);

  it('shares a processor with the thread that asks it in a backtest, and gives it back; a bot keeps its own', async () => {
    const processors = () => /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/thread-self/status', 'utf8'))![1];
    const before = processors();
    const bot = await trading(limits);
    expect([asked(bot, 'nothing'), processors()]).toEqual(['answered false', before]);
    bot.close();
    const own = await loaded('Failing', limits, 'backtest');
    // not what it answers counts, which has no trades yet
    asked(own, 'nothing');
    expect(processors()).toMatch(/^\d+$/);
    await analysed(own).catch(() => undefined);
    expect(processors()).toBe(before);
    asked(own, 'nothing');
    expect(processors()).toMatch(/^\d+$/);
    own.close();
    expect(processors()).toBe(before);
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

const closedTrade = (id: number, changes: Partial<Trade> = {}) =>
  aTrade({ id, isOpen: false, closeDate: id * 60_000, closeProfit: 0.01, closeProfitAbs: 1, ...changes });

/** Two of them, the first a moment late. */
function fundingRates(): DataFrame {
  const candles = emptyCandles(2);
  candles.time.set([Date.UTC(2024, 0, 1, 8, 0, 0, 3), Date.UTC(2024, 0, 1, 16)]);
  candles.open.set([0.001, 0.002]);
  return new DataFrame(candles);
}
