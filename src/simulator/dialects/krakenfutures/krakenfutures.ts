import type { Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { contractOf, idOf, uid } from './facts.ts';
import { answer, refuse } from './rest.ts';
import { KrakenFuturesSpeech } from './stream.ts';
import { orderNamed } from './trading.ts';

interface OrderAnswer {
  sendStatus?: { order_id?: string; orderEvents?: unknown[] };
}

const CLIENT_ID = /"cliOrdId":"[^"]*"/g;

/** Kraken's futures: perpetual contracts only, in an account of many collaterals. A stop is an order that is not triggered. */
export const krakenfutures: Dialect = {
  name: 'krakenfutures',
  credentials: { secret: 'c2ltdWxhdG9yLXNlY3JldA==' },
  contractsOnlyIn: 'USD',
  hasOneWallet: false,
  feesIn: 'quote',
  // Source: Kraken, "Fee schedule", futures, taker
  fee: 0.0005,
  cancelsPostOnlyThatTakes: false,
  hasContracts: true,
  contract: contractOf,
  candlesKept: null,
  orderId: uid,
  orderCall: 'POST /derivatives/api/v3/sendorder',
  ccxtConfig: (http, ws) => ({
    urls: {
      api: {
        charts: `${http}/api/charts/`,
        history: `${http}/api/history/`,
        public: `${http}/derivatives/api/`,
        private: `${http}/derivatives/api/`,
        ws: `${ws}/ws/v1`,
      },
    },
  }),
  answer,
  refuse,
  unknownOrder: (call) =>
    call.method === 'GET'
      ? { status: 200, body: { result: 'success', orders: [], serverTime: new Date().toISOString() } }
      : { status: 200, body: { result: 'success', cancelStatus: { status: 'notFound' }, serverTime: new Date().toISOString() } },
  tooOften: () => ({ status: 429, body: { result: 'error', error: 'apiLimitExceeded', serverTime: new Date().toISOString() } }),
  orderAskedFor: (exchange, call) => orderNamed(exchange, call.params),
  answeredOrder: (exchange, answer) => {
    const id = (answer as OrderAnswer).sendStatus?.order_id;
    return id === undefined ? undefined : exchange.find(null, { id: idOf(id) });
  },
  spoilIds: (answer, ids) => {
    if (ids === 'foreign') return JSON.parse(JSON.stringify(answer).replace(CLIENT_ID, '"cliOrdId":"somebody-elses-order"'));
    const { sendStatus, ...rest } = answer as OrderAnswer;
    const { order_id: _, orderEvents: __, ...status } = sendStatus ?? {};
    return { ...rest, sendStatus: status };
  },
  weights: null,
  streams: (exchange, credentials) => new PushServer(exchange, new KrakenFuturesSpeech(exchange, credentials)),
};
