import { endedBy } from '../backtest/equip.ts';
import type { RawConfig } from '../config/raw.ts';
import { forStrategies } from '../config/secrets.ts';
import { startingBalance } from '../config/starting-balance.ts';
import { type CandleKind, recordedKey } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { PairLock } from '../core/protections/lock.ts';
import { DataFrame } from '../strategy/data-frame.ts';
import { dataProvider, type RunMode } from '../strategy/data-provider.ts';
import { StrategyError } from '../strategy/guard.ts';
import { pairLocks } from '../strategy/pair-locks.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { tradeRecords } from '../strategy/trade-records.ts';
import { walletsOf } from '../strategy/wallets.ts';
import type { CandlesAtOnce } from './candle-store.ts';

/** What a strategy finds while it looks at recorded candles: no trades yet, and no exchange. */
export interface AnalysisGround {
  readonly runMode: RunMode;
  readonly config: RawConfig;
  readonly pairs: readonly string[];
  readonly marketOf: (pair: string) => Market | null;
  /** Candles that the strategy wants beside those of its pair, by pair and timeframe: `BTC/USDT 1h`. */
  readonly informative: ReadonlyMap<string, Candles>;
  /** What has not ended by then is not known yet, ms. */
  readonly known: () => number;
  readonly stored: (pair: string, timeframe: string, kind?: CandleKind) => Promise<Candles | null>;
  /** The same at once, of pairs and timeframes that nothing names. */
  readonly storedAtOnce: CandlesAtOnce;
  /** ms since epoch. */
  readonly now: () => number;
  /** Whether candles are made up. */
  readonly isSample?: boolean;
}

/** There are no candles. */
export const NO_CANDLES: Omit<AnalysisGround, 'runMode' | 'config' | 'pairs' | 'marketOf'> = {
  informative: new Map(),
  known: () => Number.POSITIVE_INFINITY,
  stored: async () => null,
  storedAtOnce: () => null,
  now: () => 0,
};

/** Gives a strategy what it may use, before it is asked for anything. @returns the locks that it sets meanwhile, of which trading knows nothing */
export function equipForAnalysis(strategy: Strategy, ground: AnalysisGround): readonly PairLock[] {
  const { pairs, informative, known } = ground;
  const locks: PairLock[] = [];
  const frameOf = (candles: Candles | null | undefined, timeframe: string) =>
    candles === null || candles === undefined ? null : new DataFrame(endedBy(candles, timeframeMs(timeframe), known()));
  strategy.config = forStrategies(ground.config, ground.runMode);
  strategy.dp = dataProvider(
    {
      runMode: ground.runMode,
      isSample: ground.isSample ?? false,
      analyzedFrame: () => null,
      analyzedAt: () => null,
      pairFrame: (pair, timeframe = strategy.timeframe, kind = undefined) =>
        frameOf(informative.get(recordedKey(pair, timeframe, kind)) ?? ground.storedAtOnce(pair, timeframe, kind), timeframe),
      recorded: ground.storedAtOnce,
      historicFrame: async (pair, timeframe = strategy.timeframe, kind = undefined) =>
        frameOf(await ground.stored(pair, timeframe, kind), timeframe),
      availablePairs: () =>
        [...informative.keys()]
          .map((key) => key.split(' '))
          .flatMap(([pair = '', timeframe = '', kind]) => (kind === undefined ? [[pair, timeframe] as const] : [])),
      ticker: () => null,
      orderBook: () => null,
      fundingRate: () => null,
      fetchTicker: async () => null,
      fetchOrderBook: async () => null,
      market: ground.marketOf,
      marketInformation: () => null,
      delistedAt: (pair) => ground.marketOf(pair)?.endsAt ?? null,
      currentWhitelist: () => pairs,
      producerPairs: () => [],
      producerFrame: () => null,
      sendMessage: () => undefined,
    },
    ground.config.trading_mode,
  );
  strategy.trades = tradeRecords({ open: () => [], closed: () => [], findClosed: async () => [] });
  const free = startingBalance(ground.config);
  strategy.wallets = walletsOf({
    balances: () => new Map([[ground.config.stake_currency, { free, used: 0, total: free }]]),
    account: () => ({ free, tied: 0, openTrades: 0 }),
    rules: () => ({
      maxOpenTrades: Number.POSITIVE_INFINITY,
      stakeAmount: ground.config.stake_amount === 'unlimited' ? 'unlimited' : Number(ground.config.stake_amount),
      tradableBalanceRatio: ground.config.tradable_balance_ratio,
      availableCapital: ground.config.available_capital ?? null,
      amendLastStakeAmount: false,
      lastStakeAmountMinRatio: 0,
      amountReserveRatio: 0,
      stoploss: strategy.stoploss,
    }),
    realized: () => 0,
  });
  strategy.locks = pairLocks({
    locks: () => locks.filter(({ isActive }) => isActive),
    // no candle is traded yet, so the moment is the present one. Source: freqtrade 2026.9
    now: ground.now,
    timeframeMs: () => timeframeMs(strategy.timeframe),
    add: (lock) => locks.push(lock),
    end: (ended) => {
      for (const lock of ended) lock.isActive = false;
    },
  });
  return locks;
}

/** Begins a strategy that is equipped: in its process where it lives in one of its own, else by its `botStart`. @throws StrategyError */
export async function begin(strategy: Strategy, pairs: readonly string[]): Promise<void> {
  if (strategy.beginAnalysis !== undefined) {
    await strategy.beginAnalysis(pairs);
    return;
  }
  try {
    await strategy.botStart?.();
  } catch (error) {
    throw new StrategyError('botStart', strategy, error);
  }
}

/** Begins a strategy that lives in a process of its own, before a backtest of these pairs. */
export async function beginAnalysis(
  strategy: Strategy,
  config: RawConfig,
  pairs: readonly string[],
  markets: ReadonlyMap<string, Market>,
  now: () => number,
): Promise<void> {
  if (strategy.beginAnalysis === undefined) return;
  equipForAnalysis(strategy, {
    runMode: 'backtest',
    config,
    pairs,
    marketOf: (pair) => markets.get(pair) ?? null,
    ...NO_CANDLES,
    now,
  });
  await strategy.beginAnalysis(pairs);
}
