import type { Api } from 'freqtrade-client';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { keep, readKept } from './kept.ts';
import { useSession } from './session.ts';

const STORAGE = 'freqtrade-bots';
/** The bot that serves this page. */
export const OWN = 'own';
/** Distinguished by those who see few colours as well. */
export const COLOURS = ['#4db6ac', '#6fb1ff', '#ffc061', '#c792ea', '#f0776b', '#9ccc65', '#f48fb1', '#90a4ae'];

/** A bot the page can show: the one that serves it, or one that it passes calls on to. */
export interface ShownBot {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly colour: string;
}

/** What this browser remembers of its bots. */
interface Kept {
  selected: string;
  ownName: string;
  ownColour: string;
}

/** The bots of this page and which of them is looked at. */
export const useBots = defineStore('bots', () => {
  const session = useSession();
  const kept = ref<Kept>({ selected: OWN, ownName: '', ownColour: COLOURS[0]!, ...readKept<Partial<Kept>>(STORAGE) });
  const others = ref<readonly ShownBot[]>([]);
  /** The own bot's name, as it reports it itself. */
  const reportedName = ref('');
  const own = computed<ShownBot>(() => ({
    id: OWN,
    name: kept.value.ownName || reportedName.value || 'freqtrade',
    url: '',
    colour: kept.value.ownColour,
  }));
  const all = computed(() => [own.value, ...others.value]);
  const selected = computed(() => all.value.find(({ id }) => id === kept.value.selected) ?? own.value);

  function change(next: Partial<Kept>): void {
    kept.value = { ...kept.value, ...next };
    keep(STORAGE, kept.value);
  }
  function apiOf(id: string): Api {
    return id === OWN ? session.api : session.api.through(id);
  }
  return {
    all,
    others,
    selected,
    reportedName,
    kept,
    change,
    apiOf,
    api: computed(() => apiOf(selected.value.id)),
    select: (id: string) => change({ selected: id }),
  };
});
