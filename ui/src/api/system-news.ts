import type { QueryClient } from '@tanstack/vue-query';
import type { MessageOf } from 'freqtrade-client';

/** Brings what is shown of machine and bot up to what the stream tells. */
export function applySystem(queries: QueryClient, bot: string, { sysinfo, health, ready }: MessageOf<'system'>['data']): void {
  const show = (key: string, value: unknown): void => {
    if (queries.getQueryData([bot, key]) !== undefined) queries.setQueryData([bot, key], value);
  };
  show('machine', sysinfo);
  if (health !== null) show('health', health);
  show('ready', ready);
}
