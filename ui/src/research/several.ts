import { useQueries, useQueryClient } from '@tanstack/vue-query';
import type { BacktestResponse } from 'freqtrade-client';
import { computed, ref, watch } from 'vue';
import { askAnew } from '../api/ask-anew.ts';
import { reason } from '../api/failure.ts';
import { useLiveState } from '../api/live.ts';
import { useBots } from '../stores/bots.ts';
import { useNotices } from '../stores/notices.ts';

const POLL_MS = 500;

/** A backtest that runs beside others. */
export interface BacktestJob {
  readonly id: string;
  readonly title: string;
}

/** Backtests beside the one that the server knows without a number: watched until they end. @param onResult given each result */
export function useBacktestJobs(onResult: (answer: BacktestResponse) => void) {
  const bots = useBots();
  const queries = useQueryClient();
  const notices = useNotices();
  const live = useLiveState();
  const jobs = ref<readonly BacktestJob[]>([]);
  const bot = computed(() => bots.selected.id);
  const forget = (id: string): void => {
    jobs.value = jobs.value.filter((job) => job.id !== id);
  };
  const answers = useQueries({
    queries: computed(() =>
      jobs.value.map(({ id }) => ({
        queryKey: [bot.value, 'backtest job', id],
        queryFn: () => bots.api.backtest({ job_id: id }),
        refetchInterval: live.streamsAll(bot.value) ? (false as const) : POLL_MS,
        structuralSharing: false,
        retry: false,
      })),
    ),
  });
  watch(answers, (all) => {
    for (const [index, { id, title }] of jobs.value.entries()) {
      const { data, error } = all[index] ?? {};
      if (error) notices.tell(`${title}: ${reason(error)}`, 'bad');
      else if (data === undefined || data.running) continue;
      else if (data.backtest_result != null) onResult(data);
      else notices.tell(`${title}: ${data.status_msg}`, 'bad');
      forget(id);
      void askAnew(queries, [bot.value, 'history']);
    }
  });
  // jobs of another bot are none of this one's
  watch(bot, () => (jobs.value = []));
  return {
    jobs: computed(() =>
      jobs.value.map((job, index) => ({ ...job, progress: Math.round((answers.value[index]?.data?.progress ?? 0) * 100) })),
    ),
    add: (job: BacktestJob) => (jobs.value = [...jobs.value, job]),
    abort: async (id: string): Promise<void> => {
      forget(id);
      await bots.api.background_delete({ jobid: id }).catch((error: unknown) => notices.tell(reason(error), 'bad'));
    },
  };
}
