import type { Exchange } from '../../engine/exchange.ts';
import type { NewOrder, Order, TimeInForce, Trigger } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { categoryOf, fillRow, orderRow, positionRow, walletRow, wireId } from './facts.ts';
import { symbolOf, symbolsOf } from './market-data.ts';

export type Input = Readonly<Record<string, unknown>>;
type Handler = (exchange: Exchange, input: Input) => object;

/** The call for open orders tells of that many closed ones, too. Source: Bybit, "Get open & closed orders". */
const RECENT_CLOSED = 500;
/** A cancelled order that nothing of was filled is not in the history for longer. Source: Bybit, "Get order history". */
const UNFILLED_MEMORY_MS = 24 * 3_600_000;
/** What one search of the past spans, from its beginning on, or up to now where it has none. Source: Bybit, "Get order history", "Get trade history". */
const SEARCH_MS = 7 * 24 * 3_600_000;
/** Letters, digits, dashes, underscores. Source: Bybit, "Place order". */
const CLIENT_ID = /^[A-Za-z0-9_-]{1,36}$/;

/** Signed calls. Source: Bybit, "Trade", "Position", "Account", "User". */
export const TRADING: Readonly<Record<string, Handler>> = {
  'GET user/query-api': () => ({
    id: '1',
    readOnly: 0,
    permissions: { Spot: ['SpotTrade'], ContractTrade: ['Order', 'Position'] },
    unified: 0,
    uta: 1,
  }),
  'GET asset/coin/query-info': () => ({ rows: [] }),
  'GET account/info': (exchange) => ({
    marginMode: isIsolated(exchange) ? 'ISOLATED_MARGIN' : 'REGULAR_MARGIN',
    updatedTime: String(exchange.now()),
    unifiedMarginStatus: 6,
    dcpStatus: 'OFF',
    spotHedgingStatus: 'OFF',
  }),
  'GET account/wallet-balance': (exchange) => ({ list: [walletRow(exchange)] }),
  'GET account/fee-rate': (exchange, input) => ({
    list: symbolsOf(exchange, input['category']).map((symbol) => ({
      symbol: wireId(symbol),
      takerFeeRate: decimalText(exchange.fee),
      makerFeeRate: decimalText(exchange.fee),
    })),
  }),
  'POST account/set-margin-mode': (exchange, input) => {
    exchange.positions.setMarginMode(null, input['setMarginMode'] === 'ISOLATED_MARGIN' ? 'isolated' : 'cross');
    return { reasons: [] };
  },
  'POST position/set-leverage': (exchange, input) => {
    const symbol = symbolOf(exchange, input['category'], input['symbol']);
    const leverage = Number(input['buyLeverage']);
    if (exchange.positions.leverage(symbol) === leverage) throw new NativeRefusal(110043, 'leverage not modified', 200);
    exchange.positions.setLeverage(symbol, leverage);
    return {};
  },
  'POST position/switch-mode': ({ positions }, input) => {
    // freqtrade sets it with every start, and starts
    if (Number(input['mode']) === 0 && !positions.account.isHedged) return {};
    throw new NativeRefusal(110028, 'Currently you have orders or positions, you cannot switch position mode', 200);
  },
  'GET position/list': (exchange, input) => {
    exchange.match();
    const list = [...exchange.positions.open.values()]
      .filter(({ symbol }) => input['symbol'] === undefined || wireId(symbol) === input['symbol'])
      .map((position) => positionRow(exchange, position));
    return { category: 'linear', list, nextPageCursor: '' };
  },
  'POST order/create': (exchange, input) => {
    const order = exchange.place(newOrder(exchange, input));
    return { orderId: String(order.id), orderLinkId: String(input['orderLinkId'] ?? '') };
  },
  'POST order/cancel': (exchange, input) => {
    const order = exchange.cancel(orderOf(exchange, input));
    return { orderId: String(order.id), orderLinkId: order.clientId };
  },
  'GET order/realtime': (exchange, input) => {
    const orders = ordersOf(exchange, input);
    const closed = orders.filter(({ status }) => status !== 'open').slice(0, RECENT_CLOSED);
    const open = orders.filter(({ status }) => status === 'open');
    const isOneAsked = input['orderId'] !== undefined || input['orderLinkId'] !== undefined;
    return listed(input, String(input['openOnly'] ?? '0') === '1' || isOneAsked ? [...open, ...closed] : open);
  },
  'GET order/history': (exchange, input) => {
    const { from, to } = searched(exchange, input);
    const isForgotten = ({ executed, updateTime }: Order) => executed === 0 && exchange.now() - updateTime > UNFILLED_MEMORY_MS;
    return listed(
      input,
      ordersOf(exchange, input).filter((order) => order.status !== 'open' && order.time >= from && order.time <= to && !isForgotten(order)),
    );
  },
  'GET execution/list': (exchange, input) => {
    if (input['execType'] === 'Funding') return { category: 'linear', list: funding(exchange, input), nextPageCursor: '' };
    const { from, to } = searched(exchange, input);
    const list = ordersOf(exchange, input)
      .flatMap((order) => order.fills.filter(({ time }) => time >= from && time <= to).map((fill) => fillRow(order, fill)))
      .slice(0, 100);
    return { category: input['category'], list, nextPageCursor: '' };
  },
};

/** An order that is named is found however old it is. */
function searched(exchange: Exchange, input: Input): { from: number; to: number } {
  if (input['orderId'] !== undefined || input['orderLinkId'] !== undefined) return { from: 0, to: exchange.now() };
  const from = Number(input['startTime'] ?? exchange.now() - SEARCH_MS);
  return { from, to: Math.min(Number(input['endTime'] ?? Number.POSITIVE_INFINITY), from + SEARCH_MS) };
}

function isIsolated(exchange: Exchange): boolean {
  const [symbol] = symbolsOf(exchange, 'linear');
  return symbol !== undefined && exchange.positions.marginMode(symbol) === 'isolated';
}

const TIMES: Readonly<Record<string, { timeInForce: TimeInForce; isPostOnly: boolean }>> = {
  GTC: { timeInForce: 'GTC', isPostOnly: false },
  IOC: { timeInForce: 'IOC', isPostOnly: false },
  FOK: { timeInForce: 'FOK', isPostOnly: false },
  PostOnly: { timeInForce: 'GTC', isPostOnly: true },
};

/** @throws NativeRefusal for a parameter that Bybit would not take */
function newOrder(exchange: Exchange, input: Input): NewOrder {
  const symbol = symbolOf(exchange, input['category'], input['symbol']);
  const side = input['side'] === 'Buy' ? 'buy' : input['side'] === 'Sell' ? 'sell' : null;
  if (side === null) throw new NativeRefusal(10001, 'Side invalid', 200);
  const type = input['orderType'] === 'Market' ? 'market' : 'limit';
  const time = TIMES[String(input['timeInForce'] ?? 'GTC')];
  if (time === undefined) throw new NativeRefusal(10001, 'TimeInForce invalid', 200);
  const quantity = Number(input['qty']);
  // a market order to buy on spot spends its quantity unless it says that it is in coins
  const isCost = !symbol.isPerpetual && type === 'market' && side === 'buy' && input['marketUnit'] !== 'baseCoin';
  return {
    symbol,
    side,
    type,
    ...(isCost ? { cost: quantity } : { amount: quantity }),
    price: input['price'] === undefined ? undefined : Number(input['price']),
    ...time,
    isReduceOnly: symbol.isPerpetual && input['reduceOnly'] === true,
    trigger: triggerOf(input, side, exchange.price(symbol)),
    clientId: clientIdOf(input),
  };
}

function triggerOf(input: Input, side: 'buy' | 'sell', now: number): Trigger | undefined {
  if (input['triggerPrice'] === undefined) return undefined;
  const price = Number(input['triggerPrice']);
  const wanted = Number(input['triggerDirection'] ?? 0);
  const direction = wanted === 1 ? 'above' : wanted === 2 ? 'below' : side === 'sell' ? 'below' : 'above';
  if (direction === 'below' ? now <= price : now >= price) throw new Refusal('stop_on_wrong_side');
  return { price, direction };
}

function clientIdOf(input: Input): string | undefined {
  const given = input['orderLinkId'];
  if (given === undefined || given === '') return undefined;
  if (typeof given !== 'string' || !CLIENT_ID.test(given)) throw new NativeRefusal(10001, 'OrderLinkId invalid', 200);
  return given;
}

/** The order a call names. */
export function orderOf(exchange: Exchange, input: Input): Order | undefined {
  const symbol = symbolOf(exchange, input['category'], input['symbol']);
  const id = input['orderId'];
  return exchange.find(symbol, id === undefined ? { clientId: String(input['orderLinkId']) } : { id: Number(id) });
}

/** Newest first, of a category, and of a symbol or one order where it is named. */
function ordersOf(exchange: Exchange, input: Input): Order[] {
  return exchange
    .listed(null)
    .filter(({ symbol }) => categoryOf(symbol) === input['category'])
    .filter(({ symbol }) => input['symbol'] === undefined || wireId(symbol) === input['symbol'])
    .filter(({ id }) => input['orderId'] === undefined || String(id) === input['orderId'])
    .filter(({ clientId }) => input['orderLinkId'] === undefined || clientId === input['orderLinkId'])
    .filter(({ trigger }) => input['orderFilter'] === undefined || (input['orderFilter'] === 'Order') === (trigger === null))
    .reverse();
}

function listed(input: Input, orders: readonly Order[]): object {
  const limit = Math.min(Number(input['limit'] ?? 20), 50);
  return { category: input['category'], list: orders.slice(0, limit).map(orderRow), nextPageCursor: '' };
}

function funding(exchange: Exchange, input: Input): object[] {
  exchange.match();
  const from = Number(input['startTime'] ?? 0);
  return exchange.positions.payments
    .filter(({ time, symbol }) => time >= from && (input['symbol'] === undefined || wireId(symbol) === input['symbol']))
    .reverse()
    .map(({ id, symbol, time, amount, rate }) => ({
      symbol: wireId(symbol),
      orderId: '',
      side: amount < 0 ? 'Buy' : 'Sell',
      execId: String(id),
      execType: 'Funding',
      // what is paid is above 0
      execFee: decimalText(-amount),
      feeRate: decimalText(rate),
      execPrice: decimalText(exchange.price(symbol, time)),
      execQty: '0',
      execValue: '0',
      execTime: String(time),
      isMaker: false,
    }));
}
