import { Refusal } from '../../engine/refusal.ts';
import type { Call, Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { idOf, uuidOf } from './facts.ts';
import { answer, inputOf, refuse } from './rest.ts';
import { BitvavoSpeech } from './stream.ts';
import { orderNamed } from './trading.ts';

/** Points a minute. */
const WEIGHT_LIMIT = 1000;
/** Points of a call, and of one that names no market. Source: Bitvavo, "Rate limits". */
const WEIGHTS: Readonly<Record<string, readonly [one: number, all: number]>> = {
  '/v2/ticker/24h': [1, 25],
  '/v2/ordersOpen': [1, 25],
  '/v2/orders': [5, 5],
  '/v2/trades': [5, 5],
  '/v2/balance': [5, 5],
};

/** Bitvavo: spot. Ids are UUIDs; fees are paid in the quote currency; every order names its operator. */
export const bitvavo: Dialect = {
  name: 'bitvavo',
  // keys have 64 letters
  credentials: { key: 'simulator-key-'.padEnd(64, '0') },
  hasOneWallet: true,
  feesIn: 'quote',
  cancelsPostOnlyThatTakes: true,
  hasContracts: false,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: null,
  orderId: (id) => uuidOf('order', id),
  orderCall: 'POST /v2/order',
  ccxtConfig: (http, ws) => ({ urls: { api: { public: http, private: http, ws: `${ws}/v2` } } }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal('unknown_order'), call),
  tooOften: (seconds) => ({
    status: 429,
    body: {
      errorCode: 105,
      error: `Your IP or API key has been banned for not respecting the rate limit. The ban expires at ${Date.now() + seconds * 1000}.`,
    },
  }),
  orderAskedFor: (exchange, call) => orderNamed(exchange, inputOf(call)),
  answeredOrder: (exchange, answered) => exchange.find(null, { id: idOf('order', (answered as { orderId?: string }).orderId) }),
  spoilIds: (answered, ids) => {
    const { orderId: _, clientOrderId: __, ...rest } = answered as Record<string, unknown>;
    return ids === 'none' ? rest : { ...rest, orderId: uuidOf('order', 0), clientOrderId: '00000000-0000-4000-8000-000000000000' };
  },
  weights: {
    of: ({ path, params }: Call) => WEIGHTS[path]?.[params.has('market') ? 0 : 1] ?? 1,
    limit: WEIGHT_LIMIT,
    headers: (used) => ({
      'bitvavo-ratelimit-limit': String(WEIGHT_LIMIT),
      'bitvavo-ratelimit-remaining': String(Math.max(WEIGHT_LIMIT - used, 0)),
    }),
  },
  streams: (exchange, credentials) => new PushServer(exchange, new BitvavoSpeech(exchange, credentials)),
};
