import type { Order as CcxtOrder } from 'ccxt';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { OrderFee } from '../../core/trade/fees.ts';
import type { OrderStatus } from '../../core/trade/trade.ts';
import type { FoundOrder } from '../ports/trading.ts';

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  open: 'open',
  closed: 'closed',
  canceled: 'canceled',
  cancelled: 'canceled',
  canceling: 'open',
  expired: 'expired',
  rejected: 'rejected',
  // coinex's own word
  filled: 'closed',
};

/** @param amount that was asked for, where the order does not say @param now ms since epoch, UTC, where it does not say when it changed */
export function toUpdate(order: CcxtOrder, amount: number, now: number): OrderUpdate {
  const status = statusOf(order);
  return {
    orderId: order.id ?? '',
    status,
    // an order to buy for a cost has the amount it got
    amount: withoutDust(status === 'closed' && order.type === 'market' && order.filled ? order.filled : (order.amount ?? amount)),
    filled: withoutDust(order.filled ?? 0),
    average: order.average ?? null,
    // without an average, ccxt makes the cost up from the limit
    cost: order.average === undefined && order.filled ? null : (order.cost ?? null),
    price: order.price ?? null,
    fees: feesOf(order),
    at: order.lastTradeTimestamp ?? order.lastUpdateTimestamp ?? order.timestamp ?? now,
  };
}

/** Where an exchange tells what was spent (gate), ccxt divides, and the last digit is no coin's. */
function withoutDust(amount: number): number {
  return Number(amount.toPrecision(15));
}

/** ccxt calls some limit orders closed that were cancelled when a part of them was filled (bybit's `PartiallyFilledCanceled`). */
function statusOf({ status, type, amount, filled }: CcxtOrder): OrderStatus {
  const known = STATUSES[status ?? 'open'] ?? 'open';
  const isPart = type === 'limit' && amount !== undefined && filled !== undefined && filled < amount * (1 - 1e-9);
  return known === 'closed' && isPart ? 'canceled' : known;
}

export function toFoundOrder(
  order: CcxtOrder,
  clientOrderId: string | null,
  now: number,
  contract: Pick<FoundOrder, 'isLiquidation' | 'positionSide'> = { isLiquidation: false },
): FoundOrder {
  return {
    clientOrderId,
    side: order.side === 'sell' ? 'sell' : 'buy',
    orderType: order.type === 'market' ? 'market' : 'limit',
    at: order.timestamp ?? now,
    ...contract,
    update: toUpdate(order, order.amount ?? 0, now),
  };
}

type Fee = CcxtOrder['fee'];
interface Charged {
  fee?: Fee;
  fees?: Fee[];
}

/** Fees of an order or a fill. A cost whose coin is not named (kraken's is "undefined") says nothing; the fills may. */
export function feesOf({ fee, fees = [] }: Charged): OrderFee[] {
  return (fees.length > 0 ? fees : [fee]).flatMap((each) =>
    each?.cost && isNamed(each.currency) ? [{ cost: Number(each.cost), currency: String(each.currency), rate: each.rate ?? null }] : [],
  );
}

/**
 * Fees of an order by all of its fills. That none took any is a fee of nothing: of an order alone it would say no more than that its
 * fees are not known yet.
 */
export function feesOfFills(fills: readonly Charged[]): OrderFee[] {
  const fees = fills.flatMap(feesOf);
  const [first] = fills;
  if (fees.length > 0 || first === undefined || !fills.every(isFree)) return fees;
  return [{ cost: 0, currency: String(first.fee?.currency ?? first.fees?.[0]?.currency), rate: 0 }];
}

function isFree({ fee, fees = [] }: Charged): boolean {
  const given = fees.length > 0 ? fees : [fee];
  return given.every((each) => Number(each?.cost ?? Number.NaN) === 0 && isNamed(each?.currency));
}

function isNamed(currency: string | undefined): boolean {
  return Boolean(currency) && currency !== 'undefined';
}
