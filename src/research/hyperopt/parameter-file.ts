import type { ParameterGroups } from './parameters-of-point.ts';
import type { EpochRecord } from './present-epoch.ts';

/** The parameters of a try: what was searched, and what was left as it is. */
export function groupsOfRecord(record: Pick<EpochRecord, 'params_not_optimized' | 'params_details'>): ParameterGroups {
  const params: Record<string, Record<string, unknown>> = {};
  for (const groups of [record.params_not_optimized, record.params_details])
    for (const [space, values] of Object.entries(groups)) params[space] = { ...params[space], ...values };
  return params;
}

/** The parameters of a try as the file beside its strategy has them. @param now ms since epoch */
export function parameterFileText(strategyName: string, record: EpochRecord, now: number): string {
  const params = groupsOfRecord(record);
  const moment = new Date(now).toISOString().replace('T', ' ').replace('Z', '000+00:00');
  return JSON.stringify({ strategy_name: strategyName, params, ft_stratparam_v: 1, export_time: moment }, null, 2);
}
