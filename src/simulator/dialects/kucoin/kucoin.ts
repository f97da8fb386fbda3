import { type Dialect, NativeRefusal } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { idOf, orderId } from './facts.ts';
import { answer, idAtEnd, refuse } from './rest.ts';
import { KucoinSpeech } from './stream.ts';
import { notThere } from './trading.ts';

interface OrderAnswer {
  readonly data?: { readonly orderId?: string; readonly clientOid?: string };
}

const ADDRESSES = ['public', 'private', 'futuresPrivate', 'futuresPublic', 'webExchange', 'broker', 'earn', 'uta', 'utaV2', 'utaPrivate'];

/** KuCoin: spot, in an account of high frequency. Fees are paid in the quote currency; stops lie in a book of their own. */
export const kucoin: Dialect = {
  name: 'kucoin',
  hasOneWallet: true,
  feesIn: 'quote',
  cancelsPostOnlyThatTakes: true,
  hasContracts: false,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: null,
  orderId,
  orderCall: 'POST /api/v1/hf/orders',
  ccxtConfig: (http) => ({ urls: { api: Object.fromEntries(ADDRESSES.map((name) => [name, http])) } }),
  answer,
  refuse,
  unknownOrder: (call) => {
    const isCancel = call.method === 'DELETE';
    return refuse(isCancel ? new NativeRefusal('400100', 'order_not_exist_or_not_allow_to_cancel', 200) : notThere(), call);
  },
  tooOften: () => ({ status: 429, body: { code: '429000', msg: 'Too Many Requests' } }),
  orderAskedFor: (exchange, call) => {
    const id = idAtEnd(call);
    return exchange.find(null, call.path.includes('/client-order/') ? { clientId: id } : { id: idOf(id) });
  },
  answeredOrder: (exchange, answer) => exchange.find(null, { id: idOf((answer as OrderAnswer).data?.orderId) }),
  spoilIds: (answer, ids) => {
    const { data, ...rest } = answer as OrderAnswer;
    return { ...rest, data: ids === 'none' ? {} : { ...data, clientOid: 'somebodyelsesorder' } };
  },
  weights: null,
  streams: (exchange) => new PushServer(exchange, new KucoinSpeech(exchange)),
};
