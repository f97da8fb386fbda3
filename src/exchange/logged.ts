import type { Exchange } from './port.ts';

/** Calls whose answers are told. */
const TOLD = ['placeOrder', 'cancelOrder', 'findOrder', 'ordersSince'] as const;

/** An exchange whose answers about orders are written into the log (`exchange.log_responses`). */
export function withLoggedResponses(exchange: Exchange, tell: (message: string) => void): Exchange {
  const told = new Set<PropertyKey>(TOLD);
  return new Proxy(exchange, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = value.bind(target) as (...values: readonly unknown[]) => Promise<unknown>;
      if (!told.has(name)) return call;
      return async (...values: readonly unknown[]) => {
        const answer = await call(...values);
        tell(`API ${String(name)}: ${JSON.stringify(answer ?? null)}`);
        return answer;
      };
    },
  });
}
