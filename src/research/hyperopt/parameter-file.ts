import { withFloats } from './float-names.ts';
import type { ParameterGroups } from './parameters-of-point.ts';
import type { EpochRecord } from './present-epoch.ts';

/** The parameters of a try: what was searched, and what was left as it is. */
export function groupsOfRecord(record: Pick<EpochRecord, 'params_not_optimized' | 'params_details'>): ParameterGroups {
  const params: Record<string, Record<string, unknown>> = {};
  for (const groups of [record.params_not_optimized, record.params_details])
    for (const [space, values] of Object.entries(groups)) params[space] = withoutInfinity({ ...params[space], ...values });
  return params;
}

/** Any number of open trades is -1 or Infinity in freqtrade, and the latter is no JSON. */
export function withoutInfinity(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === Number.POSITIVE_INFINITY ? -1 : value]));
}

/** The parameters of a try as the file beside its strategy has them. @param now ms since epoch */
export function parameterFileText(strategyName: string, record: EpochRecord, now: number): string {
  const params = groupsOfRecord(record);
  const moment = new Date(now).toISOString().replace('T', ' ').replace('Z', '000+00:00');
  return withFloats(
    JSON.stringify({ strategy_name: strategyName, params, ft_stratparam_v: 1, export_time: moment }, null, 2),
    record.floats,
  );
}
