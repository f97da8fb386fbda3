import type { CandleData, DownloadOrder, ResearchService } from '../../research/port.ts';
import type { DownloadDataPayload } from '../../wire/answers/research.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { type CallTable, ReadyJson } from './call.ts';
import { placeOf } from './market-place.ts';
import { checkName } from './strategies.ts';

/** Candles on the disk and from exchanges. */
export function candleDataCalls(calls: CallTable, { data, config }: ResearchService): void {
  const stored = config.trading_mode === 'futures' ? 'futures' : 'spot';
  calls.answer(ENDPOINTS.available_pairs, async ({ query }) =>
    presentAvailable(data, { ...query, candletype: query.candletype ?? stored }),
  );
  calls.answer(ENDPOINTS.pair_history, async ({ query }) => {
    const { pair, timeframe, timerange } = query;
    const strategy = checkName(query.strategy, 'query') || null;
    const freqaiModel = query.freqaimodel || null;
    const order = { pair, timeframe, timerange, strategy, columns: null, isLive: false, freqaiModel, place: placeOf({}) };
    return new ReadyJson(await data.history(order));
  });
  calls.answer(ENDPOINTS.pair_history_columns, async ({ body }) => {
    const { pair, timeframe, timerange, columns = null, live_mode: isLive = false } = body;
    const strategy = body.strategy ? checkName(body.strategy, 'body') : null;
    const freqaiModel = body.freqaimodel || null;
    const order = { pair, timeframe, timerange, strategy, columns, isLive, freqaiModel, place: placeOf(body) };
    return new ReadyJson(await data.history(order));
  });
  calls.answer(ENDPOINTS.backtest_candles, async ({ query: { timeframe } }) =>
    (await data.ranges(timeframe)).map(({ pair, fromMs, toMs, candles }) => ({
      pair,
      first_timestamp: fromMs,
      last_timestamp: toMs,
      candle_count: candles,
    })),
  );
  calls.answer(ENDPOINTS.download_data, async ({ body }) => {
    const job = data.download(downloadOf(body));
    return { status: 'Data Download started in background.', job_id: job.id };
  });
}

function downloadOf(body: DownloadDataPayload): DownloadOrder {
  return {
    place: placeOf(body),
    pairs: body.pairs,
    timeframes: body.timeframes ?? null,
    days: body.days ?? null,
    timerange: body.timerange ?? null,
    erase: body.erase ?? false,
    downloadTrades: body.download_trades ?? false,
    candleTypes: body.candle_types ?? null,
    prepend: body.prepend_data ?? false,
    fillsGaps: body.fill_gaps ?? false,
  };
}

function presentAvailable(
  data: CandleData,
  wanted: { readonly timeframe?: string | undefined; readonly stake_currency?: string | undefined; readonly candletype: string },
) {
  const found = data
    .availablePairs()
    .filter(({ timeframe }) => wanted.timeframe === undefined || timeframe === wanted.timeframe)
    .filter(({ pair }) => wanted.stake_currency === undefined || pair.endsWith(wanted.stake_currency))
    .filter(({ type }) => type === wanted.candletype)
    .sort((a, b) => ([a.pair, a.timeframe, a.type].join() < [b.pair, b.timeframe, b.type].join() ? -1 : 1));
  const pairs = [...new Set(found.map(({ pair }) => pair))].sort();
  return { length: pairs.length, pairs, pair_interval: found.map(({ pair, timeframe, type }) => [pair, timeframe, type]) };
}
