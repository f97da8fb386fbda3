import type { Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Conditional, type Fill, feeOf, type NewOrder, type Order } from '../../engine/order.ts';
import { MAINTENANCE_RATIO, type MarginMode, type Position } from '../../engine/positions.ts';
import { Refusal } from '../../engine/refusal.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import { NativeRefusal } from '../dialect.ts';
import type { BitgetAccount } from './account.ts';
import { PRODUCT_TYPE, priceText, wireId } from './facts.ts';
import { symbolOf } from './market-data.ts';
import { parameterError, wordsOf } from './refusals.ts';
import { clientIdOf, type Handler, type Input, idsOf, isWithin, limitOf, orderOf, sideOf, stopOf, timeOf, typeOf } from './spot.ts';

const PLAN_STATES: Readonly<Record<Conditional['status'], string>> = {
  waiting: 'live',
  fired: 'executed',
  cancelled: 'cancelled',
  expired: 'cancelled',
  failed: 'fail_execute',
};

/** Stops of a position, which are asked for as `profit_loss`. Source: Bitget, "Stop-profit and stop-loss plan orders". */
const POSITION_PLANS: readonly string[] = ['profit_plan', 'loss_plan', 'pos_profit', 'pos_loss'];

/** Signed calls for contracts. Source: Bitget, "Futures API". */
export const MIX: Readonly<Record<string, Handler>> = {
  'GET mix/account/accounts': (account, input) => {
    account.exchange.match();
    return isOffered(input) ? [accountRow(account)] : [];
  },
  'GET mix/account/account': (account, input) => {
    account.exchange.match();
    const symbol = contractOf(account.exchange, input);
    const leverage = account.exchange.positions.leverage(symbol);
    return {
      ...accountRow(account),
      crossedMarginLeverage: leverage,
      isolatedLongLever: leverage,
      isolatedShortLever: leverage,
      marginMode: modeText(account.exchange.positions.marginMode(symbol)),
      posMode: account.positionMode,
    };
  },
  'POST mix/account/set-leverage': ({ exchange }, input) => {
    const symbol = contractOf(exchange, input);
    const leverage = Number(input['leverage']);
    if (!Number.isInteger(leverage)) throw parameterError('leverage');
    exchange.positions.setLeverage(symbol, leverage);
    return leverageRow(exchange, symbol);
  },
  'POST mix/account/set-margin-mode': ({ exchange }, input) => {
    const symbol = contractOf(exchange, input);
    exchange.positions.setMarginMode(symbol, marginModeOf(input));
    return leverageRow(exchange, symbol);
  },
  'POST mix/account/set-position-mode': (account, input) => {
    const mode = input['posMode'];
    if (mode !== 'one_way_mode' && mode !== 'hedge_mode') throw parameterError('posMode');
    const { exchange } = account;
    const isBusy = exchange.positions.open.size > 0 || exchange.openOrders(null).some(({ symbol }) => symbol.isPerpetual);
    const { isHedged } = exchange.positions.account;
    if (isHedged || (mode !== account.positionMode && isBusy)) {
      throw new NativeRefusal('40920', 'Position or order exists, the position mode cannot be switched');
    }
    account.positionMode = mode;
    return { posMode: mode };
  },
  'GET mix/account/bill': ({ exchange }, input) => {
    exchange.match();
    const isFunding = input['businessType'] === undefined || input['businessType'] === 'contract_settle_fee';
    const payments = exchange.positions.payments
      .filter(({ symbol, time }) => isFunding && isWithin(input, time) && (input['symbol'] ?? wireId(symbol)) === wireId(symbol))
      .reverse()
      .slice(0, limitOf(input));
    return {
      bills: payments.map(({ id, symbol, time, amount }) => ({
        billId: String(id),
        symbol: wireId(symbol),
        amount: decimalText(amount),
        fee: '0',
        feeByCoupon: '',
        businessType: 'contract_settle_fee',
        coin: symbol.quote,
        balance: '0',
        cTime: String(time),
      })),
      endId: String(payments.at(-1)?.id ?? ''),
    };
  },
  'GET mix/position/all-position': (account, input) => {
    account.exchange.match();
    return isOffered(input) ? [...account.exchange.positions.open.values()].map((position) => positionRow(account, position)) : [];
  },
  'GET mix/position/single-position': (account, input) => {
    account.exchange.match();
    const position = account.exchange.positions.open.get(contractOf(account.exchange, input).id);
    return position === undefined ? [] : [positionRow(account, position)];
  },
  'POST mix/order/place-order': (account, input) => idsOf(account.exchange.place(newOrder(account, input))),
  'POST mix/order/cancel-order': ({ exchange }, input) => idsOf(exchange.cancel(contractOrderOf(exchange, input))),
  'GET mix/order/detail': (account, input) => {
    contractOf(account.exchange, input);
    const order = contractOrderOf(account.exchange, input);
    if (order === undefined) {
      throw new NativeRefusal('40109', 'The data of the order cannot be found, please confirm the order number');
    }
    const { status, ...row } = orderRow(account, order);
    return { ...row, state: status };
  },
  'GET mix/order/orders-pending': (account, input) => page(account, input, true),
  'GET mix/order/orders-history': (account, input) => page(account, input, false),
  'GET mix/order/fills': (account, input) => {
    const fills = listed(account, { ...input, startTime: undefined, endTime: undefined })
      .flatMap((order) => order.fills.map((fill) => ({ order, fill })))
      .filter(({ fill }) => isWithin(input, fill.time))
      .sort((a, b) => b.fill.id - a.fill.id)
      .slice(0, limitOf(input));
    return { fillList: fills.map(({ order, fill }) => fillRow(account, order, fill)), endId: String(fills.at(-1)?.fill.id ?? '') };
  },
  'POST mix/order/place-plan-order': (account, input) => {
    const { exchange } = account;
    if (input['planType'] !== 'normal_plan') throw parameterError('planType');
    const isMarket = input['orderType'] === 'market';
    const price = Number(input['triggerPrice']);
    const given = input['price'] ?? input['executePrice'];
    const { isPostOnly: _, ...request } = newOrder(account, { ...input, price: isMarket ? undefined : given });
    const direction = price > exchange.price(request.symbol) ? 'above' : 'below';
    return idsOfStop(exchange.placeConditional({ ...request, timeInForce: 'GTC', trigger: { price, direction } }, null, String));
  },
  'POST mix/order/place-tpsl-order': (account, input) => {
    const { exchange } = account;
    const symbol = contractOf(exchange, input);
    const planType = String(input['planType']);
    if (!POSITION_PLANS.includes(planType)) throw parameterError('planType');
    const isOfLong = holdsLong(account, input);
    const position = exchange.positions.open.get(symbol.id);
    if (position === undefined || position.amount > 0 !== isOfLong) throw new Refusal('nothing_to_reduce');
    // one that is the whole position's has no size of its own
    const isWhole = planType.startsWith('pos_');
    const price = Number(input['triggerPrice']);
    const isLoss = planType.endsWith('loss') || planType === 'loss_plan';
    const direction = isOfLong === isLoss ? ('below' as const) : ('above' as const);
    checkSide(exchange.price(symbol), price, direction, isOfLong);
    const limit = Number(input['executePrice'] ?? 0);
    const stop = exchange.placeConditional(
      {
        symbol,
        side: isOfLong ? 'sell' : 'buy',
        type: limit > 0 ? 'limit' : 'market',
        price: limit > 0 ? limit : undefined,
        amount: isWhole ? Math.abs(position.amount) : Number(input['size']),
        isReduceOnly: true,
        clientId: clientIdOf(input),
        trigger: { price, direction },
      },
      null,
      String,
    );
    account.planTypes.set(stop.id, planType);
    return idsOfStop(stop);
  },
  'POST mix/order/cancel-plan-order': (account, input) => {
    const { exchange } = account;
    contractOf(exchange, input);
    const list = (input['orderIdList'] ?? []) as readonly Input[];
    const planType = input['planType'] === undefined ? 'normal_plan' : String(input['planType']);
    const found = list.map((named) => ({ named, stop: stopOf(exchange, named) }));
    const successList: object[] = [];
    const failureList: object[] = [];
    for (const { named, stop } of found) {
      const isIt = stop?.status === 'waiting' && stop.request.symbol.isPerpetual && isOfPlan(account, stop, planType);
      if (stop !== undefined && isIt) successList.push(idsOfStop(exchange.cancelConditional(stop)));
      else failureList.push({ ...named, errorMsg: 'Plan order does not exist', errorCode: '43025' });
    }
    return { successList, failureList };
  },
  'GET mix/order/orders-plan-pending': (account, input) => planPage(account, input, true),
  'GET mix/order/orders-plan-history': (account, input) => planPage(account, input, false),
};

function isOffered(input: Input): boolean {
  return String(input['productType']).toUpperCase() === PRODUCT_TYPE;
}

function contractOf(exchange: Exchange, input: Input): MarketSymbol {
  if (!isOffered(input)) throw new NativeRefusal('40034', `Parameter ${input['productType']} does not exist`);
  return symbolOf(exchange, input['symbol'], true);
}

function modeText(mode: MarginMode): string {
  return mode === 'cross' ? 'crossed' : 'isolated';
}

function marginModeOf(input: Input): MarginMode {
  const mode = input['marginMode'];
  if (mode !== 'crossed' && mode !== 'isolated') throw parameterError('marginMode');
  return mode === 'crossed' ? 'cross' : 'isolated';
}

/** @throws NativeRefusal where the account has positions on both sides and the order does not say which */
function newOrder({ exchange, positionMode }: BitgetAccount, input: Input): NewOrder {
  const symbol = contractOf(exchange, input);
  const size = Number(input['size']);
  if (!(size > 0)) throw parameterError('size');
  const type = typeOf(input);
  const request = {
    symbol,
    side: sideOf(input),
    type,
    ...(type === 'market' ? {} : timeOf(input)),
    amount: size,
    price: input['price'] === undefined ? undefined : Number(input['price']),
    isReduceOnly: String(input['reduceOnly']).toUpperCase() === 'YES',
    clientId: clientIdOf(input),
  };
  if (positionMode === 'hedge_mode' || input['tradeSide'] !== undefined) {
    throw new NativeRefusal('40774', 'The order type for unilateral position must also be the unilateral position type.');
  }
  exchange.positions.setMarginMode(symbol, marginModeOf(input));
  return request;
}

/** Which position a stop belongs to: `buy` or `sell` in one-way mode. @throws NativeRefusal for the other mode's words */
function holdsLong({ positionMode }: BitgetAccount, input: Input): boolean {
  const [long, short] = positionMode === 'one_way_mode' ? ['buy', 'sell'] : ['long', 'short'];
  if (input['holdSide'] !== long && input['holdSide'] !== short) throw parameterError('holdSide');
  return input['holdSide'] === long;
}

function checkSide(now: number, price: number, direction: 'above' | 'below', isOfLong: boolean): void {
  if (direction === 'below' ? price < now : price > now) return;
  const [code, message] = wordsOf('stop_on_wrong_side', true);
  throw isOfLong ? new NativeRefusal(code, message) : new NativeRefusal('45122', 'Short position stop loss price please > mark price');
}

function contractOrderOf(exchange: Exchange, input: Input): Order | undefined {
  const order = orderOf(exchange, input);
  return order?.symbol.isPerpetual === true ? order : undefined;
}

function idsOfStop({ id, clientId }: Conditional): object {
  return { orderId: String(id), clientOid: clientId };
}

function accountRow({ exchange }: BitgetAccount): Record<string, unknown> {
  const { free, locked } = exchange.marginWallet.of('USDT');
  const positions = [...exchange.positions.open.values()];
  const profit = positions.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0);
  const crossed = positions.filter(({ marginMode }) => marginMode === 'cross');
  const crossedProfit = crossed.reduce((sum, position) => sum + exchange.unrealizedProfit(position), 0);
  const equity = decimalText(free + locked + profit);
  return {
    marginCoin: 'USDT',
    locked: '0',
    available: decimalText(free),
    crossedMaxAvailable: decimalText(free),
    isolatedMaxAvailable: decimalText(free),
    maxTransferOut: decimalText(free),
    accountEquity: equity,
    usdtEquity: equity,
    btcEquity: '0',
    crossedRiskRate: '0',
    unrealizedPL: decimalText(profit),
    coupon: '0',
    crossedUnrealizedPL: decimalText(crossedProfit),
    isolatedUnrealizedPL: decimalText(profit - crossedProfit),
  };
}

function leverageRow(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const leverage = decimalText(exchange.positions.leverage(symbol));
  return {
    symbol: wireId(symbol),
    marginCoin: symbol.quote,
    longLeverage: leverage,
    shortLeverage: leverage,
    crossMarginLeverage: leverage,
    marginMode: modeText(exchange.positions.marginMode(symbol)),
  };
}

function positionRow({ exchange, positionMode }: BitgetAccount, position: Position): Record<string, string> {
  const { symbol, amount, entryPrice, leverage, marginMode, margin, since } = position;
  const mark = exchange.price(symbol);
  const size = decimalText(Math.abs(amount));
  return {
    marginCoin: symbol.quote,
    symbol: wireId(symbol),
    holdSide: amount > 0 ? 'long' : 'short',
    openDelegateSize: '0',
    marginSize: decimalText(margin),
    available: size,
    locked: '0',
    total: size,
    leverage: decimalText(leverage),
    achievedProfits: '0',
    openPriceAvg: decimalText(entryPrice),
    marginMode: modeText(marginMode),
    posMode: positionMode,
    unrealizedPL: decimalText(exchange.unrealizedProfit(position)),
    liquidationPrice: decimalText(exchange.positions.liquidationPrice(position)),
    keepMarginRate: decimalText(MAINTENANCE_RATIO),
    markPrice: decimalText(mark),
    marginRatio: decimalText((Math.abs(amount) * mark * MAINTENANCE_RATIO) / margin),
    breakEvenPrice: decimalText(entryPrice),
    totalFee: '',
    deductedFee: '0',
    grant: '',
    assetMode: 'single',
    autoMargin: 'off',
    takeProfit: '',
    stopLoss: '',
    takeProfitId: '',
    stopLossId: '',
    cTime: String(since),
    uTime: String(exchange.now()),
  };
}

/** Newest first. */
function listed({ exchange }: BitgetAccount, input: Input): Order[] {
  const symbol = input['symbol'] === undefined ? null : contractOf(exchange, input);
  return exchange
    .listed(symbol)
    .filter((order) => order.symbol.isPerpetual && isOffered(input) && isWithin(input, order.time))
    .filter(({ id }) => input['orderId'] === undefined || String(id) === input['orderId'])
    .filter(({ clientId }) => input['clientOid'] === undefined || clientId === input['clientOid'])
    .reverse();
}

function page(account: BitgetAccount, input: Input, isOpen: boolean): object {
  const orders = listed(account, input)
    .filter(({ status }) => (status === 'open') === isOpen)
    .slice(0, limitOf(input));
  return { entrustedList: orders.map((order) => orderRow(account, order)), endId: String(orders.at(-1)?.id ?? '') };
}

/** Its status has one letter less than on spot. */
export function contractStatus({ status, executed }: Order): string {
  if (status === 'open') return executed > 0 ? 'partially_filled' : 'live';
  return status === 'filled' ? 'filled' : 'canceled';
}

function tradeSide({ side, isLiquidation }: Order): string {
  return isLiquidation ? `burst_${side}_single` : `${side}_single`;
}

export function forceText({ isPostOnly, timeInForce }: Order): string {
  return isPostOnly ? 'post_only' : timeInForce.toLowerCase();
}

/** What it has in common with the one of a stream. */
export function contractRow(account: BitgetAccount, order: Order): Record<string, string> {
  const { exchange, positionMode } = account;
  const { symbol } = order;
  return {
    orderId: String(order.id),
    clientOid: order.clientId,
    size: decimalText(order.amount),
    price: order.type === 'market' ? '' : priceText(symbol, order.price),
    side: order.side,
    force: forceText(order),
    posSide: 'net',
    posMode: positionMode,
    tradeSide: tradeSide(order),
    marginCoin: symbol.quote,
    marginMode: modeText(exchange.positions.marginMode(symbol)),
    leverage: decimalText(exchange.positions.leverage(symbol)),
    orderType: order.type,
    status: contractStatus(order),
    enterPointSource: order.isLiquidation ? 'SYS' : 'API',
    cTime: String(order.time),
    uTime: String(order.updateTime),
  };
}

function orderRow(account: BitgetAccount, order: Order): Record<string, string> {
  return {
    symbol: wireId(order.symbol),
    ...contractRow(account, order),
    baseVolume: decimalText(order.executed),
    quoteVolume: decimalText(order.executedValue),
    priceAvg: order.executed === 0 ? '' : decimalText(averagePrice(order)),
    fee: order.executed === 0 ? '0' : decimalText(-feeOf(order)),
    totalProfits: decimalText(order.fills.reduce((sum, { realizedProfit }) => sum + realizedProfit, 0)),
    reduceOnly: order.isReduceOnly ? 'YES' : 'NO',
    orderSource: order.type === 'market' ? 'market' : 'normal',
    cancelReason: order.status === 'cancelled' ? 'normal_cancel' : '',
    presetStopSurplusPrice: '',
    presetStopLossPrice: '',
  };
}

function fillRow({ positionMode }: BitgetAccount, order: Order, fill: Fill): object {
  return {
    tradeId: String(fill.id),
    symbol: wireId(order.symbol),
    orderId: String(order.id),
    price: priceText(order.symbol, fill.price),
    baseVolume: decimalText(fill.amount),
    feeDetail: [{ deduction: 'no', feeCoin: fill.feeCoin, totalDeductionFee: null, totalFee: decimalText(-fill.fee) }],
    side: order.side,
    quoteVolume: decimalText(fill.price * fill.amount),
    profit: decimalText(fill.realizedProfit),
    enterPointSource: 'api',
    tradeSide: tradeSide(order),
    posMode: positionMode,
    tradeScope: fill.isMaker ? 'maker' : 'taker',
    cTime: String(fill.time),
  };
}

function planTypeOf({ planTypes }: BitgetAccount, { id }: Conditional): string {
  return planTypes.get(id) ?? 'normal_plan';
}

/** `profit_loss` are all stops of a position. */
function isOfPlan(account: BitgetAccount, stop: Conditional, planType: string): boolean {
  const own = planTypeOf(account, stop);
  return own === planType || (planType === 'profit_loss' && own !== 'normal_plan');
}

function planPage(account: BitgetAccount, input: Input, isWaiting: boolean): object {
  const { exchange } = account;
  exchange.match();
  if (input['planType'] === undefined) throw new NativeRefusal('40019', 'Parameter planType cannot be empty');
  const stops = exchange.conditionals
    .filter(({ request, status }) => request.symbol.isPerpetual && isOffered(input) && (status === 'waiting') === isWaiting)
    .filter(({ request, time }) => (input['symbol'] ?? wireId(request.symbol)) === wireId(request.symbol) && isWithin(input, time))
    .filter((stop) => isOfPlan(account, stop, String(input['planType'])))
    .filter(
      ({ id, clientId }) =>
        [String(id), undefined].includes(textOf(input['orderId'])) && [clientId, undefined].includes(textOf(input['clientOid'])),
    )
    .reverse()
    .slice(0, limitOf(input));
  return { entrustedList: stops.map((stop) => contractPlanRow(account, stop)), endId: String(stops.at(-1)?.id ?? '') };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function contractPlanRow(account: BitgetAccount, stop: Conditional): Record<string, string> {
  const { id, clientId, request, trigger, status, order, time, updateTime } = stop;
  const { symbol } = request;
  return {
    planType: planTypeOf(account, stop),
    symbol: wireId(symbol),
    size: decimalText(request.amount ?? 0),
    orderId: String(id),
    executeOrderId: order === null ? '' : String(order.id),
    clientOid: clientId,
    price: '',
    executePrice: request.price === undefined ? '0' : priceText(symbol, request.price),
    callbackRatio: '',
    triggerPrice: priceText(symbol, trigger.price),
    triggerType: 'mark_price',
    planStatus: PLAN_STATES[status],
    side: request.side,
    posSide: 'net',
    marginCoin: symbol.quote,
    marginMode: modeText(account.exchange.positions.marginMode(symbol)),
    enterPointSource: 'API',
    tradeSide: `${request.side}_single`,
    posMode: account.positionMode,
    orderType: request.type,
    baseVolume: order === null ? '' : decimalText(order.executed),
    priceAvg: order === null || order.executed === 0 ? '' : decimalText(averagePrice(order)),
    cTime: String(time),
    uTime: String(updateTime),
  };
}
