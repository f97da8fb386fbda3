import { candleStart } from '../core/market/candle-calendar.ts';
import { GRACE_MS } from '../core/market/closed-rows.ts';
import { reasonOf } from '../core/reason.ts';
import type { Bot } from './bot.ts';
import { candlesKept } from './candle-rows.ts';
import { concurrently } from './concurrently.ts';
import { followedPairs } from './followed-pairs.ts';
import { PairTrades } from './pair-trades.ts';

/** So long one iteration may ask for public trades, ms: a long past comes in several, and decisions go on between them. */
const PATIENCE_MS = 5000;

/** Asks for the public trades of candles that have ended, of the followed pairs, where order flow is asked for. */
export async function refreshPublicTrades(bot: Bot): Promise<void> {
  const { settings, state } = bot;
  const rules = settings.orderFlow;
  if (rules === null) return;
  const followed = followedPairs(bot);
  for (const pair of state.publicTrades.keys()) if (!followed.includes(pair)) state.publicTrades.delete(pair);
  const running = candleStart(bot.now(), settings.timeframeMs);
  const due = followed.filter((pair) => (state.publicTrades.get(pair)?.knownUntil ?? 0) < running);
  if (due.length === 0) return;
  const until = bot.monotonic() + PATIENCE_MS;
  const { edition } = state;
  await concurrently(due, async (pair) => {
    const trades = state.publicTrades.get(pair) ?? new PairTrades(settings.timeframeMs, rules);
    const first = running - Math.min(rules.maxCandles, candlesKept(settings)) * settings.timeframeMs;
    const key = `public trades ${pair}`;
    try {
      await askOn(bot, pair, trades, { first, running, until });
      if (edition !== state.edition) return;
      state.publicTrades.set(pair, trades);
      trades.forgetBefore(first);
      const since = state.troubles.ends(key, bot.monotonic());
      if (since !== null) bot.log.info('exchange', `Public trades of ${pair} come again, after ${since}.`);
    } catch (error) {
      if (edition !== state.edition) return;
      state.publicTrades.set(pair, trades);
      const length = state.troubles.goesOn(key, bot.monotonic());
      if (length !== null)
        bot.log.warn('exchange', `Public trades of ${pair} can't be asked for now${length}, its order flow has a gap: ${reasonOf(error)}`);
    }
  });
}

/** Page by page, until all of the ended candles is there or the time is over. @throws ExchangeError */
async function askOn(
  bot: Bot,
  pair: string,
  trades: PairTrades,
  { first, running, until }: { readonly first: number; readonly running: number; readonly until: number },
): Promise<void> {
  const { edition } = bot.state;
  // what lies further back than order flow looks is not asked for, however long the bot was away
  const begin = { time: first, id: null };
  while (edition === bot.state.edition) {
    const { last } = trades;
    const from = last !== null && last.time >= first ? last : begin;
    const asked = bot.now();
    const page = await bot.exchange.market.publicTrades(pair, from.time, from.id);
    const fresh = trades.take(page);
    const at = trades.last?.time ?? 0;
    if (fresh === 0 || at >= running) {
      // the last of a candle may come a moment after its end
      if (at >= running || asked >= running + GRACE_MS) trades.knownUntil = running;
      return;
    }
    if (bot.monotonic() < until) continue;
    bot.log.info('exchange', `Public trades of ${pair} are known up to ${new Date(at).toISOString()}, the rest follows.`);
    return;
  }
}
