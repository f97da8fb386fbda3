import type { QueryClient, QueryFilters } from '@tanstack/vue-query';

/**
 * Asks anew for what has changed. An answer on its way may be older than the change: another takes its place, also where it would be the first
 * one, which the library by itself goes on waiting for, and then takes for new.
 */
export async function askAnew(queries: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  const first: QueryFilters = { queryKey, predicate: ({ state }) => state.data === undefined };
  if (queries.isFetching(first) > 0) await queries.cancelQueries(first);
  await queries.invalidateQueries({ queryKey });
}
