import { useQueryClient } from '@tanstack/vue-query';
import { ApiError, ConnectionError, type Message, TOPICS } from 'freqtrade-client';
import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { useBots } from '../stores/bots.ts';
import { useNotices } from '../stores/notices.ts';
import { useSession } from '../stores/session.ts';
import { useSettings } from '../stores/settings.ts';
import { askAnew } from './ask-anew.ts';
import { applyJobs } from './job-news.ts';
import { applyLog, type LogRow } from './log-lines.ts';
import { newsOf } from './news.ts';
import { applyOpenTrades } from './open-trades.ts';
import { applySystem } from './system-news.ts';

const WANTED: readonly Message['type'][] = [...TOPICS, 'open_trades', 'changed', 'log', 'jobs', 'system'];

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
  proposal: ['proposals'],
  protection_trigger: ['locks'],
  protection_trigger_global: ['locks'],
};

/** How long a stream may take to open before large answers are asked for without it. */
const SETTLED_MS = 1500;
/** Calls whose changes touch one answer only, which has their name. */
const PARTS: ReadonlySet<string> = new Set(['sessions', 'tokens']);

/** Which bots' messages come. */
export const useLiveState = defineStore('live', () => {
  const bots = useBots();
  const open = ref<ReadonlySet<string>>(new Set());
  const complete = ref<ReadonlySet<string>>(new Set());
  const settled = ref<ReadonlySet<string>>(new Set());
  return {
    /** Whether it is known whether messages come: what is asked for before is asked for once more when they do. */
    isSettled: (id: string): boolean => settled.value.has(id),
    settle: (id: string): void => {
      if (!settled.value.has(id)) settled.value = withOrWithout(settled.value, id, true);
    },
    /** Whether messages come from the bot that is looked at. */
    isConnected: computed(() => open.value.has(bots.selected.id)),
    isOpen: (id: string): boolean => open.value.has(id),
    /** Whether a bot sends all there is to know while it is connected, prices and what others change too: it need not be asked. */
    streamsAll: (id: string): boolean => complete.value.has(id),
    set: (id: string, isOpen: boolean, isAll: boolean): void => {
      open.value = withOrWithout(open.value, id, isOpen);
      complete.value = withOrWithout(complete.value, id, isOpen && isAll);
    },
  };
});

function withOrWithout(set: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(id);
  else next.delete(id);
  return next;
}

/** Listens to the message WebSockets of all bots and marks answers stale when something has happened. */
export function useLive(): void {
  const session = useSession();
  const bots = useBots();
  const queries = useQueryClient();
  const state = useLiveState();
  const notices = useNotices();
  const { settings } = useSettings();
  const listening = new Map<string, AbortController>();

  async function listen(id: string, signal: AbortSignal): Promise<void> {
    let wasOpen = false;
    let day = today();
    const patience = setTimeout(() => state.settle(id), SETTLED_MS);
    const more = {
      signal,
      onState: (isOpen: boolean) => {
        if (signal.aborted) return;
        state.set(id, isOpen, false);
        if (isOpen) void learnWhatIsStreamed(id, signal);
        // asked at once: what was missed, or whether the bot is still there
        if (isOpen !== wasOpen) void askAnew(queries, [id]);
        wasOpen = isOpen;
        state.settle(id);
      },
      onMissed: () => void askAnew(queries, [id]),
    };
    try {
      for await (const message of bots.apiOf(id).messages(WANTED, more)) {
        if (message.type === 'open_trades') {
          applyOpenTrades(queries, id, message.data);
          continue;
        }
        if (message.type === 'log') {
          applyLog(queries, id, message.data as unknown as LogRow[]);
          continue;
        }
        if (message.type === 'jobs') {
          applyJobs(queries, id, message.data);
          continue;
        }
        if (message.type === 'system') {
          applySystem(queries, id, message.data);
          continue;
        }
        if (message.type === 'changed' && PARTS.has(message.data)) {
          void askAnew(queries, [id, message.data]);
          continue;
        }
        // what is counted by the day begins anew without a message of its own
        if (message.type === 'changed' || day !== today()) {
          day = today();
          void askAnew(queries, [id]);
        }
        for (const key of STALE_AFTER[message.type] ?? []) void askAnew(queries, [id, key]);
        const text = newsOf(message, settings.notices);
        if (text !== null && id === bots.selected.id) notices.tell(text, message.type === 'exception' ? 'bad' : 'plain');
      }
    } catch (error) {
      // the login has ended: the next call shows the log-in page
      if (!(error instanceof ApiError)) throw error;
    } finally {
      clearTimeout(patience);
      state.settle(id);
    }
  }

  /** The real freqtrade sends news of trades, not of prices, and does not answer this call. */
  async function learnWhatIsStreamed(id: string, signal: AbortSignal): Promise<void> {
    try {
      // asked beside the kept answers, which are given up whenever something has changed
      const features = await bots.apiOf(id).features();
      if (!signal.aborted && state.isOpen(id)) state.set(id, true, features.streams_prices);
    } catch (error) {
      // the stream's own end shows that the bot is gone
      if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
    }
  }

  watch(
    () => (session.isLoggedIn ? bots.all.map(({ id }) => id).join(' ') : ''),
    (all) => {
      const wanted = new Set(all.split(' ').filter((id) => id !== ''));
      for (const [id, controller] of listening) {
        if (wanted.has(id)) continue;
        controller.abort();
        listening.delete(id);
        state.set(id, false, false);
      }
      for (const id of wanted) {
        if (listening.has(id)) continue;
        const controller = new AbortController();
        listening.set(id, controller);
        void listen(id, controller.signal);
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    for (const controller of listening.values()) controller.abort();
  });
}

const today = (): string => new Date().toISOString().slice(0, 10);
