import { mayBeAdjusted } from '../core/adjustment/plan-adjustment.ts';
import { STAGES, type Stage } from '../core/stages.ts';
import { exitSide, type Trade } from '../core/trade/trade.ts';
import type { Cursor } from './cursor.ts';
import { updateFunding } from './funding.ts';
import type { BacktestState } from './state.ts';
import { adjust, directionOf, enterBySignal, leave, manage, processEntry, processExit } from './steps.ts';

/**
 * One candle in the order of the live loop: orders that are placed fill at once where the candle reaches them, those that wait when it is
 * over. Cursors stand at the candle.
 */
export function takeStages(
  state: BacktestState,
  cursorOf: ReadonlyMap<string, Cursor>,
  entering: readonly Cursor[],
  isLast: boolean,
): void {
  const { isFutures, marketModel } = state.settings;
  const eachTrade = (act: (trade: Trade, cursor: Cursor) => void) => () => {
    for (const trade of state.open.all) {
      const cursor = cursorOf.get(trade.pair);
      if (cursor !== undefined && cursor.row >= 0) act(trade, cursor);
    }
  };
  const fillPlaced = (trade: Trade, { data, quote }: Cursor): void => {
    const isNew = trade.orders.some((order) => order.isOpen && order.ftOrderSide === exitSide(trade) && order.orderDate === quote.at);
    if (isNew) processExit(state, data, trade, quote);
  };
  const turns: Record<Stage, () => void> = {
    orders: eachTrade((trade, cursor) => {
      manage(state, cursor.data, trade, cursor.quote);
      fillPlaced(trade, cursor);
    }),
    exits: eachTrade((trade, cursor) => {
      if (!(trade.amount > 0)) return;
      if (isFutures) updateFunding(state, trade, cursor.quote.at);
      leave(state, cursor.data, trade, cursor.quote, cursor.row);
      fillPlaced(trade, cursor);
    }),
    adjustments: eachTrade((trade, { data, quote }) => {
      if (mayBeAdjusted(trade, marketModel)) adjust(state, data, trade, quote);
    }),
    entries: () => {
      for (const { data, quote, row } of entering) {
        const direction = isLast || row < 0 ? null : directionOf(state, data, row);
        if (direction !== null) enterBySignal(state, data, quote, direction);
      }
    },
  };
  for (const stage of STAGES) turns[stage]();
  eachTrade((trade, { data, quote }) => {
    processEntry(state, trade, quote);
    processExit(state, data, trade, quote);
  })();
}
