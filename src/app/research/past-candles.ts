import { ccxtOptions } from '../../config/ccxt-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import { type CandleRow, type Candles, candlesFromRows } from '../../core/market/candles.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { openCcxtHistory } from '../../exchange/ccxt/history.ts';

/** Candles of a pair as its exchange tells them now, without the one that is running. @param from ms @param to last moment a candle may begin at, ms */
export async function pastCandles(config: RawConfig, pair: string, timeframe: string, from: number, to: number): Promise<Candles> {
  const isFutures = config.trading_mode === 'futures';
  const source = await openCcxtHistory({
    name: config.exchange.name,
    config: ccxtOptions(config),
    isFutures,
    onRetry: () => undefined,
    signal: new AbortController().signal,
  });
  const length = timeframeMs(timeframe);
  const end = Math.min(to, Date.now() - length);
  const rows: CandleRow[] = [];
  try {
    for (let since = from; since <= end; ) {
      const page = (await source.candles(pair, timeframe, isFutures ? 'futures' : 'spot', since)).filter(([at]) => at >= since);
      for (const row of page) if (row[0] <= end) rows.push(row);
      // many exchanges look no further than one request reaches
      since = page.at(-1)?.[0] ?? since + (source.candleLimit - 1) * length;
      since += length;
    }
    return candlesFromRows(rows, length);
  } finally {
    await source.close();
  }
}
