import type { Exchange } from '../../engine/exchange.ts';
import type { Order } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { Call, Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { answer, refuse, requestWeight } from './rest.ts';
import { orderOf } from './spot.ts';
import { BinanceSpeech } from './stream.ts';

interface AnsweredOrder {
  symbol?: string;
  orderId?: number;
  clientOrderId?: string;
}

/** Binance: spot and USDⓈ-M futures. Contracts are one coin each. */
export const binance: Dialect = {
  name: 'binance',
  hasOneWallet: false,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: false,
  hasContracts: true,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /api/v3/order',
  ccxtConfig: (http, ws) => ({
    urls: {
      api: {
        public: `${http}/api/v3`,
        private: `${http}/api/v3`,
        v1: `${http}/api/v1`,
        sapi: `${http}/sapi/v1`,
        sapiV2: `${http}/sapi/v2`,
        fapiPublic: `${http}/fapi/v1`,
        fapiPublicV2: `${http}/fapi/v2`,
        fapiPublicV3: `${http}/fapi/v3`,
        fapiPrivate: `${http}/fapi/v1`,
        fapiPrivateV2: `${http}/fapi/v2`,
        fapiPrivateV3: `${http}/fapi/v3`,
        dapiPublic: `${http}/dapi/v1`,
        ws: { spot: `${ws}/stream`, future: `${ws}/futures/ws`, 'ws-api': { spot: `${ws}/ws-api/v3` } },
      },
    },
  }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal('unknown_order'), call),
  tooOften: () => ({ status: 429, body: { code: -1003, msg: 'Too many requests.' } }),
  orderAskedFor: (exchange: Exchange, call: Call): Order | undefined => orderOf(exchange, call.params, call.path.startsWith('/fapi/')),
  answeredOrder: (exchange, answer) => {
    const { orderId } = answer as AnsweredOrder;
    return orderId === undefined ? undefined : exchange.find(null, { id: orderId });
  },
  spoilIds: (answer, ids) => {
    const { orderId, clientOrderId, ...rest } = answer as AnsweredOrder;
    if (ids === 'none') return rest;
    return clientOrderId === undefined ? answer : { ...rest, orderId, clientOrderId: 'somebody-elses-order' };
  },
  weights: {
    of: requestWeight,
    limit: 6000,
    headers: (used, call) => ({
      'x-mbx-used-weight-1m': String(used),
      ...(call.method === 'POST' && call.path === '/api/v3/order' ? { 'x-mbx-order-count-10s': '1' } : {}),
    }),
  },
  streams: (exchange, credentials) => new PushServer(exchange, new BinanceSpeech(exchange, credentials)),
};
