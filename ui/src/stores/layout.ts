import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { PanelPosition } from '../panels/arrangement.ts';
import { keep, readKept } from './kept.ts';

const STORAGE = 'freqtrade-layout';

/** How the panels of each view were arranged in this browser. */
export const useLayout = defineStore('layout', () => {
  const kept = ref<Record<string, readonly Partial<PanelPosition>[]>>(read());
  /** Whether panels can be moved now. */
  const isArranging = ref(false);
  function change(next: Record<string, readonly Partial<PanelPosition>[]>): void {
    kept.value = next;
    keep(STORAGE, next);
  }
  return {
    isArranging,
    of: (view: string): readonly Partial<PanelPosition>[] => kept.value[view] ?? [],
    set: (view: string, places: readonly PanelPosition[]) => change({ ...kept.value, [view]: places }),
    reset: (view: string) => {
      const { [view]: _gone, ...rest } = kept.value;
      change(rest);
    },
    resetAll: () => change({}),
  };
});

function read(): Record<string, readonly Partial<PanelPosition>[]> {
  const stored = readKept<Record<string, unknown>>(STORAGE) ?? {};
  return Object.fromEntries(Object.entries(stored).filter(([, places]) => Array.isArray(places))) as Record<
    string,
    readonly Partial<PanelPosition>[]
  >;
}
