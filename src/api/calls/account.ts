import { setImmediate } from 'node:timers/promises';
import { type BotService, CommandRefused, tiedStake } from '../../bot/port.ts';
import { availableStake, initialStake } from '../../core/wallet/stake.ts';
import type { Profit } from '../../wire/answers/profit.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { presentBalances } from '../present/balances.ts';
import { plainIsoText } from '../present/dates.ts';
import { byEnterTag, byExitReason, byMixTag, byPair, type Period, presentPeriods, presentStats } from '../present/performance.ts';
import { closedProfit, presentProfit } from '../present/profit.ts';
import { type CallTable, ReadyJson } from './call.ts';
import { keepDerived, keepProfit } from './derived.ts';
import { jsonList } from './in-slices.ts';
import { lastRateOf, type RateOf } from './rates.ts';

/** Profit, performance, balance: what has come of the trades. */
export function accountCalls(calls: CallTable, bot: BotService, rateOf: RateOf, now: () => number): void {
  calls.answer(ENDPOINTS.count, async () => {
    if (bot.state.mode === 'stopped') throw new CommandRefused('trader is not running');
    const { maxOpenTrades } = bot.settings.entryRules;
    return {
      current: bot.state.trades.length,
      max: Number.isFinite(maxOpenTrades) ? maxOpenTrades : -1,
      total_stake: bot.state.trades.reduce((sum, trade) => sum + trade.openRate * trade.amount, 0),
    };
  });
  profitCalls(calls, bot, rateOf, now);
  performanceCalls(calls, bot);
  periodCalls(calls, bot, now);
  balanceCalls(calls, bot);
}

/** Stake currency: at the beginning, now, and what of it is free for trades. */
async function capitalOf(bot: BotService): Promise<{ start: number; total: number; available: number }> {
  const free = (await bot.balances()).get(bot.settings.stakeCurrency)?.free ?? 0;
  const rules = bot.settings.entryRules;
  const { total, available } = availableStake({ free, tied: tiedStake(bot.state), openTrades: 0 }, rules, bot.state.closedProfit);
  const staked = bot.state.trades.reduce((sum, trade) => sum + trade.stakeAmount, 0);
  const start = initialStake({ free, tied: staked }, rules, bot.state.closedProfit);
  return { start, total, available };
}

const IS_IN = {
  all: () => true,
  long: (trade: { isShort: boolean }) => !trade.isShort,
  short: (trade: { isShort: boolean }) => trade.isShort,
};

function profitCalls(calls: CallTable, bot: BotService, rateOf: RateOf, now: () => number): void {
  const kept = { all: keepProfit(bot), long: keepProfit(bot), short: keepProfit(bot) };
  async function profit(which: keyof typeof kept): Promise<Profit> {
    await bot.refreshRates();
    const { start, total } = await capitalOf(bot);
    const open = bot.state.trades.filter(IS_IN[which]);
    const lastOpen = open.reduce((latest, trade) => Math.max(latest, trade.openDate), 0);
    const closed = await kept[which](`${start} ${lastOpen}`, (facts) =>
      closedProfit(facts.filter(IS_IN[which]), start, lastOpen, setImmediate),
    );
    return presentProfit(closed, { open, rateOf, startingCapital: start, capital: total, botStart: bot.firstStart, now: now() });
  }
  calls.answer(ENDPOINTS.profit, async () => profit('all'));
  calls.answer(ENDPOINTS.profit_all, async () => ({
    all: await profit('all'),
    long: bot.settings.isFutures ? await profit('long') : null,
    short: bot.settings.isFutures ? await profit('short') : null,
  }));
}

function performanceCalls(calls: CallTable, bot: BotService): void {
  const kept = keepDerived(bot);
  const ofPair = (pair: string) => bot.store.history.facts().filter((trade) => trade.pair === pair);
  const version = () => String(bot.store.history.version);
  calls.answer(ENDPOINTS.performance, async () => kept('performance', byPair), { version });
  calls.answer(ENDPOINTS.entries, async ({ query: { pair } }) =>
    pair === undefined ? kept('entries', byEnterTag) : byEnterTag(ofPair(pair)),
  );
  calls.answer(ENDPOINTS.exits, async ({ query: { pair } }) =>
    pair === undefined ? kept('exits', byExitReason) : byExitReason(ofPair(pair)),
  );
  calls.answer(ENDPOINTS.mix_tags, async ({ query: { pair } }) =>
    pair === undefined ? kept('mix_tags', byMixTag) : byMixTag(ofPair(pair)),
  );
  calls.answer(ENDPOINTS.stats, async () => kept('stats', presentStats));
}

function periodCalls(calls: CallTable, bot: BotService, now: () => number): void {
  const periods = { daily: ENDPOINTS.daily, weekly: ENDPOINTS.weekly, monthly: ENDPOINTS.monthly } as const;
  for (const [period, endpoint] of Object.entries(periods) as [Period, (typeof periods)[Period]][]) {
    calls.answer(endpoint, async ({ query }) => {
      const { total } = await capitalOf(bot);
      const { config, stakeCurrency } = bot.settings;
      const count = Math.min(query.timescale, 1000);
      return presentPeriods(period, count, bot.store.history.facts(), total, stakeCurrency, config.fiat_display_currency ?? '', now());
    });
  }
}

function balanceCalls(calls: CallTable, bot: BotService): void {
  const lastRate = lastRateOf(bot);
  calls.answer(ENDPOINTS.balance, async () => {
    const { stakeCurrency, config, isFutures } = bot.settings;
    await bot.refreshRates();
    const { start, available } = await capitalOf(bot);
    const { trades } = bot.state;
    const about = { stakeCurrency, isFutures, isDry: config.dry_run, fiat: config.fiat_display_currency ?? '', start, available };
    return presentBalances({ ...about, balances: await bot.balances(), trades, lastRate });
  });
  calls.answer(ENDPOINTS.historic_balance, async () => {
    const rows = await bot.store.records.walletHistory();
    const columns = JSON.stringify(['date', '__date_ts', 'total_quote']);
    const data = await jsonList(rows, ({ at, total }) => [plainIsoText(at), at, total]);
    const since = rows[0]?.at ?? bot.state.startedAt;
    return new ReadyJson(`{"columns":${columns},"length":${rows.length},"data":${data},"capture_start_ts":${since}}`);
  });
}
