import type { Bot } from '../../src/bot/bot.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { ExchangeError } from '../../src/exchange/errors.ts';

/** One iteration as the loop does it: an exchange that can't be asked costs a turn. */
export async function loopTurn(bot: Bot): Promise<void> {
  try {
    await iterate(bot);
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
  }
}
