import { useQueryClient } from '@tanstack/vue-query';
import { ApiError, type Message } from 'freqtrade-client';
import { defineStore } from 'pinia';
import { onScopeDispose, ref, watch } from 'vue';
import { rate } from '../format.ts';
import { t } from '../messages/index.ts';
import { useBots } from '../stores/bots.ts';
import { useNotices } from '../stores/notices.ts';
import { useSession } from '../stores/session.ts';
import { useSettings } from '../stores/settings.ts';
import { applyOpenTrades } from './open-trades.ts';

const TOPICS = [
  'open_trades',
  'status',
  'entry',
  'entry_fill',
  'entry_cancel',
  'exit',
  'exit_fill',
  'exit_cancel',
  'new_candle',
  'whitelist',
  'warning',
  'exception',
  'startup',
  'protection_trigger',
  'protection_trigger_global',
] as const satisfies readonly Message['type'][];

/** What has to be asked anew after a message. */
const STALE_AFTER: Readonly<Record<string, readonly string[]>> = {
  entry: ['status', 'balance'],
  entry_fill: ['status', 'balance', 'profit'],
  entry_cancel: ['status', 'balance'],
  exit: ['status'],
  exit_fill: ['status', 'trades', 'balance', 'profit', 'performance', 'periods', 'wallet'],
  exit_cancel: ['status'],
  new_candle: ['candles', 'locks'],
  whitelist: ['whitelist'],
  status: ['config'],
  startup: ['config'],
  protection_trigger: ['locks'],
  protection_trigger_global: ['locks'],
};

/** Whether messages come from the bot that is looked at. */
export const useLiveState = defineStore('live', () => ({ isConnected: ref(false) }));

/** Listens to the message WebSocket of the bot that is looked at and marks answers stale when something has happened. */
export function useLive(): void {
  const session = useSession();
  const bots = useBots();
  const queries = useQueryClient();
  const state = useLiveState();
  const notices = useNotices();
  const { settings } = useSettings();
  let current: AbortController | null = null;

  async function listen(id: string, signal: AbortSignal): Promise<void> {
    let wasOpen = false;
    const more = {
      signal,
      onState: (isOpen: boolean) => {
        if (signal.aborted) return;
        state.isConnected = isOpen;
        // asked at once: what was missed, or whether the bot is still there
        if (isOpen !== wasOpen) void queries.invalidateQueries({ queryKey: [id] });
        wasOpen = isOpen;
      },
      onMissed: () => void queries.invalidateQueries({ queryKey: [id] }),
    };
    try {
      for await (const message of bots.apiOf(id).messages(TOPICS, more)) {
        if (message.type === 'open_trades') {
          applyOpenTrades(queries, id, message.data);
          continue;
        }
        for (const key of STALE_AFTER[message.type] ?? []) void queries.invalidateQueries({ queryKey: [id, key] });
        const text = newsOf(message as unknown as News, settings.notices);
        if (text !== null) notices.tell(text, message.type === 'exception' ? 'bad' : 'plain');
      }
    } catch (error) {
      // the login has ended: the next call shows the log-in page
      if (!(error instanceof ApiError)) throw error;
    }
  }

  watch(
    () => (session.isLoggedIn ? bots.selected.id : null),
    (id) => {
      current?.abort();
      current = null;
      state.isConnected = false;
      if (id === null) return;
      current = new AbortController();
      void listen(id, current.signal);
    },
    { immediate: true },
  );
  onScopeDispose(() => current?.abort());
}

interface News {
  type: string;
  pair?: string;
  open_rate?: number;
  close_rate?: number;
  reason?: string;
  data?: unknown;
  exit_reason?: string;
}

/** What a message says, in words; null for what is not told. */
function newsOf(news: News, wanted: { entries: boolean; exits: boolean; cancels: boolean; warnings: boolean }): string | null {
  const { type, pair = '' } = news;
  if (type === 'entry_fill' && wanted.entries) return t('news.entered', { pair, rate: rate(news.open_rate) });
  if (type === 'exit_fill' && wanted.exits) return t('news.left', { pair, rate: rate(news.close_rate), reason: news.exit_reason ?? '' });
  if ((type === 'entry_cancel' || type === 'exit_cancel') && wanted.cancels)
    return t('news.cancelled', { pair, reason: news.reason ?? '' });
  if ((type === 'exception' || type === 'warning') && wanted.warnings) return String(news.data ?? '');
  return null;
}
