import { timeframeMs } from '../core/market/timeframe.ts';
import type { ProtectionRule } from '../core/protections/protection.ts';
import { protectionRules } from '../core/protections/protection-rules.ts';
import { StrategyError } from './guard.ts';
import type { Strategy } from './strategy.ts';

/** Rules that a strategy's `protections` ask for. @param timeframe of its candles @throws StrategyError */
export function protectionsOf(strategy: Strategy, timeframe: string): readonly ProtectionRule[] {
  try {
    const { protections } = strategy;
    return protectionRules(typeof protections === 'function' ? protections() : protections, timeframeMs(timeframe));
  } catch (error) {
    throw new StrategyError('protections', strategy, error);
  }
}
