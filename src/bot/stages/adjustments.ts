import { mayBeAdjusted, planAdjustment } from '../../core/adjustment/plan-adjustment.ts';
import { side, type Trade } from '../../core/trade/trade.ts';
import { wantedPositionChange } from '../../strategy/position-change.ts';
import { warnOnce } from '../attempt.ts';
import { type Bot, strategyFailure } from '../bot.ts';
import { fetchRate } from '../rates.ts';
import { writeAll } from '../record.ts';
import { account } from '../wallets.ts';
import { enter } from './entries.ts';
import { leave } from './exits.ts';

/** Stage 3: the strategy is asked whether open trades are to grow or to shrink. */
export async function adjustmentsStage(bot: Bot): Promise<void> {
  if (!bot.settings.adjustmentRules.isOn || bot.strategy.adjustTradePosition === undefined) return;
  for (const trade of [...bot.state.trades]) {
    if (!mayBeAdjusted(trade, bot.settings.marketModel) || bot.state.vanished.has(trade)) continue;
    if (bot.state.intents.some((intent) => intent.pair === trade.pair)) continue;
    try {
      await adjust(bot, trade);
      bot.state.refusals.settled(`#${trade.id} adjust-test`);
    } catch (error) {
      warnOnce(bot, `#${trade.id} adjust-test`, `Unable to adjust position of trade for ${trade.pair}: ${(error as Error).message}`);
    }
  }
}

async function adjust(bot: Bot, trade: Trade): Promise<void> {
  const market = bot.state.markets.get(trade.pair);
  const entryRate = await fetchRate(bot, trade.pair, true, trade.isShort);
  const exitRate = await fetchRate(bot, trade.pair, false, trade.isShort);
  if (market === undefined || entryRate === null || exitRate === null) return;
  const { entryRules, marketModel, adjustmentRules } = bot.settings;
  const { maxAdditions } = adjustmentRules;
  const adjustment = planAdjustment(
    { trade, market, entryRate, exitRate, account: await account(bot), realizedProfit: bot.state.closedProfit, maxAdditions },
    entryRules,
    marketModel,
    (asked, facts) => wantedPositionChange(bot.strategy, asked, facts, bot.now(), strategyFailure(bot)),
  );
  switch (adjustment?.kind) {
    case 'full':
      bot.log.debug('freqtradebot', adjustment.reason);
      return;
    case 'left_out':
      // once for each state of the trade
      if (bot.state.refusals.isNews(`#${trade.id} left-out ${trade.amount}`, adjustment.reason))
        bot.log.info('freqtradebot', adjustment.reason);
      return;
    case 'add':
      await add(bot, trade, adjustment.stakeAmount, entryRate, adjustment.tag);
      return;
    case 'take': {
      const quote = bot.exchange.market.quote(trade.pair, exitRate, bot.now());
      await leave(bot, trade, { type: 'partial_exit', reason: adjustment.tag ?? 'partial_exit' }, quote, adjustment.amount);
      return;
    }
    case undefined:
  }
}

async function add(bot: Bot, trade: Trade, stakeAmount: number, rate: number, tag: string | null): Promise<void> {
  if (bot.state.mode !== 'running' || !(await writeAll(bot))) return;
  const outcome = await enter(bot, trade.pair, side(trade), tag, { adding: { trade, stakeAmount, replacingAt: null }, rate });
  if ('refused' in outcome) bot.log.debug('freqtradebot', `Nothing added to ${trade.pair}: ${outcome.detail}`);
}
