import { moveStopLoss } from '../core/exit/stoploss.ts';
import type { Trade } from '../core/trade/trade.ts';
import { usesAfterFill } from '../strategy/after-fill.ts';
import { exitCallbacks } from '../strategy/guard.ts';
import { type Bot, strategyFailure } from './bot.ts';
import { fetchRate } from './rates.ts';

/** Right after a fill the strategy may set its stop anew, looser too. @returns whether the stop is another now */
export async function stopAfterFill(bot: Bot, trade: Trade): Promise<boolean> {
  const { exitRules } = bot.settings;
  if (!exitRules.useCustomStoploss || !usesAfterFill(bot.strategy) || trade.amount <= 0) return false;
  const before = trade.stopLoss;
  try {
    const rate = await fetchRate(bot, trade.pair, false, trade.isShort);
    if (rate === null) return false;
    const { customStoploss } = exitCallbacks(bot.strategy, bot.now, strategyFailure(bot));
    moveStopLoss(trade, exitRules, customStoploss, rate, rate, true);
  } catch (error) {
    bot.log.warn('freqtradebot', `The stop of ${trade.pair} was not asked for after the fill: ${(error as Error).message}`);
  }
  return trade.stopLoss !== before;
}
