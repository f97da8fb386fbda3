import { dropOldest } from '../core/oldest.ts';
import { deleteCustomData, setCustomData } from '../core/trade/custom-data.ts';
import type { CustomDatum, Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';

/** Closed trades that a strategy was shown and that are looked at for what it keeps with them: the newest so many. */
const SHOWN_KEPT = 500;

/** What a strategy keeps with a trade that is over, until it is written. */
export interface KeptWithClosed {
  readonly tradeId: number;
  readonly key: string;
  /** Null forgets it. */
  readonly datum: Pick<CustomDatum, 'value' | 'written'> | null;
}

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

/** Adds what strategies keep with trades that are over to what is written. Trades are read as they stand, so nothing of them may wait. */
export async function addKeptWithClosed({ state, store, log }: Bot): Promise<void> {
  const { unwritten, closedShown, trades: open } = state;
  for (const trade of closedShown.changed()) unwritten.add({ trades: [trade] });
  const { waiting } = closedShown;
  for (let first = waiting[0]; first !== undefined && state.writeProblem === null; first = waiting[0]) {
    const { tradeId, key, datum } = first;
    let trade: Trade | null;
    try {
      trade = open.find(({ id }) => id === tradeId) ?? (await store.trades.find(tradeId));
    } catch (error) {
      log.warn('database', `What the strategy keeps with closed trades is not written yet: ${(error as Error).message}`);
      return;
    }
    waiting.shift();
    if (trade === null) continue;
    if (datum === null) deleteCustomData(trade, key);
    else setCustomData(trade, key, datum.value, datum.written);
    unwritten.add({ trades: [trade] });
  }
}
