import { dateTime } from '../../core/market/calendar.ts';
import { candlesBetween } from '../../core/market/candle-calendar.ts';
import { compareTimeframes } from '../../core/market/candle-length.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { EVERYTHING } from '../../core/market/timerange.ts';
import { loadCandles } from '../../data/candle-files.ts';
import { pairsWithTrades, type StoredPair, storedPairs } from '../../data/data-folder.ts';
import { loadTrades, tradeFile } from '../../data/trade-files.ts';
import { boxTable, type TableColumn } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import {
  CANDLE_FORMAT_OPTION,
  candleFormat,
  type DataContext,
  dataContext,
  EXCHANGE_OPTION,
  MODE_OPTION,
  PAIRS_OPTION,
  TRADE_FORMAT_OPTION,
  tradeFormat,
  words,
} from '../data-options.ts';
import { COMMON, type Options } from '../options.ts';
import { terminalWidth } from '../terminal.ts';

export const command: CliCommand = {
  summary: 'List the candles and trades that have been downloaded.',
  options: [
    ...COMMON,
    EXCHANGE_OPTION,
    CANDLE_FORMAT_OPTION,
    TRADE_FORMAT_OPTION,
    { names: ['trades'], takes: 'nothing', help: 'list public trades, not candles' },
    PAIRS_OPTION,
    MODE_OPTION,
    { names: ['show-timerange'], takes: 'nothing', help: 'show from when to when, and how many' },
    { names: ['show-gaps'], takes: 'nothing', help: 'show too how many candles are missing in between' },
  ],
  run: listData,
};

const columns = (...titles: string[]): TableColumn[] => titles.map((title) => ({ title, align: 'right' }));

async function listData(options: Options): Promise<number> {
  const context = dataContext(options);
  const wanted = words(options, 'pairs');
  const isWanted = (pair: string) => wanted === null || wanted.includes(pair);
  const list = options['trades'] === true ? tradeList : candleList;
  process.stdout.write(`${await list(options, context, isWanted)}
`);
  return EXIT_OK;
}

async function tradeList(options: Options, context: DataContext, isWanted: (pair: string) => boolean): Promise<string> {
  const format = tradeFormat(options, context);
  const type = context.isFutures ? 'futures' : 'spot';
  const pairs = pairsWithTrades(context.folder, format, context.isFutures).filter(isWanted).sort();
  if (pairs.length === 0) return `No trades data found in ${context.folder}.`;
  const title = `Found trades data for ${pairs.length} ${pairs.length === 1 ? 'pair' : 'pairs'}.`;
  if (options['show-timerange'] !== true)
    return boxTable(
      title,
      columns('Pair', 'Type'),
      pairs.map((pair) => [pair, type]),
      terminalWidth(),
    );
  const rows: string[][] = [];
  for (const pair of pairs) {
    const trades = await loadTrades(tradeFile(context.folder, pair, format, context.isFutures), format);
    rows.push([pair, type, dateTime(trades?.time[0] ?? 0), dateTime(trades?.time.at(-1) ?? 0), String(trades?.length ?? 0)]);
  }
  return boxTable(title, columns('Pair', 'Type', 'From', 'To', 'Trades'), rows, terminalWidth());
}

async function candleList(options: Options, context: DataContext, isWanted: (pair: string) => boolean): Promise<string> {
  const format = candleFormat(options, context);
  const found = storedPairs(context.folder, format, context.isFutures).filter(({ pair }) => isWanted(pair));
  if (found.length === 0) return `No pair / timeframe combinations found in ${context.folder}.`;
  const title = `Found ${found.length} pair / timeframe combinations.`;
  const sorted = [...found].sort(
    (a, b) => compare(a.pair, b.pair) || compareTimeframes(a.timeframe, b.timeframe) || compare(a.type, b.type),
  );
  const showsGaps = options['show-gaps'] === true;
  if (options['show-timerange'] !== true && !showsGaps)
    return boxTable(title, columns('Pair', 'Timeframe', 'Type'), grouped(sorted), terminalWidth());
  const rows: string[][] = [];
  for (const { pair, timeframe, type } of sorted) {
    const candles = await loadCandles(context.folder, pair, timeframe, type, format, EVERYTHING, false);
    const [from, to, count] = [candles?.time[0] ?? 0, candles?.time.at(-1) ?? 0, candles?.length ?? 0];
    const missing = Math.max(0, candlesBetween(from, to, timeframeMs(timeframe)) + 1 - count);
    rows.push([pair, timeframe, type, dateTime(from), dateTime(to), String(count), ...(showsGaps ? [String(missing)] : [])]);
  }
  return boxTable(
    title,
    columns('Pair', 'Timeframe', 'Type', 'From', 'To', 'Candles', ...(showsGaps ? ['Missing'] : [])),
    rows,
    terminalWidth(),
  );
}

/** One row a pair and type, with its timeframes. */
function grouped(sorted: readonly StoredPair[]): string[][] {
  const groups = new Map<string, { pair: string; type: string; timeframes: string[] }>();
  for (const { pair, type, timeframe } of sorted) {
    const key = `${pair} ${type}`;
    const group = groups.get(key) ?? { pair, type, timeframes: [] };
    group.timeframes.push(timeframe);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ pair, timeframes, type }) => [pair, timeframes.join(', '), type]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
