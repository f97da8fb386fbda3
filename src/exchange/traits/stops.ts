import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { exchangeFacts } from '../facts.ts';
import { byParameter } from './lookups.ts';
import type { KnownTraits, StopList, StopTraits } from './traits.ts';

/** Stops as most exchanges have them: among the orders, or beside them with `stop: true`. */
export function usualStops(name: string, { clientOrderIdParameter, lookups }: KnownTraits, isFutures: boolean): StopTraits {
  const { stoploss_query_requires_stop_flag: isApart, stoploss_algo_order_info_id: field } = exchangeFacts(name, isFutures).facts;
  const flag = isApart ? { stop: true } : {};
  return {
    clientOrderIdParameters: [clientOrderIdParameter ?? 'clientOrderId'],
    laidByHand: null,
    parameters: () => ({}),
    contractParameters: () => ({}),
    findParameters: flag,
    cancelParameters: flag,
    isRefusedInSilence: false,
    lookups: lookups ?? [byParameter('clientOrderId', flag)],
    isFoundInLists: isApart,
    lists: stopLists(flag),
    orderType: null,
    refusal: null,
    guessesDirection: false,
    fired: field === undefined ? async () => null : firedAs(field),
  };
}

/** Resting stops, then past ones; the lists that an exchange has not are left out. */
export function stopLists(parameters: Readonly<Record<string, unknown>>): readonly StopList[] {
  return (['fetchOpenOrders', 'fetchCanceledOrders', 'fetchClosedOrders'] as const).map((call) => ({ call, parameters }));
}

/** The order that has a stop's number as its client id, among the finished and the waiting ones. */
export const firedWithItsNumber: StopTraits['fired'] = async (client, stop, pair) => {
  if (stop.status !== 'closed') return null;
  for (const call of ['fetchCanceledAndClosedOrders', 'fetchOpenOrders'] as const) {
    const found = (await client[call](pair)).find(({ clientOrderId }) => clientOrderId === stop.id);
    if (found !== undefined) return found;
  }
  return null;
};

/** The order whose number a stop tells in a field of its own once it was woken. */
export function firedAs(field: string): StopTraits['fired'] {
  return async (client: CcxtExchange, stop: CcxtOrder, pair: string) => {
    const id = (stop.info as Readonly<Record<string, unknown>> | undefined)?.[field];
    const isNamed = (typeof id === 'string' || typeof id === 'number') && !['', '0'].includes(String(id));
    return isNamed && stop.status !== 'open' ? client.fetchOrder(String(id), pair) : null;
  };
}
