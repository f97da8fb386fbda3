import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preparePair, rangeOf } from '../../src/backtest/prepare.ts';
import { runBacktest as runEngine } from '../../src/backtest/schedule.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { Pushes } from '../../src/bot/pushes.ts';
import { type BotSettings, botSettings } from '../../src/bot/settings.ts';
import { createState } from '../../src/bot/state.ts';
import { simulatedWallet } from '../../src/bot/wallets.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import { validate } from '../../src/config/validate.ts';
import { type CandleRow, candlesFromRows } from '../../src/core/market/candles.ts';
import { candleMarket } from '../../src/core/market/market-model.ts';
import { EVERYTHING } from '../../src/core/market/timerange.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { type DataFrame, ema, entryCount, exitCount, filledEntries, Strategy, type TradeContext } from '../../src/index.ts';
import { backtestSettings } from '../../src/research/backtest-settings.ts';
import { analyze } from '../../src/strategy/analyze.ts';
import { signalAt } from '../../src/strategy/signal.ts';
import { CandleExchange } from '../fakes/candle-exchange.ts';
import { NO_REACH } from '../fakes/no-reach.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { runBacktest } from './staged-schedule.ts';

const MINUTE = 60_000;
const START = 1_750_000_020_000 - (1_750_000_020_000 % MINUTE);
const PAIRS = ['A/USDT', 'B/USDT', 'C/USDT', 'D/USDT'];

class Crossing extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 0.02, 10: 0.008, 25: 0.001 };
  override stoploss = -0.015;
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('fast', ema(frame.close, 3)).set('slow', ema(frame.close, 8));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.get('fast').above(frame.get('slow')), 'up');
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('fast').crossedBelow(frame.get('slow')), 'down');
  }
}

/** Neither ROI nor a stop ever decides: within a candle they would be met at prices that only a backtest has to guess. */
class SignalsOnly extends Crossing {
  override minimalRoi = { 0: 10 } as unknown as Crossing['minimalRoi'];
  override stoploss = -0.9;
}

/** Adds to what falls and takes a part out of what rises; not where an exit signal comes first live, and last in a backtest. */
class Averaging extends SignalsOnly {
  override positionAdjustmentEnable = true;
  override maxEntryPositionAdjustment = 3;
  override adjustTradePosition({ pair, trade, currentProfit }: TradeContext): number | readonly [number, string] | null {
    const frame = this.dp.analyzedFrame(pair);
    if (frame === null || frame.get('exit_long').values[frame.length - 1] === 1) return null;
    if (currentProfit > 0.004 && exitCount(trade) < 2) return [-trade.stakeAmount / 3, 'bank'];
    return currentProfit < -0.004 * entryCount(trade) ? [filledEntries(trade)[0]!.ftAmount * 20, 'dca'] : null;
  }
}

/** A random walk with rounded candles, from steps in basis points. */
function walk(steps: readonly number[], base: number): CandleRow[] {
  let price = base;
  const cents = (value: number) => Math.round(value * 100) / 100;
  return steps.map((step, index) => {
    const open = price;
    price = Math.max(1, cents(open * (1 + step / 10_000)));
    const reach = Math.abs(((step * 7919) % 23) / 10_000);
    return [
      START + index * MINUTE,
      open,
      cents(Math.max(open, price) * (1 + reach)),
      cents(Math.min(open, price) * (1 - reach)),
      price,
      1 + Math.abs(step),
    ];
  });
}

function configFor(changes: object): RawConfig {
  const { config } = validate(
    {
      stake_currency: 'USDT',
      stake_amount: 100,
      dry_run: true,
      dry_run_wallet: 1000,
      max_open_trades: 3,
      initial_state: 'running',
      exchange: { name: 'candles', pair_whitelist: PAIRS },
      ...changes,
    },
    new Map(),
    'test',
    'trade',
  );
  return config as RawConfig;
}

function settingsFor(strategy: Strategy, changes: object): BotSettings {
  return { ...botSettings(configFor(changes), strategy), marketModel: candleMarket(MINUTE) };
}

const facts = (trade: Trade) => ({
  pair: trade.pair,
  openDate: trade.openDate,
  closeDate: trade.closeDate,
  openRate: trade.openRate,
  closeRate: trade.closeRate,
  amount: trade.amount,
  stake: trade.stakeAmount,
  profit: trade.closeProfitAbs,
  ratio: trade.closeProfit,
  reason: trade.exitReason,
  tag: trade.enterTag,
  stop: trade.stopLoss,
  max: trade.maxRate,
  min: trade.minRate,
});

async function live(rows: ReadonlyMap<string, CandleRow[]>, settings: BotSettings, strategy: Strategy): Promise<Trade[]> {
  const markets = new Map(PAIRS.map((pair) => [pair, spotMarket(pair)]));
  const exchange = new CandleExchange(markets, rows);
  const store = await openTradeStore('sqlite://', () => START);
  const length = rows.get(PAIRS[0]!)!.length;
  let number = 0;
  const bot: Bot = {
    settings,
    strategy,
    exchange,
    store,
    producers: null,
    wallet: simulatedWallet({ USDT: 1000 }, 'USDT'),
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: (_module, text) => {
        throw new Error(text);
      },
      error: (_module, text) => {
        throw new Error(text);
      },
    },
    now: () => START + exchange.index * MINUTE,
    monotonic: () => exchange.index * MINUTE,
    uniqueId: () => String(number++),
    random: () => 0.5,
    pairlistReach: NO_REACH,
    publish: () => undefined,
    probe: () => undefined,
    state: createState(START),
    pushes: new Pushes(),
    exitRates: new Map(),
    notices: [],
  };
  bot.state.mode = 'running';
  strategy.dp = { ...strategy.dp, analyzedFrame: (pair) => bot.state.analyses.get(pair)?.frame ?? null };
  for (exchange.index = 1; exchange.index < length; exchange.index++) {
    if (exchange.index === length - 1) bot.state.mode = 'paused';
    await iterate(bot);
  }
  const { trades } = await store.history.page({ limit: 100_000, offset: 0, orderById: true, after: null });
  await store.close();
  return trades;
}

async function backtested(rows: ReadonlyMap<string, CandleRow[]>, settings: BotSettings, strategy: Strategy): Promise<Trade[]> {
  const pairs = await Promise.all(
    PAIRS.map(async (pair) => {
      const candles = candlesFromRows(rows.get(pair)!, MINUTE);
      const frame = await analyze(strategy, pair, candles, { stakeCurrency: 'USDT', candlesOf: () => null });
      return { market: spotMarket(pair), candles, signals: Array.from({ length: candles.length }, (_, index) => signalAt(frame, index)) };
    }),
  );
  const result = runBacktest({
    pairs,
    timeframe: '1m',
    entryRules: settings.entryRules,
    exitRules: settings.exitRules,
    wallet: 1000,
    canShort: false,
    schedule: 'staged',
    facts: {
      exchange: 'candles',
      strategy: 'Crossing',
      timeframe: 1,
      stoploss: settings.entryRules.stoploss,
      fee: 0.001,
      tradingMode: 'spot',
    },
  });
  return result.trades.filter((trade) => trade.exitReason !== 'force_exit');
}

describe('the live loop over candles and the backtest', () => {
  it('make the same trades from the same rules, every field', async () => {
    const steps = fc.array(fc.integer({ min: -120, max: 120 }), { minLength: 40, maxLength: 90 });
    const rules = fc.record({
      trailing_stop: fc.boolean(),
      max_open_trades: fc.constantFrom(1, 2, 3, 4),
      stake_amount: fc.constantFrom(100, 'unlimited' as const, 37.5),
      exit_profit_only: fc.boolean(),
      ignore_roi_if_entry_signal: fc.boolean(),
    });
    let total = 0;
    await fc.assert(
      fc.asyncProperty(fc.tuple(steps, fc.integer({ min: 1, max: 4 })), rules, async ([path, turn], changes) => {
        const rows = new Map(
          PAIRS.map((pair, index) => [
            pair,
            walk(
              path.map((step, at) => path[(at * (turn + index) + index) % path.length]! ?? step),
              50 + index * 30,
            ),
          ]),
        );
        const strategy = new Crossing();
        const settings = settingsFor(strategy, changes);
        const first = await live(rows, settings, strategy);
        const second = await backtested(rows, settings, strategy);
        total += first.length;
        const byOpening = (a: ReturnType<typeof facts>, b: ReturnType<typeof facts>) =>
          a.openDate - b.openDate || a.pair.localeCompare(b.pair);
        expect(first.map(facts).sort(byOpening)).toEqual(second.map(facts).sort(byOpening));
      }),
      { numRuns: 25 },
    );
    expect(total).toBeGreaterThan(100);
  });

  it.each([
    ['entries and exits by signal', SignalsOnly],
    ['positions that grow and shrink', Averaging],
  ])('agrees with the backtest engine wherever a candle tells all that a price does: %s', async (_what, Tested) => {
    const steps = fc.array(fc.integer({ min: -120, max: 120 }), { minLength: 40, maxLength: 120 });
    let total = 0;
    let orders = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(100, 37.5), fc.integer({ min: 1, max: 4 }), async (path, stake, turn) => {
        const rows = new Map(
          PAIRS.map((pair, index) => [
            pair,
            walk(
              path.map((step, at) => path[(at * (turn + index) + index) % path.length]! ?? step),
              50 + index * 30,
            ),
          ]),
        );
        const strategy = new Tested();
        const changes = { max_open_trades: PAIRS.length, stake_amount: stake };
        const first = await live(rows, settingsFor(strategy, changes), strategy);
        const request = {
          config: configFor(changes),
          timerange: '',
          timeframeDetail: '',
          enableProtections: false,
          positionStacking: false,
          keepsRejected: false,
          fee: 0.001,
        };
        const { engine } = backtestSettings(request, strategy, 0.001);
        const prepared = await Promise.all(
          PAIRS.map((pair) => {
            const raw = {
              pair,
              market: spotMarket(pair),
              candles: candlesFromRows(rows.get(pair)!, MINUTE),
              detail: null,
              funding: null,
            };
            return preparePair(strategy, raw, 0, EVERYTHING, { stakeCurrency: 'USDT', candlesOf: () => null });
          }),
        );
        const pairs = prepared.filter((data) => data !== null);
        const outcome = runEngine(engine, pairs, rangeOf(pairs), {
          onProgress: () => undefined,
          onFailure: (error) => expect(error).toBeNull(),
        });
        const told = ({
          pair,
          openDate,
          closeDate,
          openRate,
          closeRate,
          amount,
          closeProfitAbs,
          closeProfit,
          exitReason,
          enterTag,
          orders,
        }: Trade) => ({
          pair,
          openDate,
          closeDate,
          openRate,
          closeRate,
          amount,
          profit: Number(closeProfitAbs?.toFixed(8)),
          ratio: Number(closeProfit?.toFixed(8)),
          exitReason,
          enterTag,
          orders: orders.map(({ ftOrderSide, ftAmount, ftPrice, tag, filledDate }) => [ftOrderSide, ftAmount, ftPrice, tag, filledDate]),
        });
        const sorted = (trades: readonly Trade[]) =>
          trades
            .filter(({ exitReason }) => exitReason !== 'force_exit')
            .map(told)
            .sort((a, b) => a.openDate - b.openDate || a.pair.localeCompare(b.pair));
        total += first.length;
        orders += first.reduce((sum, trade) => sum + trade.orders.length, 0);
        expect(sorted(first)).toEqual(sorted(outcome.trades));
      }),
      { numRuns: 25 },
    );
    expect(total).toBeGreaterThan(100);
    if (Tested === Averaging) expect(orders).toBeGreaterThan(2.2 * total);
  });
});
