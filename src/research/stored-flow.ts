import { orderFlowSetting } from '../config/order-flow.ts';
import type { RawConfig } from '../config/raw.ts';
import { CandleFlow, orderFlow, tradesByCandle } from '../core/market/order-flow.ts';
import type { PublicTrades } from '../core/market/public-trade.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import type { DataFormat } from '../data/candle-files.ts';
import { readTrades, tradeFile } from '../data/trade-files.ts';
import type { Surroundings } from '../strategy/analyze.ts';

/** What a pair's order flow is made from. */
export interface FlowRequest {
  readonly pair: string;
  readonly timeframe: string;
  readonly config: RawConfig;
  /** Of the recorded candles and trades. */
  readonly folder: string;
  readonly isFutures: boolean;
}

/** Order flow from the recorded public trades of a pair, where the configuration asks for it. @throws CandleFileError */
export async function storedFlow(request: FlowRequest, onWarning: (text: string) => void): Promise<Pick<Surroundings, 'orderFlowOf'>> {
  const { pair, timeframe, config, folder, isFutures } = request;
  if (orderFlowSetting(config) === null) return {};
  const format = config.dataformat_trades as DataFormat;
  const found = await readTrades(tradeFile(folder, pair, format, isFutures), format);
  if (found === null)
    onWarning(
      `There are no public trades of ${pair} in ${folder}, its order flow is empty. Get them with "freqtrade download-data --dl-trades --pairs ${pair}".`,
    );
  return flowOfTrades(config, timeframe, () => found?.trades ?? null);
}

/** Order flow from trades that are known, where the configuration asks for it. */
export function flowOfTrades(
  config: RawConfig,
  timeframe: string,
  tradesOf: (pair: string) => PublicTrades | null,
): Pick<Surroundings, 'orderFlowOf'> {
  const rules = orderFlowSetting(config);
  if (rules === null) return {};
  const known = new Map<string, ReadonlyMap<number, CandleFlow>>();
  const flowsOf = (pair: string): ReadonlyMap<number, CandleFlow> => {
    const found = known.get(pair);
    if (found !== undefined) return found;
    const trades = tradesOf(pair);
    const rows = trades === null ? [] : [...tradesByCandle(trades, timeframeMs(timeframe))];
    const flows = new Map(rows.map(([start, one]) => [start, new CandleFlow(one, rules)]));
    known.set(pair, flows);
    return flows;
  };
  return {
    orderFlowOf: (pair, times) => {
      const flows = flowsOf(pair);
      return orderFlow(times, rules, (start) => flows.get(start) ?? null);
    },
  };
}
