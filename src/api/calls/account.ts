import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type BotService, CommandRefused, tiedStake } from '../../bot/port.ts';
import { roundTo } from '../../core/market/decimal.ts';
import { side, type Trade } from '../../core/trade/trade.ts';
import { availableStake, initialStake } from '../../core/wallet/stake.ts';
import type { Balances, Profit } from '../../wire/answers/profit.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { isKnownVersion } from '../http/etag.ts';
import { serve } from '../http/serve.ts';
import { plainIsoText } from '../present/dates.ts';
import { byEnterTag, byExitReason, byMixTag, byPair, type Period, presentPeriods, presentStats } from '../present/performance.ts';
import { closedProfit, presentProfit } from '../present/profit.ts';
import { keepDerived, keepProfit } from './derived.ts';
import { jsonList, sendText } from './in-slices.ts';
import type { RateOf } from './rates.ts';

/** Profit, performance, balance: what has come of the trades. */
export function accountRoutes(app: FastifyInstance, bot: BotService, rateOf: RateOf, now: () => number): void {
  async function capital(): Promise<{ start: number; total: number; available: number }> {
    const free = (await bot.balances()).get(bot.settings.stakeCurrency)?.free ?? 0;
    const tied = tiedStake(bot.state);
    const rules = bot.settings.entryRules;
    const { total, available } = availableStake({ free, tied, openTrades: 0 }, rules, bot.state.closedProfit);
    const staked = bot.state.trades.reduce((sum, trade) => sum + trade.stakeAmount, 0);
    const start = initialStake({ free, tied: staked }, rules, bot.state.closedProfit);
    return { start, total, available };
  }

  const profits = { all: keepProfit(bot), long: keepProfit(bot), short: keepProfit(bot) };
  const isIn = {
    all: () => true,
    long: (trade: { isShort: boolean }) => !trade.isShort,
    short: (trade: { isShort: boolean }) => trade.isShort,
  };
  const kept = keepDerived(bot);
  async function profit(which: keyof typeof profits): Promise<Profit> {
    await bot.refreshRates();
    const { start, total } = await capital();
    const open = bot.state.trades.filter(isIn[which]);
    const lastOpen = open.reduce((latest, trade) => Math.max(latest, trade.openDate), 0);
    const closed = await profits[which](`${start} ${lastOpen}`, (facts) =>
      closedProfit(facts.filter(isIn[which]), start, lastOpen, setImmediate),
    );
    return presentProfit(closed, { open, rateOf, startingCapital: start, capital: total, botStart: bot.firstStart, now: now() });
  }

  serve(app, ENDPOINTS.count, async () => {
    if (bot.state.mode === 'stopped') throw new CommandRefused('trader is not running');
    return {
      current: bot.state.trades.length,
      max: Number.isFinite(bot.settings.entryRules.maxOpenTrades) ? bot.settings.entryRules.maxOpenTrades : -1,
      total_stake: bot.state.trades.reduce((sum, trade) => sum + trade.openRate * trade.amount, 0),
    };
  });
  serve(app, ENDPOINTS.profit, async () => profit('all'));
  serve(app, ENDPOINTS.profit_all, async () => ({
    all: await profit('all'),
    long: bot.settings.isFutures ? await profit('long') : null,
    short: bot.settings.isFutures ? await profit('short') : null,
  }));
  serve(app, ENDPOINTS.performance, async (request, reply) =>
    isKnownVersion(request, reply, bot) ? reply.code(304).send() : kept('performance', byPair),
  );
  const ofPair = (pair: string) => bot.store.history.facts().filter((trade) => trade.pair === pair);
  serve(app, ENDPOINTS.entries, async ({ query: { pair } }) =>
    pair === undefined ? kept('entries', byEnterTag) : byEnterTag(ofPair(pair)),
  );
  serve(app, ENDPOINTS.exits, async ({ query: { pair } }) =>
    pair === undefined ? kept('exits', byExitReason) : byExitReason(ofPair(pair)),
  );
  serve(app, ENDPOINTS.mix_tags, async ({ query: { pair } }) => (pair === undefined ? kept('mix_tags', byMixTag) : byMixTag(ofPair(pair))));
  serve(app, ENDPOINTS.stats, async () => kept('stats', presentStats));

  const periods = { daily: ENDPOINTS.daily, weekly: ENDPOINTS.weekly, monthly: ENDPOINTS.monthly } as const;
  for (const [period, endpoint] of Object.entries(periods) as [Period, (typeof periods)[Period]][]) {
    serve(app, endpoint, async (request) => {
      const { total } = await capital();
      const { config, stakeCurrency } = bot.settings;
      return presentPeriods(
        period,
        Math.min(request.query.timescale, 1000),
        bot.store.history.facts(),
        total,
        stakeCurrency,
        config.fiat_display_currency ?? '',
        now(),
      );
    });
  }

  serve(app, ENDPOINTS.balance, async () => {
    const { stakeCurrency, config } = bot.settings;
    await bot.refreshRates();
    const { start, available } = await capital();
    const currencies: Balances['currencies'] = [];
    let total = 0;
    let totalBot = 0;
    for (const [currency, balance] of [...(await bot.balances())].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (balance.total <= 0) continue;
      const isStake = currency === stakeCurrency;
      const rate = isStake ? 1 : lastOf(bot, `${currency}/${stakeCurrency}`);
      const owned = isStake
        ? available
        : bot.state.trades.filter((trade) => trade.base === currency).reduce((sum, trade) => sum + trade.amount, 0);
      // the margin of positions is counted with them
      const worth = isStake && bot.settings.isFutures ? balance.free : balance.total * (rate ?? 0);
      const worthBot = isStake ? available : Math.min(owned, balance.total) * (rate ?? 0);
      total += worth;
      totalBot += worthBot;
      currencies.push({
        currency,
        free: balance.free,
        balance: balance.total,
        used: balance.used,
        bot_owned: owned,
        est_stake: worth,
        est_stake_bot: worthBot,
        stake: stakeCurrency,
        side: 'long',
        is_position: false,
        position: 0,
        is_bot_managed: isStake || owned > 0,
      });
    }
    for (const trade of bot.settings.isFutures ? bot.state.trades : []) {
      if (trade.amount === 0) continue;
      const worth = (trade.amount * (rateOf(trade.pair) ?? trade.openRate)) / trade.leverage;
      total += worth;
      totalBot += worth;
      currencies.push(presentPosition(trade, worth));
    }
    const ratio = start === 0 ? 0 : totalBot / start - 1;
    return {
      currencies,
      total,
      total_bot: totalBot,
      symbol: config.fiat_display_currency ?? '',
      value: 0,
      value_bot: 0,
      stake: stakeCurrency,
      note: config.dry_run ? 'Simulated balances' : '',
      starting_capital: start,
      starting_capital_ratio: ratio,
      starting_capital_pct: roundTo(ratio * 100, 2),
      starting_capital_fiat: 0,
      starting_capital_fiat_ratio: 0,
      starting_capital_fiat_pct: 0,
    };
  });

  serve(app, ENDPOINTS.historic_balance, async (_request, reply) => {
    const rows = await bot.store.records.walletHistory();
    const columns = JSON.stringify(['date', '__date_ts', 'total_quote']);
    const data = await jsonList(rows, ({ at, total }) => [plainIsoText(at), at, total]);
    const since = rows[0]?.at ?? bot.state.startedAt;
    return sendText(reply, `{"columns":${columns},"length":${rows.length},"data":${data},"capture_start_ts":${since}}`);
  });
}

function lastOf(bot: BotService, pair: string): number | null {
  const heard = bot.state.tickers.get(pair);
  const asked = bot.exitRates.get(pair);
  if (asked !== undefined && asked.at > (heard?.at ?? 0)) return asked.rate;
  const ticker = heard?.ticker;
  return ticker?.last ?? ticker?.bid ?? bot.state.candles.get(pair)?.at(-1)?.[4] ?? null;
}

/** A futures position among the balances. @param worth of it without what is lent, stake currency */
function presentPosition(trade: Readonly<Trade>, worth: number): Balances['currencies'][number] {
  return {
    currency: trade.pair,
    free: 0,
    balance: 0,
    used: 0,
    bot_owned: null,
    est_stake: worth,
    est_stake_bot: worth,
    stake: trade.stakeCurrency,
    side: side(trade),
    is_position: true,
    position: trade.amount,
    is_bot_managed: true,
  };
}
