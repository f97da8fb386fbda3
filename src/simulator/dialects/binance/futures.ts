import type { Exchange } from '../../engine/exchange.ts';
import type { Conditional, NewOrder, Order, TimeInForce } from '../../engine/order.ts';
import { averagePrice } from '../../engine/order.ts';
import { MAINTENANCE_RATIO } from '../../engine/positions.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { NativeRefusal } from '../dialect.ts';
import { amountText, priceText, statusOf, wireId } from './facts.ts';
import { symbolOf } from './market-data.ts';
import { numberOf, orderOf, sideOf } from './spot.ts';

type Handler = (exchange: Exchange, params: URLSearchParams) => unknown;

/** How long a time one search of orders spans, ms. */
const SEARCH_MS = 7 * 86_400_000;

/** Signed calls of Binance's USDⓈ-M futures. Source: Binance, "USDⓈ-M Futures", trade, account and algo order endpoints. */
export const FUTURES: Readonly<Record<string, Handler>> = {
  'GET /fapi/v1/positionSide/dual': ({ positions }) => ({ dualSidePosition: positions.account.isHedged }),
  'POST /fapi/v1/positionSide/dual': (_exchange, params) => {
    if (params.get('dualSidePosition') === 'true')
      throw new NativeRefusal(-4068, 'Position side cannot be changed if there exists position.');
    throw new NativeRefusal(-4059, 'No need to change position side.');
  },
  'GET /fapi/v1/multiAssetsMargin': ({ positions }) => ({ multiAssetsMargin: positions.account.isMultiAsset }),
  'GET /fapi/v2/balance': futuresBalance,
  'GET /fapi/v3/balance': futuresBalance,
  'GET /fapi/v2/account': account,
  'GET /fapi/v3/account': account,
  'GET /fapi/v2/positionRisk': positionRisk,
  'GET /fapi/v3/positionRisk': positionRisk,
  'POST /fapi/v1/leverage': (exchange, params) => {
    const symbol = symbolOf(exchange, params, true);
    const leverage = Number(params.get('leverage'));
    if (!Number.isInteger(leverage)) throw new Refusal('bad_leverage');
    exchange.positions.setLeverage(symbol, leverage);
    return { leverage, maxNotionalValue: '1000000', symbol: wireId(symbol) };
  },
  'POST /fapi/v1/marginType': (exchange, params) => {
    const symbol = symbolOf(exchange, params, true);
    const wanted = params.get('marginType') === 'ISOLATED' ? 'isolated' : 'cross';
    if (exchange.positions.marginMode(symbol) === wanted) throw new NativeRefusal(-4046, 'No need to change margin type.');
    exchange.positions.setMarginMode(symbol, wanted);
    return { code: 200, msg: 'success' };
  },
  'GET /fapi/v1/leverageBracket': (exchange) =>
    perpetuals(exchange).map((symbol) => ({
      symbol: wireId(symbol),
      brackets: [
        {
          bracket: 1,
          initialLeverage: 100,
          notionalCap: 10_000_000,
          notionalFloor: 0,
          maintMarginRatio: MAINTENANCE_RATIO,
          cum: 0,
        },
      ],
    })),
  'GET /fapi/v1/income': (exchange, params) => {
    const from = Number(params.get('startTime') ?? 0);
    const symbol = params.has('symbol') ? symbolOf(exchange, params, true) : null;
    exchange.match();
    return exchange.positions.payments
      .filter((payment) => payment.time >= from && (symbol === null || payment.symbol === symbol))
      .slice(0, Math.min(Number(params.get('limit') ?? 100), 1000))
      .map((payment) => ({
        symbol: wireId(payment.symbol),
        incomeType: 'FUNDING_FEE',
        income: payment.amount.toFixed(8),
        asset: payment.symbol.quote,
        info: 'FUNDING_FEE',
        time: payment.time,
        tranId: payment.id,
        tradeId: '',
      }));
  },
  'GET /fapi/v1/commissionRate': (exchange, params) => ({
    symbol: params.get('symbol'),
    makerCommissionRate: String(exchange.fee),
    takerCommissionRate: String(exchange.fee),
  }),
  'POST /fapi/v1/order': (exchange, params) => contractOrder(exchange.place(newContractOrder(exchange, params))),
  'GET /fapi/v1/order': (exchange, params) => {
    const order = orderOf(exchange, params, true);
    if (order === undefined) throw new Refusal('unknown_order');
    return contractOrder(order);
  },
  'DELETE /fapi/v1/order': (exchange, params) => contractOrder(exchange.cancel(orderOf(exchange, params, true))),
  'GET /fapi/v1/openOrders': (exchange, params) => {
    const symbol = params.has('symbol') ? symbolOf(exchange, params, true) : null;
    return exchange
      .openOrders(symbol)
      .filter((order) => order.symbol.isPerpetual)
      .map(contractOrder);
  },
  'GET /fapi/v1/allOrders': (exchange, params) => {
    // a search spans a week, from its beginning on where that is named
    const from = Number(params.get('startTime') ?? exchange.now() - SEARCH_MS);
    const until = Math.min(Number(params.get('endTime') ?? Number.POSITIVE_INFINITY), from + SEARCH_MS);
    return exchange
      .listed(symbolOf(exchange, params, true))
      .filter((order) => order.time >= from && order.time <= until)
      .slice(-500)
      .map(contractOrder);
  },
  'GET /fapi/v1/userTrades': (exchange, params) => {
    const from = Number(params.get('startTime') ?? 0);
    const orderId = numberOf(params, 'orderId');
    return exchange
      .listed(symbolOf(exchange, params, true))
      .filter((order) => orderId === undefined || order.id === orderId)
      .flatMap((order) =>
        order.fills
          .filter((fill) => fill.time >= from)
          .map((fill) => ({
            symbol: wireId(order.symbol),
            id: fill.id,
            orderId: order.id,
            side: order.side.toUpperCase(),
            price: priceText(order.symbol, fill.price),
            qty: amountText(order.symbol, fill.amount),
            realizedPnl: fill.realizedProfit.toFixed(8),
            quoteQty: (fill.price * fill.amount).toFixed(8),
            commission: fill.fee.toFixed(8),
            commissionAsset: fill.feeCoin,
            time: fill.time,
            positionSide: 'BOTH',
            maker: fill.isMaker,
            buyer: order.side === 'buy',
          })),
      );
  },
  'POST /fapi/v1/algoOrder': (exchange, params) => {
    const symbol = symbolOf(exchange, params, true);
    const side = sideOf(params);
    const type = params.get('type');
    if (type !== 'STOP' && type !== 'STOP_MARKET') throw new NativeRefusal(-1116, 'Invalid orderType.');
    const price = numberOf(params, 'triggerPrice');
    if (price === undefined) throw new Refusal('no_stop_price');
    const direction = side === 'sell' ? ('below' as const) : ('above' as const);
    const now = exchange.price(symbol);
    if (direction === 'below' ? now <= price : now >= price) throw new Refusal('stop_on_wrong_side');
    return algoOrder(
      exchange.placeConditional({
        symbol,
        side,
        type: type === 'STOP' ? 'limit' : 'market',
        amount: numberOf(params, 'quantity'),
        price: numberOf(params, 'price'),
        isReduceOnly: params.get('reduceOnly') === 'true',
        clientId: params.get('clientAlgoId') ?? undefined,
        trigger: { price, direction },
      }),
    );
  },
  'GET /fapi/v1/algoOrder': (exchange, params) => {
    const found = algoOf(exchange, params);
    if (found === undefined) throw new Refusal('unknown_order');
    return algoOrder(found);
  },
  'DELETE /fapi/v1/algoOrder': (exchange, params) => {
    const { id, clientId } = exchange.cancelConditional(algoOf(exchange, params));
    return { algoId: id, clientAlgoId: clientId, code: '200', msg: 'success' };
  },
  'GET /fapi/v1/openAlgoOrders': (exchange, params) => algoOrders(exchange, params).filter(({ algoStatus }) => algoStatus === 'NEW'),
  'GET /fapi/v1/allAlgoOrders': (exchange, params) => algoOrders(exchange, params),
};

function perpetuals(exchange: Exchange): MarketSymbol[] {
  return [...exchange.symbols.values()].filter((symbol) => symbol.isPerpetual);
}

function newContractOrder(exchange: Exchange, params: URLSearchParams): NewOrder {
  const type = params.get('type');
  // stops have endpoints of their own since 2025-12
  if (type !== 'LIMIT' && type !== 'MARKET')
    throw new NativeRefusal(-4120, 'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.');
  const given = params.get('timeInForce') ?? 'GTC';
  return {
    symbol: symbolOf(exchange, params, true),
    side: sideOf(params),
    type: type === 'MARKET' ? 'market' : 'limit',
    amount: numberOf(params, 'quantity'),
    price: numberOf(params, 'price'),
    timeInForce: (given === 'GTX' ? 'GTC' : given) as TimeInForce,
    isPostOnly: given === 'GTX',
    isReduceOnly: params.get('reduceOnly') === 'true',
    clientId: params.get('newClientOrderId') ?? undefined,
  };
}

/** An order in contracts; it tells no fees. */
export function contractOrder(order: Order): Record<string, unknown> {
  const { symbol } = order;
  const average = priceText(symbol, averagePrice(order));
  return {
    orderId: order.id,
    symbol: wireId(symbol),
    status: statusOf(order),
    clientOrderId: order.clientId,
    price: priceText(symbol, order.price),
    avgPrice: average,
    origQty: amountText(symbol, order.amount),
    executedQty: amountText(symbol, order.executed),
    cumQty: amountText(symbol, order.executed),
    cumQuote: order.executedValue.toFixed(8),
    timeInForce: order.isPostOnly ? 'GTX' : order.timeInForce,
    type: order.type.toUpperCase(),
    origType: order.isLiquidation ? 'LIQUIDATION' : order.type.toUpperCase(),
    reduceOnly: order.isReduceOnly,
    closePosition: false,
    side: order.side.toUpperCase(),
    positionSide: 'BOTH',
    stopPrice: '0',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    time: order.time,
    updateTime: order.updateTime,
  };
}

const ALGO_STATUS: Readonly<Record<Conditional['status'], string>> = {
  waiting: 'NEW',
  fired: 'FINISHED',
  cancelled: 'CANCELED',
  expired: 'EXPIRED',
  failed: 'REJECTED',
};

/** A stop as asked for, listed, laid. */
export function algoOrder(conditional: Conditional): Record<string, unknown> {
  const { request, trigger, order } = conditional;
  return {
    algoId: conditional.id,
    clientAlgoId: conditional.clientId,
    algoType: 'CONDITIONAL',
    orderType: request.type === 'limit' ? 'STOP' : 'STOP_MARKET',
    symbol: wireId(request.symbol),
    side: request.side.toUpperCase(),
    positionSide: 'BOTH',
    timeInForce: 'GTC',
    quantity: amountText(request.symbol, request.amount ?? 0),
    algoStatus: ALGO_STATUS[conditional.status],
    actualOrderId: order === null ? '' : String(order.id),
    actualPrice: order === null ? '0.00000' : priceText(request.symbol, averagePrice(order)),
    triggerPrice: priceText(request.symbol, trigger.price),
    price: priceText(request.symbol, request.price ?? 0),
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    reduceOnly: request.isReduceOnly === true,
    closePosition: false,
    createTime: conditional.time,
    updateTime: conditional.updateTime,
    triggerTime: order === null ? 0 : order.time,
  };
}

function algoOf(exchange: Exchange, params: URLSearchParams): Conditional | undefined {
  const clientId = params.get('clientAlgoId');
  return exchange.findConditional(clientId === null ? { id: Number(params.get('algoId')) } : { clientId });
}

function algoOrders(exchange: Exchange, params: URLSearchParams): Record<string, unknown>[] {
  const symbol = params.has('symbol') ? symbolOf(exchange, params, true) : null;
  exchange.match();
  return exchange.conditionals.filter(({ request }) => symbol === null || request.symbol === symbol).map(algoOrder);
}

function totals(exchange: Exchange): { wallet: number; free: number; positions: number; profit: number } {
  const balance = exchange.marginWallet.of('USDT');
  const positions = [...exchange.positions.open.values()];
  return {
    wallet: balance.free + balance.locked,
    free: balance.free,
    positions: positions.reduce((sum, { margin }) => sum + margin, 0),
    profit: positions.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0),
  };
}

function futuresBalance(exchange: Exchange): unknown {
  exchange.match();
  return [...exchange.marginWallet.balances].map(([asset, { free, locked }]) => ({
    accountAlias: 'SgsR',
    asset,
    balance: (free + locked).toFixed(8),
    crossWalletBalance: (free + locked).toFixed(8),
    crossUnPnl: '0.00000000',
    availableBalance: free.toFixed(8),
    maxWithdrawAmount: free.toFixed(8),
    marginAvailable: true,
    updateTime: exchange.now(),
  }));
}

function account(exchange: Exchange): unknown {
  exchange.match();
  const { wallet, free, positions, profit } = totals(exchange);
  const common = { unrealizedProfit: profit.toFixed(8), maintMargin: '0.00000000', positionInitialMargin: positions.toFixed(8) };
  return {
    totalInitialMargin: (wallet - free).toFixed(8),
    totalMaintMargin: '0.00000000',
    totalWalletBalance: wallet.toFixed(8),
    totalUnrealizedProfit: profit.toFixed(8),
    totalMarginBalance: (wallet + profit).toFixed(8),
    totalPositionInitialMargin: positions.toFixed(8),
    totalOpenOrderInitialMargin: (wallet - free - positions).toFixed(8),
    totalCrossWalletBalance: wallet.toFixed(8),
    totalCrossUnPnl: profit.toFixed(8),
    availableBalance: free.toFixed(8),
    maxWithdrawAmount: free.toFixed(8),
    assets: [...exchange.marginWallet.balances].map(([asset, balance]) => ({
      asset,
      ...common,
      walletBalance: (balance.free + balance.locked).toFixed(8),
      marginBalance: (balance.free + balance.locked).toFixed(8),
      initialMargin: balance.locked.toFixed(8),
      openOrderInitialMargin: '0.00000000',
      crossWalletBalance: (balance.free + balance.locked).toFixed(8),
      crossUnPnl: '0.00000000',
      availableBalance: balance.free.toFixed(8),
      maxWithdrawAmount: balance.free.toFixed(8),
      updateTime: exchange.now(),
    })),
    positions: [...exchange.positions.open.values()].map((position) => ({
      symbol: wireId(position.symbol),
      positionSide: 'BOTH',
      positionAmt: amountText(position.symbol, position.amount),
      unrealizedProfit: exchange.unrealizedProfit(position).toFixed(8),
      isolatedMargin: position.marginMode === 'isolated' ? position.margin.toFixed(8) : '0',
      notional: (exchange.price(position.symbol) * position.amount).toFixed(8),
      isolatedWallet: position.marginMode === 'isolated' ? position.margin.toFixed(8) : '0',
      initialMargin: position.margin.toFixed(8),
      maintMargin: '0',
      updateTime: exchange.now(),
    })),
  };
}

function positionRisk(exchange: Exchange, params: URLSearchParams): unknown {
  exchange.match();
  const symbol = params.has('symbol') ? symbolOf(exchange, params, true) : null;
  return [...exchange.positions.open.values()]
    .filter((position) => symbol === null || position.symbol === symbol)
    .map((position) => {
      const isIsolated = position.marginMode === 'isolated';
      return {
        symbol: wireId(position.symbol),
        positionSide: 'BOTH',
        positionAmt: amountText(position.symbol, position.amount),
        entryPrice: String(position.entryPrice),
        breakEvenPrice: String(position.entryPrice),
        markPrice: priceText(position.symbol, exchange.price(position.symbol)),
        unRealizedProfit: exchange.unrealizedProfit(position).toFixed(8),
        liquidationPrice: exchange.positions.liquidationPrice(position).toFixed(8),
        leverage: String(position.leverage),
        marginType: isIsolated ? 'isolated' : 'cross',
        isolatedMargin: isIsolated ? position.margin.toFixed(8) : '0',
        isAutoAddMargin: 'false',
        notional: (exchange.price(position.symbol) * position.amount).toFixed(8),
        marginAsset: position.symbol.quote,
        isolatedWallet: isIsolated ? position.margin.toFixed(8) : '0',
        initialMargin: position.margin.toFixed(8),
        maintMargin: (Math.abs(position.amount) * exchange.price(position.symbol) * MAINTENANCE_RATIO).toFixed(8),
        positionInitialMargin: position.margin.toFixed(8),
        openOrderInitialMargin: '0',
        adl: 1,
        bidNotional: '0',
        askNotional: '0',
        updateTime: position.since,
      };
    });
}
