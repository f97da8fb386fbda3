import type { OrderFlowRules } from '../core/market/order-flow.ts';
import type { RawConfig } from './raw.ts';

/** Order flow as the configuration asks for it. */
export interface OrderFlowSetting extends OrderFlowRules {
  /** Newest candles whose flow is kept from one analysis to the next; that of older ones is made anew of their trades. */
  readonly cacheSize: number;
}

/** Null where `use_public_trades` of the exchange does not ask for it. */
export function orderFlowSetting({ exchange, orderflow }: Pick<RawConfig, 'exchange' | 'orderflow'>): OrderFlowSetting | null {
  if (exchange.use_public_trades !== true || orderflow === undefined) return null;
  return {
    cacheSize: orderflow.cache_size,
    maxCandles: orderflow.max_candles,
    scale: orderflow.scale,
    stackedImbalanceRange: orderflow.stacked_imbalance_range,
    imbalanceVolume: orderflow.imbalance_volume,
    imbalanceRatio: orderflow.imbalance_ratio,
  };
}

/** What of the section can't be acted on. */
export function orderFlowProblems(config: Readonly<Record<string, unknown>>): { key: string; found: string; allowed: string }[] {
  const section = config['orderflow'];
  const asked = (config['exchange'] as Readonly<Record<string, unknown>> | null | undefined)?.['use_public_trades'];
  const problems: { key: string; found: string; allowed: string }[] = [];
  if (asked !== undefined && typeof asked !== 'boolean')
    problems.push({ key: 'exchange.use_public_trades', found: JSON.stringify(asked), allowed: 'true or false' });
  if (typeof section !== 'object' || section === null) {
    if (asked === true && section === undefined)
      problems.push({
        key: 'orderflow',
        found: 'nothing',
        allowed: 'a section: Orderflow is a required configuration key when using public trades.',
      });
    return problems;
  }
  const rules = section as Readonly<Record<string, unknown>>;
  for (const key of ['cache_size', 'max_candles', 'stacked_imbalance_range'])
    if (typeof rules[key] === 'number' && !(Number.isInteger(rules[key]) && rules[key] >= 1))
      problems.push({ key: `orderflow.${key}`, found: JSON.stringify(rules[key]), allowed: 'a whole number above 0' });
  if (rules['scale'] === 0) problems.push({ key: 'orderflow.scale', found: '0', allowed: 'the distance of two price levels, above 0' });
  return problems;
}
