import type { Stops } from './ports/stops.ts';
import type { Trading } from './ports/trading.ts';

type Tell = (message: string) => void;

async function answered<T>(tell: Tell, call: string, answer: Promise<T>): Promise<T> {
  const value = await answer;
  tell(`API ${call}: ${JSON.stringify(value ?? null)}`);
  return value;
}

/** Stops whose answers are written into the log (`exchange.log_responses`). */
export function withLoggedStops(stops: Stops, tell: Tell): Stops {
  return {
    orderTypes: stops.orderTypes,
    bindsCoins: stops.bindsCoins,
    actsByItself: stops.actsByItself,
    keepsClientIds: stops.keepsClientIds,
    place: (request) => answered(tell, 'placeStop', stops.place(request)),
    cancel: (orderId, pair) => answered(tell, 'cancelStop', stops.cancel(orderId, pair)),
    find: (key, pair) => answered(tell, 'findStop', stops.find(key, pair)),
    since: (pair, since) => answered(tell, 'stopsSince', stops.since(pair, since)),
  };
}

/** An account whose answers about orders are written into the log (`exchange.log_responses`). */
export function withLoggedResponses(trading: Trading, tell: Tell): Trading {
  const logged = <T>(call: string, answer: Promise<T>): Promise<T> => answered(tell, call, answer);
  return {
    acceptanceWindowMs: trading.acceptanceWindowMs,
    balances: () => trading.balances(),
    placeOrder: (request) => logged('placeOrder', trading.placeOrder(request)),
    cancelOrder: (orderId, pair) => logged('cancelOrder', trading.cancelOrder(orderId, pair)),
    findOrder: (key, pair) => logged('findOrder', trading.findOrder(key, pair)),
    filledOf: (order, pair) => logged('filledOf', trading.filledOf(order, pair)),
    ordersSince: (pair, since) => logged('ordersSince', trading.ordersSince(pair, since)),
  };
}
