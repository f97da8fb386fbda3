import type { Api, ClosedTrade, OpenTrade } from 'freqtrade-client';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { useAsk } from '../api/ask.ts';
import { shared } from '../api/shared.ts';
import type { WantedTrades } from '../trades/wanted-trades.ts';

/** What is asked of a bot in several places, under one name each: of the bot that is looked at. */

const PRICE_MS = 2000;
const FIGURES_MS = 5000;
const SLOW_MS = 10_000;
/** Closed trades a page of the table holds. */
export const TRADES_PAGE = 20;

export const useConfig = shared(() => useAsk(['config'], (api) => api.show_config(), { isStreamed: true }));

/** Whether the bot trades; a server that does research only refuses to tell of trades. */
export const useIsTrading = shared(() => {
  const config = useConfig();
  return computed(() => config.data.value !== undefined && config.data.value.runmode !== 'webserver');
});
const whileTrading = () => ({ enabled: useIsTrading(), isStreamed: true });

/** What moves with prices: the stream tells it (`live.ts`); where it can't, as with the real freqtrade, it is asked for. */
const useMoving = <T>(key: string, call: (api: Api) => Promise<T>, pollMs: number) => useAsk([key], call, { pollMs, ...whileTrading() });
export const useStatus = shared(() => useMoving('status', (api) => api.status(), PRICE_MS));
export const useProfit = shared(() => useMoving('profit', (api) => api.profit_all(), FIGURES_MS));
export const useBalance = shared(() => useMoving('balance', (api) => api.balance(), SLOW_MS));
export const useWhitelist = shared(() => useAsk(['whitelist'], (api) => api.whitelist(), whileTrading()));
export const useLocks = shared(() => useAsk(['locks'], (api) => api.locks(), whileTrading()));
/** What the server offers beyond freqtrade, and what this login may do. */
export const useFeatures = shared(() => useAsk(['features'], (api) => api.features(), { every: false, isStreamed: true }));

/** Closed trades, the latest first unless another order is wanted, one page at a time. @param page from 0 */
export function useClosedTrades(page: MaybeRefOrGetter<number> = 0, size = TRADES_PAGE, wanted: MaybeRefOrGetter<WantedTrades> = {}) {
  return useAsk(
    computed(() => ['trades', toValue(page), size, toValue(wanted)]),
    (api) => api.trades({ limit: size, offset: toValue(page) * size, order_by_id: false, ...toValue(wanted) }),
    { ...whileTrading(), afterStream: true },
  );
}

/** Trades of a pair for its chart, back to a moment; null where a bot can't tell. @param from ms since epoch, UTC; null while it is not known */
export function usePairTrades(pair: MaybeRefOrGetter<string>, from: MaybeRefOrGetter<number | null>) {
  const features = useFeatures();
  const canSelect = computed(() => features.data.value?.selects_trades ?? false);
  return useAsk(
    computed(() => ['trades', 'of', toValue(pair), toValue(from)]),
    (api) => api.pair_trades({ pair: toValue(pair), from_timestamp: toValue(from) ?? 0 }),
    { enabled: () => canSelect.value && toValue(from) !== null, afterStream: true, isStreamed: true },
  );
}

/** Whether the bot serves research: it is started for it, or does both. */
export function useHasResearch() {
  const features = useFeatures();
  return computed(() => features.data.value?.research ?? false);
}

export function useStrategies() {
  const strategies = useAsk(['strategies'], (api) => api.strategies(), { every: false, enabled: useHasResearch() });
  return computed(() => strategies.data.value?.strategies ?? []);
}

/** Whether this login may do things, not only look. */
export function useMayAct() {
  const features = useFeatures();
  return computed(() => features.data.value !== undefined && features.data.value.scope !== 'read');
}

/** An open or closed trade. */
export type AnyTrade = OpenTrade | ClosedTrade;

export const isOpenTrade = (trade: AnyTrade): trade is OpenTrade => trade.is_open && 'current_rate' in trade;

/** Profit over everything that was ever in the trade. */
export const profitOf = (trade: AnyTrade): number | null =>
  'total_profit_abs' in trade && trade.is_open ? trade.total_profit_abs : (trade.profit_abs ?? null);
