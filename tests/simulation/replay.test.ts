import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawConfig } from '../../src/config/raw.ts';
import { validate } from '../../src/config/validate.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { roundTo } from '../../src/core/market/decimal.ts';
import { ASKED_MARKET, candleMarket, type MarketModel } from '../../src/core/market/market-model.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { seedOf } from '../seed.ts';
import { backtestTrades, liveTrades, type Replay } from './replay-loops.ts';
import { Averaging, Crossing, Everything } from './replay-strategies.ts';

/**
 * The live loop and the backtest's engine over the same candles, in one order: stage by stage over all pairs. They must make the same
 * trades and ask the strategy the same questions. `TEST_SEED` chooses other candles.
 */
const SEED = seedOf(24);
const MINUTE = 60_000;
const START = 1_750_000_020_000 - (1_750_000_020_000 % MINUTE);
const BASES = ['A', 'B', 'C', 'D'];

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

interface Rules {
  readonly max_open_trades?: number;
  readonly stake_amount?: number | 'unlimited';
  readonly trailing_stop?: boolean;
  readonly exit_profit_only?: boolean;
  readonly ignore_roi_if_entry_signal?: boolean;
}

function configFor(pairs: readonly string[], isFutures: boolean, rules: Rules): RawConfig {
  const mode = isFutures ? { trading_mode: 'futures', margin_mode: 'isolated' } : {};
  const raw = {
    stake_currency: 'USDT',
    stake_amount: 40,
    dry_run: true,
    dry_run_wallet: 1000,
    max_open_trades: 3,
    initial_state: 'running',
    unfilledtimeout: { entry: 3, exit: 4, unit: 'minutes', exit_timeout_count: 0 },
    exchange: { name: 'candles', pair_whitelist: pairs },
    ...mode,
    ...rules,
  };
  return validate(raw, new Map(), 'test', 'trade').config as RawConfig;
}

function replayOf(path: readonly number[], turn: number, isFutures: boolean, model: MarketModel, rules: Rules): Replay {
  const pairs = BASES.map((base) => (isFutures ? `${base}/USDT:USDT` : `${base}/USDT`));
  const tiers = [{ minNotional: 0, maxNotional: 100_000, maxLeverage: 20, maintenanceRatio: 0.01, maintenanceAmount: 0 }];
  const kind = isFutures ? { isSpot: false, isSwap: true, quote: 'USDT', leverageTiers: tiers } : {};
  const stepsOf = (index: number) => path.map((step, at) => path[(at * (turn + index) + index) % path.length] ?? step);
  return {
    rows: new Map(pairs.map((pair, index) => [pair, walk(stepsOf(index), 50 + index * 30)])),
    markets: new Map(pairs.map((pair) => [pair, spotMarket(pair, kind)])),
    config: configFor(pairs, isFutures, rules),
    model,
  };
}

/** Every field of a trade that does not depend on where it is kept, sums to eight decimals. */
function facts(trade: Trade) {
  const round = (value: number | null) => (value === null ? null : roundTo(value, 8));
  return {
    pair: trade.pair,
    isShort: trade.isShort,
    openDate: trade.openDate,
    closeDate: trade.closeDate,
    openRate: trade.openRate,
    closeRate: trade.closeRate,
    amount: trade.amount,
    leverage: trade.leverage,
    stake: round(trade.stakeAmount),
    maxStake: round(trade.maxStakeAmount),
    profit: round(trade.closeProfitAbs),
    ratio: round(trade.closeProfit),
    realized: round(trade.realizedProfit),
    reason: trade.exitReason,
    tag: trade.enterTag,
    stop: [trade.stopLoss, trade.stopLossRatio, trade.initialStopLoss, trade.isStopLossTrailing],
    liquidation: trade.liquidationPrice,
    extremes: [trade.minRate, trade.maxRate],
    orders: trade.orders
      .filter(({ filled }) => (filled ?? 0) > 0)
      .map(({ ftOrderSide, ftAmount, ftPrice, tag, orderDate, filledDate }) => [
        ftOrderSide,
        ftAmount,
        ftPrice,
        tag,
        orderDate,
        filledDate,
      ]),
  };
}

/** Closed trades that are over before the last candle, in which the live loop only leaves. */
function told(trades: readonly Trade[], end: number) {
  return trades
    .filter(({ closeDate }) => closeDate! < end)
    .map(facts)
    .sort((a, b) => a.openDate - b.openDate || a.pair.localeCompare(b.pair));
}

interface Count {
  trades: number;
  orders: number;
  readonly asked: Map<unknown, number>;
}

/** Runs both and compares them. */
async function compare(make: () => Crossing, replay: Replay, count: Count): Promise<void> {
  const [inLive, inBacktest] = [make(), make()];
  const first = await liveTrades(replay, inLive);
  const second = await backtestTrades(replay, inBacktest);
  const [rows] = replay.rows.values();
  const end = rows!.at(-1)![0];
  expect(told(first, end)).toEqual(told(second, end));
  const questions = ({ asked }: Crossing) =>
    asked.filter(([name, at, time]) => (name === 'botLoopStart' ? Number(at) : Number(time)) < end);
  expect(questions(inLive)).toEqual(questions(inBacktest));
  count.trades += first.length;
  count.orders += first.reduce((sum, trade) => sum + trade.orders.length, 0);
  for (const [name] of inLive.asked) count.asked.set(name, (count.asked.get(name) ?? 0) + 1);
}

const candles = fc.tuple(fc.array(fc.integer({ min: -120, max: 120 }), { minLength: 40, maxLength: 90 }), fc.integer({ min: 1, max: 4 }));
const MODELS = {
  'the candles of a backtest': candleMarket(MINUTE),
  'candles after which a pair is left alone': { ...candleMarket(MINUTE), locksAfterExit: true },
  'a market that is asked': { ...ASKED_MARKET, repeatsExits: true, adjustment: { ...ASKED_MARKET.adjustment, asksUnfilled: false } },
} satisfies Record<string, MarketModel>;

describe('the live loop and the backtest’s engine', () => {
  it.each(Object.entries(MODELS))('make the same trades of the same rules: %s', async (_name, model) => {
    const rules = fc.record({
      trailing_stop: fc.boolean(),
      max_open_trades: fc.constantFrom(1, 2, 3, 4),
      stake_amount: fc.constantFrom(100, 'unlimited' as const, 37.5),
      exit_profit_only: fc.boolean(),
      ignore_roi_if_entry_signal: fc.boolean(),
    });
    const count: Count = { trades: 0, orders: 0, asked: new Map() };
    await fc.assert(
      fc.asyncProperty(candles, rules, async ([path, turn], changes) => {
        await compare(() => new Crossing(), replayOf(path, turn, false, model, changes), count);
      }),
      { numRuns: 10, seed: SEED, endOnFailure: true },
    );
    expect(count.trades).toBeGreaterThan(50);
  });

  it('let positions grow and shrink alike', async () => {
    const count: Count = { trades: 0, orders: 0, asked: new Map() };
    await fc.assert(
      fc.asyncProperty(candles, fc.constantFrom(100, 37.5), async ([path, turn], stake_amount) => {
        const rules = { max_open_trades: BASES.length, stake_amount };
        await compare(() => new Averaging(), replayOf(path, turn, false, candleMarket(MINUTE), rules), count);
      }),
      { numRuns: 10, seed: SEED, endOnFailure: true },
    );
    expect(count.orders).toBeGreaterThan(2.2 * count.trades);
  });

  it.each(
    Object.entries(MODELS).flatMap(([name, model]) =>
      [false, true].map((isFutures) => [isFutures ? 'futures' : 'spot', name, model] as const),
    ),
  )('ask a strategy with every callback the same questions, in the same order: %s, %s', async (mode, _name, model) => {
    const isFutures = mode === 'futures';
    const make = () => Object.assign(new Everything(), { canShort: isFutures });
    const count: Count = { trades: 0, orders: 0, asked: new Map() };
    await fc.assert(
      fc.asyncProperty(candles, async ([path, turn]) => {
        await compare(make, replayOf(path, turn, isFutures, model, { max_open_trades: 3 }), count);
      }),
      { numRuns: 8, seed: SEED, endOnFailure: true },
    );
    expect(count.trades).toBeGreaterThan(20);
    const callbacks = Object.getOwnPropertyNames(Everything.prototype).filter((name) => name !== 'constructor');
    const never = callbacks.filter((name) => !count.asked.has(name));
    expect(never).toEqual(isFutures ? [] : ['leverage']);
  });
});
