import type { Bot } from '../../bot/bot.ts';
import { shownBalances } from '../../bot/commands.ts';
import type { BotEvent } from '../../bot/events.ts';
import type { Runner } from '../../bot/loop.ts';
import type { BotService } from '../../bot/port.ts';
import { rateRefresher } from '../../bot/rates.ts';
import type { BotSettings } from '../../bot/settings.ts';
import { parametersOf } from '../../strategy/parameters.ts';

export interface ServiceSources {
  readonly bot: Bot;
  readonly runner: Runner;
  /** Start of the first run on this database, ms since epoch. */
  readonly firstStart: number;
  /** Text of the strategy that trades now. */
  readonly code: () => string;
  readonly listeners: Set<(message: BotEvent) => void>;
}

/** A bot as the API sees it. A new configuration may bring other settings and another strategy. */
export function botService({ bot, runner, firstStart, code, listeners }: ServiceSources): BotService {
  return {
    get settings(): BotSettings {
      return bot.settings;
    },
    state: bot.state,
    exitRates: bot.exitRates,
    store: bot.store,
    firstStart,
    get strategyVersion() {
      return bot.strategy.version?.() ?? null;
    },
    get strategyCode() {
      return code();
    },
    get strategyParameters() {
      return parametersOf(bot.strategy);
    },
    get marketDirection() {
      return bot.strategy.marketDirection;
    },
    get plotConfig() {
      return bot.strategy.plotConfig;
    },
    refreshRates: rateRefresher(bot),
    balances: () => shownBalances(bot),
    ask: (asked) => runner.ask(asked),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
