import { partialExitAmount } from '../../core/exit/partial-exit.ts';
import { profitRatioAt } from '../../core/trade/profit.ts';
import { entryCount, hasOpenOrders, side, type Trade } from '../../core/trade/trade.ts';
import { availableStake, stakeLimits } from '../../core/wallet/stake.ts';
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
  if (!bot.settings.positionAdjustment || bot.strategy.adjustTradePosition === undefined) return;
  for (const trade of [...bot.state.trades]) {
    if (!trade.isOpen || (trade.amount <= 0 && !hasOpenOrders(trade))) continue;
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
  const { entryRules, maxEntryPositionAdjustment: limit } = bot.settings;
  const limits = stakeLimits(market, entryRate, { ...entryRules, stoploss: 0 }, trade.leverage);
  const { available } = availableStake(await account(bot), entryRules, bot.state.closedProfit);
  const change = wantedPositionChange(
    bot.strategy,
    {
      pair: trade.pair,
      trade,
      currentTime: bot.now(),
      currentRate: entryRate,
      currentProfit: profitRatioAt(trade, entryRate),
      minStake: limits.min,
      maxStake: Math.min(limits.max, available),
      currentEntryRate: entryRate,
      currentExitRate: exitRate,
      currentEntryProfit: profitRatioAt(trade, entryRate),
      currentExitProfit: profitRatioAt(trade, exitRate),
    },
    strategyFailure(bot),
  );
  if (change === null) return;
  if (change.stake > 0) {
    if (bot.state.mode !== 'running' || !(await writeAll(bot))) return;
    if (limit > -1 && entryCount(trade) > limit) {
      bot.log.debug('freqtradebot', `Max adjustment entries for ${trade.pair} has been reached.`);
      return;
    }
    const outcome = await enter(bot, trade.pair, side(trade), change.tag, {
      adding: { trade, stakeAmount: change.stake, replacingAt: null },
      rate: entryRate,
    });
    if ('refused' in outcome) bot.log.debug('freqtradebot', `Nothing added to ${trade.pair}: ${outcome.detail}`);
    return;
  }
  const { min } = stakeLimits(market, exitRate, entryRules, trade.leverage);
  const amount = partialExitAmount(trade, -change.stake, exitRate, min);
  if (typeof amount !== 'number') {
    // once for each state of the trade
    if (bot.state.refusals.isNews(`#${trade.id} left-out ${trade.amount}`, amount.leftOut)) bot.log.info('freqtradebot', amount.leftOut);
    return;
  }
  const reason = change.tag ?? 'partial_exit';
  await leave(bot, trade, { type: 'partial_exit', reason }, exitRate, amount);
}
