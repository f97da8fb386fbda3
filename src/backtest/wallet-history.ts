import type { Trade } from '../core/trade/trade.ts';
import type { BacktestState } from './state.ts';

/**
 * What the account was worth as each candle opened, in stake currency: spot holdings at their pair's opening rate, futures positions
 * at what was paid for them. Of several trades in one pair only the last one's holding is seen. Source: golden/backtest `wallet_stats`.
 */
export class WalletHistory {
  readonly times: number[] = [];
  readonly totals: number[] = [];
  readonly start: number;

  constructor(start: number) {
    this.start = start;
  }

  record(at: number, state: BacktestState, rateOf: (pair: string) => number | null): void {
    let total = this.start + state.realized;
    const { open, settings } = state;
    for (let index = 0; index < open.length; index++) {
      const trade = open[index]!;
      total += trade.realizedProfit;
      if (settings.isFutures || trade.amount === 0) continue;
      total -= trade.stakeAmount;
      if (!hasLater(open, index)) total += trade.amount * (rateOf(trade.pair) ?? trade.openRate);
    }
    this.times.push(at);
    this.totals.push(total);
  }
}

function hasLater(open: readonly Trade[], index: number): boolean {
  for (let later = index + 1; later < open.length; later++) if (open[later]!.pair === open[index]!.pair && open[later]!.amount > 0) return true;
  return false;
}
