import type { EntryRules } from '../core/entry/plan-entry.ts';
import type { ExitRules } from '../core/exit/decide-exit.ts';
import type { ExitOrderRules } from '../core/exit/plan-exit.ts';
import type { Candles } from '../core/market/candles.ts';
import type { MarketModel } from '../core/market/market-model.ts';
import type { TimeoutRules } from '../core/order/timeout.ts';
import type { ProtectionRule } from '../core/protections/protection.ts';
import { withdrawOrder } from '../core/trade/amend-trade.ts';
import type { LiquidationRules } from '../core/trade/liquidation.ts';
import { isEntry, type Trade } from '../core/trade/trade.ts';
import type { Account } from '../core/wallet/stake.ts';
import type { StrategyError } from '../strategy/guard.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { Callbacks } from './callbacks.ts';
import type { ClosedTrades } from './closed-trades.ts';
import type { HeldLocks } from './held-locks.ts';
import type { OpenTrades } from './open-trades.ts';
import type { PairData } from './pair-data.ts';
import type { WalletHistory } from './wallet-history.ts';

/** Everything a backtest is run by. */
export interface BacktestSettings {
  readonly strategy: Strategy;
  readonly strategyName: string;
  readonly exchange: string;
  readonly timeframeMs: number;
  /** 0 for none. */
  readonly detailMs: number;
  readonly marketModel: MarketModel;
  /** The order of decisions within a moment: pair by pair, as freqtrade's backtest goes, or stage by stage over all pairs, as the live loop. */
  readonly schedule: 'by_pair' | 'by_stage';
  readonly entryRules: EntryRules;
  readonly exitRules: ExitRules;
  readonly exitOrderRules: ExitOrderRules;
  readonly timeouts: TimeoutRules;
  /** Ratio. */
  readonly fee: number;
  readonly stakeCurrency: string;
  /** Stake currency at the start. */
  readonly wallet: number;
  readonly canShort: boolean;
  readonly isFutures: boolean;
  /** Asked once a candle for the pairs that may be entered, in their order; null where all may be, in the order they are given. */
  readonly pairsOfCandle: (() => readonly string[]) | null;
  readonly positionStacking: boolean;
  readonly keepsRejected: boolean;
  /** Whether what the account was worth at each candle is kept. */
  readonly keepsWallet: boolean;
  /** Whether trades are kept whole once they have closed; where callbacks ask for them, the outcome says that they were missed. */
  readonly keepsTrades: boolean;
  /** Whether positions may grow and shrink, and how often a trade may be added to; -1 for any number. */
  readonly adjustmentRules: { readonly isOn: boolean; readonly maxAdditions: number };
  /** Empty where protections are off. */
  readonly protections: readonly ProtectionRule[];
  /** Candles of other pairs and timeframes that callbacks may ask for, by pair and timeframe: `BTC/USDT 1h`. */
  readonly informative: ReadonlyMap<string, Candles>;
  /** ms; 0 where signals never expire. */
  readonly ignoreExpiredAfterMs: number;
  /** Every how many ms funding is paid. */
  readonly fundingIntervalMs: number;
  /** Whether positions share their margin. */
  readonly isCross: boolean;
  readonly liquidation: LiquidationRules;
}

/** A signal for which there was no slot. */
export interface RejectedSignal {
  readonly pair: string;
  /** The candle it would have been entered at, ms. */
  readonly at: number;
  readonly tag: string | null;
}

/** What happened besides trades. */
export interface BacktestCounters {
  rejectedSignals: number;
  timedoutEntryOrders: number;
  timedoutExitOrders: number;
  canceledTradeEntries: number;
  canceledEntryOrders: number;
  replacedEntryOrders: number;
}

/** A backtest under way. */
export interface BacktestState {
  readonly settings: BacktestSettings;
  readonly pairs: readonly PairData[];
  readonly byPair: ReadonlyMap<string, PairData>;
  readonly open: OpenTrades;
  /** In the order they closed. */
  readonly closed: ClosedTrades;
  readonly locks: HeldLocks;
  readonly counters: BacktestCounters;
  /** Empty where they are only counted. */
  readonly rejected: RejectedSignal[];
  /** Profit of closed trades. */
  realized: number;
  readonly wallet: WalletHistory;
  /** Not bound in trades when an order last changed the balances; an entry that was replaced since then is not seen in it. */
  free: number;
  /** The same with what stands for positions, each pair's newest. */
  collateral: number;
  nextTradeId: number;
  nextOrderId: number;
  /** What the strategy may be asked. */
  readonly callbacks: Callbacks;
  readonly onFailure: (error: StrategyError) => void;
}

/** What the account has. */
export function account({ open, free }: BacktestState): Account {
  let tied = 0;
  for (const trade of open.all) tied += trade.stakeAmount;
  return { free, tied, openTrades: open.all.length };
}

/** Names an order. One that is refused late, or that is there already, has its number, too. Source: freqtrade 2026.9. */
export function nextOrder(state: BacktestState): { readonly id: number; readonly orderId: string } {
  const id = state.nextOrderId++;
  return { id, orderId: String(id) };
}

/** Notes a signal for which there is no slot. */
export function rejectSignal(state: BacktestState, pair: string, at: number, tag: string | null): void {
  state.counters.rejectedSignals++;
  if (state.settings.keepsRejected) state.rejected.push({ pair, at, tag });
}

/** Takes over what is free, after trades have changed. */
export function updateFree(state: BacktestState): void {
  let [partial, tied] = [0, 0];
  for (const trade of state.open.all) {
    partial += trade.realizedProfit;
    tied += trade.stakeAmount;
  }
  state.free = state.settings.wallet + (state.realized + partial) - tied;
  if (!state.settings.isCross) return;
  const stakes = new Map(state.open.all.map(({ pair, stakeAmount }) => [pair, stakeAmount]));
  state.collateral = [...stakes.values()].reduce((sum, stake) => sum + stake, state.free);
}

/** Withdraws the orders that wait, as those do that make way for another. */
export function cancelOpenOrders(state: BacktestState, trade: Trade, now: number): void {
  for (let index = trade.orders.length - 1; index >= 0; index--) {
    const order = trade.orders[index]!;
    if (!order.isOpen) continue;
    if (isEntry(trade, order)) state.counters.canceledEntryOrders++;
    withdrawOrder(trade, order, now);
  }
}

export function hasOpenOrders(trade: Readonly<Trade>): boolean {
  for (const order of trade.orders) if (order.isOpen) return true;
  return false;
}
