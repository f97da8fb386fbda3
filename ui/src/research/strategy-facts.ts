import { computed, type Ref } from 'vue';
import { useAsk } from '../api/ask.ts';

interface Answered<T> {
  readonly data: Readonly<Ref<T | undefined>>;
  readonly isPlaceholderData: Readonly<Ref<boolean>>;
}

function known<T>({ data, isPlaceholderData }: Answered<T>): { readonly data: Readonly<Ref<T | undefined>> } {
  return { data: computed(() => (isPlaceholderData.value ? undefined : data.value)) };
}

/** A strategy, and what is taken of it and the configuration where a form's field is left empty; the real freqtrade does not tell the latter. */
export function useStrategyFacts(strategy: Readonly<Ref<string>>) {
  const options = { enabled: () => strategy.value !== '', every: false } as const;
  const about = useAsk(
    computed(() => ['strategy', strategy.value]),
    (api) => api.strategy({ strategy: strategy.value }),
    options,
  );
  const defaults = useAsk(
    computed(() => ['backtest defaults', strategy.value]),
    (api) => api.backtest_defaults({ strategy: strategy.value }),
    options,
  );
  // what is known of the one before is nothing of this one, which may take seconds to load
  const own = known(about);
  return { about: own, defaults: known(defaults), isLoading: computed(() => about.isFetching.value && own.data.value === undefined) };
}
