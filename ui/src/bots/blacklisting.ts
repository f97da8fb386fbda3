import type { Api } from 'freqtrade-client';
import { useAct } from '../api/ask.ts';
import { t } from '../messages/index.ts';
import { useNotices } from '../stores/notices.ts';

/** Puts a pair or a pattern on the blacklist; what the bot has against it is shown. */
export function useBlacklisting() {
  const notices = useNotices();
  return useAct(
    (api: Api, pair: string) => api.blacklist_add({ blacklist: [pair] }),
    ({ errors }, pair) => {
      const problem = errors[pair] as { error_msg?: string } | undefined;
      if (problem?.error_msg === undefined) return t('pairs.blacklisted', { pair });
      notices.tell(problem.error_msg, 'bad');
      return null;
    },
  );
}
