import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Hyper } from '../../../examples/oracle/hyper.ts';
import { HyperNested } from '../../../examples/oracle/hyper-nested.ts';
import { compareJson } from '../../../tests/golden/compare-json.ts';
import { differencesOfEpochs, goldenEpochs } from '../../../tests/golden/epochs.ts';
import { marketAddresses, serveMarkets } from '../../../tests/golden/markets.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { marketsAndPairs } from '../../app/research/backtest-pairs.ts';
import { BUILT_IN_LOSSES } from '../../backtest/losses/built-in.ts';
import { configureStrategy } from '../../bot/configured-strategy.ts';
import { loadConfig } from '../../config/load.ts';
import type { RawConfig } from '../../config/raw.ts';
import { riskProblems } from '../../strategy/risk-rules.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { EpochLine } from './epoch-line.ts';
import { EpochRunner } from './epoch-runner.ts';
import { resultText, rowOf } from './epoch-text.ts';
import { openStudy } from './open-study.ts';
import { presentEpoch } from './present-epoch.ts';
import { SpillingText } from './spill.ts';

/**
 * What freqtrade 2026.9 made of 48 points, over the same candles and markets: every field of every trade, every figure, every parameter as
 * it is written, the loss; and what eleven other losses say of eight of them.
 */
const GOLDEN = join(ROOT, 'tests/golden/hyperopt');
const stopsOf = (trailing: Readonly<Record<string, unknown>>) => ({
  stoploss: -0.1,
  trailingStop: trailing['trailing_stop'],
  trailingStopPositive: trailing['trailing_stop_positive'],
  trailingStopPositiveOffset: trailing['trailing_stop_positive_offset'],
  trailingOnlyOffsetIsReached: trailing['trailing_only_offset_is_reached'],
});

/** Enters a pair only every other time, which it knows by the trades that have closed; and looks at the signals in its frames. */
class Looking extends Hyper {
  override confirmTradeEntry({ pair }: { readonly pair: string }): boolean {
    const frame = this.dp.analyzedFrame(pair)!;
    if (frame.get('enter_long').last() !== 1 || frame.get('enter_long').values.every((signal) => signal === 1))
      throw new Error(`No signal in the frame of ${pair}.`);
    return this.trades.closed({ pair }).length % 2 === 0 || this.trades.openCount() === 0;
  }
}

interface Ground {
  readonly kind: new () => Strategy;
  /** Null for that of the case. */
  readonly timerange: string | null;
  readonly analyzePerEpoch: boolean;
  readonly spaces?: readonly string[];
  /** Changes of the configuration. */
  readonly changes?: Pick<RawConfig, 'stake_amount' | 'max_open_trades'>;
}

describe('tries of a search beside the real freqtrade', () => {
  let server: Server;
  let open: (ground: Ground) => Promise<(losses: readonly string[]) => EpochRunner>;
  let runner: (losses: readonly string[]) => EpochRunner;
  /** Run modes in which strategies were begun. */
  const begun: string[] = [];
  beforeAll(async () => {
    server = await serveMarkets();
    const asked = JSON.parse(readFileSync(join(GOLDEN, 'case.json'), 'utf8')) as {
      timerange: string;
      config: { exchange: object };
    };
    const { config } = loadConfig({
      files: [],
      environment: {},
      purpose: 'backtest',
      overrides: { ...asked.config, exchange: { ...asked.config.exchange, ccxt_config: { urls: marketAddresses(server) } } },
    });
    const { pairs, markets } = await marketsAndPairs(config, null, () => undefined);
    open = async ({ kind, timerange, analyzePerEpoch, spaces = ['all'], changes = {} }) => {
      const wanted = { ...config, ...changes };
      const makeStrategy = (): Strategy => {
        const strategy = new kind();
        configureStrategy(strategy, wanted);
        return Object.assign(strategy, { botStart: () => void begun.push(strategy.dp.runMode) });
      };
      const asWritten = { timeframeDetail: '', enableProtections: false, positionStacking: false, keepsRejected: false, fee: null };
      const { study, ground } = await openStudy(
        { config: wanted, ...asWritten, timerange: timerange ?? asked.timerange, spaces, analyzePerEpoch, minTrades: 1 },
        makeStrategy(),
        {
          store: { folder: join(ROOT, 'tests/golden/backtest/data'), format: 'feather' },
          pairs,
          markets,
          download: { command: '', exchange: 'binance', timeframes: [] },
          now: () => Date.UTC(2024, 1, 1),
          onProgress: () => undefined,
          onWarning: () => undefined,
        },
      );
      return (losses) =>
        new EpochRunner(study, ground, {
          makeStrategy,
          losses: losses.map((name) => BUILT_IN_LOSSES[name]!),
          now: () => 0,
          onWarning: (text) => {
            throw new Error(text);
          },
        });
    };
    runner = await open({ kind: Hyper, timerange: null, analyzePerEpoch: false });
  }, 60_000);
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('makes the same of every point, and begins each strategy once', async () => {
    expect(begun).toEqual(['hyperopt']);
    for (const [file, loss] of [
      ['seed-42-40.fthypt.gz', 'SharpeHyperOptLoss'],
      ['seed-7-8.fthypt.gz', 'CalmarHyperOptLoss'],
    ] as const)
      expect(await differencesOfEpochs(goldenEpochs(file), loss, runner([loss]))).toEqual([]);
    expect(begun).toEqual(Array.from({ length: 49 }, () => 'hyperopt'));
  }, 60_000);

  it.each([true, false])(
    'does so with spaces of one’s own, stops that no bot trades with among them, indicators made with each try: %s',
    async (analyzePerEpoch) => {
      const loss = 'SharpeHyperOptLoss';
      const file = 'nested-11-14.fthypt.gz';
      const refused = goldenEpochs(file).filter(({ params_details: { trailing } }) => riskProblems(stopsOf(trailing!)).length > 0);
      expect(refused.length).toBeGreaterThan(3);
      const of = await open({ kind: HyperNested, timerange: '20240102-20240110', analyzePerEpoch });
      expect(await differencesOfEpochs(goldenEpochs(file), loss, of([loss]))).toEqual([]);
    },
    60_000,
  );

  it('writes the line that it would write if it kept every trade, also where callbacks look at trades that have closed', async () => {
    const losses = ['CalmarHyperOptLoss', 'SharpeHyperOptLoss'];
    const of = runner(losses);
    const looking = (await open({ kind: Looking, timerange: '20240102-20240110', analyzePerEpoch: false }))(losses);
    const folder = mkdtempSync(join(tmpdir(), 'lines-'));
    const line = new EpochLine(new SpillingText(folder, 100_000));
    const kinds = new Set<string>();
    for (const { params_dict: point } of goldenEpochs('seed-7-8.fthypt.gz'))
      for (const tried of [of, looking]) {
        const outcome = await tried.run(point, line);
        expect(outcome.figures.trades).toEqual([]);
        const { head, row } = line.finish(outcome, losses);
        const whole = presentEpoch(await tried.run(point), losses);
        const text = head instanceof Uint8Array ? [head] : [head.before, readFileSync(head.file)];
        kinds.add(`${text.length} ${tried === of}`);
        expect(Buffer.concat(text).toString()).toBe(resultText(whole).slice(0, -1));
        expect(row).toEqual(rowOf(whole));
        expect(whole.results_metrics.trades).toHaveLength(row.trades);
      }
    // some lines in memory, some in a file
    expect([...kinds].sort()).toEqual(['1 false', '2 true']);
    rmSync(folder, { recursive: true });
  }, 60_000);

  it('tries the strategy as it is like a point of its own values', async () => {
    const loss = 'SharpeHyperOptLoss';
    const spaces = ['buy', 'sell'];
    const of = (await open({ kind: Hyper, timerange: '20240102-20240106', analyzePerEpoch: false, spaces }))([loss]);
    const point = { entry_fast: 9, entry_kind: 'both', entry_rsi: 30, entry_slow: 21, exit_on: true, exit_rsi: 70 };
    const other = { ...point, entry_fast: 5, exit_on: false };
    const [first, asItIs, again] = [await of.run(other), await of.run(null), await of.run(point)];
    expect(asItIs.losses).toEqual(again.losses);
    expect(first.losses).not.toEqual(again.losses);
    expect(asItIs.parameters).toMatchObject({ searched: {}, unsearched: { buy: { entry_fast: 9, kept: 4 }, sell: { exit_rsi: 70 } } });
  });

  it('lets no try open any number of trades where stakes part the whole balance', async () => {
    const changes = { stake_amount: 'unlimited', max_open_trades: 2 } as const;
    const of = (await open({ kind: Hyper, timerange: '20240102-20240106', analyzePerEpoch: false, spaces: ['trades'], changes }))([
      'SharpeHyperOptLoss',
    ]);
    const tried = async (open: number) => presentEpoch(await of.run({ max_open_trades: open }), ['SharpeHyperOptLoss']);
    const two = await tried(2);
    for (const any of [await tried(-1), await tried(0)]) {
      expect(any.params_details['max_open_trades']).toEqual({ max_open_trades: 2 });
      expect(any.total_profit).toBe(two.total_profit);
    }
    expect((await tried(3)).params_details['max_open_trades']).toEqual({ max_open_trades: 3 });
  });

  it('says the same with eleven other losses', async () => {
    const golden = JSON.parse(readFileSync(join(GOLDEN, 'losses.json'), 'utf8')) as Record<string, number[]>;
    const names = Object.keys(golden);
    expect([...names, 'SharpeHyperOptLoss'].sort()).toEqual(Object.keys(BUILT_IN_LOSSES).sort());
    const of = runner(names);
    const differences: string[] = [];
    for (const [index, { params_dict: point }] of goldenEpochs('seed-7-8.fthypt.gz').entries()) {
      const { losses } = await of.run(point);
      names.forEach((name, place) => {
        compareJson(golden[name]![index], losses[place], `${index} ${name}`, differences);
      });
    }
    expect(differences).toEqual([]);
  }, 60_000);
});
