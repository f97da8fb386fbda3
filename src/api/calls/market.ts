import type { FastifyInstance, FastifyReply } from 'fastify';
import { activeLocks, type BotService } from '../../bot/port.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { expandPairs } from '../../pairlists/pair-pattern.ts';
import type { ResearchService } from '../../research/port.ts';
import type { BlacklistResponse, Locks, PairHistory } from '../../wire/answers/market.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { serve } from '../http/serve.ts';
import { checkLength, fieldError } from '../http/validation.ts';
import { presentCandles } from '../present/candles.ts';
import { dateText } from '../present/dates.ts';
import { presentEdge } from '../present/edge.ts';
import { jsonList, sendText } from './in-slices.ts';
import { placeOf } from './market-place.ts';
import { matchInSteps } from './match-in-steps.ts';

/** Entries of one call; the blacklist may have ten times as many. */
const MOST_AT_ONCE = 1000;

/** Pairs, candles and locks. */
export function marketRoutes(app: FastifyInstance, bot: BotService, now: () => number, research: ResearchService | null): void {
  const methods = () => bot.settings.config.pairlists.map(({ method }) => method);

  serve(app, ENDPOINTS.whitelist, async () => ({
    whitelist: [...bot.state.whitelist],
    length: bot.state.whitelist.length,
    method: methods(),
  }));

  const blacklist = (errors: Record<string, unknown>): BlacklistResponse => ({
    blacklist: [...bot.state.blacklist],
    blacklist_expanded: expandPairs(bot.state.blacklist, [...bot.state.markets.keys()], false),
    errors,
    length: bot.state.blacklist.length,
    method: methods(),
  });
  serve(app, ENDPOINTS.blacklist, async () => blacklist({}));
  serve(app, ENDPOINTS.blacklist_add, async ({ body }) => {
    checkLength(['body', 'blacklist'], body.blacklist, MOST_AT_ONCE);
    await matchInSteps(body.blacklist, [...bot.state.markets.keys()]);
    return blacklist(await bot.ask({ kind: 'blacklist_add', pairs: body.blacklist }));
  });
  serve(app, ENDPOINTS.blacklist_delete, async (request) =>
    blacklist(await bot.ask({ kind: 'blacklist_delete', pairs: request.query.pairs_to_delete ?? [] })),
  );

  const presentLocks = (): Locks => {
    const locks = activeLocks(bot.state, now());
    return {
      lock_count: locks.length,
      locks: locks.map((lock) => ({
        id: lock.id,
        active: lock.isActive,
        lock_end_time: dateText(lock.endTime),
        lock_end_timestamp: lock.endTime,
        lock_time: dateText(lock.lockTime),
        lock_timestamp: lock.lockTime,
        pair: lock.pair,
        side: lock.side,
        reason: lock.reason,
      })),
    };
  };
  serve(app, ENDPOINTS.locks, async () => presentLocks());
  serve(app, ENDPOINTS.lock_add, async (request) => {
    checkLength(['body'], request.body, MOST_AT_ONCE);
    const locks = request.body.map(({ pair, until, side, reason }, index) => {
      const end = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(until) ? until : `${until}Z`);
      if (Number.isNaN(end)) {
        const why = until.length < 10 ? 'input is too short' : 'invalid character in year';
        throw fieldError(
          ['body', index, 'until'],
          'datetime_from_date_parsing',
          `Input should be a valid datetime or date, ${why}`,
          until,
          { error: why },
        );
      }
      return { pair, until: end, side: side ?? '*', reason: reason ?? '' };
    });
    await bot.ask({ kind: 'add_locks', locks });
    return presentLocks();
  });
  serve(app, ENDPOINTS.delete_lock, async (request) => {
    await bot.ask({ kind: 'delete_locks', pair: null, lockId: request.params.lockid });
    return presentLocks();
  });
  serve(app, ENDPOINTS.delete_locks, async (request) => {
    await bot.ask({ kind: 'delete_locks', pair: request.body.pair ?? null, lockId: request.body.lockid ?? null });
    return presentLocks();
  });

  const candles = (pair: string, timeframe: string, limit: number, columns: readonly string[] | null): PairHistory => {
    let length: number;
    try {
      length = timeframeMs(timeframe);
    } catch (error) {
      throw fieldError(['query', 'timeframe'], 'value_error', (error as Error).message, timeframe);
    }
    const analysis = timeframe === bot.settings.timeframe ? (bot.state.analyses.get(pair) ?? null) : null;
    return presentCandles(analysis, { strategy: bot.settings.strategyName, pair, timeframe, timeframeMs: length, limit, columns });
  };
  serve(app, ENDPOINTS.pair_candles, async ({ query: { pair, timeframe, limit } }, reply) =>
    sendCandles(reply, candles(pair, timeframe, limit ?? 0, null)),
  );
  serve(app, ENDPOINTS.pair_candles_columns, async ({ body: { pair, timeframe, limit, columns } }, reply) =>
    sendCandles(reply, candles(pair, timeframe, limit ?? 0, columns ?? null)),
  );

  serve(app, ENDPOINTS.edge, async () => presentEdge(bot));

  serve(app, ENDPOINTS.markets, async ({ query: { base, quote, include_inactive, exchange, trading_mode } }) => ({
    markets: Object.fromEntries(
      [...(research === null ? bot.state.markets.values() : await research.markets(placeOf({ exchange, trading_mode })))]
        .filter((market) => (base === undefined || market.base === base) && (quote === undefined || market.quote === quote))
        .filter((market) => include_inactive || market.isActive)
        .map((market) => [
          market.pair,
          {
            symbol: market.pair,
            base: market.base,
            quote: market.quote,
            spot: market.isSpot,
            swap: market.isSwap,
            active: market.isActive,
          },
        ]),
    ),
    exchange_id: (research !== null && exchange) || (research?.config ?? bot.settings.config).exchange.name,
  }));
}

/** A large frame is written in slices. */
async function sendCandles(reply: FastifyReply, history: PairHistory): Promise<FastifyReply> {
  // no text in it can hold a quote that is not marked as one
  const [before, after] = String(reply.serialize({ ...history, data: [] })).split('"data":[]');
  return sendText(reply, `${before}"data":${await jsonList(history.data as object[], (row) => row)}${after}`);
}
