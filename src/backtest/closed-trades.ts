import type { ClosedTrade } from '../core/protections/protection.ts';
import type { Trade } from '../core/trade/trade.ts';
import { GrowingColumn } from './growing-column.ts';
import { type TradeResult, tradeResult } from './statistics/figures.ts';

/**
 * The trades of a backtest that have closed, in that order. Whole ones with their orders take some thousand bytes each, so they are kept only where
 * somebody wants them; what statistics need of one takes two hundred.
 */
export class ClosedTrades {
  readonly results: TradeResult[] = [];
  readonly #whole: Trade[] | null;
  readonly #onClosed: ((trade: Readonly<Trade>) => void) | null;
  /** Profit of a trade and all before it, stake currency. */
  readonly #sums = new GrowingColumn();
  #isInOrderOfTime = true;
  #isMissed = false;

  /** @param keepsWhole whether trades are kept whole @param onClosed given each as it closes */
  constructor(keepsWhole: boolean, onClosed: ((trade: Readonly<Trade>) => void) | null) {
    this.#whole = keepsWhole ? [] : null;
    this.#onClosed = onClosed;
  }

  get length(): number {
    return this.results.length;
  }

  /** Those that are kept whole. */
  get kept(): readonly Trade[] {
    return this.#whole ?? [];
  }

  /** Whether somebody has asked for whole trades that are not kept. */
  get isMissed(): boolean {
    return this.#isMissed;
  }

  /** All of them whole, for a strategy; where they are not kept, it is noted that they are missed. */
  whole(): readonly Trade[] {
    if (this.#whole === null) this.#isMissed = true;
    return this.kept;
  }

  add(trade: Trade): void {
    const result = tradeResult(trade);
    const last = this.length - 1;
    if (last >= 0 && this.results[last]!.closeDate > result.closeDate) this.#isInOrderOfTime = false;
    this.#sums.push((last < 0 ? 0 : this.#sums.values()[last]!) + result.profitAbs);
    this.results.push(result);
    this.#whole?.push(trade);
    this.#onClosed?.(trade);
  }

  /** Of a trade, what protections look at. */
  at(index: number): ClosedTrade | undefined {
    const result = this.results[index];
    if (result === undefined) return undefined;
    const { pair, isShort, closeDate, exitReason, profitRatio, profitAbs } = result;
    return { pair, isShort, closeDate, exitReason, closeProfit: profitRatio, closeProfitAbs: profitAbs };
  }

  /** Profit of everything that had closed by a moment, stake currency. @param moment ms since epoch */
  profitUntil(moment: number): number {
    if (!this.#isInOrderOfTime)
      return this.results.reduce((sum, { closeDate, profitAbs }) => (closeDate <= moment ? sum + profitAbs : sum), 0);
    let [from, to] = [0, this.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.results[middle]!.closeDate <= moment) from = middle + 1;
      else to = middle;
    }
    return from === 0 ? 0 : this.#sums.values()[from - 1]!;
  }
}
