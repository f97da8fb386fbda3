import { fillAnswer, orderAnswer } from './dialects/binance/facts.ts';
import type { Exchange } from './engine/exchange.ts';

/** All that the account has and had, for whoever judges: orders and fills under Binance's names, whatever the dialect. */
export function ledgerOf(exchange: Exchange): object {
  exchange.match();
  return {
    orders: exchange.orders.map((order) => ({
      ...orderAnswer(order),
      isPerpetual: order.symbol.isPerpetual,
      fills: order.fills.map((fill) => fillAnswer(order, fill)),
    })),
    conditionals: exchange.conditionals.map(({ id, clientId, request, trigger, status, order, time }) => ({
      id,
      clientId,
      symbol: request.symbol.id,
      side: request.side,
      amount: request.amount,
      stopPrice: trigger.price,
      price: request.price ?? null,
      status,
      orderId: order?.id ?? null,
      time,
    })),
    positions: [...exchange.positions.open.values()].map(({ symbol, ...position }) => ({ symbol: symbol.id, ...position })),
    payments: exchange.positions.payments.map(({ symbol, ...payment }) => ({ symbol: symbol.id, ...payment })),
    balances: Object.fromEntries(exchange.wallet.balances),
    margin: Object.fromEntries(exchange.marginWallet.balances),
  };
}
