import { Refusal } from '../../engine/refusal.ts';
import type { Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { answer, inputOf, refuse } from './rest.ts';
import { BybitSpeech } from './stream.ts';
import { orderOf } from './trading.ts';

interface OrderAnswer {
  result?: { orderId?: string; orderLinkId?: string };
}

/** Bybit: spot and linear perpetuals in a unified account. Contracts are one coin each; a stop is an order that is not triggered. */
export const bybit: Dialect = {
  name: 'bybit',
  hasOneWallet: true,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: true,
  hasContracts: true,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /v5/order/create',
  ccxtConfig: (http, ws) => ({
    urls: {
      api: {
        spot: http,
        futures: http,
        v2: http,
        public: http,
        private: http,
        ws: {
          public: {
            spot: `${ws}/v5/public/spot`,
            linear: `${ws}/v5/public/linear`,
            inverse: `${ws}/v5/public/inverse`,
            option: `${ws}/v5/public/option`,
          },
          private: {
            spot: { unified: `${ws}/v5/private`, nonUnified: `${ws}/v5/private` },
            contract: `${ws}/v5/private`,
            usdc: `${ws}/v5/private`,
            trade: `${ws}/v5/trade`,
          },
        },
      },
    },
  }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal('unknown_order'), call),
  tooOften: () => ({ status: 403, body: { retCode: 10006, retMsg: 'Too many visits!', result: {}, retExtInfo: {}, time: Date.now() } }),
  orderAskedFor: (exchange, call) => orderOf(exchange, inputOf(call)),
  answeredOrder: (exchange, answer) => {
    const id = (answer as OrderAnswer).result?.orderId;
    return id === undefined ? undefined : exchange.find(null, { id: Number(id) });
  },
  spoilIds: (answer, ids) => {
    const { result, ...rest } = answer as OrderAnswer;
    return { ...rest, result: ids === 'none' ? {} : { ...result, orderLinkId: 'somebody-elses-order' } };
  },
  weights: null,
  streams: (exchange, credentials) => new PushServer(exchange, new BybitSpeech(exchange, credentials)),
};
