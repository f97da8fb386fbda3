// Made by "npm run generate"; not to be edited by hand.
import type { Protection } from './protection.ts';
import * as cooldownPeriodFile from './rules/cooldown-period.ts';
import * as lowProfitPairsFile from './rules/low-profit-pairs.ts';
import * as maxDrawdownFile from './rules/max-drawdown.ts';
import * as stoplossGuardFile from './rules/stoploss-guard.ts';

export const ALL_PROTECTIONS: readonly Protection[] = [
  cooldownPeriodFile.COOLDOWN_PERIOD,
  lowProfitPairsFile.LOW_PROFIT_PAIRS,
  maxDrawdownFile.MAX_DRAWDOWN,
  stoplossGuardFile.STOPLOSS_GUARD,
];
