import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { EMPTY_PLOT, type PlotConfig, readPlotConfig } from '../charts/plot-config.ts';
import { keep, readKept } from './kept.ts';

const STORAGE = 'freqtrade-plots';
/** The strategy's own, which is not kept here. */
export const OF_STRATEGY = '';

interface Kept {
  selected: string;
  plots: Record<string, PlotConfig>;
}

/** Named plot configurations of this browser, beside the strategy's own. */
export const usePlots = defineStore('plots', () => {
  const kept = ref<Kept>(read());
  function change(next: Kept): void {
    kept.value = next;
    keep(STORAGE, next);
  }
  return {
    names: computed(() => Object.keys(kept.value.plots)),
    selected: computed(() => (kept.value.selected in kept.value.plots ? kept.value.selected : OF_STRATEGY)),
    plotOf: (name: string): PlotConfig => kept.value.plots[name] ?? EMPTY_PLOT,
    select: (selected: string) => change({ ...kept.value, selected }),
    save: (name: string, plot: PlotConfig) => change({ selected: name, plots: { ...kept.value.plots, [name]: plot } }),
    remove: (name: string) => {
      const { [name]: _gone, ...plots } = kept.value.plots;
      change({ selected: OF_STRATEGY, plots });
    },
  };
});

function read(): Kept {
  try {
    const stored = readKept<Partial<Kept>>(STORAGE) ?? {};
    const plots = Object.fromEntries(Object.entries(stored.plots ?? {}).map(([name, plot]) => [name, readPlotConfig(plot)]));
    return { selected: stored.selected ?? OF_STRATEGY, plots };
  } catch {
    return { selected: OF_STRATEGY, plots: {} };
  }
}
