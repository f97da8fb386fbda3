import type { Bot } from './bot.ts';
import {
  addLocks,
  addToBlacklist,
  type Command,
  type CommandAnswers,
  CommandRefused,
  cancelOpenOrder,
  deleteFromBlacklist,
  deleteLocks,
  deleteTrade,
  forceEnter,
  forceExit,
  reloadTrade,
} from './commands.ts';
import { holdsDatabase } from './hold.ts';
import type { Mode } from './mode.ts';
import type { Reload } from './strategy-host.ts';

/** Commands that place orders or cancel them. */
const ORDERING: readonly Command['kind'][] = ['forceEnter', 'forceExit', 'cancelOpenOrder', 'deleteTrade'];

/** Who does what a running bot is asked for. */
export interface Performers {
  readonly bot: Bot;
  readonly mode: Mode;
  readonly reload: Reload;
}

/** Carries out one command. @throws CommandRefused with the reason */
export async function dispatch(performers: Performers, command: Command): Promise<CommandAnswers[Command['kind']]> {
  const { bot, mode } = performers;
  if (ORDERING.includes(command.kind) && !(await holdsDatabase(bot)))
    throw new CommandRefused(`Nothing is ordered until this is mended: ${bot.state.holdProblem}`);
  switch (command.kind) {
    case 'start':
      return mode.start();
    case 'stop':
      return mode.stop();
    case 'pause':
      return mode.pause();
    case 'reloadConfig':
      return reloadConfig(performers);
    case 'forceEnter':
      return forceEnter(bot, command);
    case 'forceExit':
      return forceExit(bot, command);
    case 'cancelOpenOrder':
      return cancelOpenOrder(bot, command.tradeId);
    case 'deleteTrade':
      return deleteTrade(bot, command.tradeId);
    case 'reloadTrade':
      return reloadTrade(bot, command.tradeId);
    case 'addLocks':
      return addLocks(bot, command);
    case 'deleteLocks':
      return deleteLocks(bot, command.pair, command.lockId);
    case 'addToBlacklist':
      return addToBlacklist(bot, command.pairs);
    case 'deleteFromBlacklist':
      return deleteFromBlacklist(bot, command.pairs);
    case 'setMarketDirection': {
      const before = bot.strategy.marketDirection;
      bot.strategy.marketDirection = command.direction;
      return before;
    }
  }
}

async function reloadConfig({ bot, mode, reload }: Performers): Promise<{ status: string }> {
  const askedBefore = mode.asked;
  await reload.run();
  // what was asked for meanwhile is newer than the configuration
  if (mode.asked === askedBefore) mode.set(bot.settings.initialState, true);
  return { status: 'Reloading config ...' };
}
