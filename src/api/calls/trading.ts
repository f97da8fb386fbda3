import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BotService } from '../../bot/port.ts';
import type { TradeSelection } from '../../database/ports/history.ts';
import type { NewTrade, PairTrades } from '../../wire/answers/trade.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import type { ForceEnterBody, ForceExitBody, TradesQuery } from '../../wire/requests.ts';
import { isKnownVersion } from '../http/etag.ts';
import { serve } from '../http/serve.ts';
import { presentCustomData } from '../present/custom-data.ts';
import { presentDrawn, presentNewTrade, presentStatus, presentTrade } from '../present/trade.ts';
import { keepPages } from './derived.ts';
import { jsonList, sendText } from './in-slices.ts';
import type { RateOf } from './rates.ts';

const PAGE_LIMIT = 500;
/** Trades read in one go where many are wanted. */
const STEP = 200;

/** Open and closed trades, and what is done with them. */
export function tradingRoutes(app: FastifyInstance, bot: BotService, rateOf: RateOf): void {
  serve(app, ENDPOINTS.status, async () => {
    await bot.refreshRates();
    return bot.state.trades.map((trade) => presentStatus(trade, rateOf(trade.pair)));
  });

  const page = keepPages(bot);
  serve(app, ENDPOINTS.trades, async (request, reply) => {
    const { offset, order_by_id, cursor } = request.query;
    const limit = Math.min(request.query.limit, PAGE_LIMIT);
    if (isKnownVersion(request, reply, bot)) return reply.code(304).send();
    const after = cursor === undefined ? null : readCursor(cursor);
    const selection = selectionOf(request.query);
    const text = await page(JSON.stringify([limit, offset, order_by_id, cursor, selection]), async () => {
      const found = await bot.store.history.page({ limit, offset, orderById: order_by_id, after, ...(selection && { selection }) });
      const last = found.trades.at(-1);
      const about = JSON.stringify({
        trades_count: found.trades.length,
        offset,
        total_trades: found.total,
        ...(cursor === undefined ? {} : { next_cursor: found.isLast || last === undefined ? null : writeCursor(last.id) }),
      });
      return `{"trades":${await jsonList(found.trades, presentTrade)},${about.slice(1)}`;
    });
    return sendText(reply, text);
  });

  serve(app, ENDPOINTS.pair_trades, async ({ query: { pair, limit, from_timestamp: from } }) => {
    const sort = { by: 'close_timestamp', isDown: true } as const;
    const selection = { search: null, pair, from: from ?? null, until: null, sort };
    const drawn = new Map<number, PairTrades['trades'][number]>();
    // a few at a time: reading thousands at once would keep everybody else waiting
    for (let offset = 0, isLast = false; offset < limit && !isLast; offset += STEP) {
      const page = await bot.store.history.page({
        limit: Math.min(STEP, limit - offset),
        offset,
        orderById: false,
        after: null,
        selection,
      });
      // one that closes meanwhile moves the others along
      for (const trade of page.trades) drawn.set(trade.id, presentDrawn(trade));
      isLast = page.isLast;
      await setImmediate();
    }
    return { pair, trades: [...drawn.values()] };
  });

  serve(app, ENDPOINTS.trade, async (request, reply) => {
    const id = request.params.tradeid;
    const trade = bot.state.trades.find((open) => open.id === id) ?? (await bot.store.trades.find(id));
    if (trade === null) return reply.code(404).send({ detail: 'Trade not found.' });
    if (trade.isOpen) await bot.refreshRates();
    return presentStatus(trade, trade.isOpen ? rateOf(trade.pair) : trade.closeRate);
  });
  serve(app, ENDPOINTS.delete_trade, async (request) => bot.ask({ kind: 'delete_trade', tradeId: request.params.tradeid }));
  serve(app, ENDPOINTS.cancel_open_order, async (request) => {
    const trade = await bot.ask({ kind: 'cancel_open_order', tradeId: request.params.tradeid });
    return presentStatus(trade, rateOf(trade.pair));
  });
  for (const endpoint of [ENDPOINTS.reload_trade, ENDPOINTS.reload_trade_get]) {
    serve(app, endpoint, async (request) => {
      const trade = await bot.ask({ kind: 'reload_trade', tradeId: request.params.tradeid });
      return presentStatus(trade, trade.isOpen ? rateOf(trade.pair) : trade.closeRate);
    });
  }

  serve(app, ENDPOINTS.list_open_trades_custom_data, async (request, reply) => {
    const { key, limit, offset } = request.query;
    if (bot.state.trades.length === 0) return reply.code(404).send({ detail: 'No open trades found.' });
    const found = bot.state.trades.slice(offset, offset + limit).map((trade) => presentCustomData(trade, key));
    const withData = found.filter(({ custom_data }) => custom_data.length > 0);
    return withData.length > 0 ? withData : reply.code(404).send({ detail: 'No custom-data found for any open trades.' });
  });
  serve(app, ENDPOINTS.list_custom_data, async (request, reply) => {
    const { tradeid } = request.params;
    const trade = bot.state.trades.find((open) => open.id === tradeid) ?? (await bot.store.trades.find(tradeid));
    if (trade === null) return reply.code(404).send({ detail: `No trade found for trade_id: ${tradeid}` });
    const found = presentCustomData(trade, request.query.key);
    return found.custom_data.length > 0 ? [found] : reply.code(404).send({ detail: `No custom-data found for Trade ID: ${trade.id}.` });
  });

  const enter = async (request: FastifyRequest<{ Body: ForceEnterBody }>): Promise<NewTrade> => {
    const { pair, side, price, ordertype, stakeamount, entry_tag, leverage } = request.body;
    const trade = await bot.ask({
      kind: 'force_enter',
      pair,
      side: side ?? 'long',
      tag: entry_tag ?? 'force_entry',
      entry: { rate: price ?? null, orderType: ordertype ?? null, stakeAmount: stakeamount ?? null, leverage: leverage ?? null },
    });
    return presentNewTrade(trade);
  };
  serve(app, ENDPOINTS.forceenter, enter);
  serve(app, ENDPOINTS.forcebuy, enter);

  const exit = async (request: FastifyRequest<{ Body: ForceExitBody }>, _reply: FastifyReply): Promise<{ result: string }> => {
    const { tradeid, ordertype, amount, price } = request.body;
    return bot.ask({
      kind: 'force_exit',
      tradeId: String(tradeid),
      orderType: ordertype ?? null,
      amount: amount ?? null,
      price: price ?? null,
    });
  };
  serve(app, ENDPOINTS.forceexit, exit);
  serve(app, ENDPOINTS.forcesell, exit);

  serve(app, ENDPOINTS.start, async () => bot.ask({ kind: 'start' }));
  serve(app, ENDPOINTS.stop, async () => bot.ask({ kind: 'stop' }));
  serve(app, ENDPOINTS.reload_config, async () => bot.ask({ kind: 'reload_config' }));
  for (const endpoint of [ENDPOINTS.pause, ENDPOINTS.stopentry, ENDPOINTS.stopbuy])
    serve(app, endpoint, async () => bot.ask({ kind: 'pause' }));
}

function writeCursor(id: number): string {
  return `after-${id}`;
}

function readCursor(cursor: string): number | null {
  return cursor === 'start' ? null : Number(cursor.slice('after-'.length));
}

/** What is asked for beyond freqtrade's pages; null where nothing is. */
function selectionOf(query: TradesQuery): TradeSelection | null {
  const { search, pair, from_timestamp: from, until_timestamp: until, sort_by: by, descending } = query;
  if ([search, pair, from, until, by, descending].every((value) => value === undefined)) return null;
  return {
    search: search?.trim() || null,
    pair: pair ?? null,
    from: from ?? null,
    until: until ?? null,
    sort: { by: by ?? 'close_timestamp', isDown: descending ?? true },
  };
}
