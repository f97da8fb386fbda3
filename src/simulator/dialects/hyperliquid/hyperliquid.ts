import type { Exchange } from '../../engine/exchange.ts';
import type { Order } from '../../engine/order.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import type { Call, Dialect } from '../dialect.ts';
import { PushServer } from '../push.ts';
import { sizeDecimals } from './coins.ts';
import { CANDLES, orderAsked } from './info.ts';
import { answer, bodyOf, refuse } from './rest.ts';
import type { Fields } from './sign.ts';
import { HyperliquidSpeech } from './stream.ts';
import { ADDRESS, PRIVATE_KEY } from './wallets.ts';

/** Digits of a price, and decimal places of price and size together. Source: Hyperliquid, "Tick and lot size". */
const SIGNIFICANT_DIGITS = 5;
const DECIMALS = { spot: 8, contract: 6 } as const;
const SMALLEST_VALUE = 10;

/** Points of a question, and how many there are a minute. Source: Hyperliquid, "Rate limits and user limits". */
const LIGHT: readonly string[] = ['l2Book', 'allMids', 'clearinghouseState', 'orderStatus', 'spotClearinghouseState', 'exchangeStatus'];
const WEIGHT_LIMIT = 1200;

interface OrderAnswer {
  readonly response?: { readonly data?: { readonly statuses?: readonly { resting?: { oid?: number }; filled?: { oid?: number } }[] } };
}

/** Hyperliquid: spot and perpetual contracts, in accounts of their own. Who signs is the account; there are limit orders only. */
export const hyperliquid: Dialect = {
  name: 'hyperliquid',
  credentials: { key: ADDRESS, secret: PRIVATE_KEY },
  hasOneWallet: false,
  feesIn: 'received',
  cancelsPostOnlyThatTakes: false,
  hasContracts: true,
  contract: ({ stepSize }) => ({ size: 1, step: stepSize }),
  market: (symbol: MarketSymbol) => {
    const places = (symbol.isPerpetual ? DECIMALS.contract : DECIMALS.spot) - sizeDecimals(symbol);
    return { ...symbol, tickSize: Number(`1e-${places}`), significantDigits: SIGNIFICANT_DIGITS, minNotional: SMALLEST_VALUE };
  },
  fundingMs: 3_600_000,
  candlesKept: CANDLES,
  orderId: String,
  orderCall: 'POST /exchange.*"type":"order"',
  ccxtConfig: (http, ws) => ({
    walletAddress: ADDRESS,
    privateKey: PRIVATE_KEY,
    urls: { api: { public: http, private: http, ws: { public: `${ws}/ws` } } },
  }),
  answer,
  refuse,
  unknownOrder: (call) => ({
    status: 200,
    body:
      call.path === '/info'
        ? { status: 'unknownOid' }
        : {
            status: 'ok',
            response: { type: 'cancel', data: { statuses: [{ error: 'Order was never placed, already canceled, or filled.' }] } },
          },
  }),
  tooOften: () => ({ status: 429, body: null }),
  orderAskedFor,
  answeredOrder: (exchange, answered) => {
    const [status] = (answered as OrderAnswer).response?.data?.statuses ?? [];
    const id = status?.resting?.oid ?? status?.filled?.oid;
    return id === undefined ? undefined : exchange.find(null, { id });
  },
  spoilIds: (_answered, ids) => ({
    status: 'ok',
    response: { type: 'order', data: { statuses: [{ resting: ids === 'none' ? {} : { oid: 1, cloid: `0x${'1'.repeat(32)}` } }] } },
  }),
  weights: { of: weightOf, limit: WEIGHT_LIMIT, headers: () => ({}) },
  streams: (exchange, credentials) => new PushServer(exchange, new HyperliquidSpeech(exchange, credentials.key)),
};

function weightOf(call: Call): number {
  if (call.path !== '/info') return 1;
  const type = /"type":"(\w+)"/.exec(call.body)?.[1] ?? '';
  return LIGHT.includes(type) ? 2 : 20;
}

function orderAskedFor(exchange: Exchange, call: Call): Order | undefined {
  const asked = bodyOf(call);
  if (call.path === '/info') return orderAsked(exchange, asked);
  const { cancels } = (asked['action'] ?? {}) as { cancels?: readonly Fields[] };
  const [{ o, cloid } = {}] = cancels ?? [];
  return o === undefined && cloid === undefined ? undefined : orderAsked(exchange, { oid: o ?? cloid });
}
