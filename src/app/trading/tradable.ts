import { type BotSettings, botSettings, movingRules } from '../../bot/settings.ts';
import { type ConfigProblem, ConfigurationError } from '../../config/problem.ts';
import type { RawConfig } from '../../config/raw.ts';
import { exchangeFacts } from '../../exchange/facts.ts';
import type { Strategy } from '../../strategy/strategy.ts';

/** What a strategy is traded with. @throws ConfigurationError where something that is asked for can't be done */
export function tradable(config: RawConfig, strategy: Strategy): BotSettings {
  const settings = botSettings(config, strategy);
  const problems = tradingProblems(settings, strategy);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { ...settings, ...movingRules(strategy, settings, false) };
}

/** What can't be traded with these settings; a setting that would be ignored is refused instead. */
function tradingProblems(settings: BotSettings, strategy: Strategy): ConfigProblem[] {
  const file = `configuration or strategy ${settings.strategyName}`;
  const problems: ConfigProblem[] = [];
  if (strategy.canShort && !settings.isFutures) {
    const allowed = 'canShort = false on spot markets: short strategies cannot run there. Short signals are then ignored';
    problems.push({ file, key: 'can_short', found: 'true', allowed });
  }
  return [...problems, ...stopProblems(settings, file)];
}

/** What the exchange can't do of the stops that are to lie on it. */
function stopProblems({ config, isFutures, stopOnExchange }: BotSettings, file: string): ConfigProblem[] {
  if (stopOnExchange === null) return [];
  const { name, facts } = exchangeFacts(config.exchange.name, isFutures);
  if (!facts.stoploss_on_exchange) {
    const allowed = `false: the bot watches the stop and sells itself. On exchange stoploss is not supported for ${name}.`;
    return [{ file, key: 'order_types.stoploss_on_exchange', found: 'true', allowed }];
  }
  const { priceType } = stopOnExchange;
  // on spot there is one price only, and freqtrade does not look at it either
  if (!isFutures || priceType === null) return [];
  const known = Object.keys(facts.stop_price_type_value_mapping ?? {});
  if (known.includes(priceType)) return [];
  const others = known.length === 0 ? 'nothing: leave the key out' : `one of ${known.join(', ')}`;
  const allowed = `${others}. On exchange stoploss price type '${priceType}' is not supported for ${name}.`;
  return [{ file, key: 'order_types.stoploss_price_type', found: JSON.stringify(priceType), allowed }];
}
