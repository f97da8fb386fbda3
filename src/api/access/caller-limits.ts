import type { FastifyReply, FastifyRequest } from 'fastify';
import { dropOldest } from '../../core/oldest.ts';
import { ENDPOINTS, type Endpoint } from '../../wire/endpoints.ts';
import { Allowance } from './allowance.ts';

/** Calls that ask the exchange, or compute over everything there is. */
const COSTLY: ReadonlySet<Endpoint> = new Set<Endpoint>([
  ENDPOINTS.balance,
  ENDPOINTS.profit,
  ENDPOINTS.profit_all,
  ENDPOINTS.daily,
  ENDPOINTS.weekly,
  ENDPOINTS.monthly,
  ENDPOINTS.historic_balance,
  ENDPOINTS.markets,
  ENDPOINTS.pair_history,
  ENDPOINTS.pair_history_columns,
  ENDPOINTS.blacklist,
]);
/** Of one caller: so many at once, and so many a second in the long run. */
const LIMIT = { atOnce: 300, perSecond: 100 };
const CALLERS_KEPT = 1000;

/**
 * Fastify hook: who may only read takes no more of the bot's time than a fair share. Who may trade is not held back: what they do is
 * what the bot is for.
 * @param clock monotonic, ms
 */
export function createCallerLimits(clock: () => number): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const allowances = new Map<string, Allowance>();
  return async (request, reply) => {
    const { caller } = request;
    const { endpoint } = request.routeOptions.config;
    if (caller?.scope !== 'read' || endpoint === undefined || !COSTLY.has(endpoint)) return;
    let allowance = allowances.get(caller.name);
    if (allowance === undefined) {
      dropOldest(allowances, CALLERS_KEPT - 1);
      allowance = new Allowance(LIMIT.atOnce, LIMIT.perSecond, clock());
      allowances.set(caller.name, allowance);
    }
    if (allowance.take(1, clock())) return;
    await reply
      .code(429)
      .header('retry-after', '1')
      .send({ detail: `Too many requests: ${LIMIT.perSecond} a second of this kind are taken from one reader.` });
  };
}
