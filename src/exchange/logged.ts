import type { Trading } from './ports/trading.ts';

/** An account whose answers about orders are written into the log (`exchange.log_responses`). */
export function withLoggedResponses(trading: Trading, tell: (message: string) => void): Trading {
  const logged = async <T>(call: string, answer: Promise<T>): Promise<T> => {
    const value = await answer;
    tell(`API ${call}: ${JSON.stringify(value ?? null)}`);
    return value;
  };
  return {
    acceptanceWindowMs: trading.acceptanceWindowMs,
    balances: () => trading.balances(),
    placeOrder: (request) => logged('placeOrder', trading.placeOrder(request)),
    cancelOrder: (orderId, pair) => logged('cancelOrder', trading.cancelOrder(orderId, pair)),
    findOrder: (key, pair) => logged('findOrder', trading.findOrder(key, pair)),
    ordersSince: (pair, since) => logged('ordersSince', trading.ordersSince(pair, since)),
  };
}
