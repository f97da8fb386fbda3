import { Refusal } from '../../engine/refusal.ts';
import type { Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { answer, askedOf, refuse } from './rest.ts';
import { HtxSpeech } from './stream.ts';
import { orderNamed } from './trading.ts';

interface OrderAnswer {
  readonly data?: string;
}

/** HTX: spot. Market orders to buy have a cost; stops lie among the orders; the host is signed with every request. */
export const htx: Dialect = {
  name: 'htx',
  hasOneWallet: true,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: false,
  hasContracts: false,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /v1/order/orders/place',
  ccxtConfig: (http, ws) => {
    const host = http.replace('http://', '');
    const api = Object.fromEntries(
      ['status', 'contract', 'spot', 'public', 'private', 'v2Public', 'v2Private'].map((name) => [name, http]),
    );
    const spot = { public: `${ws}/ws`, private: `${ws}/ws/v2`, feed: `${ws}/feed` };
    return {
      urls: { hostnames: { spot: host, contract: host }, api: { ...api, ws: { api: { spot } } } },
      // contracts have an exchange of their own, which ccxt asks as well
      options: { fetchMarkets: { types: { spot: true, linear: false, inverse: false } } },
    };
  },
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal('unknown_order'), call),
  tooOften: () => ({ status: 429, body: { status: 'error', 'err-code': 'rate-too-many-requests', 'err-msg': 'exceeded rate limit' } }),
  orderAskedFor: (exchange, call) => orderNamed(exchange, askedOf(call)),
  answeredOrder: (exchange, answer) => exchange.find(null, { id: Number((answer as OrderAnswer).data) }),
  spoilIds: (answer, ids) => {
    const { data: _, ...rest } = answer as OrderAnswer;
    return ids === 'none' ? rest : { ...rest, data: '999999' };
  },
  weights: null,
  streams: (exchange, credentials) => new PushServer(exchange, new HtxSpeech(exchange, credentials)),
};
