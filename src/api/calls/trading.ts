import type { BotService } from '../../bot/port.ts';
import type { Trade } from '../../core/trade/trade.ts';
import type { TradeSelection } from '../../database/ports/history.ts';
import type { NewTrade, PairTrades } from '../../wire/answers/trade.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import type { ForceEnterBody, ForceExitBody, TradesQuery } from '../../wire/requests.ts';
import { presentCustomData } from '../present/custom-data.ts';
import { presentDrawn, presentNewTrade, presentStatus } from '../present/trade.ts';
import { type CallTable, NotThere } from './call.ts';
import { keepPages, PageMemory } from './pages.ts';
import type { RateOf } from './rates.ts';
import { TradeTexts } from './trade-texts.ts';

const PAGE_LIMIT = 500;

/** Open and closed trades, and what is done with them. */
export function tradingCalls(calls: CallTable, bot: BotService, rateOf: RateOf): void {
  tradeCalls(calls, bot, rateOf);
  closedTradeCalls(calls, bot);
  customDataCalls(calls, bot);
  steeringCalls(calls, bot);
}

async function findTrade(bot: BotService, id: number, missing: string): Promise<Readonly<Trade>> {
  const trade = bot.state.trades.find((open) => open.id === id) ?? (await bot.store.trades.find(id));
  if (trade === null) throw new NotThere(missing);
  return trade;
}

function tradeCalls(calls: CallTable, bot: BotService, rateOf: RateOf): void {
  const present = (trade: Readonly<Trade>) => presentStatus(trade, trade.isOpen ? rateOf(trade) : trade.closeRate);
  calls.answer(ENDPOINTS.status, async () => {
    await bot.refreshRates();
    return bot.state.trades.map((trade) => presentStatus(trade, rateOf(trade)));
  });
  calls.answer(ENDPOINTS.trade, async ({ params }) => {
    const trade = await findTrade(bot, params.tradeid, 'Trade not found.');
    if (trade.isOpen) await bot.refreshRates();
    return present(trade);
  });
  calls.answer(ENDPOINTS.delete_trade, async ({ params }) => {
    const { tradeId, cancelledOrders, message } = await bot.ask({ kind: 'deleteTrade', tradeId: params.tradeid });
    return { cancel_order_count: cancelledOrders, result: 'success', result_msg: message, trade_id: tradeId };
  });
  calls.answer(ENDPOINTS.cancel_open_order, async ({ params }) => {
    const trade = await bot.ask({ kind: 'cancelOpenOrder', tradeId: params.tradeid });
    return presentStatus(trade, rateOf(trade));
  });
  for (const endpoint of [ENDPOINTS.reload_trade, ENDPOINTS.reload_trade_get])
    calls.answer(endpoint, async ({ params }) => present(await bot.ask({ kind: 'reloadTrade', tradeId: params.tradeid })));
}

function closedTradeCalls(calls: CallTable, bot: BotService): void {
  const memory = new PageMemory();
  const page = keepPages(bot, (bytes) => memory.giveBack(bytes));
  const texts = new TradeTexts({ room: (length) => memory.take(length) });
  calls.answer(
    ENDPOINTS.trades,
    async ({ query }) => {
      const selection = selectionOf(query);
      const key = JSON.stringify([Math.min(query.limit, PAGE_LIMIT), query.offset, query.order_by_id, query.cursor, selection]);
      return page(key, () => tradesPage(bot, texts, query, selection));
    },
    { version: () => String(bot.store.history.version), ahead: (isOver) => texts.makeAhead(bot.store.history, isOver) },
  );
  const drawn = keepPages(bot);
  calls.answer(
    ENDPOINTS.pair_trades,
    async ({ query: { pair, limit, from_timestamp: from } }) => {
      const make = async () => Buffer.from(JSON.stringify({ pair, trades: await drawnTrades(bot, pair, limit, from ?? null) }));
      return drawn(JSON.stringify([pair, limit, from]), make);
    },
    { version: () => String(bot.store.history.version) },
  );
}

async function tradesPage(bot: BotService, texts: TradeTexts, query: TradesQuery, selection: TradeSelection | null): Promise<Uint8Array> {
  const { offset, order_by_id: orderById, cursor } = query;
  const limit = Math.min(query.limit, PAGE_LIMIT);
  const after = cursor === undefined ? null : readCursor(cursor);
  const { history } = bot.store;
  const { ids, total, isLast } = await history.list({ limit, offset, orderById, after, ...(selection && { selection }) });
  const last = ids.at(-1);
  return texts.page(history, ids, (count) => {
    const about = JSON.stringify({
      trades_count: count,
      offset,
      total_trades: total,
      ...(cursor === undefined ? {} : { next_cursor: isLast || last === undefined ? null : writeCursor(last) }),
    });
    return ['{"trades":[', `],${about.slice(1)}`];
  });
}

/** Closed trades of a pair for a chart, the latest first. @param from ms since epoch */
async function drawnTrades({ store }: BotService, pair: string, limit: number, from: number | null): Promise<PairTrades['trades']> {
  const found = store.history.facts().filter((facts) => facts.pair === pair && facts.closeDate >= (from ?? 0));
  const ids = found.slice(Math.max(0, found.length - limit)).map(({ id }) => id);
  const drawn: PairTrades['trades'] = [];
  for await (const trades of store.history.trades(ids.reverse())) drawn.push(...trades.map(presentDrawn));
  return drawn;
}

function customDataCalls(calls: CallTable, bot: BotService): void {
  calls.answer(ENDPOINTS.list_open_trades_custom_data, async ({ query: { key, limit, offset } }) => {
    const page = bot.state.trades.slice(offset, offset + limit);
    if (page.length === 0) throw new NotThere('No open trades found.');
    const withData = page.map((trade) => presentCustomData(trade, key || null)).filter(({ custom_data }) => custom_data.length > 0);
    if (withData.length === 0) throw new NotThere(`${noData(key)} found for any open trades.`);
    return withData;
  });
  calls.answer(ENDPOINTS.list_custom_data, async ({ params: { tradeid }, query }) => {
    const trade = await findTrade(bot, tradeid, `No trade found for trade_id: ${tradeid}`);
    const found = presentCustomData(trade, query.key || null);
    if (found.custom_data.length === 0) throw new NotThere(`${noData(query.key)} found for Trade ID: ${trade.id}.`);
    return [found];
  });
}

/** As freqtrade says it. */
function noData(key: string | undefined): string {
  return key ? `No custom-data with key '${key}'` : 'No custom-data';
}

function steeringCalls(calls: CallTable, bot: BotService): void {
  for (const endpoint of [ENDPOINTS.forceenter, ENDPOINTS.forcebuy]) calls.answer(endpoint, ({ body }) => forceEnter(bot, body));
  for (const endpoint of [ENDPOINTS.forceexit, ENDPOINTS.forcesell]) calls.answer(endpoint, ({ body }) => forceExit(bot, body));
  calls.answer(ENDPOINTS.start, async () => bot.ask({ kind: 'start' }));
  calls.answer(ENDPOINTS.stop, async () => bot.ask({ kind: 'stop' }));
  calls.answer(ENDPOINTS.reload_config, async () => bot.ask({ kind: 'reloadConfig' }));
  for (const endpoint of [ENDPOINTS.pause, ENDPOINTS.stopentry, ENDPOINTS.stopbuy])
    calls.answer(endpoint, async () => bot.ask({ kind: 'pause' }));
}

async function forceEnter(bot: BotService, body: ForceEnterBody): Promise<NewTrade> {
  const { pair, side, price, ordertype, stakeamount, entry_tag, leverage } = body;
  // a price of 0 is none, as in freqtrade
  const trade = await bot.ask({
    kind: 'forceEnter',
    pair,
    side: side ?? 'long',
    tag: entry_tag ?? 'force_entry',
    entry: { rate: price || null, orderType: ordertype ?? null, stakeAmount: stakeamount ?? null, leverage: leverage ?? null },
  });
  return presentNewTrade(trade);
}

async function forceExit(bot: BotService, body: ForceExitBody): Promise<{ result: string }> {
  const { tradeid, ordertype, amount, price } = body;
  return bot.ask({
    kind: 'forceExit',
    tradeId: String(tradeid),
    orderType: ordertype ?? null,
    amount: amount ?? null,
    price: price ?? null,
  });
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
