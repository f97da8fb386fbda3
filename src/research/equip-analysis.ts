import { endedBy } from '../backtest/equip.ts';
import type { RawConfig } from '../config/raw.ts';
import { forStrategies } from '../config/secrets.ts';
import { startingBalance } from '../config/starting-balance.ts';
import { type CandleKind, recordedKey } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { DataFrame } from '../strategy/data-frame.ts';
import { dataProvider, type RunMode } from '../strategy/data-provider.ts';
import { StrategyError } from '../strategy/guard.ts';
import { pairLocks } from '../strategy/pair-locks.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { tradeRecords } from '../strategy/trade-records.ts';
import { walletsOf } from '../strategy/wallets.ts';

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
  /** Whether candles are made up. */
  readonly isSample?: boolean;
}

/** Gives a strategy what it may use, before it is asked for anything. */
export function equipForAnalysis(strategy: Strategy, ground: AnalysisGround): void {
  const { pairs, informative, known } = ground;
  const frameOf = (candles: Candles | null | undefined, timeframe: string) =>
    candles === null || candles === undefined ? null : new DataFrame(endedBy(candles, timeframeMs(timeframe), known()));
  strategy.config = forStrategies(ground.config, ground.runMode);
  strategy.dp = dataProvider({
    runMode: ground.runMode,
    isSample: ground.isSample ?? false,
    analyzedFrame: () => null,
    analyzedAt: () => null,
    pairFrame: (pair, timeframe = strategy.timeframe, kind = undefined) =>
      frameOf(informative.get(recordedKey(pair, timeframe, kind)), timeframe),
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
  });
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
    locks: () => [],
    now: () => 0,
    timeframeMs: () => timeframeMs(strategy.timeframe),
    add: () => undefined,
    end: () => undefined,
  });
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
    throw new StrategyError('botStart', strategy.constructor.name, error);
  }
}

/** Begins a strategy that lives in a process of its own, before a backtest of these pairs. */
export async function beginAnalysis(
  strategy: Strategy,
  config: RawConfig,
  pairs: readonly string[],
  markets: ReadonlyMap<string, Market>,
): Promise<void> {
  if (strategy.beginAnalysis === undefined) return;
  equipForAnalysis(strategy, {
    runMode: 'backtest',
    config,
    pairs,
    marketOf: (pair) => markets.get(pair) ?? null,
    informative: new Map(),
    known: () => Number.POSITIVE_INFINITY,
    stored: async () => null,
  });
  await strategy.beginAnalysis(pairs);
}
