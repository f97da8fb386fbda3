import { OrderRejected } from '../errors.ts';
import type { MarginMode } from '../ports/leverage.ts';
import type { ContractOrder } from '../traits/futures.ts';

export type OrderParameters = Readonly<Record<string, unknown>>;

/** What orders of contracts have beside the others. */
export interface FuturesOrders {
  readonly marginMode: MarginMode;
  /** Whether the account keeps longs and shorts of a pair apart. @throws ExchangeError when it can't be asked */
  readonly isHedged: () => Promise<boolean>;
}

/**
 * Parameters of an order in contracts; none on spot.
 * @throws OrderRejected where it is not known how the account keeps positions: nothing is sent then
 */
export async function contractParameters(
  futures: FuturesOrders | null,
  ofExchange: ((order: ContractOrder) => OrderParameters) | null,
  order: Pick<ContractOrder, 'side' | 'orderType' | 'isReducing'>,
): Promise<OrderParameters> {
  if (futures === null || ofExchange === null) return {};
  const { marginMode } = futures;
  try {
    const isHedged = await futures.isHedged();
    return { ...ofExchange({ ...order, marginMode, isHedged }), ...(order.isReducing ? { reduceOnly: true } : {}) };
  } catch (error) {
    throw new OrderRejected(`${(error as Error).message} The order was not sent.`, error);
  }
}
