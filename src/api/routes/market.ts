import type { FastifyInstance } from 'fastify';
import { activeLocks, type BotService } from '../../bot/port.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { expandPairs } from '../../pairlists/static-pair-list.ts';
import {
  BlacklistBody,
  BlacklistDeleteQuery,
  DeleteLockBody,
  LockIdPath,
  LocksBody,
  PairCandlesBody,
  PairCandlesQuery,
} from '../../wire/requests.ts';
import { presentCandles } from '../present/candles.ts';
import { dateText } from '../present/dates.ts';
import { fieldError } from '../validation.ts';

type Json = Record<string, unknown>;

/** Pairs, candles and locks. */
export function marketRoutes(app: FastifyInstance, bot: BotService, now: () => number): void {
  const methods = () => bot.settings.config.pairlists.map(({ method }) => method);

  app.get('/whitelist', async () => ({ whitelist: bot.state.whitelist, length: bot.state.whitelist.length, method: methods() }));

  const blacklist = (errors: object): Json => ({
    blacklist: bot.state.blacklist,
    blacklist_expanded: expandPairs(bot.state.blacklist, [...bot.state.markets.keys()], false),
    errors,
    length: bot.state.blacklist.length,
    method: methods(),
  });
  app.get('/blacklist', async () => blacklist({}));
  app.post<{ Body: BlacklistBody }>('/blacklist', { schema: { body: BlacklistBody } }, async (request) =>
    blacklist(await bot.ask({ kind: 'blacklist_add', pairs: request.body.blacklist })),
  );
  app.delete<{ Querystring: BlacklistDeleteQuery }>('/blacklist', { schema: { querystring: BlacklistDeleteQuery } }, async (request) =>
    blacklist(await bot.ask({ kind: 'blacklist_delete', pairs: request.query.pairs_to_delete ?? [] })),
  );

  const presentLocks = (): Json => {
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
  app.get('/locks', async () => presentLocks());
  app.post<{ Body: LocksBody }>('/locks', { schema: { body: LocksBody } }, async (request) => {
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
      if (side !== undefined && side !== '*' && side !== 'long' && side !== 'short') {
        throw fieldError(['body', index, 'side'], 'enum', "Input should be '*', 'long' or 'short'", side, {
          expected: "'*', 'long' or 'short'",
        });
      }
      return { pair, until: end, side: (side ?? '*') as '*' | 'long' | 'short', reason: reason ?? '' };
    });
    await bot.ask({ kind: 'add_locks', locks });
    return presentLocks();
  });
  app.delete<{ Params: LockIdPath }>('/locks/:lockid', { schema: { params: LockIdPath } }, async (request) => {
    await bot.ask({ kind: 'delete_locks', pair: null, lockId: request.params.lockid });
    return presentLocks();
  });
  app.post<{ Body: DeleteLockBody }>('/locks/delete', { schema: { body: DeleteLockBody } }, async (request) => {
    await bot.ask({ kind: 'delete_locks', pair: request.body.pair ?? null, lockId: request.body.lockid ?? null });
    return presentLocks();
  });

  const candles = (pair: string, timeframe: string, limit: number, columns: readonly string[] | null): Json => {
    let length: number;
    try {
      length = timeframeMs(timeframe);
    } catch (error) {
      throw fieldError(['query', 'timeframe'], 'value_error', (error as Error).message, timeframe);
    }
    const analysis = timeframe === bot.settings.timeframe ? (bot.state.analyses.get(pair) ?? null) : null;
    return presentCandles(analysis, { strategy: bot.settings.strategyName, pair, timeframe, timeframeMs: length, limit, columns });
  };
  app.get<{ Querystring: PairCandlesQuery }>('/pair_candles', { schema: { querystring: PairCandlesQuery } }, async (request) =>
    candles(request.query.pair, request.query.timeframe, request.query.limit ?? 0, null),
  );
  app.post<{ Body: PairCandlesBody }>('/pair_candles', { schema: { body: PairCandlesBody } }, async (request) =>
    candles(request.body.pair, request.body.timeframe, request.body.limit ?? 0, request.body.columns ?? null),
  );

  app.get('/markets', async () => ({
    markets: Object.fromEntries(
      [...bot.state.markets.values()].map((market) => [
        market.pair,
        { symbol: market.pair, base: market.base, quote: market.quote, spot: market.isSpot, swap: market.isSwap, active: market.isActive },
      ]),
    ),
    exchange_id: bot.settings.config.exchange.name,
  }));
}
