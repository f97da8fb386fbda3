import type { Api } from 'freqtrade-client';
import { useAct } from '../api/ask.ts';
import { useQuestions } from '../stores/questions.ts';
import { useSettings } from '../stores/settings.ts';

export type Action = 'start' | 'pause' | 'stop' | 'reload_config';

/** Steers the bot that is looked at. */
export function useControl() {
  const { settings } = useSettings();
  const questions = useQuestions();
  const control = useAct(
    (api: Api, action: Action) => api[action](),
    ({ status }) => status,
  );
  return {
    isPending: control.isPending,
    act: control.mutate,
    /** Asks first, where the reader wants to be asked. */
    want: (action: Action): void => {
      if (settings.doesConfirm && action !== 'start') questions.ask({ kind: action });
      else control.mutate(action);
    },
  };
}
