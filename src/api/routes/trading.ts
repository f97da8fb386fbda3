import type { FastifyInstance } from 'fastify';
import type { BotService } from '../../bot/port.ts';
import { ForceEnterBody, ForceExitBody, TradeIdPath, TradesQuery } from '../../wire/requests.ts';
import { keepPages } from '../derived.ts';
import { presentNewTrade, presentStatus, presentTrade } from '../present/trade.ts';
import type { RateOf } from '../rates.ts';

const PAGE_LIMIT = 500;

/** Open and closed trades, and what is done with them. */
export function tradingRoutes(app: FastifyInstance, bot: BotService, rateOf: RateOf): void {
  app.get('/status', async () => bot.state.trades.map((trade) => presentStatus(trade, rateOf(trade.pair))));

  const page = keepPages(bot);
  app.get<{ Querystring: TradesQuery }>('/trades', { schema: { querystring: TradesQuery } }, async (request, reply) => {
    const { offset, order_by_id } = request.query;
    const limit = Math.min(request.query.limit, PAGE_LIMIT);
    const text = await page(`${limit}/${offset}/${order_by_id}`, async () => {
      const found = await bot.store.closedTrades({ limit, offset, orderById: order_by_id });
      return JSON.stringify({
        trades: found.trades.map(presentTrade),
        trades_count: found.trades.length,
        offset,
        total_trades: found.total,
      });
    });
    return reply.type('application/json; charset=utf-8').send(text);
  });

  app.get<{ Params: TradeIdPath }>('/trade/:tradeid', { schema: { params: TradeIdPath } }, async (request, reply) => {
    const id = request.params.tradeid;
    const trade = bot.state.trades.find((open) => open.id === id) ?? (await bot.store.trade(id));
    if (trade === null) return reply.code(404).send({ detail: 'Trade not found.' });
    return presentStatus(trade, trade.isOpen ? rateOf(trade.pair) : trade.closeRate);
  });

  app.delete<{ Params: TradeIdPath }>('/trades/:tradeid', { schema: { params: TradeIdPath } }, async (request) =>
    bot.ask({ kind: 'delete_trade', tradeId: request.params.tradeid }),
  );

  app.delete<{ Params: TradeIdPath }>('/trades/:tradeid/open-order', { schema: { params: TradeIdPath } }, async (request) => {
    const trade = await bot.ask({ kind: 'cancel_open_order', tradeId: request.params.tradeid });
    return presentStatus(trade, rateOf(trade.pair));
  });

  app.route<{ Params: TradeIdPath }>({
    method: ['GET', 'POST'],
    url: '/trades/:tradeid/reload',
    schema: { params: TradeIdPath },
    handler: async (request) => {
      const trade = await bot.ask({ kind: 'reload_trade', tradeId: request.params.tradeid });
      return presentStatus(trade, rateOf(trade.pair));
    },
  });

  app.get('/trades/open/custom-data', async (_request, reply) =>
    reply.code(404).send({ detail: bot.state.trades.length === 0 ? 'No open trades found.' : 'No custom-data found for any open trades.' }),
  );

  app.get<{ Params: TradeIdPath }>('/trades/:tradeid/custom-data', { schema: { params: TradeIdPath } }, async (request, reply) => {
    const trade = await bot.store.trade(request.params.tradeid);
    const detail =
      trade === null ? `No trade found for trade_id: ${request.params.tradeid}` : `No custom-data found for Trade ID: ${trade.id}.`;
    return reply.code(404).send({ detail });
  });

  for (const url of ['/forceenter', '/forcebuy']) {
    app.post<{ Body: ForceEnterBody }>(url, { schema: { body: ForceEnterBody } }, async (request) => {
      const { pair, side, price, ordertype, stakeamount, entry_tag, leverage } = request.body;
      const trade = await bot.ask({
        kind: 'force_enter',
        pair,
        side: side ?? 'long',
        tag: entry_tag ?? 'force_entry',
        entry: { rate: price ?? null, orderType: ordertype ?? null, stakeAmount: stakeamount ?? null, leverage: leverage ?? null },
      });
      return presentNewTrade(trade);
    });
  }

  for (const url of ['/forceexit', '/forcesell']) {
    app.post<{ Body: ForceExitBody }>(url, { schema: { body: ForceExitBody } }, async (request) => {
      const { tradeid, ordertype, amount, price } = request.body;
      return bot.ask({
        kind: 'force_exit',
        tradeId: String(tradeid),
        orderType: ordertype ?? null,
        amount: amount ?? null,
        price: price ?? null,
      });
    });
  }

  for (const kind of ['start', 'stop', 'reload_config'] as const) {
    app.post(`/${kind}`, async () => {
      if (kind === 'start') return bot.ask({ kind: 'start' });
      return kind === 'stop' ? bot.ask({ kind: 'stop' }) : bot.ask({ kind: 'reload_config' });
    });
  }
  for (const url of ['/stopbuy', '/stopentry', '/pause']) app.post(url, async () => bot.ask({ kind: 'pause' }));
}
