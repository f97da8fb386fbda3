import { Refusal } from '../../engine/refusal.ts';
import type { Call, Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { contractOf } from './futures.ts';
import { answer, refuse } from './rest.ts';
import { GateSpeech } from './stream.ts';

interface AnsweredOrder {
  id?: string | number;
  text?: string;
}

const PRIVATE = [
  'withdrawals',
  'wallet',
  'futures',
  'margin',
  'delivery',
  'spot',
  'options',
  'subAccounts',
  'unified',
  'rebate',
  'earn',
  'account',
  'loan',
];

/** Gate: spot and contracts paid in USDT, each with a wallet of its own. Contracts have sizes, and are traded whole. */
export const gate: Dialect = {
  name: 'gate',
  hasOneWallet: false,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: false,
  hasContracts: true,
  contract: contractOf,
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /api/v4/spot/orders',
  ccxtConfig: (http, ws) => {
    const addresses = Object.fromEntries([...PRIVATE, 'sub_accounts'].map((name) => [name, `${http}/api/v4`]));
    return {
      urls: {
        api: {
          public: addresses,
          private: addresses,
          ws,
          spot: `${ws}/ws/v4/`,
          swap: { usdt: `${ws}/v4/ws/usdt`, btc: `${ws}/v4/ws/btc` },
        },
      },
    };
  },
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal('unknown_order'), call),
  tooOften: () => ({ status: 429, body: { label: 'TOO_MANY_REQUESTS', message: 'Request Rate limit Exceeded' } }),
  orderAskedFor: (exchange, call: Call) => {
    const id = decodeURIComponent(call.path.split('/').at(-1) ?? '');
    return exchange.find(null, id.startsWith('t-') ? { clientId: id } : { id: Number(id) });
  },
  answeredOrder: (exchange, answer) => {
    const { id } = answer as AnsweredOrder;
    return id === undefined ? undefined : exchange.find(null, { id: Number(id) });
  },
  spoilIds: (answer, ids) => {
    const { id, text: _, ...rest } = answer as AnsweredOrder;
    return ids === 'none' ? rest : { ...rest, id, text: 't-somebodyelsesorder' };
  },
  weights: null,
  streams: (exchange, credentials) => new PushServer(exchange, new GateSpeech(exchange, credentials)),
};
