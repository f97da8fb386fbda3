import { createI18n } from 'vue-i18n';
import { en } from './en.ts';

/** Languages of the page, as they call themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

type Leaves<T, P extends string = ''> = { [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`> }[keyof T &
  string];
/** Name of a text, e.g. `trade.open`. */
export type TextName = Leaves<typeof en>;

export function isLanguage(name: string): name is Language {
  return name in LANGUAGES;
}

const i18n = createI18n<[typeof en], Language, false>({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } as never });
/** Texts that come when their language is chosen; English ones are there from the start. */
const TEXTS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<typeof en>>> = { de: async () => (await import('./de.ts')).de };
let wanted: Language = 'en';

/** A text in the language that is chosen. @param values what stands in its braces */
export function t(name: TextName, values: Readonly<Record<string, string | number>> = {}): string {
  return i18n.global.t(name, values);
}

/** The language that is shown; tells when it changes. */
export const shownLanguage = (): Language => i18n.global.locale.value;

/** Shows the texts of a language as soon as they are there. What can't be had leaves the language that is shown. */
export async function setLanguage(language: Language): Promise<void> {
  wanted = language;
  if (language !== 'en' && !i18n.global.availableLocales.includes(language)) {
    const texts = await TEXTS[language]().catch(() => null);
    if (texts === null) return;
    i18n.global.setLocaleMessage(language, texts);
  }
  // another one may have been chosen meanwhile
  if (wanted !== language) return;
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}
