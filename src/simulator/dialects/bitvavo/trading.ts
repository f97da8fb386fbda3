import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { idOf, orderRow, tradeRow, uuidOf } from './facts.ts';
import { symbolNamed, whole } from './market-data.ts';

export type Input = Readonly<Record<string, unknown>>;
type Handler = (exchange: Exchange, input: Input) => unknown;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const TIMES: readonly string[] = ['GTC', 'IOC', 'FOK'];
/** Parameters of a new order. Source: Bitvavo, "Create order". */
const PARAMETERS: readonly string[] = [
  ...['market', 'side', 'orderType', 'operatorId', 'clientOrderId', 'amount', 'amountQuote', 'price', 'triggerAmount', 'triggerType'],
  ...['triggerReference', 'timeInForce', 'postOnly', 'selfTradePrevention', 'disableMarketProtection', 'responseRequired'],
];

/** Who has placed each order, as its placer says. */
const operators = new WeakMap<Order, number>();

/** Signed calls. Source: Bitvavo, "REST API", "Trading endpoints", "Account". */
export const TRADING: Readonly<Record<string, Handler>> = {
  'GET account': (exchange) => {
    const fee = decimalText(exchange.fee);
    return { fees: { tier: 0, taker: fee, maker: fee, volume: '0.00' }, capabilities: ['buy', 'sell'] };
  },
  'GET account/fees': (exchange) => {
    const fee = decimalText(exchange.fee);
    return { tier: '0', volume: '0.00', taker: fee, maker: fee };
  },
  'GET balance': (exchange) => {
    exchange.match();
    return [...exchange.wallet.balances].map(([coin, { free, locked }]) => ({
      symbol: coin,
      available: decimalText(free),
      inOrder: decimalText(locked),
    }));
  },
  'POST order': (exchange, input) => {
    const request = newOrder(exchange, input);
    const operator = operatorOf(input);
    const order = exchange.place(request);
    operators.set(order, operator);
    return rowOf(order);
  },
  'DELETE order': (exchange, input) => {
    const operatorId = operatorOf({ operatorId: Number(input['operatorId'] ?? Number.NaN) });
    const order = exchange.cancel(orderNamed(exchange, input));
    return { orderId: uuidOf('order', order.id), clientOrderId: input['clientOrderId'], operatorId };
  },
  'GET order': (exchange, input) => {
    const order = orderNamed(exchange, input);
    if (order === undefined) throw new Refusal('unknown_order');
    return rowOf(order);
  },
  'GET orders': (exchange, input) => {
    const found = within(input, exchange.listed(symbolNamed(exchange, input['market'])), ({ time }) => time);
    return found.map(rowOf);
  },
  'GET ordersOpen': (exchange, input) => exchange.openOrders(symbolOrAll(exchange, input)).reverse().map(rowOf),
  'GET trades': (exchange, input) => {
    const fills = exchange
      .listed(symbolNamed(exchange, input['market']))
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .sort((a, b) => a.fill.id - b.fill.id);
    return within(input, fills, ({ fill }) => fill.time).map(({ order, fill }) => tradeRow(order, fill));
  },
};

function rowOf(order: Order): Record<string, unknown> {
  return orderRow(order, operators.get(order));
}

function symbolOrAll(exchange: Exchange, input: Input): MarketSymbol | null {
  return input['market'] === undefined ? null : symbolNamed(exchange, input['market']);
}

/** Newest first, from `start` to `end`, at most `limit`. @param entries oldest first */
function within<T>(input: Input, entries: readonly T[], timeOf: (entry: T) => number): T[] {
  const params = new URLSearchParams(Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]));
  const limit = whole(params, 'limit', 500, 1000);
  const start = whole(params, 'start', 0, Number.MAX_SAFE_INTEGER);
  const end = whole(params, 'end', Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const found = entries.filter((entry) => timeOf(entry) >= start && timeOf(entry) <= end);
  return found.reverse().slice(0, limit);
}

/** The order a call names; the client's id goes before. Source: Bitvavo, "Get order". */
export function orderNamed(exchange: Exchange, input: Input): Order | undefined {
  const symbol = symbolNamed(exchange, input['market']);
  const { clientOrderId, orderId } = input;
  if (clientOrderId !== undefined) return exchange.find(symbol, { clientId: clientIdOf(clientOrderId) });
  if (orderId === undefined) throw new NativeRefusal(203, 'orderId or clientOrderId parameter is required.');
  if (!UUID.test(String(orderId))) throw new NativeRefusal(205, 'orderId parameter is invalid.');
  return exchange.find(symbol, { id: idOf('order', orderId) });
}

/** Every order and cancel says who gives it. Source: Bitvavo, "Create order": `operatorId`. */
function operatorOf({ operatorId }: Input): number {
  if (typeof operatorId === 'number' && Number.isSafeInteger(operatorId)) return operatorId;
  throw operatorId === undefined || Number.isNaN(operatorId)
    ? new NativeRefusal(203, 'operatorId parameter is required.')
    : new NativeRefusal(205, 'operatorId parameter is invalid.');
}

/** @throws NativeRefusal for a parameter that Bitvavo would not take */
function newOrder(exchange: Exchange, input: Input): NewOrder {
  const unknown = Object.keys(input).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) throw new NativeRefusal(204, `${unknown} parameter is not supported.`);
  const symbol = symbolNamed(exchange, input['market']);
  const { side, orderType: kind, amountQuote, timeInForce: time = 'GTC', postOnly = false } = input;
  if (side !== 'buy' && side !== 'sell') throw new NativeRefusal(205, 'side parameter is invalid.');
  const isStop = kind === 'stopLoss' || kind === 'stopLossLimit';
  if (!isStop && kind !== 'limit' && kind !== 'market') throw new NativeRefusal(205, 'orderType parameter is invalid.');
  const type = kind === 'market' || kind === 'stopLoss' ? 'market' : 'limit';
  for (const name of ['price', 'timeInForce', 'postOnly']) {
    if (type === 'market' && input[name] !== undefined) throw new NativeRefusal(202, `${name} order parameter is not supported.`);
  }
  if (type === 'limit' && amountQuote !== undefined) throw new NativeRefusal(202, 'amountQuote order parameter is not supported.');
  if (input['amount'] !== undefined && amountQuote !== undefined) throw new NativeRefusal(206, 'Use either amount or amountQuote.');
  if (!TIMES.includes(String(time))) throw new NativeRefusal(205, 'timeInForce parameter is invalid.');
  const number = (name: string) => (input[name] === undefined ? undefined : Number(input[name]));
  const stop = number('triggerAmount');
  const now = exchange.price(symbol);
  if (isStop && (stop === undefined || input['triggerType'] !== 'price')) throw new Refusal('no_stop_price');
  if (isStop && stop !== undefined && (side === 'sell' ? now <= stop : now >= stop)) throw new Refusal('stop_on_wrong_side');
  return {
    symbol,
    side,
    type,
    amount: number('amount'),
    cost: number('amountQuote'),
    price: number('price'),
    timeInForce: time as TimeInForce,
    isPostOnly: postOnly === true,
    trigger: isStop && stop !== undefined ? { price: stop, direction: side === 'sell' ? 'below' : 'above' } : undefined,
    clientId: input['clientOrderId'] === undefined ? undefined : clientIdOf(input['clientOrderId']),
  };
}

function clientIdOf(given: unknown): string {
  if (typeof given !== 'string' || !UUID.test(given)) throw new NativeRefusal(205, 'clientOrderId parameter is invalid.');
  return given;
}
