import { isRecord } from '../is-record.ts';
import { strayKey } from '../stray-key.ts';
import { ALL_PROTECTIONS } from './all-protections.ts';
import type { Protection, ProtectionRule } from './protection.ts';

/** A protection as a strategy writes it: what every one has, and what docs/protections.md tells of each. */
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
  readonly [parameter: string]: unknown;
}

const DEFAULT_MINUTES = 60;
const EXAMPLE = '[{ method: "CooldownPeriod", stop_duration_candles: 5 }]';
const PERIODS = ['stop_duration', 'stop_duration_candles', 'lookback_period', 'lookback_period_candles'] as const;

/** What a protection may be written with. */
function keysOf({ parameters }: Protection): string[] {
  return ['method', ...PERIODS, 'unlock_at', ...Object.keys(parameters)];
}

/** Protections without the keys that nothing reads: freqtrade passes over them. What is of another kind is said where protections are used. */
export function withoutStrayKeys(settings: readonly ProtectionSetting[]): readonly ProtectionSetting[] {
  if (!Array.isArray(settings)) return settings;
  return settings.map((setting: ProtectionSetting) => {
    if (!isRecord(setting)) return setting;
    const protection = ALL_PROTECTIONS.find(({ name }) => name === setting.method);
    if (protection === undefined) return setting;
    const known = keysOf(protection);
    return { ...Object.fromEntries(Object.entries(setting).filter(([key]) => known.includes(key))), method: setting.method };
  });
}

/** @param timeframeMs length of a candle @throws Error that names the protection and what is wrong with it */
export function protectionRules(settings: readonly ProtectionSetting[], timeframeMs: number): ProtectionRule[] {
  if (!Array.isArray(settings)) throw new Error(`they must be a list, e.g. ${EXAMPLE}.`);
  return settings.map((setting: ProtectionSetting) => {
    if (!isRecord(setting)) throw new Error(`each must be an object, e.g. ${EXAMPLE}.`);
    const protection = ALL_PROTECTIONS.find(({ name }) => name === setting.method);
    if (protection === undefined)
      throw new Error(`There is no protection "${setting.method}". There are: ${ALL_PROTECTIONS.map(({ name }) => name).join(', ')}.`);
    const { name } = protection;
    const stray = strayKey(setting, keysOf(protection));
    if (stray !== null) throw new Error(`${name}: ${stray}.`);
    for (const key of PERIODS) {
      const value: unknown = setting[key];
      if (value !== undefined && !(typeof value === 'number' && value >= 0))
        throw new Error(`${name}: ${key} must be a number, and is ${JSON.stringify(value)}.`);
    }
    const both = (candles: number | undefined, minutes: number | undefined, what: string): number => {
      if (candles !== undefined && minutes !== undefined) throw new Error(`${name}: write ${what} or ${what}_candles, not both.`);
      return candles !== undefined ? candles * timeframeMs : (minutes ?? DEFAULT_MINUTES) * 60_000;
    };
    if (setting.unlock_at !== undefined && (setting.stop_duration !== undefined || setting.stop_duration_candles !== undefined))
      throw new Error(`${name}: write unlock_at or stop_duration, not both.`);
    return protection.rule(setting, {
      lookbackText: inWords(setting.lookback_period_candles, setting.lookback_period),
      stopText:
        setting.unlock_at === undefined
          ? `for ${inWords(setting.stop_duration_candles, setting.stop_duration)}`
          : `until ${setting.unlock_at}`,
      lookbackMs: both(setting.lookback_period_candles, setting.lookback_period, 'lookback_period'),
      stopMs: both(setting.stop_duration_candles, setting.stop_duration, 'stop_duration'),
      unlockAt: setting.unlock_at === undefined ? null : timeOfDay(setting.unlock_at, name),
    });
  });
}

function timeOfDay(text: string, protection: string): number {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new Error(`${protection}: unlock_at "${text}" is not a time of day, e.g. "20:00".`);
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

function inWords(candles: number | undefined, minutes: number | undefined): string {
  // no candles are written in minutes. Source: tests/golden/hyperopt
  const [count, unit] = candles === undefined || candles === 0 ? [candles ?? minutes ?? DEFAULT_MINUTES, 'minute'] : [candles, 'candle'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
