import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type NewOrder, type Order, type TimeInForce } from '../../engine/order.ts';
import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { NativeRefusal } from '../dialect.ts';
import { assetOf, symbolOfAsset, tokenOf } from './coins.ts';
import { HIGHEST_LEVERAGE, numberText } from './facts.ts';
import { remember } from './rejected.ts';
import type { Fields } from './sign.ts';

type Action = (exchange: Exchange, action: Fields) => unknown;

/** 128 bits. Source: Hyperliquid, "Exchange endpoint". */
const CLIENT_ID = /^0x[0-9a-f]{32}$/i;

const malformed = () => new NativeRefusal('422', 'Failed to deserialize the JSON body into the target type', 422);
const err = (message: string) => new NativeRefusal('err', message, 200);

/** What can be ordered of the exchange. Source: Hyperliquid, "Exchange endpoint". */
export const ACTIONS: Readonly<Record<string, Action>> = {
  order: (exchange, action) => ({
    type: 'order',
    data: { statuses: listOf(action, 'orders').map((order) => placed(exchange, order)) },
  }),
  cancel: (exchange, action) => ({
    type: 'cancel',
    data: { statuses: listOf(action, 'cancels').map(({ a, o }) => cancelled(exchange, a, () => exchange.find(null, { id: Number(o) }))) },
  }),
  cancelByCloid: (exchange, action) => ({
    type: 'cancel',
    data: {
      statuses: listOf(action, 'cancels').map(({ asset, cloid }) =>
        cancelled(exchange, asset, () => exchange.find(null, { clientId: String(cloid) })),
      ),
    },
  }),
  updateLeverage: (exchange, action) => {
    const symbol = symbolAsked(exchange, action['asset']);
    const leverage = Number(action['leverage']);
    if (!symbol.isPerpetual || !Number.isInteger(leverage) || leverage < 1 || leverage > HIGHEST_LEVERAGE)
      throw err('Invalid leverage value');
    try {
      exchange.positions.setMarginMode(symbol, action['isCross'] === true ? 'cross' : 'isolated');
    } catch (error) {
      if (error instanceof Refusal) throw err('Cannot switch leverage type with open position.');
      throw error;
    }
    exchange.positions.setLeverage(symbol, leverage);
    return { type: 'default' };
  },
  approveBuilderFee: () => ({ type: 'default' }),
  setReferrer: () => ({ type: 'default' }),
};

function listOf(action: Fields, name: string): Fields[] {
  const list = action[name];
  if (!Array.isArray(list) || list.length === 0) throw malformed();
  return list as Fields[];
}

function symbolAsked(exchange: Exchange, asset: unknown): MarketSymbol {
  const symbol = symbolOfAsset(exchange, asset);
  if (symbol === undefined) throw err(`Order has invalid asset: ${asset}.`);
  return symbol;
}

/** What has become of one order of a list, or why it was refused. */
function placed(exchange: Exchange, asked: Fields): object {
  const request = newOrder(exchange, asked);
  try {
    if (isPast(exchange, request)) throw new Refusal('stop_on_wrong_side');
    const order = exchange.place(request);
    const named = order.clientId.startsWith('sim-') ? {} : { cloid: order.clientId };
    if (order.executed > 0)
      return { filled: { totalSz: numberText(order.executed), avgPx: numberText(averagePrice(order)), oid: order.id, ...named } };
    if (order.status === 'open') return { resting: { oid: order.id, ...named } };
    return { error: `Order could not immediately match against any resting orders. asset=${asked['a']}` };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    remember(exchange, request, error.kind);
    return { error: wordsOf(exchange, request.symbol, error.kind) };
  }
}

function cancelled(exchange: Exchange, asset: unknown, find: () => Order | undefined): unknown {
  try {
    const order = find();
    exchange.cancel(order !== undefined && assetOf(exchange, order.symbol) === asset ? order : undefined);
    return 'success';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { error: `Order was never placed, already canceled, or filled. asset=${asset}` };
  }
}

const TIMES: Readonly<Record<string, { timeInForce: TimeInForce; isPostOnly: boolean }>> = {
  Gtc: { timeInForce: 'GTC', isPostOnly: false },
  Ioc: { timeInForce: 'IOC', isPostOnly: false },
  Alo: { timeInForce: 'GTC', isPostOnly: true },
};

/** There are no market orders; a trigger may place one. @throws NativeRefusal for what is no order */
function newOrder(exchange: Exchange, { a, b, p, s, r, t, c }: Fields): NewOrder {
  const symbol = symbolAsked(exchange, a);
  const { limit, trigger } = (typeof t === 'object' && t !== null ? t : {}) as { limit?: Fields; trigger?: Fields };
  const isForm = typeof b === 'boolean' && typeof p === 'string' && typeof s === 'string' && typeof r === 'boolean';
  if (!isForm || (c !== undefined && c !== null && (typeof c !== 'string' || !CLIENT_ID.test(c)))) throw malformed();
  const side = b ? 'buy' : 'sell';
  const common = {
    symbol,
    side,
    amount: Number(s),
    isReduceOnly: r && symbol.isPerpetual,
    clientId: typeof c === 'string' ? c : undefined,
  } as const;
  if (trigger !== undefined) return { ...common, ...triggered(side, trigger, Number(p)) };
  const time = TIMES[String(limit?.['tif'])];
  if (time === undefined) throw malformed();
  return { ...common, type: 'limit', price: Number(p), ...time };
}

/** A stop, or a profit to be taken, that rests until its price is touched. */
function triggered(
  side: 'buy' | 'sell',
  { triggerPx, isMarket, tpsl }: Fields,
  limit: number,
): Pick<NewOrder, 'type' | 'price' | 'trigger'> {
  if (typeof triggerPx !== 'string' || typeof isMarket !== 'boolean' || (tpsl !== 'tp' && tpsl !== 'sl')) throw malformed();
  const direction = (tpsl === 'sl') === (side === 'sell') ? 'below' : 'above';
  return { type: isMarket ? 'market' : 'limit', price: limit, trigger: { price: Number(triggerPx), direction } };
}

/** Whether the price is there already. */
function isPast(exchange: Exchange, { symbol, trigger }: NewOrder): boolean {
  if (trigger === undefined) return false;
  const now = exchange.price(symbol);
  return trigger.direction === 'below' ? now <= trigger.price : now >= trigger.price;
}

/** Source: Hyperliquid, "Error responses". */
function wordsOf(exchange: Exchange, symbol: MarketSymbol, kind: RefusalKind): string {
  const asset = `asset=${assetOf(exchange, symbol)}`;
  const { bids, asks } = exchange.book(symbol, 1);
  const words: Readonly<Record<RefusalKind, string>> = {
    unknown_symbol: 'Order has invalid asset.',
    bad_amount: 'Order has invalid size.',
    bad_price: `Price must be divisible by tick size. ${asset}`,
    price_too_far: 'Order price cannot be more than 80% away from the reference price',
    too_little_value: symbol.isPerpetual
      ? `Order must have minimum value of $10. ${asset}`
      : `Order must have minimum value of 10 ${tokenOf(symbol.quote)}. ${asset}`,
    no_amount: 'Order has zero size.',
    no_price: 'Order has invalid price.',
    no_stop_price: `Invalid TP/SL price. ${asset}`,
    stop_on_wrong_side: `Invalid TP/SL price. ${asset}`,
    too_little_balance: symbol.isPerpetual ? `Insufficient margin to place order. ${asset}` : `Insufficient spot balance ${asset}`,
    client_id_in_use: `Order has a cloid that is in use. ${asset}`,
    would_take: `Post only order would have immediately matched, bbo was ${bids[0]?.[0]}@${asks[0]?.[0]}. ${asset}`,
    nothing_to_reduce: `Reduce only order would increase position. ${asset}`,
    unknown_order: `Order was never placed, already canceled, or filled. ${asset}`,
    order_is_closed: `Order was never placed, already canceled, or filled. ${asset}`,
    bad_leverage: 'Invalid leverage value',
    position_in_the_way: 'Cannot switch leverage type with open position.',
  };
  return words[kind];
}
