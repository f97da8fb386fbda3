import type { ProtectionRule } from './protection.ts';

/** A protection as a strategy or configuration writes it. */
export interface ProtectionSetting {
  readonly method: string;
  readonly stop_duration?: number;
  readonly stop_duration_candles?: number;
  readonly lookback_period?: number;
  readonly lookback_period_candles?: number;
  /** e.g. "20:00", UTC */
  readonly unlock_at?: string;
  readonly trade_limit?: number;
  readonly only_per_pair?: boolean;
  readonly only_per_side?: boolean;
  readonly required_profit?: number;
  readonly max_allowed_drawdown?: number;
  readonly calculation_mode?: string;
}

const METHODS = ['CooldownPeriod', 'StoplossGuard', 'MaxDrawdown', 'LowProfitPairs'] as const;
const DEFAULT_MINUTES = 60;
const TRADE_LIMITS = { CooldownPeriod: 0, StoplossGuard: 10, MaxDrawdown: 1, LowProfitPairs: 1 } as const;

/** @param timeframeMs length of a candle @throws Error that names the protection and what is wrong with it */
export function protectionRules(settings: readonly ProtectionSetting[], timeframeMs: number): ProtectionRule[] {
  return settings.map((setting) => {
    const method = METHODS.find((name) => name === setting.method);
    if (method === undefined) throw new Error(`There is no protection "${setting.method}". There are: ${METHODS.join(', ')}.`);
    const both = (candles: number | undefined, minutes: number | undefined, what: string): number => {
      if (candles !== undefined && minutes !== undefined) throw new Error(`${method}: write ${what} or ${what}_candles, not both.`);
      return candles !== undefined ? candles * timeframeMs : (minutes ?? DEFAULT_MINUTES) * 60_000;
    };
    return {
      method,
      lookbackText: inWords(setting.lookback_period_candles, setting.lookback_period),
      stopText:
        setting.unlock_at === undefined
          ? `for ${inWords(setting.stop_duration_candles, setting.stop_duration)}`
          : `until ${setting.unlock_at}`,
      lookbackMs: both(setting.lookback_period_candles, setting.lookback_period, 'lookback_period'),
      stopMs: both(setting.stop_duration_candles, setting.stop_duration, 'stop_duration'),
      unlockAt: setting.unlock_at === undefined ? null : timeOfDay(setting.unlock_at, method),
      tradeLimit: setting.trade_limit ?? TRADE_LIMITS[method],
      onlyPerPair: setting.only_per_pair ?? false,
      onlyPerSide: setting.only_per_side ?? false,
      requiredProfit: setting.required_profit ?? 0,
      maxAllowedDrawdown: setting.max_allowed_drawdown ?? 0,
      calculationMode: setting.calculation_mode === 'equity' ? 'equity' : 'ratios',
    };
  });
}

function timeOfDay(text: string, method: string): number {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new Error(`${method}: unlock_at "${text}" is not a time of day, e.g. "20:00".`);
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

function inWords(candles: number | undefined, minutes: number | undefined): string {
  const [count, unit] = candles === undefined ? [minutes ?? DEFAULT_MINUTES, 'minute'] : [candles, 'candle'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
