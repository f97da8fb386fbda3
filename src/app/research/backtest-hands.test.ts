import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RoiStoploss } from '../../../examples/oracle/roi-stoploss.ts';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { validate } from '../../config/validate.ts';
import { must } from '../../core/must.ts';
import { readCandles, saveCandles } from '../../data/candle-files.ts';
import { type BacktestSources, backtestStrategy, FILES_MADE_HERE, type StrategyRun } from '../../research/backtest-strategy.ts';
import type { PrepareJob } from '../../research/prepare-pairs.ts';
import { presentReport } from '../../research/report/present-report.ts';
import { writeResult } from '../../research/results/result-files.ts';
import type { SharedPairs } from '../../research/shared-pairs.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';
import { BacktestHands } from './backtest-hands.ts';

const PAIRS = Array.from({ length: 12 }, (_value, index) => `P${index}/USDT`);
const STRATEGIES = [join(ROOT, 'examples/oracle')];
/** Enters pairs of the other thread, where the exchange has a market that is not traded. */
const ASKS = `
import { Mask, Strategy } from 'freqtrade-ts';
export class AsksMarkets extends Strategy {
  timeframe = '5m';
  minimalRoi = { 0: 0.03 };
  stoploss = -0.02;
  populateIndicators(frame) { return frame; }
  populateEntryTrend(frame, { pair }) {
    const { dp } = this;
    const isKnown = /^P([6-9]|1.)/.test(pair) && dp.market('BTC/USDT')?.minCost === 5 && dp.market('NONE/USDT') === null && dp.market(pair) !== null;
    return frame.signal('enter_long', Mask.from(new Uint8Array(frame.length).fill(isKnown ? 1 : 0)));
  }
  populateExitTrend(frame) { return frame; }
}`;
/** Knows nothing of the last pair. */
const FAILS = `
import { Strategy } from 'freqtrade-ts';
export class FailsAtLast extends Strategy {
  timeframe = '5m';
  minimalRoi = { 0: 0.03 };
  stoploss = -0.02;
  populateIndicators(frame, { pair }) {
    if (pair === 'P11/USDT') throw new Error('nothing of P11/USDT');
    return frame;
  }
  populateEntryTrend(frame) { return frame; }
  populateExitTrend(frame) { return frame; }
}`;
/** Asks for what may be different the next time, each at one pair. */
const CURIOUS = (head: string, name: string, question: string) => `
import { Strategy } from 'freqtrade-ts';
${head}
export class ${name} extends Strategy {
  timeframe = '5m';
  minimalRoi = { 0: 0.03 };
  stoploss = -0.02;
  populateIndicators(frame, { pair }) {
    if (pair === 'P7/USDT') ${question};
    return frame;
  }
  populateEntryTrend(frame) { return frame; }
  populateExitTrend(frame) { return frame; }
}`;
const GOLDEN = ['S000', 'S001', 'S002', 'S003'];

describe('a backtest in two threads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hands-'));
  const asking = mkdtempSync(join(tmpdir(), 'asking-'));
  const hands = new BacktestHands([...STRATEGIES, asking], 2);

  beforeAll(() => {
    writeFileSync(join(asking, 'asks-markets.ts'), ASKS);
    writeFileSync(join(asking, 'fails-at-last.ts'), FAILS);
    for (const [index, pair] of PAIRS.entries())
      cpSync(
        join(ROOT, `tests/golden/backtest/data/${GOLDEN[index % GOLDEN.length]}_USDT-5m.feather`),
        join(folder, `${pair.replace('/', '_')}-5m.feather`),
      );
  });
  afterAll(async () => {
    await hands.end();
    for (const made of [folder, asking]) rmSync(made, { recursive: true });
  });

  const warnings: string[] = [];

  async function run(sources: Pick<BacktestSources, 'files' | 'others'>, strategy: Strategy = new RoiStoploss(), pairs = PAIRS) {
    warnings.length = 0;
    const { config } = validate(
      { stake_currency: 'USDT', stake_amount: 50, dry_run_wallet: 1000, max_open_trades: 3, exchange: { name: 'binance' } },
      new Map(),
      'config.json',
      'backtest',
    );
    const run = await backtestStrategy(
      { config, timerange: '', timeframeDetail: '', enableProtections: false, positionStacking: false, keepsRejected: false, fee: 0.001 },
      strategy,
      {
        store: { folder, format: 'feather' },
        pairs,
        markets: new Map([...pairs, 'BTC/USDT'].map((pair) => [pair, { ...spotMarket(pair), minCost: 5 }])),
        pairsOfCandle: null,
        download: async () => ({ command: 'freqtrade download-data', exchange: 'binance', timeframes: ['5m'] }),
        now: () => Date.UTC(2026, 0, 1),
        onProgress: () => undefined,
        onWarning: (text) => warnings.push(text),
        ...sources,
      },
    );
    return { ...run, written: await written(run) };
  }

  /**
   * In two threads, of which this one takes the first pair and then waits until the other has taken all others: it would be through with
   * such short files before the other has heard of them.
   */
  async function runInTwo(strategy: Strategy = new RoiStoploss(), pairs = PAIRS, helpers = hands) {
    let shared: SharedPairs | null = null;
    const taken: string[] = [];
    const others = helpers.others.map((prepare) => async (job: PrepareJob) => {
      shared ??= job.shared;
      const part = await prepare(job);
      taken.push(...part.found.map(({ pair }) => pair));
      return part;
    });
    const own = strategy.populateIndicators.bind(strategy);
    const bell = new Int32Array(new SharedArrayBuffer(4));
    strategy.populateIndicators = (...asked: Parameters<typeof own>) => {
      while (Atomics.load(must(shared, 'pairs that are shared').turns, 0) < pairs.length) Atomics.wait(bell, 0, 0, 1);
      return own(...asked);
    };
    return { ...(await run({ files: helpers.files, others }, strategy, pairs)), taken };
  }

  /** Every file of the result, by name. */
  async function written({ name, figures, files }: StrategyRun) {
    const made = { ...files!, trades: files!.trades?.packed ?? null };
    const result = { name, report: presentReport(figures), code: '', parameterFile: null, runId: 'id', rejected: null, ...made };
    const contents = { strategies: [result], marketChange: files!.marketChange, config: {}, notes: null, now: Date.UTC(2026, 0, 1) };
    const home = mkdtempSync(join(folder, 'result-'));
    return unzipSync(readFileSync(await writeResult(home, contents)));
  }

  it('comes to the same, file by file, as in one', async () => {
    const alone = await run({ files: FILES_MADE_HERE, others: [] });
    expect(alone.figures.trades.length).toBeGreaterThan(20);
    expect(Object.keys(alone.written)).toHaveLength(5);
    hands.hire(PAIRS.length);
    expect(hands.others).toHaveLength(1);
    // nobody is hired twice
    hands.hire(PAIRS.length);
    expect(hands.others).toHaveLength(1);
    const { taken, ...together } = await runInTwo();
    expect(taken).toEqual(PAIRS.slice(1));
    // trades are written as they close, and not kept
    expect(together.figures).toEqual({ ...alone.figures, trades: [] });
    expect(together.written).toEqual(alone.written);
    // and again, in threads that have worked before
    expect((await runInTwo()).written).toEqual(alone.written);
    // and where each takes what comes
    expect((await run({ files: hands.files, others: hands.others })).written).toEqual(alone.written);
  });

  it('knows the markets of pairs that are not traded, too', async () => {
    const load = () => loadStrategy('AsksMarkets', [asking], { timeframe: '5m' });
    const alone = await run({ files: FILES_MADE_HERE, others: [] }, (await load()).strategy);
    hands.hire(PAIRS.length);
    const together = await runInTwo((await load()).strategy);
    expect(alone.figures.trades.length).toBeGreaterThan(20);
    expect(together.written).toEqual(alone.written);
  });

  it('says of pairs with few candles or none what one thread says, in the same order', async () => {
    const { time, open, high, low, close, volume } = must(
      await readCandles(join(folder, 'P0_USDT-5m.feather'), 'spot', 'feather'),
      'candles',
    );
    const first = (column: Float64Array) => column.slice(0, 10);
    const prices = { open: first(open), high: first(high), low: first(low), close: first(close), volume: first(volume) };
    const [early, late] = ['E0', 'E1'];
    for (const name of [early, late])
      await saveCandles(join(folder, `${name}_USDT-5m.feather`), { length: 10, time: first(time), ...prices }, 'feather', 'spot');
    const pairs = [`${late}/USDT`, 'NONE/USDT', ...PAIRS, 'NOT/USDT', `${early}/USDT`];
    const alone = await run({ files: FILES_MADE_HERE, others: [] }, new RoiStoploss(), pairs);
    const said = [...warnings];
    expect(said).toEqual([
      expect.stringContaining(`${late}/USDT has no candles left`),
      expect.stringContaining(`${early}/USDT has no candles left`),
      expect.stringContaining('NONE/USDT, NOT/USDT'),
    ]);
    hands.hire(pairs.length);
    const together = await runInTwo(new RoiStoploss(), pairs);
    expect(together.taken.length).toBeGreaterThan(5);
    expect(warnings).toEqual(said);
    expect(together.written).toEqual(alone.written);
  });

  it('ends with what went wrong at a pair, in whichever thread', async () => {
    const load = () => loadStrategy('FailsAtLast', [asking], { timeframe: '5m' });
    hands.hire(PAIRS.length);
    const { strategy } = await load();
    await expect(runInTwo(strategy)).rejects.toThrow('nothing of P11/USDT');
  });

  it.each([
    ['the clock', '', 'Date.now()', { asksWorld: true }],
    ['chance', '', 'Math.random()', { asksWorld: true }],
    ['its settings', '', 'this.config.stake_amount', { asksSettings: true }],
    ['Node', "import { hostname } from 'node:os';", 'hostname', { asksNode: true }],
    ['nothing', '', 'null', {}],
  ])('notices what a strategy asks for in the other thread: %s', async (what, head, question, expected) => {
    const name = `Asks${what.replaceAll(' ', '')}`;
    writeFileSync(join(asking, `${name}.ts`), CURIOUS(head, name, question));
    const beside = new BacktestHands([asking], 2, true);
    try {
      beside.hire(PAIRS.length);
      const { taken } = await runInTwo((await loadStrategy(name, [asking], { timeframe: '5m' })).strategy, PAIRS, beside);
      expect(taken).toContain('P7/USDT');
      const plain = { asksWorld: false, asksSettings: false, asksNode: false };
      expect(beside.noticed).toEqual({ ...plain, ...expected, files: [join(asking, `${name}.ts`)] });
    } finally {
      await beside.end();
    }
  });

  it('is not worth it for a few pairs', () => {
    const few = new BacktestHands(STRATEGIES, 2);
    few.hire(11);
    expect(few.others).toHaveLength(0);
    expect(few.files).toBeNull();
  });
});
