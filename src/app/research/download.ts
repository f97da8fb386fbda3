import type { RawConfig } from '../../config/raw.ts';
import type { DownloadResult } from '../../data/download.ts';
import { exchangeFacts, modeProblem } from '../../exchange/facts.ts';
import { type DownloadProgress, DownloadRefused, type DownloadRequest, download } from '../../research/download.ts';
import { historySource } from './history-source.ts';
import type { DownloadNews } from './work.ts';

/** Downloads in this thread, from the exchange itself. @param config null where there is none */
export function downloadHere(
  request: DownloadRequest,
  config: RawConfig | null,
  signal: AbortSignal,
  tell: (news: DownloadNews) => void,
): Promise<DownloadResult[]> {
  return downloadFrom(request, config, signal, {
    onPlans: (files) => tell({ tell: 'plans', files }),
    onDone: (done, total, label) => tell({ tell: 'done', done, total, label }),
    onProgress: (slot, label, ratio, rows) => tell({ tell: 'progress', slot, label, ratio, rows }),
    write: (text) => tell({ tell: 'line', text }),
    warn: (text) => tell({ tell: 'line', text }),
  });
}

/** Downloads from the exchange. @throws DownloadRefused */
export async function downloadFrom(
  request: DownloadRequest,
  config: RawConfig | null,
  signal: AbortSignal,
  progress: DownloadProgress,
): Promise<DownloadResult[]> {
  const { exchange, isFutures } = request;
  const problem = modeProblem(exchange, isFutures ? 'futures' : 'spot', null);
  if (problem !== null) throw new DownloadRefused(problem);
  const source = await historySource({ config, exchange, isFutures }, progress.warn, signal);
  const { facts } = exchangeFacts(exchange, isFutures);
  try {
    const asked = {
      timeframes: source.timeframes,
      candleLimit: source.candleLimit,
      fundingTimeframe: facts.funding_fee_timeframe,
      markTimeframe: facts.mark_ohlcv_timeframe,
      markets: () => source.markets(),
      candles: (pair: string, timeframe: string, kind: never, since: number) => source.candles(pair, timeframe, kind, since),
      trades: (pair: string, since: number, afterId: string | null) => source.trades(pair, since, afterId),
    };
    return await download(request, asked, signal, progress, Date.now);
  } finally {
    await source.close();
  }
}
