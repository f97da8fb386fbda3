import { keepPreviousData, type UseQueryReturnType, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/vue-query';
import type { Api } from 'freqtrade-client';
import { computed, type MaybeRefOrGetter, type Ref, toValue } from 'vue';
import { type ShownBot, useBots } from '../stores/bots.ts';
import { useNotices } from '../stores/notices.ts';
import { askAnew } from './ask-anew.ts';
import { reason } from './failure.ts';
import { useLiveState } from './live.ts';

/** Polling while the stream is down: often; rarely while it sends some of the news; never while it sends all of them. */
const LIVE_MS = 60_000;
const BLIND_MS = 5000;
/** What several parts of a view ask at the same time is asked once. */
const AT_ONCE_MS = 1000;

interface AskOptions {
  readonly enabled?: MaybeRefOrGetter<boolean>;
  /** What changes without a message is asked for, ms; false for what never changes. */
  readonly every?: MaybeRefOrGetter<number | false | undefined>;
  /** How often it is asked for while the stream does not send everything, ms. */
  readonly pollMs?: number;
  /** Too large to be asked for twice at the start: it waits until the stream is open, or known not to open. */
  readonly afterStream?: boolean;
  /** The stream says when it has changed: as long as it does, the kept answer serves whoever asks. */
  readonly isStreamed?: boolean;
  /** An answer too large to be compared with the one before. */
  readonly isLarge?: boolean;
  /** Another bot than the one that is looked at. */
  readonly bot?: MaybeRefOrGetter<string>;
}

/** Asks a bot, keeps the answer, and asks again when a message says that it has changed. @param key first word: what is asked */
export function useAsk<T>(
  key: MaybeRefOrGetter<readonly unknown[]>,
  call: (api: Api) => Promise<T>,
  { enabled = true, every, pollMs, bot, isLarge = false, isStreamed = false, afterStream = false }: AskOptions = {},
): UseQueryReturnType<T, Error> {
  const bots = useBots();
  const live = useLiveState();
  const id = computed(() => toValue(bot) ?? bots.selected.id);
  // another function once messages come or stop: else one more interval would pass before it is asked again
  const interval = computed(() => {
    const unlessSaid = live.streamsAll(id.value) ? false : (pollMs ?? (live.isOpen(id.value) ? LIVE_MS : BLIND_MS));
    return () => toValue(every) ?? unlessSaid;
  });
  return useQuery({
    queryKey: computed(() => [id.value, ...toValue(key)]),
    queryFn: () => call(bots.apiOf(id.value)) as Promise<Awaited<T>>,
    enabled: () => toValue(enabled) && (!afterStream || live.isSettled(id.value)),
    refetchInterval: interval,
    placeholderData: keepPreviousData,
    staleTime: () => (!isStreamed ? 0 : live.streamsAll(id.value) ? Number.POSITIVE_INFINITY : AT_ONCE_MS),
    retry: false,
    // answers are replaced as a whole: nobody watches their parts
    shallow: true,
    structuralSharing: !isLarge,
  }) as unknown as UseQueryReturnType<T, Error>;
}

/** What one of several bots has answered. */
export interface BotAnswer<T> {
  /** Undefined before the first answer. */
  readonly data: T | undefined;
  readonly isError: boolean;
}

/** Asks several bots the same, in their order. @param every how often while the stream of a bot does not send everything, ms @param isAsked by place in the list; all are where it is left out */
export function useAskEach<T>(
  asked: MaybeRefOrGetter<readonly ShownBot[]>,
  key: MaybeRefOrGetter<readonly unknown[]>,
  call: (api: Api) => Promise<T>,
  every: number,
  isAsked: (index: number) => boolean = () => true,
): Readonly<Ref<readonly BotAnswer<T>[]>> {
  const bots = useBots();
  const live = useLiveState();
  return useQueries({
    queries: computed(() =>
      toValue(asked).map(({ id }, index) => ({
        queryKey: [id, ...toValue(key)],
        queryFn: () => call(bots.apiOf(id)),
        refetchInterval: live.streamsAll(id) ? (false as const) : every,
        retry: false,
        enabled: isAsked(index),
      })),
    ),
  }) as Readonly<Ref<readonly BotAnswer<T>[]>>;
}

/** Does something at the bot, shows what came of it, and asks anew for everything it may have changed. */
export function useAct<I, T>(call: (api: Api, input: I) => Promise<T>, notice: (answer: T, input: I) => string | null) {
  const bots = useBots();
  const queries = useQueryClient();
  const notices = useNotices();
  return useMutation({
    mutationFn: (input: I) => call(bots.api, input),
    onSuccess: (answer, input) => {
      const text = notice(answer, input);
      if (text !== null) notices.tell(text, 'good');
    },
    onError: (error) => notices.tell(reason(error), 'bad'),
    onSettled: () => askAnew(queries, [bots.selected.id]),
  });
}
