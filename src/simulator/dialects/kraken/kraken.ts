import { Refusal } from '../../engine/refusal.ts';
import type { Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { idOf, txid } from './facts.ts';
import { answer, refuse } from './rest.ts';
import { KrakenSpeech } from './stream.ts';
import { orderNamed } from './trading.ts';

interface OrderAnswer {
  result?: { txid?: string[]; descr?: object };
}

/** Kraken: spot. Fees are paid in the quote currency; the secret is base64. */
export const kraken: Dialect = {
  name: 'kraken',
  credentials: { secret: 'c2ltdWxhdG9yLXNlY3JldA==' },
  hasOneWallet: true,
  feesIn: 'quote',
  cancelsPostOnlyThatTakes: false,
  hasContracts: false,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: 720,
  orderId: txid,
  orderCall: 'POST /0/private/AddOrder',
  ccxtConfig: (http, ws) => ({
    urls: { api: { public: http, private: http, ws: { public: ws, private: ws, privateV2: `${ws}/v2`, publicV2: `${ws}/v2` } } },
  }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal('unknown_order'), call),
  tooOften: () => ({ status: 200, body: { error: ['EAPI:Rate limit exceeded'] } }),
  orderAskedFor: (exchange, call) => orderNamed(exchange, call.params),
  answeredOrder: (exchange, answer) => exchange.find(null, { id: idOf((answer as OrderAnswer).result?.txid?.[0]) }),
  spoilIds: (answer, ids) => {
    const { result, ...rest } = answer as OrderAnswer;
    return { ...rest, result: { ...result, txid: ids === 'none' ? [] : ['OSIM00-00000-999999'] } };
  },
  weights: null,
  streams: (exchange) => new PushServer(exchange, new KrakenSpeech(exchange)),
};
