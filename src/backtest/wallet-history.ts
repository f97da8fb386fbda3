import type { BacktestState } from './state.ts';

/** What the account was worth at each candle, in stake currency. */
export class WalletHistory {
  readonly times: number[] = [];
  readonly totals: number[] = [];
  readonly start: number;

  constructor(start: number) {
    this.start = start;
  }

  record(at: number, state: BacktestState, quotes: ReadonlyMap<string, { readonly quote: { readonly rate: number } }>): void {
    let total = this.start + state.realized;
    for (const trade of state.open) {
      const rate = quotes.get(trade.pair)?.quote.rate ?? trade.openRate;
      const sign = trade.isShort ? -1 : 1;
      total += trade.realizedProfit + (trade.amount > 0 ? sign * trade.amount * (rate - trade.openRate) : 0);
    }
    this.times.push(at);
    this.totals.push(total);
  }
}
