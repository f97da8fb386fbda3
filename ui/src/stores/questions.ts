import type { OpenTrade } from 'freqtrade-client';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

/** What the page asks before it is done: what steers the bot, and every order it is asked to make. */
export type Question =
  | { readonly kind: 'pause' | 'stop' | 'reload_config' | 'leave_all' | 'blacklist' }
  | { readonly kind: 'enter'; readonly pair: string }
  | { readonly kind: 'increase' | 'leave'; readonly trade: OpenTrade };

/** The one question that is open; the shell shows it, whoever has asked. */
export const useQuestions = defineStore('questions', () => {
  const asked = shallowRef<Question | null>(null);
  return {
    asked,
    ask: (question: Question): void => {
      asked.value = question;
    },
    close: (): void => {
      asked.value = null;
    },
  };
});
