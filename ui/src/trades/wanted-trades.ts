import type { Api } from 'freqtrade-client';
import type { Selection } from '../tables/column.ts';

export type WantedTrades = Pick<
  NonNullable<Parameters<Api['trades']>[0]>,
  'search' | 'from_timestamp' | 'until_timestamp' | 'sort_by' | 'descending'
>;

/** What a table's selection asks the bot for. */
export function wantedTrades({ search, days, sort }: Selection): WantedTrades {
  return {
    ...(search === '' ? {} : { search }),
    ...(days !== null && Number.isFinite(days.from) ? { from_timestamp: days.from } : {}),
    ...(days !== null && Number.isFinite(days.until) ? { until_timestamp: days.until } : {}),
    ...(sort === null ? {} : { sort_by: sort.key as NonNullable<WantedTrades['sort_by']>, descending: sort.isDown }),
  };
}
