import type { Api, HyperoptState } from 'freqtrade-client';
import { computed, type Ref } from 'vue';
import { useAsk } from '../api/ask.ts';
import { useBots } from '../stores/bots.ts';
import { joined } from './epoch-points.ts';

/** How often what runs is asked for while the stream does not tell of it, ms. */
const POLL_MS = 700;
/** Of more tries than this, those are asked for again that the program keeps. */
const MOST_ROWS = 20_000;
/** A search that is shown: one that runs or ran as a job, or a file. */
export type ShownSearch = { readonly job: string } | { readonly filename: string };

/** Jobs of a kind: the one that runs, which a page that was opened anew shows too. */
export function useRunningJob(category: 'hyperopt' | 'walk_forward') {
  const jobs = useAsk(['jobs'], (api) => api.background(), { every: () => undefined, pollMs: POLL_MS * 4 });
  return computed(() => (jobs.data.value ?? []).findLast((job) => job.job_category === category && job.running)?.job_id ?? null);
}

/** Asks for what there is of a search: of one that runs only the tries that are new. */
export function useSearch(shown: Readonly<Ref<ShownSearch | null>>) {
  const bots = useBots();
  const known = new Map<string, HyperoptState>();
  const nameOf = (search: ShownSearch | null): string => (search === null ? '' : 'job' in search ? search.job : search.filename);
  const key = computed(() => ['hyperopt', nameOf(shown.value)]);
  async function ask(api: Api, search: ShownSearch): Promise<HyperoptState> {
    if ('filename' in search) return api.hyperopt_history_result({ filename: search.filename });
    const name = `${bots.selected.id} ${search.job}`;
    const before = known.get(name)?.rows ?? [];
    const isNew = before.length === 0 || before.length > MOST_ROWS;
    const answer = await api.hyperopt_state({ jobid: search.job, after: isNew ? 0 : (before.at(-1)?.epoch ?? 0) });
    const rows = isNew ? answer.rows : joined(before, answer.rows);
    if (!known.has(name)) known.clear();
    const state = { ...answer, rows };
    known.set(name, state);
    return state;
  }
  /** Whether there is more to come. */
  const isLive = (): boolean => shown.value !== null && known.get(`${bots.selected.id} ${nameOf(shown.value)}`)?.running !== false;
  const answer = useAsk(key, (api) => ask(api, shown.value ?? { job: '' }), {
    enabled: () => shown.value !== null,
    every: (): number | false | undefined => (shown.value !== null && 'job' in shown.value && isLive() ? undefined : false),
    pollMs: POLL_MS,
    isLarge: true,
  });
  return {
    /** Null while another one is on its way. */
    state: computed(() => (shown.value === null || answer.isPlaceholderData.value ? null : (answer.data.value ?? null))),
    problem: computed(() => (answer.isError.value ? answer.error.value : null)),
    refetch: () => answer.refetch(),
  };
}
