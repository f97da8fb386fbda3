import { Refusal } from '../../engine/refusal.ts';
import type { Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { answer, refuse } from './rest.ts';
import { BingxSpeech } from './stream.ts';
import { orderNamed } from './trading.ts';

interface OrderAnswer {
  readonly data?: { readonly orderId?: number; readonly clientOrderID?: string };
}

const ADDRESSES = ['fund', 'spot', 'swap', 'contract', 'wallets', 'user', 'subAccount', 'account', 'copyTrading', 'cswap', 'api', 'agent'];

/** BingX: spot. Market orders to buy have a cost; lists do not show our ids. */
export const bingx: Dialect = {
  name: 'bingx',
  hasOneWallet: true,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: true,
  hasContracts: false,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  candlesKept: null,
  orderId: String,
  orderCall: 'POST /openApi/spot/v1/trade/order',
  ccxtConfig: (http, ws) => ({
    urls: { api: { ...Object.fromEntries(ADDRESSES.map((name) => [name, `${http}/openApi`])), ws: { spot: `${ws}/market` } } },
  }),
  answer,
  refuse,
  unknownOrder: (call) => refuse(new Refusal(call.method === 'GET' ? 'unknown_order' : 'order_is_closed'), call),
  tooOften: () => ({ status: 200, body: { code: 100_410, msg: 'rate limited' } }),
  orderAskedFor: (exchange, call) => orderNamed(exchange, call.params),
  answeredOrder: (exchange, answer) => {
    const id = (answer as OrderAnswer).data?.orderId;
    return id === undefined ? undefined : exchange.find(null, { id });
  },
  spoilIds: (answer, ids) => {
    const { data, ...rest } = answer as OrderAnswer;
    const { orderId, clientOrderID: _, ...more } = data ?? {};
    return { ...rest, data: ids === 'none' ? more : { ...more, orderId, clientOrderID: 'somebodyelsesorder' } };
  },
  weights: null,
  streams: (exchange) => new PushServer(exchange, new BingxSpeech(exchange)),
};
