import { roundTo } from '../../core/market/decimal.ts';
import type { OrderSide, Trade } from '../../core/trade/trade.ts';
import type { Position, Positions } from '../ports/positions.ts';

interface Held {
  /** Base currency; below 0 short. */
  amount: number;
  entryRate: number;
}

/** What simulated orders of contracts have left in hand. Where it would be liquidated is computed. */
export class PaperPositions implements Positions {
  readonly tellsLiquidation = false;
  readonly countsUnrealized = false;
  readonly #held: Map<string, Held> = new Map();

  /** What trades hold that an earlier process has left. */
  restore(trades: readonly Trade[]): void {
    for (const { pair, amount, isShort, openRate, tradingMode } of trades) {
      if (tradingMode === 'futures' && amount > 0) this.#held.set(pair, { amount: isShort ? -amount : amount, entryRate: openRate });
    }
  }

  fill(pair: string, side: OrderSide, filled: number, rate: number): void {
    const before = this.#held.get(pair) ?? { amount: 0, entryRate: rate };
    const signed = side === 'buy' ? filled : -filled;
    const amount = roundTo(before.amount + signed, 12);
    if (amount === 0) {
      this.#held.delete(pair);
      return;
    }
    const grows = before.amount * signed >= 0;
    const turns = before.amount * amount < 0;
    const mean = (Math.abs(before.amount) * before.entryRate + filled * rate) / Math.abs(amount);
    this.#held.set(pair, { amount, entryRate: grows ? mean : turns ? rate : before.entryRate });
  }

  async open(pair: string | null): Promise<readonly Position[]> {
    return [...this.#held].flatMap(([each, { amount, entryRate }]) => {
      if (pair !== null && pair !== each) return [];
      const unknown = { leverage: null, marginMode: null, liquidationRate: null, collateral: null, unrealized: null };
      return [{ pair: each, side: amount > 0 ? ('long' as const) : ('short' as const), amount: Math.abs(amount), entryRate, ...unknown }];
    });
  }
}
