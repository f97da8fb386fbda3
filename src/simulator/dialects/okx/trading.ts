import type { Exchange } from '../../engine/exchange.ts';
import type { Conditional, NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { Refusal } from '../../engine/refusal.ts';
import { toStep } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { type Call, NativeRefusal } from '../dialect.ts';
import { algoRow, balances, fillRow, instId, instType, orderRow, positionRow } from './facts.ts';
import { symbolOf } from './market-data.ts';
import { partly } from './refusals.ts';

type Input = Readonly<Record<string, unknown>>;
type Handler = (exchange: Exchange, input: Input, call: Call) => readonly unknown[];

/** A cancelled order that nothing of was filled is not shown for longer. Source: OKX, "Get order details", "Get order history". */
const UNFILLED_MEMORY_MS = 2 * 3_600_000;
/** Letters and digits only. Source: OKX, "Place order". */
const CLIENT_ID = /^[A-Za-z0-9]{1,32}$/;

/** Signed calls. Source: OKX, "Order book trading", "Algo trading", "Trading account". */
export const TRADING: Readonly<Record<string, Handler>> = {
  'GET account/config': ({ positions }) => [
    {
      uid: '1',
      mainUid: '1',
      acctLv: '2',
      posMode: positions.account.isHedged ? 'long_short_mode' : 'net_mode',
      autoLoan: false,
      perm: 'read_only,trade',
      roleType: '0',
    },
  ],
  'GET account/balance': (exchange) => [balances(exchange)],
  'GET account/trade-fee': (exchange) => [
    {
      level: 'Lv1',
      maker: decimalText(-exchange.fee),
      taker: decimalText(-exchange.fee),
      makerU: decimalText(-exchange.fee),
      takerU: decimalText(-exchange.fee),
      ts: String(exchange.now()),
    },
  ],
  'GET account/positions': (exchange, input) => {
    exchange.match();
    const wanted = input['instId'] === undefined ? null : String(input['instId']).split(',');
    return [...exchange.positions.open.values()]
      .filter(({ symbol }) => wanted === null || wanted.includes(instId(symbol)))
      .map((position) => positionRow(exchange, position));
  },
  'GET account/leverage-info': (exchange, input) => {
    const symbol = symbolOf(exchange, input['instId']);
    return [{ instId: instId(symbol), mgnMode: input['mgnMode'], posSide: 'net', lever: decimalText(exchange.positions.leverage(symbol)) }];
  },
  'POST account/set-leverage': (exchange, input) => {
    const symbol = symbolOf(exchange, input['instId']);
    exchange.positions.setLeverage(symbol, Number(input['lever']));
    const mode = input['mgnMode'] === 'isolated' ? 'isolated' : 'cross';
    if (exchange.positions.marginMode(symbol) !== mode && !exchange.positions.open.has(symbol.id))
      exchange.positions.setMarginMode(symbol, mode);
    return [{ instId: instId(symbol), lever: String(input['lever']), mgnMode: mode, posSide: 'net' }];
  },
  'POST account/set-position-mode': (_exchange, input) => {
    if (input['posMode'] !== 'net_mode') throw new NativeRefusal('51000', 'Parameter posMode error', 200);
    return [{ posMode: 'net_mode' }];
  },
  'GET account/bills': bills,
  'GET account/bills-archive': bills,
  'GET asset/currencies': () => [],
  'POST trade/order': (exchange, input) => [placed(exchange, input)],
  'POST trade/batch-orders': (exchange, _input, call) => partly(listOf(call).map((input) => () => placed(exchange, input))),
  'POST trade/cancel-order': (exchange, input) => [cancelled(exchange, input)],
  'POST trade/cancel-batch-orders': (exchange, _input, call) => partly(listOf(call).map((input) => () => cancelled(exchange, input))),
  'GET trade/order': (exchange, input) => [orderRow(shown(exchange, orderOf(exchange, input)))],
  'GET trade/orders-pending': (exchange, input) => page(ordersOf(exchange, input).filter(({ status }) => status === 'open')),
  'GET trade/orders-history': history,
  'GET trade/orders-history-archive': history,
  'GET trade/fills': fills,
  'GET trade/fills-history': fills,
  'POST trade/order-algo': (exchange, input) => [stopPlaced(exchange, input)],
  'POST trade/cancel-algos': (exchange, _input, call) =>
    partly(
      listOf(call).map((input) => () => {
        const { id } = exchange.cancelConditional(stopOf(exchange, input));
        return { algoId: String(id), sCode: '0', sMsg: '' };
      }),
    ),
  'GET trade/order-algo': (exchange, input) => {
    const stop = stopOf(exchange, input);
    if (stop === undefined) throw new NativeRefusal('51603', 'Order does not exist', 200);
    return [algoRow(stop)];
  },
  'GET trade/orders-algo-pending': (exchange, input) =>
    stopsOf(exchange, input)
      .filter(({ status }) => status === 'waiting')
      .map(algoRow),
  'GET trade/orders-algo-history': (exchange, input) =>
    stopsOf(exchange, input)
      .filter(({ status }) => status !== 'waiting')
      .map(algoRow),
};

function listOf({ body }: Call): Input[] {
  const list: unknown = JSON.parse(body);
  if (!Array.isArray(list)) throw new NativeRefusal('50002', 'JSON syntax error', 400);
  return list as Input[];
}

function placed(exchange: Exchange, input: Input): Record<string, string> {
  const order = exchange.place(newOrder(exchange, input));
  return {
    clOrdId: String(input['clOrdId'] ?? ''),
    ordId: String(order.id),
    tag: '',
    ts: String(order.time),
    sCode: '0',
    sMsg: 'Order placed',
  };
}

function cancelled(exchange: Exchange, input: Input): Record<string, string> {
  const order = exchange.cancel(orderOf(exchange, input));
  return { clOrdId: order.clientId, ordId: String(order.id), ts: String(exchange.now()), sCode: '0', sMsg: '' };
}

const TYPES: Readonly<Record<string, { type: 'limit' | 'market'; timeInForce: TimeInForce; isPostOnly: boolean }>> = {
  limit: { type: 'limit', timeInForce: 'GTC', isPostOnly: false },
  market: { type: 'market', timeInForce: 'GTC', isPostOnly: false },
  post_only: { type: 'limit', timeInForce: 'GTC', isPostOnly: true },
  ioc: { type: 'limit', timeInForce: 'IOC', isPostOnly: false },
  fok: { type: 'limit', timeInForce: 'FOK', isPostOnly: false },
};

/** @throws NativeRefusal for a parameter that OKX would not take */
function newOrder(exchange: Exchange, input: Input): NewOrder {
  const symbol = symbolOf(exchange, input['instId']);
  const clientId = clientIdOf(input, 'clOrdId');
  const type = TYPES[String(input['ordType'])];
  if (type === undefined) throw parameterError('ordType');
  const side = sideOf(input);
  const mode = String(input['tdMode']);
  if (symbol.isPerpetual ? mode !== 'isolated' && mode !== 'cross' : mode !== 'cash') throw parameterError('tdMode');
  const size = Number(input['sz']);
  // a market order to buy on spot spends its size unless it says that it is in coins
  const isCost = !symbol.isPerpetual && type.type === 'market' && side === 'buy' && input['tgtCcy'] !== 'base_ccy';
  return {
    symbol,
    side,
    ...type,
    ...(isCost ? { cost: size } : { amount: toStep(size * symbol.contractSize, symbol.stepSize) }),
    price: input['px'] === undefined ? undefined : Number(input['px']),
    isReduceOnly: isTrue(input['reduceOnly']),
    clientId,
  };
}

function stopPlaced(exchange: Exchange, input: Input): Record<string, string> {
  const symbol = symbolOf(exchange, input['instId']);
  if (input['ordType'] !== 'conditional') throw parameterError('ordType');
  const side = sideOf(input);
  const price = Number(input['slTriggerPx']);
  const limit = Number(input['slOrdPx']);
  const direction = side === 'sell' ? ('below' as const) : ('above' as const);
  const now = exchange.price(symbol);
  if (direction === 'below' ? now <= price : now >= price) throw new Refusal('stop_on_wrong_side');
  const stop = exchange.placeConditional({
    symbol,
    side,
    type: limit === -1 ? 'market' : 'limit',
    amount: toStep(Number(input['sz']) * symbol.contractSize, symbol.stepSize),
    price: limit === -1 ? undefined : limit,
    isReduceOnly: isTrue(input['reduceOnly']),
    clientId: clientIdOf(input, 'algoClOrdId'),
    trigger: { price, direction },
  });
  return {
    algoId: String(stop.id),
    algoClOrdId: String(input['algoClOrdId'] ?? ''),
    clOrdId: String(input['clOrdId'] ?? ''),
    sCode: '0',
    sMsg: '',
  };
}

function parameterError(name: string): NativeRefusal {
  return new NativeRefusal('51000', `Parameter ${name} error`, 200);
}

function clientIdOf(input: Input, name: string): string | undefined {
  const given = input[name];
  if (given === undefined || given === '') return undefined;
  if (typeof given !== 'string' || !CLIENT_ID.test(given)) throw parameterError(name);
  return given;
}

function sideOf(input: Input): 'buy' | 'sell' {
  const side = input['side'];
  if (side !== 'buy' && side !== 'sell') throw parameterError('side');
  return side;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** The order a call names. */
export function orderOf(exchange: Exchange, input: Input): Order | undefined {
  const symbol = symbolOf(exchange, input['instId']);
  const id = input['ordId'];
  return exchange.find(symbol, id === undefined || id === '' ? { clientId: String(input['clOrdId']) } : { id: Number(id) });
}

/** @throws NativeRefusal where OKX does not tell of it (any more) */
function shown(exchange: Exchange, order: Order | undefined): Order {
  if (order === undefined || isForgotten(exchange, order)) throw new NativeRefusal('51603', 'Order does not exist', 200);
  return order;
}

function isForgotten(exchange: Exchange, { status, executed, updateTime }: Order): boolean {
  return status !== 'open' && executed === 0 && exchange.now() - updateTime > UNFILLED_MEMORY_MS;
}

/** Newest first. */
function ordersOf(exchange: Exchange, input: Input): Order[] {
  const symbol = input['instId'] === undefined ? null : symbolOf(exchange, input['instId']);
  return exchange
    .listed(symbol)
    .filter((order) => input['instType'] === undefined || instType(order.symbol) === input['instType'])
    .filter((order) => !isForgotten(exchange, order))
    .reverse();
}

function page(orders: readonly Order[]): readonly unknown[] {
  return orders.slice(0, 100).map(orderRow);
}

function history(exchange: Exchange, input: Input): readonly unknown[] {
  const begin = Number(input['begin'] ?? 0);
  return page(ordersOf(exchange, input).filter((order) => order.status !== 'open' && order.time >= begin));
}

function fills(exchange: Exchange, input: Input): readonly unknown[] {
  const begin = Number(input['begin'] ?? 0);
  return ordersOf(exchange, input)
    .filter(({ id }) => input['ordId'] === undefined || String(id) === input['ordId'])
    .flatMap((order) => order.fills.filter(({ time }) => time >= begin).map((fill) => fillRow(order, fill)))
    .slice(0, 100);
}

function stopOf(exchange: Exchange, input: Input): Conditional | undefined {
  const id = input['algoId'];
  return exchange.findConditional(id === undefined || id === '' ? { clientId: String(input['algoClOrdId']) } : { id: Number(id) });
}

function stopsOf(exchange: Exchange, input: Input): Conditional[] {
  exchange.match();
  return exchange.conditionals
    .filter(({ request }) => input['instId'] === undefined || instId(request.symbol) === input['instId'])
    .reverse();
}

/** Payments of funding (type 8), a hundred at once. */
function bills(exchange: Exchange, input: Input): readonly unknown[] {
  exchange.match();
  if (input['type'] !== undefined && String(input['type']) !== '8') return [];
  const begin = Number(input['begin'] ?? 0);
  return exchange.positions.payments
    .filter(({ id, time }) => time >= begin && id < Number(input['after'] ?? Number.POSITIVE_INFINITY))
    .reverse()
    .slice(0, Math.min(Number(input['limit'] ?? 100), 100))
    .map(({ id, symbol, time, amount }) => ({
      billId: String(id),
      ccy: symbol.quote,
      instId: instId(symbol),
      instType: 'SWAP',
      type: '8',
      subType: amount < 0 ? '173' : '174',
      balChg: decimalText(amount),
      pnl: decimalText(amount),
      sz: '0',
      ts: String(time),
    }));
}
