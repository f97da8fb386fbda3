import { shallowRef } from 'vue';
import { en } from './en.ts';
import { filled, flattened, type Leaves } from './texts.ts';

/** Languages of the page, as they call themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

/** Name of a text, e.g. `trade.open`. */
export type TextName = Leaves<typeof en>;

export function isLanguage(name: string): name is Language {
  return name in LANGUAGES;
}

const ENGLISH = flattened(en);
/** Texts that come when their language is chosen; English ones are there from the start. */
const TEXTS: Readonly<Record<Language, () => Promise<ReadonlyMap<string, string>>>> = {
  en: async () => ENGLISH,
  de: async () => flattened((await import('./de.ts')).de),
};
const shown = shallowRef<{ readonly language: Language; readonly texts: ReadonlyMap<string, string> }>({ language: 'en', texts: ENGLISH });
let wanted: Language = 'en';

/** A text in the language that is chosen. @param values what stands in its braces */
export function t(name: TextName, values: Readonly<Record<string, string | number>> = {}): string {
  return filled(shown.value.texts.get(name) ?? name, values);
}

/** The language that is shown; tells when it changes. */
export const shownLanguage = (): Language => shown.value.language;

/** Shows the texts of a language as soon as they are there. What can't be had leaves the language that is shown. */
export async function setLanguage(language: Language): Promise<void> {
  wanted = language;
  const texts = await TEXTS[language]().catch(() => null);
  // another one may have been chosen meanwhile
  if (texts === null || wanted !== language) return;
  shown.value = { language, texts };
  document.documentElement.lang = language;
}
