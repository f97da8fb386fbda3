import { type BotSettings, botSettings } from '../../bot/settings.ts';
import { type ConfigProblem, ConfigurationError } from '../../config/problem.ts';
import type { RawConfig } from '../../config/raw.ts';
import { exchangeFacts } from '../../exchange/facts.ts';
import type { Strategy } from '../../strategy/strategy.ts';

/** What a strategy is traded with. @throws ConfigurationError where something that is asked for can't be done */
export function tradable(config: RawConfig, strategy: Strategy): BotSettings {
  const settings = botSettings(config, strategy);
  const { facts } = exchangeFacts(config.exchange.name, settings.isFutures);
  const problems = tradingProblems(settings, strategy, facts.stoploss_on_exchange);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return settings;
}

/**
 * What trading can't do yet or at all with these settings; a setting that would be ignored is refused instead.
 * @param canStopOnExchange whether freqtrade knows how to place a stop there
 */
function tradingProblems(settings: BotSettings, strategy: Strategy, canStopOnExchange: boolean): ConfigProblem[] {
  const { config, orderTypes } = settings;
  const file = `configuration or strategy ${settings.strategyName}`;
  const problems: ConfigProblem[] = [];
  if (strategy.canShort && !settings.isFutures) {
    const allowed = 'canShort = false on spot markets: short strategies cannot run there. Short signals are then ignored';
    problems.push({ file, key: 'can_short', found: 'true', allowed });
  }
  if (!orderTypes.stoploss_on_exchange) return problems;
  const key = 'order_types.stoploss_on_exchange';
  const instead = 'false: the bot watches the stop and sells itself';
  if (!config.dry_run) problems.push({ file, key, found: 'true', allowed: `${instead}; stops that lie on the exchange are not built yet` });
  else if (!canStopOnExchange)
    problems.push({ file, key, found: 'true', allowed: `${instead}. On exchange stoploss is not supported for ${config.exchange.name}` });
  return problems;
}
