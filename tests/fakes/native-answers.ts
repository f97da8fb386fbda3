import type { CannedAnswer, CannedRequest } from './canned-exchange.ts';

/** An order as an exchange keeps it; what its answers are made from. */
export interface NativeOrder {
  readonly clientId: string;
  readonly state: 'open' | 'filled' | 'canceled';
}

/** How an exchange answers the calls a bot needs for its orders, in the form of its documents. */
export interface NativeDialect {
  readonly id: string;
  readonly pair?: string;
  readonly market?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Form of a client order id, as the exchange's documents demand it. */
  readonly idForm: RegExp;
  /** Of a request for a new order: its client id; null for any other request. */
  readonly placing: (request: CannedRequest) => string | null;
  readonly accepted: (clientId: string) => CannedAnswer;
  readonly refused: CannedAnswer;
  /** A refusal that is none. */
  readonly vague: CannedAnswer;
  /** An answer to a look-up or a list. @param order null where it knows none that fits */
  readonly lookedUp: (request: CannedRequest, order: NativeOrder | null) => CannedAnswer;
  /** What is bought for, in a market order to buy, where it is told as a cost. */
  readonly cost?: (request: CannedRequest) => number;
}

const AT = 1_795_824_000_000;
const ok = (json: unknown): CannedAnswer => ({ json });
const text = (value: unknown): string => String(value ?? '');
const filledOf = ({ state }: NativeOrder): string => (state === 'filled' ? '0.001' : '0');

/** By exchange. Amount 0.001, rate 60,000, filled at 59,900. */
export const NATIVE: Readonly<Record<string, NativeDialect>> = {
  bybit: {
    id: 'BTCUSDT',
    options: { enableUnifiedMargin: false, enableUnifiedAccount: true },
    idForm: /^[A-Za-z0-9_-]{1,36}$/,
    placing: ({ address, body }) => (address.endsWith('/v5/order/create') ? text(body['orderLinkId']) : null),
    accepted: (orderLinkId) => ok({ retCode: 0, retMsg: 'OK', result: { orderId: '77', orderLinkId }, time: AT }),
    refused: ok({ retCode: 170131, retMsg: 'Insufficient balance.', result: {}, time: AT }),
    vague: ok({ retCode: 170146, retMsg: 'Order creation timeout', result: {}, time: AT }),
    lookedUp: ({ query }, order) => {
      const fits = order !== null && (query.get('orderLinkId') === order.clientId || query.get('orderId') === '77');
      const list = !fits
        ? []
        : [
            {
              symbol: 'BTCUSDT',
              orderId: '77',
              orderLinkId: order.clientId,
              orderType: 'Limit',
              side: 'Buy',
              price: '60000',
              qty: '0.001',
              cumExecQty: filledOf(order),
              cumExecValue: order.state === 'filled' ? '59.9' : '0',
              avgPrice: order.state === 'filled' ? '59900' : '',
              cumExecFee: '0',
              orderStatus: { open: 'New', filled: 'Filled', canceled: 'Cancelled' }[order.state],
              timeInForce: 'GTC',
              createdTime: text(AT),
              updatedTime: text(AT),
            },
          ];
      return ok({ retCode: 0, retMsg: 'OK', result: { nextPageCursor: '', category: 'spot', list }, time: AT });
    },
  },
  okx: {
    id: 'BTC-USDT',
    idForm: /^[A-Za-z0-9]{1,32}$/,
    placing: ({ address, body }) =>
      /\/trade\/(batch-orders|order)$/.test(address) && body['sz'] !== undefined ? text(body['clOrdId']) : null,
    accepted: (clOrdId) => ok({ code: '0', data: [{ clOrdId, ordId: '77', sCode: '0', sMsg: '', tag: '' }], msg: '' }),
    refused: ok({
      code: '1',
      data: [{ clOrdId: '', ordId: '', sCode: '51008', sMsg: 'Order failed. Insufficient balance', tag: '' }],
      msg: '',
    }),
    vague: ok({ code: '1', data: [{ clOrdId: '', ordId: '', sCode: '51149', sMsg: 'Order timed out. Please try again later.' }], msg: '' }),
    lookedUp: ({ query }, order) => {
      const fits = order !== null && (query.get('clOrdId') === order.clientId || query.get('ordId') === '77');
      if (!fits) return ok({ code: '51603', data: [], msg: 'Order does not exist' });
      return ok({
        code: '0',
        msg: '',
        data: [
          {
            instId: 'BTC-USDT',
            instType: 'SPOT',
            ordId: '77',
            clOrdId: order.clientId,
            ordType: 'limit',
            side: 'buy',
            px: '60000',
            sz: '0.001',
            tgtCcy: 'base_ccy',
            accFillSz: filledOf(order),
            avgPx: order.state === 'filled' ? '59900' : '',
            fee: order.state === 'filled' ? '-0.000001' : '0',
            feeCcy: 'BTC',
            state: { open: 'live', filled: 'filled', canceled: 'canceled' }[order.state],
            cTime: text(AT),
            uTime: text(AT),
          },
        ],
      });
    },
  },
  gate: {
    id: 'BTC_USDT',
    options: { unifiedAccount: false },
    idForm: /^t-[A-Za-z0-9_.-]{1,28}$/,
    placing: ({ method, address, body }) => (method === 'POST' && address.endsWith('/spot/orders') ? text(body['text']) : null),
    cost: ({ body }) => Number(body['amount']),
    accepted: (clientId) => ok(gateOrder({ clientId, state: 'open' })),
    refused: { status: 400, json: { label: 'BALANCE_NOT_ENOUGH', message: 'Not enough balance' } },
    vague: { status: 400, json: { label: 'SERVER_ERROR', message: 'no words' } },
    lookedUp: ({ address, query }, order) => {
      const [, key] = /\/spot\/orders\/(.+)$/.exec(address) ?? [];
      if (address.endsWith('/open_orders')) {
        return ok(order?.state === 'open' ? [{ currency_pair: 'BTC_USDT', total: 1, orders: [gateOrder(order)] }] : []);
      }
      if (key === undefined)
        return ok(order !== null && order.state !== 'open' && query.get('status') !== 'open' ? [gateOrder(order)] : []);
      // by its text only an open one is found
      const fits = order !== null && (key === '77' || (key === order.clientId && order.state === 'open'));
      return fits ? ok(gateOrder(order)) : { status: 404, json: { label: 'ORDER_NOT_FOUND', message: 'Order not found' } };
    },
  },
  kraken: {
    id: 'XXBTZUSD',
    pair: 'BTC/USD',
    market: { altname: 'XBTUSD', wsId: 'XBT/USD' },
    idForm: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    placing: ({ address, body }) => (address.endsWith('/AddOrder') ? text(body['cl_ord_id']) : null),
    accepted: () => ok({ error: [], result: { descr: { order: 'buy 0.001 XBTUSD @ limit 60000' }, txid: ['77'] } }),
    refused: ok({ error: ['EOrder:Insufficient funds'] }),
    vague: ok({ error: ['EService:Deadline elapsed'] }),
    lookedUp: ({ address, body }, order) => {
      const isOpen = address.endsWith('/OpenOrders');
      const raw = order === null ? {} : { 77: krakenOrder(order) };
      if (address.endsWith('/QueryOrders'))
        return body['txid'] === '77' && order !== null ? ok({ error: [], result: raw }) : ok({ error: ['EOrder:Unknown order'] });
      const fits =
        order !== null && (order.state === 'open') === isOpen && (body['cl_ord_id'] === undefined || body['cl_ord_id'] === order.clientId);
      return ok({ error: [], result: { [isOpen ? 'open' : 'closed']: fits ? raw : {}, count: fits ? 1 : 0 } });
    },
  },
  kucoin: {
    id: 'BTC-USDT',
    options: { uta: false },
    idForm: /^[A-Za-z0-9_-]{1,40}$/,
    placing: ({ method, address, body }) => (method === 'POST' && /\/(hf\/)?orders$/.test(address) ? text(body['clientOid']) : null),
    accepted: (clientOid) => ok({ code: '200000', data: { orderId: '77', clientOid } }),
    refused: ok({ code: '200004', msg: 'Balance insufficient!' }),
    vague: ok({ code: '408000', msg: 'Network timeout, please try again later' }),
    lookedUp: ({ address }, order) => {
      const key = address.split('/').at(-1);
      if (order === null || (key !== '77' && key !== order.clientId)) return ok({ code: '400100', msg: 'The order does not exist.' });
      return ok({
        code: '200000',
        data: {
          id: '77',
          clientOid: order.clientId,
          symbol: 'BTC-USDT',
          type: 'limit',
          side: 'buy',
          price: '60000',
          size: '0.001',
          dealSize: filledOf(order),
          dealFunds: order.state === 'filled' ? '59.9' : '0',
          fee: order.state === 'filled' ? '0.06' : '0',
          feeCurrency: 'USDT',
          active: order.state === 'open',
          inOrderBook: order.state === 'open',
          cancelExist: order.state === 'canceled',
          createdAt: AT,
          lastUpdatedAt: AT,
        },
      });
    },
  },
  bitget: {
    id: 'BTCUSDT',
    options: { uta: false },
    idForm: /^[A-Za-z0-9_-]{1,64}$/,
    placing: ({ address, body }) => (address.endsWith('/trade/place-order') ? text(body['clientOid']) : null),
    cost: ({ body }) => Number(body['size']),
    accepted: (clientOid) => ok({ code: '00000', msg: 'success', requestTime: AT, data: { orderId: '77', clientOid } }),
    refused: { status: 400, json: { code: '43012', msg: 'Insufficient balance', requestTime: AT, data: null } },
    vague: { status: 400, json: { code: '40010', msg: 'Request timed out', requestTime: AT, data: null } },
    lookedUp: ({ query }, order) => {
      const fits = order !== null && (query.get('clientOid') === order.clientId || query.get('orderId') === '77');
      const data = !fits
        ? []
        : [
            {
              symbol: 'BTCUSDT',
              orderId: '77',
              clientOid: order.clientId,
              price: '60000',
              size: '0.001',
              orderType: 'limit',
              side: 'buy',
              status: { open: 'live', filled: 'filled', canceled: 'cancelled' }[order.state],
              priceAvg: order.state === 'filled' ? '59900' : '0',
              baseVolume: filledOf(order),
              quoteVolume: order.state === 'filled' ? '59.9' : '0',
              feeDetail:
                order.state === 'filled'
                  ? JSON.stringify({ BTC: { deduction: false, feeCoinCode: 'BTC', totalDeductionFee: 0, totalFee: -0.000001 } })
                  : '',
              cTime: text(AT),
              uTime: text(AT),
            },
          ];
      return ok({ code: '00000', msg: 'success', requestTime: AT, data });
    },
  },
  htx: {
    id: 'btcusdt',
    market: { precision: { amount: 0.00001, price: 0.1, cost: 0.000_000_01 } },
    idForm: /^[A-Za-z0-9_-]{1,64}$/,
    placing: ({ address, body }) => (address.endsWith('/order/orders/place') ? text(body['client-order-id']) : null),
    cost: ({ body }) => Number(body['amount']),
    accepted: () => ok({ status: 'ok', data: '77' }),
    refused: ok({
      status: 'error',
      'err-code': 'account-frozen-balance-insufficient-error',
      'err-msg': 'trade account balance is not enough',
      data: null,
    }),
    vague: ok({ status: 'error', 'err-code': 'timeout', 'err-msg': 'no words', data: null }),
    lookedUp: ({ address, query }, order) => {
      if (address.endsWith('/account/accounts'))
        return ok({ status: 'ok', data: [{ id: 1, type: 'spot', subtype: '', state: 'working' }] });
      const fits = order !== null && (query.get('clientOrderId') === order.clientId || address.endsWith('/orders/77'));
      const isList = /\/(openOrders|history|orders)$/.test(address);
      if (isList)
        return ok({
          status: 'ok',
          data: order !== null && (order.state === 'filled') === !address.endsWith('/openOrders') ? [htxOrder(order)] : [],
        });
      return fits
        ? ok({ status: 'ok', data: htxOrder(order) })
        : ok({ status: 'error', 'err-code': 'base-record-invalid', 'err-msg': 'record invalid', data: null });
    },
  },
  bingx: {
    id: 'BTC-USDT',
    idForm: /^[A-Za-z0-9_]{1,40}$/,
    placing: ({ method, address, query }) =>
      method === 'POST' && address.endsWith('/trade/order') ? text(query.get('newClientOrderId')) : null,
    cost: ({ query }) => Number(query.get('quoteOrderQty')),
    accepted: (clientOrderID) => ok({ code: 0, msg: '', data: { ...bingxOrder({ clientId: clientOrderID, state: 'open' }) } }),
    refused: ok({ code: 100202, msg: 'Insufficient balance' }),
    vague: ok({ code: 100500, msg: 'Internal system error' }),
    lookedUp: ({ query }, order) => {
      const fits = order !== null && (query.get('clientOrderID') === order.clientId || query.get('orderId') === '77');
      return fits ? ok({ code: 0, msg: '', data: bingxOrder(order) }) : ok({ code: 100404, msg: 'order not exist' });
    },
  },
  bitvavo: {
    id: 'BTC-EUR',
    pair: 'BTC/EUR',
    idForm: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    placing: ({ method, address, body }) =>
      method === 'POST' && address.endsWith('/v2/order') && body['operatorId'] !== undefined ? text(body['clientOrderId']) : null,
    accepted: (clientId) => ok(bitvavoOrder({ clientId, state: 'open' })),
    refused: { status: 400, json: { errorCode: 216, error: 'You do not have sufficient balance to complete this operation.' } },
    vague: { status: 400, json: { errorCode: 109, error: 'no words' } },
    lookedUp: ({ query }, order) => {
      const fits = order !== null && (query.get('clientOrderId') === order.clientId || query.get('orderId') === '77');
      return fits ? ok(bitvavoOrder(order)) : { status: 404, json: { errorCode: 240, error: 'No order found.' } };
    },
  },
  hyperliquid: {
    id: '10142',
    pair: 'BTC/USDC',
    market: { baseId: '10142', info: { szDecimals: '5' } },
    options: { enableUnifiedMargin: false },
    idForm: /^0x[0-9a-f]{32}$/,
    placing: ({ address, body }) => {
      const action = body['action'] as { type?: string; orders?: { c?: string }[] } | undefined;
      return address.endsWith('/exchange') && action?.type === 'order' ? text(action.orders?.[0]?.c) : null;
    },
    accepted: () => ok({ status: 'ok', response: { type: 'order', data: { statuses: [{ resting: { oid: 77 } }] } } }),
    refused: ok({ status: 'ok', response: { type: 'order', data: { statuses: [{ error: 'Insufficient spot balance asset=10142' }] } } }),
    vague: { status: 502, text: '<html>bad gateway</html>' },
    lookedUp: ({ body }, order) => {
      if (body['type'] !== 'orderStatus') return ok([]);
      const fits = order !== null && (body['oid'] === order.clientId || text(body['oid']) === '77');
      if (!fits) return ok({ status: 'unknownOid' });
      return ok({
        status: 'order',
        order: {
          order: {
            coin: '@142',
            side: 'B',
            limitPx: '60000.0',
            sz: order.state === 'filled' ? '0.0' : '0.001',
            origSz: '0.001',
            oid: 77,
            timestamp: AT,
            cloid: order.clientId,
            orderType: 'Limit',
            tif: 'Gtc',
          },
          status: { open: 'open', filled: 'filled', canceled: 'canceled' }[order.state],
          statusTimestamp: AT,
        },
      });
    },
  },
  mexc: {
    id: 'BTCUSDT',
    idForm: /^[A-Za-z0-9_-]{1,32}$/,
    placing: ({ method, address, query }) =>
      method === 'POST' && address.endsWith('/api/v3/order') ? text(query.get('newClientOrderId')) : null,
    accepted: () =>
      ok({
        symbol: 'BTCUSDT',
        orderId: '77',
        orderListId: -1,
        price: '60000',
        origQty: '0.001',
        type: 'LIMIT',
        side: 'BUY',
        transactTime: AT,
      }),
    refused: { status: 400, json: { code: 30004, msg: 'Insufficient position' } },
    vague: { status: 400, json: { code: -1007, msg: 'no words' } },
    lookedUp: ({ address, query }, order) => {
      if (address.endsWith('/myTrades')) return ok([]);
      const fits = order !== null && (query.get('origClientOrderId') === order.clientId || query.get('orderId') === '77');
      if (!fits) return { status: 400, json: { code: -2013, msg: 'Order does not exist.' } };
      return ok({
        symbol: 'BTCUSDT',
        orderId: '77',
        clientOrderId: order.clientId,
        price: '60000',
        origQty: '0.001',
        executedQty: filledOf(order),
        cummulativeQuoteQty: order.state === 'filled' ? '59.9' : '0',
        status: { open: 'NEW', filled: 'FILLED', canceled: 'CANCELED' }[order.state],
        type: 'LIMIT',
        side: 'BUY',
        time: AT,
        updateTime: AT,
      });
    },
  },
  coinex: {
    id: 'BTCUSDT',
    idForm: /^[A-Za-z0-9_-]{1,32}$/,
    placing: ({ method, address, body }) => (method === 'POST' && address.endsWith('/spot/order') ? text(body['client_id']) : null),
    cost: ({ body }) => Number(body['amount']),
    accepted: (client_id) => ok({ code: 0, message: 'OK', data: coinexOrder({ clientId: client_id, state: 'open' }) }),
    refused: ok({ code: 3109, data: {}, message: 'balance not enough' }),
    vague: { status: 502, text: '<html>bad gateway</html>' },
    lookedUp: ({ address, query }, order) => {
      if (address.endsWith('/order-status')) {
        return order !== null && query.get('order_id') === '77'
          ? ok({ code: 0, message: 'OK', data: coinexOrder(order) })
          : ok({ code: 3600, data: {}, message: 'Order not found' });
      }
      const isOpen = address.endsWith('/pending-order');
      const fits = order !== null && (order.state === 'open') === isOpen && (query.get('client_id') ?? order.clientId) === order.clientId;
      return ok({ code: 0, message: 'OK', data: fits ? [coinexOrder(order)] : [], pagination: { total: fits ? 1 : 0, has_next: false } });
    },
  },
  cryptocom: {
    id: 'BTC_USDT',
    idForm: /^[A-Za-z0-9_-]{1,36}$/,
    placing: ({ address, body }) =>
      address.endsWith('/create-order') ? text((body['params'] as Record<string, unknown>)['client_oid']) : null,
    accepted: (client_oid) => ok({ id: 1, method: 'private/create-order', code: 0, result: { client_oid, order_id: '77' } }),
    refused: { status: 400, json: { id: 1, method: 'private/create-order', code: 306, message: 'INSUFFICIENT_AVAILABLE_BALANCE' } },
    vague: { status: 502, text: '<html>bad gateway</html>' },
    lookedUp: ({ body }, order) => {
      const asked = body['params'] as Record<string, unknown>;
      const fits = order !== null && (asked['client_oid'] === order.clientId || asked['order_id'] === '77');
      if (!fits) return { status: 400, json: { id: 1, method: 'private/get-order-detail', code: 212, message: 'INVALID_ORDERID' } };
      return ok({
        id: 1,
        method: 'private/get-order-detail',
        code: 0,
        result: {
          order_id: '77',
          client_oid: order.clientId,
          instrument_name: 'BTC_USDT',
          order_type: 'LIMIT',
          side: 'BUY',
          limit_price: '60000',
          quantity: '0.001',
          cumulative_quantity: filledOf(order),
          cumulative_value: order.state === 'filled' ? '59.9' : '0',
          avg_price: order.state === 'filled' ? '59900' : '0',
          cumulative_fee: order.state === 'filled' ? '0.000001' : '0',
          fee_instrument_name: 'BTC',
          status: { open: 'ACTIVE', filled: 'FILLED', canceled: 'CANCELED' }[order.state],
          create_time: AT,
          update_time: AT,
        },
      });
    },
  },
};

function gateOrder({ clientId, state }: NativeOrder): object {
  return {
    id: '77',
    text: clientId,
    create_time_ms: AT,
    update_time_ms: AT,
    status: { open: 'open', filled: 'closed', canceled: 'cancelled' }[state],
    currency_pair: 'BTC_USDT',
    type: 'limit',
    account: 'spot',
    side: 'buy',
    amount: '0.001',
    price: '60000',
    time_in_force: 'gtc',
    left: state === 'filled' ? '0' : '0.001',
    filled_total: state === 'filled' ? '59.9' : '0',
    avg_deal_price: state === 'filled' ? '59900' : '',
    fee: state === 'filled' ? '0.000002' : '0',
    fee_currency: 'BTC',
    finish_as: state === 'filled' ? 'filled' : 'open',
  };
}

function krakenOrder({ clientId, state }: NativeOrder): object {
  return {
    refid: null,
    userref: null,
    cl_ord_id: clientId,
    status: { open: 'open', filled: 'closed', canceled: 'canceled' }[state],
    opentm: AT / 1000,
    descr: { pair: 'XXBTZUSD', type: 'buy', ordertype: 'limit', price: '60000' },
    vol: '0.001',
    vol_exec: state === 'filled' ? '0.001' : '0',
    cost: state === 'filled' ? '59.9' : '0',
    fee: state === 'filled' ? '0.15' : '0',
    price: state === 'filled' ? '59900' : '0',
    oflags: 'fciq',
  };
}

function htxOrder({ clientId, state }: NativeOrder): object {
  return {
    id: 77,
    symbol: 'btcusdt',
    'client-order-id': clientId,
    amount: '0.001',
    price: '60000',
    'created-at': AT,
    'finished-at': state === 'open' ? 0 : AT,
    type: 'buy-limit',
    'field-amount': state === 'filled' ? '0.001' : '0',
    'field-cash-amount': state === 'filled' ? '59.9' : '0',
    'field-fees': state === 'filled' ? '0.000002' : '0',
    state: { open: 'submitted', filled: 'filled', canceled: 'canceled' }[state],
    source: 'api',
  };
}

function bingxOrder({ clientId, state }: NativeOrder): object {
  return {
    symbol: 'BTC-USDT',
    orderId: 77,
    price: '60000',
    origQty: '0.001',
    executedQty: state === 'filled' ? '0.001' : '0',
    cummulativeQuoteQty: state === 'filled' ? '59.9' : '0',
    status: { open: 'NEW', filled: 'FILLED', canceled: 'CANCELED' }[state],
    type: 'LIMIT',
    side: 'BUY',
    time: AT,
    updateTime: AT,
    avgPrice: state === 'filled' ? 59_900 : 0,
    fee: state === 'filled' ? '-0.000001' : '0',
    feeAsset: 'BTC',
    clientOrderID: clientId,
  };
}

function bitvavoOrder({ clientId, state }: NativeOrder): object {
  return {
    orderId: '77',
    clientOrderId: clientId,
    market: 'BTC-EUR',
    created: AT,
    updated: AT,
    status: { open: 'new', filled: 'filled', canceled: 'canceled' }[state],
    side: 'buy',
    orderType: 'limit',
    amount: '0.001',
    amountRemaining: state === 'filled' ? '0' : '0.001',
    price: '60000',
    filledAmount: state === 'filled' ? '0.001' : '0',
    filledAmountQuote: state === 'filled' ? '59.9' : '0',
    feePaid: state === 'filled' ? '0.09' : '0',
    feeCurrency: 'EUR',
    fills: [],
    timeInForce: 'GTC',
  };
}

function coinexOrder({ clientId, state }: NativeOrder): object {
  return {
    order_id: 77,
    client_id: clientId,
    market: 'BTCUSDT',
    market_type: 'SPOT',
    side: 'buy',
    type: 'limit',
    amount: '0.001',
    price: '60000',
    unfilled_amount: state === 'filled' ? '0' : '0.001',
    filled_amount: state === 'filled' ? '0.001' : '0',
    filled_value: state === 'filled' ? '59.9' : '0',
    last_fill_price: state === 'filled' ? '59900' : '0',
    base_fee: '0',
    quote_fee: state === 'filled' ? '0.12' : '0',
    discount_fee: '0',
    status: { open: 'open', filled: 'filled', canceled: 'canceled' }[state],
    created_at: AT,
    updated_at: AT,
  };
}
