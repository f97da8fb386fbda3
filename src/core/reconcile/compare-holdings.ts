import { holdsTrade } from '../exit/exitable.ts';
import { decimal, minus, toNumber } from '../market/decimal.ts';
import { roundAmount } from '../market/precision.ts';
import { exitSide, isEntry, openOrders, openStops, type Trade } from '../trade/trade.ts';
import type { Difference } from './difference.ts';

/** What the account has of something that trades are about: a coin, or a position. */
export interface Holding {
  /** `BTC`, or a position by its pair. */
  readonly name: string;
  /** Base currency. */
  readonly amount: number;
  /** Open trades of it. */
  readonly trades: readonly Trade[];
  /** What it could be sold, or bought back, at now; null where that is not known. */
  readonly rate: number | null;
  /** A position is its trade's alone; of coins, more than trades have is its owner's. */
  readonly isPosition: boolean;
}

/** What trades should hold, less than which an account may lack for rounding. */
export function heldBy(trade: Readonly<Trade>): number {
  // what an open order has brought or taken so far is not in its trade yet
  return openOrders(trade).reduce((sum, order) => sum + (isEntry(trade, order) ? 1 : -1) * (order.filled ?? 0), trade.amount);
}

/** What the database and the account tell differently of what is held. */
export function compareHolding({ name, amount, trades, rate, isPosition }: Holding): Difference[] {
  const held = trades.reduce((sum, trade) => sum + heldBy(trade), 0);
  const [trade, another] = trades;
  if (trade === undefined) return [];
  const { pair, id } = trade;
  const there = isPosition ? `a position of ${amount}` : `${amount} ${name}`;
  const here = `trade${another === undefined ? '' : 's'} ${trades.map((one) => `#${one.id}`).join(', ')}: ${shown(held)}`;
  const isMore = isPosition && roundAmount(amount - held, trade.amountPrecision, trade.precisionMode) > 0;
  if (amount >= held) return isMore ? [{ pair, trade, here, there, remedy: null }] : [];
  const left = roundAmount(amount, trade.amountPrecision, trade.precisionMode);
  if (another !== undefined || openOrders(trade).length > 0 || (!isPosition && openStops(trade).length > 0)) {
    return holdsTrade(trade, amount) ? [] : [{ pair, trade, here, there, remedy: null }];
  }
  if (left >= trade.amount) return [];
  if (left > 0 && !isPosition && holdsTrade(trade, amount)) {
    const words = `Set the amount of trade #${id} ${pair} to ${left}? What is missing went for fees.`;
    return [{ pair, trade, here, there, remedy: { kind: 'hold_only', words, amount: left } }];
  }
  if (rate === null) return [{ pair, trade, here, there, remedy: null }];
  const missing = toNumber(minus(decimal(trade.amount), decimal(left)));
  const words = `Book ${missing} ${trade.base} of trade #${id} ${pair} as ${exitSide(trade) === 'sell' ? 'sold' : 'bought back'} at ${rate}, the rate of now? No order tells where they went.`;
  return [{ pair, trade, here, there, remedy: { kind: 'book_missing', words, amount: missing, rate } }];
}

function shown(amount: number): number {
  return Number(amount.toPrecision(12));
}
