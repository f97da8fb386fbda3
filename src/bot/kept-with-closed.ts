import { deleteCustomData, setCustomData } from '../core/trade/custom-data.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';

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
