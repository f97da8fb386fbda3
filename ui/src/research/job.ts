import type { Api } from 'freqtrade-client';
import { computed, ref, watch } from 'vue';
import { useAsk } from '../api/ask.ts';
import { reason } from '../api/failure.ts';
import { useBots } from '../stores/bots.ts';
import { useNotices } from '../stores/notices.ts';

const POLL_MS = 500;

/** A job of the server: started, watched until it ends, its result fetched then. */
export function useJob<I, R>(
  start: (api: Api, input: I) => Promise<{ job_id: string }>,
  fetch: (api: Api, jobid: string) => Promise<{ result?: R | null; error?: string | null; status_msg?: string }>,
) {
  const bots = useBots();
  const notices = useNotices();
  const id = ref<string | null>(null);
  const isStarting = ref(false);
  /** Whether the job that was started last has ended. */
  const isOver = ref(false);
  const state = useAsk(
    computed(() => ['job', id.value]),
    (api) => api.background_job({ jobid: id.value ?? '' }),
    { enabled: () => id.value !== null, every: (): false | undefined => (isOver.value ? false : undefined), pollMs: POLL_MS },
  );
  watch(
    () => state.data.value,
    (job) => {
      isOver.value = job?.job_id === id.value && job?.running === false;
    },
  );
  const answer = useAsk(
    computed(() => ['job result', id.value]),
    (api) => fetch(api, id.value ?? ''),
    { enabled: () => id.value !== null && isOver.value && state.data.value?.status === 'success', every: false },
  );
  async function run(input: I): Promise<void> {
    isStarting.value = true;
    try {
      const { job_id: begun } = await start(bots.api, input);
      isOver.value = false;
      id.value = begun;
    } catch (error) {
      notices.tell(reason(error), 'bad');
    } finally {
      isStarting.value = false;
    }
  }
  const isRunning = computed(() => isStarting.value || (id.value !== null && !isOver.value && !state.isError.value));
  return {
    run,
    isRunning,
    problem: computed(() =>
      isOver.value && state.data.value?.status !== 'success' ? (state.data.value?.error ?? state.data.value?.status ?? null) : null,
    ),
    result: computed<R | null>(() => (isRunning.value || id.value === null ? null : (answer.data.value?.result ?? null))),
  };
}
