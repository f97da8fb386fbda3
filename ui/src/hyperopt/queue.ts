import type { HyperoptWorkers } from 'freqtrade-client';
import { computed, shallowRef, watch } from 'vue';
import { useAsk } from '../api/ask.ts';
import { lookEvery } from './worker-columns.ts';

/** The queue of the program, and who takes work from it; null where there is none, or while that is not known. */
export function useQueue() {
  const known = shallowRef<HyperoptWorkers | undefined>();
  const answer = useAsk(['hyperopt workers'], (api) => api.hyperopt_workers(), { every: () => lookEvery(known.value) });
  // of another bot it is not known yet
  watch([answer.data, answer.isPlaceholderData], ([data, isOfOther]) => (known.value = isOfOther ? undefined : data), { immediate: true });
  return computed(() => (known.value === undefined || known.value.queue === null ? null : known.value));
}
