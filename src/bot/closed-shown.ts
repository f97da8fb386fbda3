import { dropOldest } from '../core/oldest.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { KeptWithClosed } from '../strategy/trade-records.ts';

/** Closed trades that a strategy was shown and that are looked at for what it keeps with them: the newest so many. */
const SHOWN_KEPT = 500;

/** Trades that are over and what strategies keep with them: the loop looks after none of them by itself. */
export class ClosedTradesShown {
  readonly #shown = new Set<Trade>();
  /** What is kept with such a trade by its number, oldest first. */
  readonly waiting: KeptWithClosed[] = [];

  /** Trades that a strategy may keep something with. */
  show(trades: readonly Trade[]): void {
    for (const trade of trades) this.#shown.add(trade);
    dropOldest(this.#shown, SHOWN_KEPT);
  }

  /** Those with something that is not written. */
  changed(): Trade[] {
    return [...this.#shown].filter(({ customData }) => Object.values(customData).some(({ isChanged }) => isChanged));
  }
}
