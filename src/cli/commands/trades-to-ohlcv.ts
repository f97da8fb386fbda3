import { timeframeMs } from '../../core/market/timeframe.ts';
import { candleFile, saveCandles } from '../../data/candle-files.ts';
import { pairsWithTrades } from '../../data/data-folder.ts';
import { candlesFromTrades, loadTrades, tradeFile } from '../../data/trade-files.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import {
  CANDLE_FORMAT_OPTION,
  candleFormat,
  dataContext,
  EXCHANGE_OPTION,
  MODE_OPTION,
  PAIRS_OPTION,
  TRADE_FORMAT_OPTION,
  tradeFormat,
  words,
} from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';

export const command: CliCommand = {
  summary: 'Make candles from downloaded public trades.',
  options: [
    ...COMMON,
    PAIRS_OPTION,
    { names: ['timeframes'], short: 't', takes: 'words', help: 'timeframes to make (default: 1m 5m)' },
    EXCHANGE_OPTION,
    CANDLE_FORMAT_OPTION,
    TRADE_FORMAT_OPTION,
    MODE_OPTION,
  ],
  run: tradesToCandles,
};

async function tradesToCandles(options: Options): Promise<number> {
  const context = dataContext(options);
  const { folder, isFutures } = context;
  const from = tradeFormat(options, context);
  const to = candleFormat(options, context);
  const timeframes = words(options, 'timeframes') ?? ['1m', '5m'];
  for (const timeframe of timeframes) {
    try {
      timeframeMs(timeframe);
    } catch (error) {
      throw new UsageError(`--timeframes: ${(error as Error).message}`);
    }
  }
  for (const pair of words(options, 'pairs') ?? pairsWithTrades(folder, from, isFutures)) {
    const trades = await loadTrades(tradeFile(folder, pair, from, isFutures), from);
    if (trades === null) {
      process.stdout.write(`There are no trades of ${pair} in ${folder}\n`);
      continue;
    }
    for (const timeframe of timeframes) {
      const candles = candlesFromTrades(trades, timeframeMs(timeframe));
      const type = isFutures ? 'futures' : 'spot';
      await saveCandles(candleFile(folder, pair, timeframe, type, to), candles, to, type);
      process.stdout.write(`Made ${candles.length} ${timeframe} candles of ${pair}\n`);
    }
  }
  return EXIT_OK;
}
