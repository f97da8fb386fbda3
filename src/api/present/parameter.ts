import type { BotService } from '../../bot/port.ts';
import type { StrategyResponse } from '../../wire/answers/market.ts';

type Parameter = BotService['strategyParameters'][number];
type Presented = NonNullable<StrategyResponse['params']>[number];

/** A strategy's parameter as the API shows it. */
export function presentParameter(parameter: Parameter): Presented {
  const { type, name, space, load, optimize, value } = parameter;
  const bounds = parameter as { low?: number; high?: number; decimals?: number; choices?: readonly unknown[] };
  return {
    param_type: type,
    name,
    space,
    load,
    optimize,
    value,
    ...(bounds.choices === undefined ? { low: bounds.low, high: bounds.high } : { opt_range: [...bounds.choices] }),
    ...(bounds.decimals === undefined ? {} : { decimals: bounds.decimals }),
  } as Presented;
}
