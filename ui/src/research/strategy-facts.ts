import { computed, type Ref } from 'vue';
import { useAsk } from '../api/ask.ts';

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
  return { about, defaults };
}
