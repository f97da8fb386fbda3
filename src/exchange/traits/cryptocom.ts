import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import type { KnownTraits, Lookup } from './traits.ts';

interface Cryptocom {
  v1PrivatePostPrivateGetOrderDetail(parameters: object): Promise<{ result?: object }>;
  parseOrder(order: object, market: unknown): CcxtOrder;
}

/** ccxt asks by its own number only. Source: Crypto.com, "private/get-order-detail": `client_oid`. */
const byClientOid: Lookup = async (client, wireId, pair) => {
  const raw = client as Cryptocom & CcxtExchange;
  const { result } = await raw.v1PrivatePostPrivateGetOrderDetail({ client_oid: wireId });
  return result === undefined ? null : raw.parseOrder(result, raw.market(pair));
};

export const cryptocom: KnownTraits = {
  idForm: 'letters',
  clientOrderIdParameter: 'client_oid',
  lookups: [byClientOid],
  unknownOrder: /"code":\s*"?(40401|212)\b/,
};
