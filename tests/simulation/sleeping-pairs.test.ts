import fc from 'fast-check';
import { expect, it } from 'vitest';
import { preparePair, rangeOf } from '../../src/backtest/prepare.ts';
import { runBacktest } from '../../src/backtest/schedule.ts';
import { maySleep } from '../../src/backtest/sleep.ts';
import type { WalletRows } from '../../src/backtest/wallet-history.ts';
import { validate } from '../../src/config/validate.ts';
import { type CandleRow, candlesFromRows } from '../../src/core/market/candles.ts';
import { EVERYTHING } from '../../src/core/market/timerange.ts';
import { Column, Strategy } from '../../src/index.ts';
import { backtestSettings } from '../../src/research/backtest-settings.ts';
import { equipForAnalysis, NO_CANDLES } from '../../src/research/equip-analysis.ts';
import { candleColumns, type DataFrame } from '../../src/strategy/data-frame.ts';
import { spotMarket } from '../fakes/spot-market.ts';

const STEP = 300_000;
const START = Date.UTC(2024, 0, 1);

/** Random walks in cents, or in numbers of many digits. */
function walk(seed: number, length: number, isCents: boolean): CandleRow[] {
  let state = seed * 2_654_435_761;
  const random = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
  const digits = (value: number) => (isCents ? Math.round(value * 100) / 100 : value);
  let price = digits(20 + random() * 100);
  return Array.from({ length }, (_value, index): CandleRow => {
    const open = price;
    price = digits(open * (1 + (random() - 0.5) * 0.02));
    const [high, low] = [digits(Math.max(open, price) * (1 + random() * 0.004)), digits(Math.min(open, price) * (1 - random() * 0.004))];
    return [START + index * STEP, open, high, low, price, 1 + random()];
  });
}

/** Signals of now and then; with `botLoopStart`, which could look at anything, no candle may be passed over. */
class NowAndThen extends Strategy {
  override timeframe = '5m';
  override stoploss = -0.1;
  readonly every: number;
  constructor(rules: Partial<NowAndThen>, every: number, isAsked: boolean) {
    super();
    Object.assign(this, rules);
    this.every = every;
    if (isAsked) this.botLoopStart = () => undefined;
  }
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const rows = Column.from(frame.close.values.map((price, row) => (Math.floor(price * 100) + row * 7) % this.every));
    return frame.signal('enter_long', rows.equals(1), 'one').signal('enter_long', rows.equals(2), 'two');
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    const rows = Column.from(frame.close.values.map((price, row) => (Math.floor(price * 100) + row * 11) % (3 * this.every)));
    return frame.signal('exit_long', rows.equals(0), 'out');
  }
}

async function outcomeOf(candles: ReadonlyMap<string, CandleRow[]>, strategy: Strategy, maxOpen: number, stacks: boolean) {
  const { config } = validate(
    { stake_currency: 'USDT', stake_amount: 50, max_open_trades: maxOpen, dry_run_wallet: 1000, exchange: { name: 'binance' } },
    new Map(),
    'config.json',
    'backtest',
  );
  const asked = { timerange: '', timeframeDetail: '', enableProtections: false, positionStacking: stacks, keepsRejected: true, fee: 0.001 };
  const { engine } = backtestSettings({ config, ...asked }, strategy, 0.001);
  const known = { pairs: [...candles.keys()], marketOf: () => null, informative: new Map(), known: () => Number.POSITIVE_INFINITY };
  equipForAnalysis(strategy, { runMode: 'backtest', config, ...NO_CANDLES, ...known });
  const prepared = await Promise.all(
    [...candles].map(([pair, own]) => {
      const raw = { pair, market: spotMarket(pair), candles: candleColumns(candlesFromRows(own, STEP)), detail: null, funding: null };
      return preparePair(strategy, raw, 0, EVERYTHING, { stakeCurrency: 'USDT', candlesOf: () => null });
    }),
  );
  const pairs = prepared.filter((data) => data !== null);
  const failures: string[] = [];
  const rows: WalletRows[] = [];
  const { trades, counters, rejected, wallet, finalBalance } = runBacktest(engine, pairs, rangeOf(pairs), {
    onFailure: ({ message }) => failures.push(message),
    onWallet: (part) => rows.push(part),
  });
  const worth = { times: wallet.times.values(), totals: wallet.totals(), rows };
  return { sleeps: maySleep(engine), found: { trades, counters, rejected, worth, finalBalance, failures } };
}

const ratio = (most: number) => fc.integer({ min: 1, max: 100 }).map((part) => (part / 100) * most);

it('a pair that sleeps while nothing can happen to its trades makes the same of every candle', async () => {
  let trades = 0;
  const rules = fc.record({
    stoploss: ratio(0.06).map((far) => -far),
    minimalRoi: fc.oneof(
      ratio(0.05).map((first) => ({ 0: first })),
      fc.tuple(ratio(0.08), ratio(0.04), ratio(0.02)).map(([first, second, third]) => ({ 0: first, 33: second, 120: third, 800: -1 })),
      fc.constant({ 10: 0.01 }),
    ),
    trailingStop: fc.boolean(),
    trailing: fc.constantFrom(
      {},
      { trailingStopPositive: 0.01 },
      { trailingStopPositive: 0.004, trailingStopPositiveOffset: 0.011 },
      { trailingStopPositive: 0.01, trailingStopPositiveOffset: 0.02, trailingOnlyOffsetIsReached: true },
    ),
    useExitSignal: fc.boolean(),
    exitProfitOnly: fc.boolean(),
    ignoreRoiIfEntrySignal: fc.boolean(),
  });
  const world = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    isCents: fc.boolean(),
    every: fc.integer({ min: 12, max: 200 }),
    maxOpen: fc.integer({ min: 1, max: 4 }),
    stacks: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(rules, world, async ({ trailing, ...own }, { seed, isCents, every, maxOpen, stacks }) => {
      const rows = new Map([3, 1, 2].map((pair) => [`P${pair}/USDT`, walk(seed + pair, 200 + pair * 100, isCents)]));
      const [quick, plain] = [false, true].map((isAsked) => new NowAndThen({ ...own, ...trailing }, every, isAsked));
      const asleep = await outcomeOf(rows, quick!, maxOpen, stacks);
      const awake = await outcomeOf(rows, plain!, maxOpen, stacks);
      expect([asleep.sleeps, awake.sleeps]).toEqual([true, false]);
      expect(asleep.found).toEqual(awake.found);
      trades += awake.found.trades.length;
    }),
    { numRuns: 150 },
  );
  // rules that are never reached would show nothing
  expect(trades).toBeGreaterThan(1000);
});
