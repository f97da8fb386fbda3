import type { Dialect } from '../dialect.ts';
import { NativeRefusal } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { contractOf } from './facts.ts';
import { answer, inputOf, refuse } from './rest.ts';
import { OkxSpeech } from './stream.ts';
import { orderOf } from './trading.ts';

interface OrderAnswer {
  data?: { ordId?: string; clOrdId?: string }[];
}

/** OKX: spot and linear perpetuals in an account of futures mode, one position a contract. Contracts have sizes. */
export const okx: Dialect = {
  name: 'okx',
  hasOneWallet: true,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: true,
  hasContracts: true,
  contract: contractOf,
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /api/v5/trade/batch-orders',
  ccxtConfig: (http, ws) => ({ urls: { api: { rest: http, ws: `${ws}/ws/v5` } } }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(new NativeRefusal(call.method === 'GET' ? '51603' : '51400', 'Order does not exist', 200), call),
  tooOften: () => ({ status: 429, body: { code: '50011', msg: 'Too Many Requests', data: [] } }),
  orderAskedFor: (exchange, call) => {
    const first = call.body.startsWith('[') ? (JSON.parse(call.body) as Record<string, unknown>[])[0] : inputOf(call);
    return orderOf(exchange, first ?? {});
  },
  answeredOrder: (exchange, answer) => {
    const id = (answer as OrderAnswer).data?.[0]?.ordId;
    return id === undefined || id === '' ? undefined : exchange.find(null, { id: Number(id) });
  },
  spoilIds: (answer, ids) => {
    const { data = [], ...rest } = answer as OrderAnswer;
    const spoilt = data.map((entry) =>
      ids === 'none' ? { ...entry, ordId: '', clOrdId: '' } : { ...entry, clOrdId: 'somebodyelsesorder' },
    );
    return { ...rest, data: spoilt };
  },
  weights: null,
  streams: (exchange, credentials) => new PushServer(exchange, new OkxSpeech(exchange, credentials)),
};
