import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { Conditional } from '../../engine/order.ts';
import { amountText, priceText, wireId } from './facts.ts';
import { algoOrder, contractOrder } from './futures.ts';

/** What the account's stream of futures tells. Source: Binance, "USDⓈ-M Futures", "User data streams", each event's page. */

type OrderEvent = Extract<AccountEvent, { kind: 'order' }>;

const EXECUTIONS = { new: 'NEW', trade: 'TRADE', cancelled: 'CANCELED', expired: 'EXPIRED' } as const;

export function orderTradeUpdate({ order, execution, fill }: OrderEvent, at: number): object {
  const { symbol } = order;
  const row = contractOrder(order);
  return {
    e: 'ORDER_TRADE_UPDATE',
    E: at,
    T: order.updateTime,
    o: {
      s: row['symbol'],
      c: row['clientOrderId'],
      S: row['side'],
      o: row['type'],
      f: row['timeInForce'],
      q: row['origQty'],
      p: row['price'],
      ap: row['avgPrice'],
      sp: '0',
      x: order.isLiquidation && execution === 'trade' ? 'CALCULATED' : EXECUTIONS[execution],
      X: row['status'],
      i: order.id,
      l: amountText(symbol, fill?.amount ?? 0),
      z: row['executedQty'],
      L: priceText(symbol, fill?.price ?? 0),
      ...(fill === null ? {} : { N: fill.feeCoin, n: fill.fee.toFixed(8) }),
      T: order.updateTime,
      t: fill?.id ?? 0,
      b: '0',
      a: '0',
      m: fill?.isMaker ?? false,
      R: order.isReduceOnly,
      wt: 'CONTRACT_PRICE',
      ot: row['origType'],
      ps: 'BOTH',
      cp: false,
      rp: (fill?.realizedProfit ?? 0).toFixed(8),
      pP: false,
      si: 0,
      ss: 0,
      V: 'EXPIRE_MAKER',
      pm: 'NONE',
      gtd: 0,
    },
  };
}

/** A stop, which is in a book of its own and becomes an order of another number. */
export function algoUpdate(conditional: Conditional, at: number): object {
  const { request, order } = conditional;
  const row = algoOrder(conditional);
  return {
    e: 'ALGO_UPDATE',
    E: at,
    T: conditional.updateTime,
    o: {
      caid: row['clientAlgoId'],
      aid: row['algoId'],
      at: row['algoType'],
      o: row['orderType'],
      s: row['symbol'],
      S: row['side'],
      ps: 'BOTH',
      f: row['timeInForce'],
      q: row['quantity'],
      X: row['algoStatus'],
      ai: row['actualOrderId'],
      ap: row['actualPrice'],
      aq: amountText(request.symbol, order?.executed ?? 0),
      act: order === null ? '0' : order.type.toUpperCase(),
      tp: row['triggerPrice'],
      p: row['price'],
      V: 'EXPIRE_MAKER',
      wt: row['workingType'],
      pm: 'NONE',
      cp: row['closePosition'],
      pP: row['priceProtect'],
      R: row['reduceOnly'],
      tt: row['triggerTime'],
      gtd: 0,
      rm: conditional.status === 'failed' ? 'Reduce Only reject' : '',
    },
  };
}

export function accountUpdate(exchange: Exchange, coins: readonly string[], at: number): object {
  return {
    e: 'ACCOUNT_UPDATE',
    E: at,
    T: at,
    a: {
      m: 'ORDER',
      B: coins.map((coin) => {
        const { free, locked } = exchange.marginWallet.of(coin);
        return { a: coin, wb: (free + locked).toFixed(8), cw: (free + locked).toFixed(8), bc: '0' };
      }),
      P: [...exchange.positions.open.values()].map((position) => ({
        s: wireId(position.symbol),
        pa: amountText(position.symbol, position.amount),
        ep: String(position.entryPrice),
        bep: String(position.entryPrice),
        cr: '0',
        up: exchange.unrealizedProfit(position).toFixed(8),
        mt: position.marginMode === 'isolated' ? 'isolated' : 'cross',
        iw: position.marginMode === 'isolated' ? position.margin.toFixed(8) : '0',
        ps: 'BOTH',
      })),
    },
  };
}
