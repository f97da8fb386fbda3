import type { Lookup } from './traits.ts';

/** By the call for one order, our id in a parameter. @param more further parameters */
export function byParameter(parameter: string, more: Readonly<Record<string, unknown>> = {}): Lookup {
  return (client, wireId, pair) => client.fetchOrder(undefined as unknown as string, pair, { ...more, [parameter]: wireId });
}

/** By the call for one order, our id in the place of the order's own. */
export function inPlaceOfId(prefix = '', parametersOf: (wireId: string) => Readonly<Record<string, unknown>> = () => ({})): Lookup {
  return (client, wireId, pair) => client.fetchOrder(prefix + wireId, pair, { ...parametersOf(wireId) });
}

/** Lists of a pair's orders in which one is looked for by our id. */
type OrderList = 'fetchOpenOrders' | 'fetchClosedOrders' | 'fetchCanceledAndClosedOrders' | 'fetchOrders';

/**
 * Among the open orders of the pair, then among the closed ones. @param parameter asks for those of our id only, where the exchange knows how
 * @param lists those that hold cancelled orders, too
 */
export function inLists(
  parameter: string | null,
  prefix = '',
  lists: readonly OrderList[] = ['fetchOpenOrders', 'fetchClosedOrders'],
): Lookup {
  return async (client, wireId, pair) => {
    const parameters = parameter === null ? {} : { [parameter]: wireId };
    for (const list of lists) {
      const found = await client[list](pair, undefined, undefined, parameters);
      const order = found.find(({ clientOrderId }) => clientOrderId === prefix + wireId || clientOrderId === wireId);
      if (order !== undefined) return order;
    }
    return null;
  };
}
