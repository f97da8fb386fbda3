import { useQueryClient } from '@tanstack/vue-query';
import { onScopeDispose, ref, watch } from 'vue';
import { useSession } from '../stores/session.ts';
import { apiUrl } from './place.ts';

const RETRY_MS = 3000;
const TOPICS = [
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
  'startup',
];

/** What has to be asked anew after a message. */
const STALE_AFTER: Readonly<Record<string, readonly string[]>> = {
  entry: ['status', 'balance', 'profit'],
  entry_fill: ['status', 'balance', 'profit'],
  entry_cancel: ['status', 'balance'],
  exit: ['status'],
  exit_fill: ['status', 'trades', 'balance', 'profit'],
  exit_cancel: ['status'],
  new_candle: ['candles'],
  whitelist: ['whitelist'],
  status: ['config'],
};

/** Listens to the bot's message WebSocket and marks answers stale when something happened. */
export function useLive() {
  const session = useSession();
  const queries = useQueryClient();
  const isConnected = ref(false);
  let socket: WebSocket | null = null;
  let timer: number | undefined;
  let isDone = false;

  function open(): void {
    if (isDone || session.access === null) return;
    socket = new WebSocket(apiUrl('message/ws').replace(/^http/, 'ws'), ['freqtrade', session.access]);
    socket.onopen = () => {
      isConnected.value = true;
      socket?.send(JSON.stringify({ type: 'subscribe', data: TOPICS }));
      void queries.invalidateQueries();
    };
    socket.onmessage = (event) => {
      const message = JSON.parse(String(event.data)) as { type: string };
      for (const key of STALE_AFTER[message.type] ?? []) void queries.invalidateQueries({ queryKey: [key] });
    };
    socket.onclose = () => {
      isConnected.value = false;
      if (!isDone)
        timer = window.setTimeout(
          () =>
            void session
              .refresh()
              .catch(() => false)
              .then(open),
          RETRY_MS,
        );
    };
  }

  open();
  watch(
    () => session.isLoggedIn,
    (loggedIn) => (loggedIn ? undefined : socket?.close()),
  );
  onScopeDispose(() => {
    isDone = true;
    window.clearTimeout(timer);
    socket?.close();
  });
  return { isConnected };
}
