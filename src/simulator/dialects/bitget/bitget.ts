import type { Dialect } from '../dialect.ts';
import { NativeRefusal } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { contractOf } from './facts.ts';
import { isContract, refuse } from './refusals.ts';
import { answer, inputOf } from './rest.ts';
import { orderOf } from './spot.ts';
import { BitgetSpeech } from './stream.ts';

interface OrderAnswer {
  data?: { orderId?: string; clientOid?: string };
}

/** Bitget: a classic account, spot and USDT-M perpetuals apart, one coin a contract. A new account has a position on each side of a contract. */
export const bitget: Dialect = {
  name: 'bitget',
  hasOneWallet: false,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: true,
  hasContracts: true,
  contract: contractOf,
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /api/v2/(spot/trade|mix/order)/place-order',
  ccxtConfig: (http, ws) => ({
    urls: {
      api: {
        spot: http,
        mix: http,
        user: http,
        p2p: http,
        broker: http,
        margin: http,
        common: http,
        tax: http,
        convert: http,
        copy: http,
        earn: http,
        uta: http,
        ws: {
          public: `${ws}/v2/ws/public`,
          private: `${ws}/v2/ws/private`,
          utaPublic: `${ws}/v3/ws/public`,
          utaPrivate: `${ws}/v3/ws/private`,
        },
      },
    },
  }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(unknown(isContract(call)), call),
  tooOften: () => ({ status: 429, body: { code: '429', msg: 'Too Many Requests', requestTime: Date.now(), data: null } }),
  orderAskedFor: (exchange, call) => orderOf(exchange, inputOf(call)),
  answeredOrder: (exchange, answer) => {
    const id = (answer as OrderAnswer).data?.orderId;
    return id === undefined || id === '' ? undefined : exchange.find(null, { id: Number(id) });
  },
  spoilIds: (answer, ids) => {
    const { data, ...rest } = answer as OrderAnswer;
    return { ...rest, data: ids === 'none' ? {} : { ...data, clientOid: 'somebodyelsesorder' } };
  },
  weights: null,
  streams: (exchange, credentials) => new PushServer(exchange, new BitgetSpeech(exchange, credentials)),
};

function unknown(isOfContracts: boolean): NativeRefusal {
  return isOfContracts
    ? new NativeRefusal('40109', 'The data of the order cannot be found, please confirm the order number')
    : new NativeRefusal('43001', 'The order does not exist');
}
