import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CandleFileError, DATA_FORMATS, type DataFormat } from '../../data/candle-files.ts';
import { type CsvFile, csvFiles } from '../../data/csv/csv-files.ts';
import { readCsvTrades } from '../../data/csv/csv-trades.ts';
import { filesByPair, type ReadTrades, readKrakenTrades } from '../../data/csv/kraken-trades.ts';
import { pairsWithTrades } from '../../data/data-folder.ts';
import { type FoundTrades, readTrades, saveTrades, tradeFile } from '../../data/trade-files.ts';
import { expandPairs } from '../../pairlists/pair-pattern.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, MODE_OPTION, PAIRS_OPTION, words } from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { progressLine } from '../progress.ts';
import { conversion, report } from './convert-data.ts';

const FROM = [...DATA_FORMATS, 'kraken_csv', 'csv'] as const;

export const command: CliCommand = {
  summary: 'Convert files of public trades from one format to another.',
  options: [
    ...COMMON,
    PAIRS_OPTION,
    { names: ['format-from'], takes: 'value', help: `format of the files there are: ${FROM.join(', ')}` },
    { names: ['format-to'], takes: 'value', help: 'format to write' },
    { names: ['erase'], takes: 'nothing', help: 'delete each file once it is converted' },
    EXCHANGE_OPTION,
    MODE_OPTION,
    {
      names: ['csv-files'],
      takes: 'words',
      help: 'CSV files, packed ones and folders of them (default: the folder trades_csv in the data folder)',
    },
  ],
  run: convertTradeData,
};

async function convertTradeData(options: Options): Promise<number> {
  const { from, to } = conversion(options, FROM);
  if (from === 'kraken_csv') return importKraken(options, to);
  if (from === 'csv') return importFiles(options, to, readCsvTrades);
  const { folder, isFutures } = dataContext(options);
  const pairs = words(options, 'pairs') ?? pairsWithTrades(folder, from, isFutures);
  if (pairs.length === 0) process.stdout.write(`There is no ${from} file of trades in ${folder}.\n`);
  const line = progressLine(process.stderr, () => performance.now());
  for (const [index, pair] of pairs.entries()) {
    line.show(`Converting ${pair}`, index / pairs.length);
    const found = await readTrades(tradeFile(folder, pair, from, isFutures), from);
    line.clear();
    if (found === null) {
      process.stdout.write(`There are no ${from} trades of ${pair}\n`);
      continue;
    }
    await saveTrades(tradeFile(folder, pair, to, isFutures), to, found.trades);
    if (options['erase'] === true && from !== to) rmSync(tradeFile(folder, pair, from, isFutures), { force: true });
    process.stdout.write(`Converted ${found.trades.length} trades of ${pair}${leftOut(found)}\n`);
  }
  return EXIT_OK;
}

function leftOut({ trades, undated, repeated }: FoundTrades): string {
  return report(trades.length + undated + repeated, trades.length, [
    ['no time', undated],
    ['there already', repeated],
  ]);
}

async function importKraken(options: Options, to: DataFormat): Promise<number> {
  if (dataContext(options).exchange !== 'kraken') throw new UsageError('Converting from csv is only supported for kraken.');
  return importFiles(options, to, readKrakenTrades);
}

async function importFiles(options: Options, to: DataFormat, read: (files: readonly CsvFile[]) => ReadTrades): Promise<number> {
  const { folder, isFutures } = dataContext(options);
  const places = words(options, 'csv-files') ?? [join(folder, 'trades_csv')];
  const byPair = filesByPair(csvFiles(places));
  const given = words(options, 'pairs');
  // a perpetual is called like its pair
  const named = given?.filter((pair) => pair.includes(':') && byPair.has(pair.split(':')[0]!)) ?? [];
  const pairs = given === null ? [...byPair.keys()] : [...named, ...expandPairs(given, [...byPair.keys()], false)];
  if (pairs.length === 0) process.stdout.write(`No data found for pairs ${given?.join(', ') ?? `in ${places.join(', ')}`}.\n`);
  const line = progressLine(process.stderr, () => performance.now());
  for (const [index, pair] of pairs.entries()) {
    line.show(`Reading trades of ${pair}`, index / pairs.length);
    const found = refusing(() => read(byPair.get(pair.split(':')[0]!) ?? []));
    line.clear();
    const path = tradeFile(folder, pair, to, isFutures);
    mkdirSync(dirname(path), { recursive: true });
    await saveTrades(path, to, found.trades);
    process.stdout.write(`Converted ${found.trades.length} trades of ${pair}${leftOut(found)}\n`);
  }
  return EXIT_OK;
}

function refusing<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw error instanceof CandleFileError ? error : new CandleFileError((error as Error).message);
  }
}
