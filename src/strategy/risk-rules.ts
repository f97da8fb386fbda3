/** What bounds the loss of a strategy, after the configuration has had its say. Ratios, 0.01 = 1 %. */
export interface RiskSettings {
  readonly stoploss: unknown;
  readonly trailingStop: unknown;
  readonly trailingStopPositive: unknown;
  readonly trailingStopPositiveOffset: unknown;
  readonly trailingOnlyOffsetIsReached: unknown;
}

/** One value that can't be traded with. */
export interface RiskProblem {
  /** freqtrade's name in a configuration. */
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
}

/** What is wrong with stop and trailing stop. Source: freqtrade 2026.9. */
export function riskProblems(settings: RiskSettings): RiskProblem[] {
  const problems: RiskProblem[] = [];
  const add = (key: string, found: unknown, allowed: string) => problems.push({ key, found: JSON.stringify(found) ?? 'nothing', allowed });
  const { stoploss, trailingStopPositive: positive, trailingStopPositiveOffset: offset } = settings;
  if (stoploss === 0) add('stoploss', stoploss, 'it needs to be different from 0 to avoid problems with sell orders; e.g. -0.1');
  else if (typeof stoploss !== 'number' || !(stoploss < 0) || !Number.isFinite(stoploss))
    add('stoploss', stoploss, 'a ratio below 0, e.g. -0.1 for a stop 10 % below the entry');
  const isRatio = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
  if (positive !== null && !isRatio(positive)) add('trailing_stop_positive', positive, 'a ratio from 0 to 1, or null');
  if (!isRatio(offset)) add('trailing_stop_positive_offset', offset, 'a ratio from 0 to 1');
  if (settings.trailingStop !== true || !isRatio(offset) || (positive !== null && !isRatio(positive))) return problems;
  const distance = positive ?? 0;
  if (settings.trailingOnlyOffsetIsReached === true && distance === 0)
    add('trailing_only_offset_is_reached', true, 'false, unless trailing_stop_positive is more than 0');
  if (distance > 0 && offset > 0 && offset <= distance)
    add('trailing_stop_positive_offset', offset, `it needs to be greater than trailing_stop_positive, ${distance}`);
  if (positive === 0)
    add('trailing_stop_positive', 0, 'it needs to be different from 0 to avoid problems with sell orders; null trails by stoploss');
  return problems;
}
