import { forStrategies } from '../config/secrets.ts';
import { candleStart } from '../core/market/candle-calendar.ts';
import type { OtherCandles } from '../core/market/candle-kind.ts';
import { type Candles, candlesFromRows } from '../core/market/candles.ts';
import type { Market } from '../core/market/market.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { dropOldest } from '../core/oldest.ts';
import type { Trade } from '../core/trade/trade.ts';
import { DEFAULT_PRODUCER } from '../producers/port.ts';
import { DataFrame } from '../strategy/data-frame.ts';
import { dataProvider, type ProviderSource } from '../strategy/data-provider.ts';
import { pairLocks } from '../strategy/pair-locks.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { closedFrom, fits, type KeptWithClosed, type TradeFilter, tradeRecords } from '../strategy/trade-records.ts';
import { walletsOf } from '../strategy/wallets.ts';
import type { Bot } from './bot.ts';
import { gatheredInformative, gatheredOther } from './candles-beside.ts';
import { candleType } from './gather.ts';
import { gatheredCandles } from './own-candles.ts';
import { askTicker } from './rates.ts';
import type { BotSettings } from './settings.ts';
import { knownAccount } from './wallets.ts';

/** Texts of the strategy remembered, so that none is sent twice a candle. */
const MESSAGES_KEPT = 1000;
/** Closed trades read from the database at once. */
const TRADES_AT_ONCE = 200;

/** A strategy and the settings it trades with. */
export interface Hosted {
  readonly settings: BotSettings;
  readonly strategy: Strategy;
}

/** Gives a strategy what it may use of the bot. @param whitelist the pairs that are traded */
export function equip(bot: Bot, { strategy, settings }: Hosted, whitelist: () => readonly string[] = () => bot.state.whitelist): void {
  const { state } = bot;
  strategy.config = forStrategies(settings.config, bot.runMode);
  strategy.dp = dataProvider(providerOf(bot, settings, whitelist), settings.config.trading_mode);
  const records = tradeRecords({
    open: () => state.trades,
    closed: () => bot.store.history.facts(),
    findClosed: (filter, limit) => findClosed(bot, filter, limit),
  });
  const page = (after: number | null) => bot.store.history.page({ limit: TRADES_AT_ONCE, offset: 0, orderById: true, after });
  const keep = (kept: KeptWithClosed): void => {
    state.closedShown.waiting.push(kept);
  };
  strategy.trades = { ...records, page, keep };
  strategy.wallets = walletsOf({
    balances: () => bot.wallet.known(state),
    account: () => knownAccount(bot),
    rules: () => settings.entryRules,
    realized: () => state.closedProfit,
  });
  // locks are written by the loop, between this step and the next
  strategy.locks = pairLocks({
    locks: () => state.locks,
    now: bot.now,
    timeframeMs: () => settings.timeframeMs,
    add: (lock) => {
      state.locks.push(lock);
      state.unwritten.add({ locks: [lock] });
    },
    end: (ended) => {
      for (const lock of ended) lock.isActive = false;
      state.locks = state.locks.filter((lock) => lock.isActive);
      state.unwritten.add({ locks: ended });
    },
  });
}

function providerOf(bot: Bot, settings: BotSettings, whitelist: () => readonly string[]): ProviderSource {
  const { state, exchange } = bot;
  const market = (pair: string): Market | null => state.markets.get(pair) ?? null;
  const ownFrame = (pair: string): DataFrame | null => {
    const rows = gatheredCandles(bot, pair);
    return rows === null ? null : new DataFrame(candlesFromRows(rows, settings.timeframeMs));
  };
  const otherFrame = (wanted: OtherCandles): DataFrame | null => frameOf(gatheredOther(bot, wanted));
  return {
    runMode: bot.runMode,
    analyzedFrame: (pair) => state.analyses.get(pair)?.frame ?? null,
    analyzedAt: (pair) => state.analyses.get(pair)?.at ?? null,
    pairFrame: (pair, timeframe = settings.timeframe, kind = undefined) => {
      if (kind !== undefined) return otherFrame({ pair, timeframe, kind });
      const own = timeframeMs(timeframe) === settings.timeframeMs ? ownFrame(pair) : null;
      return own ?? frameOf(gatheredInformative(bot, pair, timeframe));
    },
    otherFrame,
    historicFrame: async (pair, timeframe = settings.timeframe, kind = undefined) =>
      frameOf(await bot.storedCandles(pair, timeframe, kind)),
    availablePairs: () => [
      ...[...state.candles.keys()].map((pair) => [pair, settings.timeframe] as const),
      ...[...state.informative.keys()].map((key) => {
        const end = key.lastIndexOf('/');
        return [key.slice(0, end), key.slice(end + 1)] as const;
      }),
    ],
    ticker: (pair) => state.tickers.get(pair)?.ticker ?? null,
    orderBook: (pair) => state.orderBooks.get(pair) ?? null,
    fundingRate: (pair) => state.fundingRates.get(pair) ?? null,
    fetchTicker: (pair) => askTicker(bot, pair),
    fetchOrderBook: async (pair, depth) => {
      const book = await exchange.market.orderBook(pair, depth);
      state.orderBooks.set(pair, book);
      return book;
    },
    market,
    marketInformation: (pair) => exchange.market.marketInformation(pair),
    delistedAt: (pair) => market(pair)?.endsAt ?? null,
    currentWhitelist: whitelist,
    producerPairs: (producer = DEFAULT_PRODUCER) => bot.producers?.pairs(producer) ?? [],
    producerFrame: (pair, timeframe = settings.timeframe, producer = DEFAULT_PRODUCER) =>
      bot.producers?.frame(producer, pair, timeframe, candleType(bot)) ?? null,
    sendMessage: (message, { always = false } = {}) => {
      const candle = candleStart(bot.now(), settings.timeframeMs);
      if (!always && state.sentMessages.get(message) === candle) return;
      state.sentMessages.set(message, candle);
      dropOldest(state.sentMessages, MESSAGES_KEPT);
      bot.publish({ kind: 'strategy_message', text: message });
    },
  };
}

function frameOf(candles: Candles | null): DataFrame | null {
  return candles === null ? null : new DataFrame(candles);
}

/** The newest closed trades that fit, whole. */
async function findClosed({ store, state }: Bot, filter: TradeFilter, limit: number): Promise<readonly Trade[]> {
  const selection = {
    search: null,
    pair: filter.pair ?? null,
    from: closedFrom(filter),
    until: null,
    sort: { by: 'close_timestamp', isDown: true },
  } as const;
  const found: Trade[] = [];
  for (let offset = 0, isLast = false; !isLast && found.length < limit; offset += TRADES_AT_ONCE) {
    const page = await store.history.page({ limit: TRADES_AT_ONCE, offset, orderById: false, after: null, selection });
    found.push(...page.trades.filter((trade) => fits({ ...trade, closeDate: trade.closeDate ?? 0 }, filter)));
    isLast = page.isLast;
  }
  const newest = found.slice(0, limit);
  state.closedShown.show(newest);
  return newest;
}
