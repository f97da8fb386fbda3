import type { QueryClient } from '@tanstack/vue-query';

/** Date, ms since epoch, module, level, text. */
export type LogRow = readonly [date: string, at: number, source: string, kind: string, message: string];
interface Logs {
  readonly log_count: number;
  readonly logs: readonly LogRow[];
}

/** Lines of the log that are shown. */
export const LOG_LINES = 500;

/** Adds the lines that the stream tells to those that are shown; what is there already is reported once more after a new start. */
export function applyLog(queries: QueryClient, bot: string, news: readonly LogRow[]): void {
  const shown = queries.getQueryData<Logs>([bot, 'logs']);
  if (shown !== undefined) queries.setQueryData([bot, 'logs'], withLines(shown, news));
}

export function withLines(shown: Logs, news: readonly LogRow[]): Logs {
  const first = news[0]?.[1] ?? 0;
  const known = new Set(shown.logs.filter(([, at]) => at >= first).map((line) => JSON.stringify(line)));
  const logs = [...shown.logs, ...news.filter((line) => !known.has(JSON.stringify(line)))].slice(-LOG_LINES);
  return { log_count: logs.length, logs };
}
