import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Conditional, type Fill, left, type NewOrder, type Order } from '../../engine/order.ts';
import { FUNDING_MS, FUNDING_RATE, MAINTENANCE_RATIO, type Position } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import { Refusal } from '../../engine/refusal.ts';
import { type MarketSymbol, toStep } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import { candleRange, dayBar, INTERVALS, priceText, wireId } from './facts.ts';
import { clientIdOf, type Handler, type Input, orderNamed, timeOf } from './spot.ts';

/** Contracts paid in USDT; sizes in contracts, below 0 to sell. Source: Gate, "API v4", futures. */

/** Base currency in a contract. Source: Gate, "Get a single contract", `quanto_multiplier`. */
const MULTIPLIERS: Readonly<Record<string, number>> = { BTC: 0.0001, ETH: 0.01, XRP: 10, ADA: 10, DOGE: 10 };

export function contractOf({ base }: MarketSymbol): { size: number; step: number } {
  return { size: MULTIPLIERS[base] ?? 1, step: 1 };
}

const CANDLE_LIMIT = 2000;

export const FUTURES_OPEN: Readonly<Record<string, Handler>> = {
  'GET /futures/btc/contracts': () => [],
  'GET /delivery/usdt/contracts': () => [],
  'GET /delivery/btc/contracts': () => [],
  'GET /options/underlyings': () => [],
  'GET /futures/usdt/contracts': ({ exchange }) => perpetuals(exchange).map((symbol) => contractRow(exchange, symbol)),
  'GET /futures/usdt/contracts/*': ({ exchange }, { id }) => contractRow(exchange, symbolOf(exchange, { contract: id })),
  'GET /futures/usdt/tickers': ({ exchange }, { input }) => asked(exchange, input).map((symbol) => contractTicker(exchange, symbol)),
  'GET /futures/usdt/order_book': ({ exchange }, { input }) => {
    const symbol = symbolOf(exchange, input);
    const { bids, asks } = exchange.book(symbol, Math.min(Number(input['limit'] ?? 10), 100));
    const rows = (side: [number, number][]) =>
      side.map(([p, amount]) => ({ p: priceText(symbol, p), s: Math.round(amount / symbol.contractSize) }));
    return {
      id: Math.floor(exchange.now() / TICK_MS),
      current: exchange.now() / 1000,
      update: exchange.now() / 1000,
      asks: rows(asks),
      bids: rows(bids),
    };
  },
  'GET /futures/usdt/candlesticks': ({ exchange }, { call, input }) => {
    const symbol = symbolOf(exchange, { contract: String(input['contract']).replace(/^(mark|index)_/, '') });
    const length = INTERVALS[String(input['interval'] ?? '5m')];
    const range = length === undefined ? null : candleRange(call.params, length, exchange.now(), CANDLE_LIMIT);
    if (length === undefined || range === null) throw new NativeRefusal('INVALID_PARAM_VALUE', 'Invalid interval or range');
    const rows: object[] = [];
    for (let start = range.first; start <= range.last; start += length) {
      const bar = exchange.bar(symbol, start, start + length);
      if (bar === null) continue;
      const price = (value: number) => priceText(symbol, value);
      const volume = Math.round(bar.volume / symbol.contractSize);
      rows.push({ t: start / 1000, v: volume, c: price(bar.close), h: price(bar.high), l: price(bar.low), o: price(bar.open), sum: '0' });
    }
    return rows;
  },
  'GET /futures/usdt/funding_rate': ({ exchange }, { input }) => {
    const from = Number(input['from'] ?? 0) * 1000;
    const end = Math.min(input['to'] === undefined ? exchange.now() : Number(input['to']) * 1000, exchange.now());
    const rows: object[] = [];
    for (
      let at = Math.floor(end / FUNDING_MS) * FUNDING_MS;
      at >= from && rows.length < Math.min(Number(input['limit'] ?? 100), 1000);
      at -= FUNDING_MS
    ) {
      rows.push({ t: at / 1000, r: decimalText(FUNDING_RATE) });
    }
    return rows;
  },
  'GET /futures/usdt/risk_limit_tiers': ({ exchange }, { input }) =>
    asked(exchange, input).map((symbol) => ({
      contract: wireId(symbol),
      tier: 1,
      risk_limit: '10000000',
      initial_rate: '0.01',
      maintenance_rate: decimalText(MAINTENANCE_RATIO),
      leverage_max: '100',
      deduction: '0',
    })),
};

export const FUTURES: Readonly<Record<string, Handler>> = {
  'GET /futures/usdt/accounts': ({ exchange }) => {
    exchange.match();
    const { free, locked } = exchange.marginWallet.of('USDT');
    const positions = [...exchange.positions.open.values()];
    const margin = positions.reduce((sum, position) => sum + position.margin, 0);
    return {
      user: 1,
      currency: 'USDT',
      total: decimalText(free + locked),
      available: decimalText(free),
      unrealised_pnl: decimalText(positions.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0)),
      position_margin: decimalText(margin),
      order_margin: decimalText(locked - margin),
      point: '0',
      bonus: '0',
      in_dual_mode: exchange.positions.account.isHedged,
      position_mode: exchange.positions.account.isHedged ? 'dual' : 'single',
      enable_credit: false,
    };
  },
  'GET /futures/usdt/positions': ({ exchange }) => {
    exchange.match();
    return [...exchange.positions.open.values()].map((position) => positionRow(exchange, position));
  },
  'GET /futures/usdt/positions/*': ({ exchange }, { id }) => {
    exchange.match();
    const position = exchange.positions.open.get(symbolOf(exchange, { contract: id }).id);
    if (position === undefined) throw new NativeRefusal('POSITION_NOT_FOUND', 'position not found');
    return positionRow(exchange, position);
  },
  // a leverage of 0 is cross, with its own limit
  'POST /futures/usdt/positions/*/leverage': ({ exchange }, { id, input }) => {
    const symbol = symbolOf(exchange, { contract: id });
    const given = Number(input['leverage']);
    const mode = given === 0 ? 'cross' : 'isolated';
    if (exchange.positions.marginMode(symbol) !== mode) exchange.positions.setMarginMode(symbol, mode);
    const leverage = given === 0 ? Number(input['cross_leverage_limit'] ?? 10) : given;
    exchange.positions.setLeverage(symbol, leverage);
    return {
      contract: wireId(symbol),
      leverage: decimalText(given),
      cross_leverage_limit: given === 0 ? decimalText(leverage) : '0',
      mode: 'single',
      size: 0,
    };
  },
  'POST /futures/usdt/orders': ({ exchange }, { input }) => contractOrder(exchange.place(newOrder(exchange, input))),
  'GET /futures/usdt/orders': ({ exchange }, { input }) => {
    const isOpen = input['status'] === 'open';
    return exchange
      .listed(input['contract'] === undefined ? null : symbolOf(exchange, input))
      .filter((order) => order.symbol.isPerpetual && (order.status === 'open') === isOpen)
      .reverse()
      .slice(0, 100)
      .map(contractOrder);
  },
  'GET /futures/usdt/orders/*': ({ exchange }, { id }) => {
    const order = named(exchange, id);
    if (order === undefined) throw new Refusal('unknown_order');
    return contractOrder(order);
  },
  'DELETE /futures/usdt/orders/*': ({ exchange }, { id }) => contractOrder(exchange.cancel(named(exchange, id))),
  // finished ones
  'GET /futures/usdt/orders_timerange': ({ exchange }, { input }) =>
    exchange
      .listed(input['contract'] === undefined ? null : symbolOf(exchange, input))
      .filter((order) => order.symbol.isPerpetual && order.status !== 'open' && isWithin(order.time, input))
      .reverse()
      .slice(0, Math.min(Number(input['limit'] ?? 100), 1000))
      .map(contractOrder),
  'GET /futures/usdt/my_trades': ({ exchange }, { input }) =>
    fillsOf(exchange, input).map(([order, fill]) => ({ id: fill.id, ...fillRow(order, fill) })),
  'GET /futures/usdt/my_trades_timerange': ({ exchange }, { input }) =>
    fillsOf(exchange, input)
      .filter(([, { time }]) => isWithin(time, input))
      .map(([order, fill]) => ({ trade_id: String(fill.id), ...fillRow(order, fill) })),
  'GET /futures/usdt/account_book': ({ exchange }, { input }) => {
    exchange.match();
    const from = Number(input['from'] ?? 0) * 1000;
    return exchange.positions.payments
      .filter(({ time }) => time >= from && time <= Number(input['to'] ?? Number.POSITIVE_INFINITY) * 1000)
      .filter(({ symbol }) => input['contract'] === undefined || wireId(symbol) === input['contract'])
      .reverse()
      .slice(0, Math.min(Number(input['limit'] ?? 100), 1000))
      .map(({ symbol, time, amount }) => ({
        time: time / 1000,
        change: decimalText(amount),
        balance: '0',
        type: 'fund',
        text: wireId(symbol),
        contract: wireId(symbol),
      }));
  },
  'POST /futures/usdt/price_orders': ({ exchange }, { input }) => {
    const initial = input['initial'] as Input;
    const trigger = input['trigger'] as Input;
    const { isPostOnly: _, ...request } = newOrder(exchange, {
      ...initial,
      reduce_only: initial['reduce_only'] ?? initial['is_reduce_only'],
    });
    const stop = exchange.placeConditional({
      ...request,
      timeInForce: 'GTC',
      trigger: { price: Number(trigger['price']), direction: Number(trigger['rule']) === 1 ? 'above' : 'below' },
    });
    return { id: stop.id, id_string: String(stop.id) };
  },
  'GET /futures/usdt/price_orders': ({ exchange }, { input }) => {
    exchange.match();
    const isOpen = input['status'] === 'open';
    return exchange.conditionals
      .filter(({ status, request }) => request.symbol.isPerpetual && (status === 'waiting') === isOpen)
      .map(stopRow);
  },
  'GET /futures/usdt/price_orders/*': ({ exchange }, { id }) => {
    const stop = exchange.findConditional({ id: Number(id) });
    if (stop === undefined) throw new Refusal('unknown_order');
    return stopRow(stop);
  },
  'DELETE /futures/usdt/price_orders/*': ({ exchange }, { id }) =>
    stopRow(exchange.cancelConditional(exchange.findConditional({ id: Number(id) }))),
};

function perpetuals(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter(({ isPerpetual }) => isPerpetual);
}

function symbolOf(exchange: Exchange, { contract: id }: Input): MarketSymbol {
  const symbol = perpetuals(exchange).find((one) => wireId(one) === id);
  if (symbol === undefined) throw new NativeRefusal('CONTRACT_NOT_FOUND', 'contract not found');
  return symbol;
}

function asked(exchange: Exchange, input: Input): MarketSymbol[] {
  return input['contract'] === undefined ? perpetuals(exchange) : [symbolOf(exchange, input)];
}

/** @param input `from` and `to` in seconds */
function isWithin(at: number, { from = 0, to }: Input): boolean {
  return at >= Number(from) * 1000 && (to === undefined || at <= Number(to) * 1000);
}

/** Newest first. */
function fillsOf(exchange: Exchange, input: Input): [Order, Fill][] {
  return exchange
    .listed(input['contract'] === undefined ? null : symbolOf(exchange, input))
    .filter((order) => order.symbol.isPerpetual && (input['order'] === undefined || String(order.id) === input['order']))
    .flatMap((order) => order.fills.map((fill): [Order, Fill] => [order, fill]))
    .reverse();
}

function fillRow(order: Order, fill: Fill): Record<string, unknown> {
  return {
    create_time: fill.time / 1000,
    contract: wireId(order.symbol),
    order_id: String(order.id),
    size: contracts(order, fill.amount),
    price: priceText(order.symbol, fill.price),
    role: fill.isMaker ? 'maker' : 'taker',
    text: order.clientId,
    fee: decimalText(fill.fee),
    point_fee: '0',
  };
}

function named(exchange: Exchange, id: string): Order | undefined {
  if (!id.startsWith('t-')) return exchange.find(null, { id: Number(id) });
  return perpetuals(exchange)
    .map((symbol) => orderNamed(exchange, symbol, id))
    .find((order) => order !== undefined);
}

function newOrder(exchange: Exchange, input: Input): NewOrder {
  const symbol = symbolOf(exchange, input);
  const size = Number(input['size']);
  if (!Number.isInteger(size) || size === 0) throw new NativeRefusal('INVALID_PARAM_VALUE', 'invalid size');
  const price = Number(input['price'] ?? 0);
  const time = timeOf(input['tif']);
  return {
    symbol,
    side: size > 0 ? 'buy' : 'sell',
    type: price === 0 ? 'market' : 'limit',
    amount: toStep(Math.abs(size) * symbol.contractSize, symbol.stepSize),
    price: price === 0 ? undefined : price,
    ...time,
    isReduceOnly: input['reduce_only'] === true,
    clientId: clientIdOf(input),
  };
}

/** Contracts, below 0 to sell. */
function contracts({ symbol, side }: Order, amount: number): number {
  const count = Math.round(amount / symbol.contractSize);
  return side === 'buy' ? count : -count;
}

/** It tells no fees. */
export function contractOrder(order: Order): Record<string, unknown> {
  const { symbol } = order;
  return {
    id: order.id,
    user: 1,
    contract: wireId(symbol),
    create_time: order.time / 1000,
    ...(order.status === 'open' ? {} : { finish_time: order.updateTime / 1000, finish_as: finishedAs(order) }),
    size: contracts(order, order.amount),
    left: contracts(order, left(order)),
    iceberg: 0,
    price: order.type === 'market' ? '0' : priceText(symbol, order.price),
    fill_price: order.executed === 0 ? '0' : decimalText(averagePrice(order)),
    mkfr: '0.0002',
    tkfr: '0.0005',
    tif: order.isPostOnly ? 'poc' : order.type === 'market' ? 'ioc' : order.timeInForce.toLowerCase(),
    status: order.status === 'open' ? 'open' : 'finished',
    text: order.clientId.startsWith('sim-') ? 'api' : order.clientId,
    is_reduce_only: order.isReduceOnly,
    is_close: false,
    is_liq: order.isLiquidation,
    update_time: order.updateTime / 1000,
  };
}

function finishedAs({ status, isLiquidation, type, timeInForce }: Order): string {
  if (isLiquidation) return 'liquidated';
  if (status === 'filled') return 'filled';
  return status === 'expired' && (type === 'market' || timeInForce !== 'GTC') ? 'ioc' : 'cancelled';
}

/** What its own id was is not kept; where it came from is. */
function stopRow({ id, clientId, request, trigger, status, order, time, updateTime }: Conditional): object {
  const count = Math.round((request.amount ?? 0) / request.symbol.contractSize);
  return {
    id,
    id_string: String(id),
    user: 1,
    create_time: time / 1000,
    finish_time: status === 'waiting' ? 0 : updateTime / 1000,
    trade_id: order?.id ?? 0,
    status: status === 'waiting' ? 'open' : 'finished',
    ...(status === 'waiting' ? {} : { finish_as: status === 'fired' ? 'succeeded' : status }),
    reason: '',
    order_type: '',
    initial: {
      contract: wireId(request.symbol),
      size: request.side === 'buy' ? count : -count,
      price: request.price === undefined ? '0' : priceText(request.symbol, request.price),
      tif: 'gtc',
      text: clientId.startsWith('web') ? 'web' : 'api',
      is_reduce_only: request.isReduceOnly === true,
      is_close: false,
    },
    trigger: {
      strategy_type: 0,
      price_type: 0,
      price: priceText(request.symbol, trigger.price),
      rule: trigger.direction === 'above' ? 1 : 2,
      expiration: 0,
    },
  };
}

function positionRow(exchange: Exchange, position: Position): object {
  const { symbol, amount, entryPrice, leverage, marginMode, margin, since } = position;
  const mark = exchange.price(symbol);
  return {
    user: 1,
    contract: wireId(symbol),
    size: Math.round(amount / symbol.contractSize),
    leverage: marginMode === 'isolated' ? decimalText(leverage) : '0',
    cross_leverage_limit: marginMode === 'isolated' ? '0' : decimalText(leverage),
    leverage_max: '100',
    risk_limit: '1000000',
    maintenance_rate: decimalText(MAINTENANCE_RATIO),
    value: decimalText(Math.abs(amount) * mark),
    margin: decimalText(margin),
    initial_margin: decimalText(margin),
    maintenance_margin: decimalText(Math.abs(amount) * mark * MAINTENANCE_RATIO),
    entry_price: decimalText(entryPrice),
    liq_price: decimalText(exchange.positions.liquidationPrice(position)),
    mark_price: decimalText(mark),
    unrealised_pnl: decimalText(exchange.unrealizedProfit(position)),
    realised_pnl: '0',
    mode: 'single',
    pending_orders: 0,
    open_time: Math.floor(since / 1000),
    update_time: Math.floor(exchange.now() / 1000),
  };
}

function contractRow(exchange: Exchange, symbol: MarketSymbol): object {
  const price = decimalText(exchange.price(symbol));
  return {
    name: wireId(symbol),
    type: 'direct',
    quanto_multiplier: decimalText(symbol.contractSize),
    ref_discount_rate: '0',
    order_price_deviate: '0.5',
    maintenance_rate: decimalText(MAINTENANCE_RATIO),
    mark_type: 'index',
    last_price: price,
    mark_price: price,
    index_price: price,
    funding_rate_indicative: decimalText(FUNDING_RATE),
    mark_price_round: decimalText(symbol.tickSize),
    order_price_round: decimalText(symbol.tickSize),
    funding_rate: decimalText(FUNDING_RATE),
    funding_interval: FUNDING_MS / 1000,
    funding_next_apply: ((Math.floor(exchange.now() / FUNDING_MS) + 1) * FUNDING_MS) / 1000,
    leverage_min: '1',
    leverage_max: '100',
    maker_fee_rate: decimalText(exchange.fee),
    taker_fee_rate: decimalText(exchange.fee),
    order_size_min: Math.round(symbol.minQty / symbol.contractSize),
    order_size_max: 1_000_000,
    risk_limit_base: '1000000',
    risk_limit_step: '1000000',
    risk_limit_max: '8000000',
    in_delisting: false,
    status: 'trading',
    create_time: 1_546_300_800,
  };
}

function contractTicker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const bar = dayBar(exchange, symbol);
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  return {
    contract: wireId(symbol),
    last: decimalText(last),
    low_24h: decimalText(Math.min(bar.low, last)),
    high_24h: decimalText(Math.max(bar.high, last)),
    change_percentage: ((last / bar.open - 1) * 100).toFixed(2),
    volume_24h_base: decimalText(bar.volume),
    volume_24h_quote: decimalText(bar.volume * last),
    volume_24h_settle: decimalText(bar.volume * last),
    mark_price: decimalText(last),
    index_price: decimalText(last),
    funding_rate: decimalText(FUNDING_RATE),
    highest_bid: decimalText(bids[0]?.[0] ?? 0),
    lowest_ask: decimalText(asks[0]?.[0] ?? 0),
  };
}
