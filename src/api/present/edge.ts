import { type BotService, CommandRefused } from '../../bot/port.ts';
import type { EdgePair } from '../../wire/answers/market.ts';

/** What Edge has found; refused in freqtrade's words where it is off. */
export function presentEdge(bot: BotService): EdgePair[] {
  const edge = bot.state.edge;
  if (edge === null) throw new CommandRefused('Edge is not enabled.');
  return [...edge].map(([pair, found]) => ({
    Pair: pair,
    Winrate: found.winRate,
    Expectancy: found.expectancy,
    Stoploss: found.stoploss,
  }));
}
