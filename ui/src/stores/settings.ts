import { defineStore } from 'pinia';
import { reactive, watch } from 'vue';
import { isLanguage, type Language, setLanguage } from '../messages/index.ts';
import { keep, readKept } from './kept.ts';

const STORAGE = 'freqtrade-settings';

/** What the person at the screen has chosen; kept in this browser. */
export interface Settings {
  theme: 'system' | 'dark' | 'light';
  /** Colours of gain and loss. */
  colours: 'green-red' | 'red-green' | 'blue-orange';
  language: Language;
  /** Times as they are here, or UTC. */
  timeZone: 'local' | 'utc';
  /** How numbers and dates are written; empty for the language's own way. */
  locale: string;
  /** Candles a chart asks for. */
  candles: number;
  heikinAshi: boolean;
  /** What lies over the candles: the strategy's signals, and trades with their levels. */
  showsSignals: boolean;
  showsTrades: boolean;
  /** What the page tells of: short notices in its corner. */
  notices: { entries: boolean; exits: boolean; cancels: boolean; warnings: boolean };
  /** Trades that are open, in the window's title. */
  countInTitle: boolean;
  /** Ask before a trade is left or the bot stopped. */
  doesConfirm: boolean;
}

const DEFAULTS: Settings = {
  theme: 'system',
  colours: 'green-red',
  language: isLanguage(navigator.language.slice(0, 2)) ? (navigator.language.slice(0, 2) as Language) : 'en',
  timeZone: 'local',
  locale: '',
  candles: 400,
  heikinAshi: false,
  showsSignals: true,
  showsTrades: true,
  notices: { entries: true, exits: true, cancels: true, warnings: true },
  countInTitle: true,
  doesConfirm: true,
};

export const useSettings = defineStore('settings', () => {
  const settings = reactive(read());
  watch(
    settings,
    () => {
      keep(STORAGE, settings);
      apply();
    },
    { deep: true },
  );
  /** Resolves when the texts of the chosen language are there. */
  let isReadable = Promise.resolve();
  function apply(): void {
    const { dataset } = document.documentElement;
    if (settings.theme === 'system') delete dataset['theme'];
    else dataset['theme'] = settings.theme;
    dataset['colours'] = settings.colours;
    isReadable = setLanguage(settings.language);
  }
  apply();
  function reset(): void {
    Object.assign(settings, structuredClone(DEFAULTS));
  }
  return { settings, reset, untilReadable: () => isReadable };
});

function read(): Settings {
  const defaults = structuredClone(DEFAULTS);
  const stored = readKept<Partial<Settings>>(STORAGE) ?? {};
  if (!isLanguage(stored.language ?? 'en')) delete stored.language;
  return { ...defaults, ...stored, notices: { ...defaults.notices, ...stored.notices } };
}
