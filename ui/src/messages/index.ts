import { createI18n } from 'vue-i18n';
import { de } from './de.ts';
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

const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en, de } });

/** A text in the language that is chosen. @param values what stands in its braces */
export function t(name: TextName, values: Readonly<Record<string, string | number>> = {}): string {
  return i18n.global.t(name, values);
}

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}
