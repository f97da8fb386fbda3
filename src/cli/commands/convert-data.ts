import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CANDLE_TYPES,
  CandleFileError,
  candleFile,
  DATA_FORMATS,
  type DataFormat,
  existingCandleFile,
  joinedStored,
  readCandles,
  saveCandles,
  undatedRows,
} from '../../data/candle-files.ts';
import { candlesOfRows, readCsvCandles } from '../../data/csv/csv-candles.ts';
import { type CsvFile, csvFiles } from '../../data/csv/csv-files.ts';
import { readVendorName, timeframeOf } from '../../data/csv/vendor-name.ts';
import { storedPairs } from '../../data/data-folder.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, MODE_OPTION, oneOf, PAIRS_OPTION, words } from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { progressLine } from '../progress.ts';
import { choices } from './backtesting.ts';

const FROM = [...DATA_FORMATS, 'csv'] as const;
const UNITS = ['s', 'ms', 'us', 'ns'] as const;

export const command: CliCommand = {
  summary: 'Convert candle files from one format to another, or import CSV files.',
  options: [
    ...COMMON,
    PAIRS_OPTION,
    { names: ['format-from'], takes: 'value', help: `format of the files there are: ${FROM.join(', ')}` },
    { names: ['format-to'], takes: 'value', help: 'format to write' },
    { names: ['erase'], takes: 'nothing', help: 'delete each file once it is converted' },
    EXCHANGE_OPTION,
    { names: ['timeframes'], short: 't', takes: 'words', help: 'only these timeframes' },
    MODE_OPTION,
    { names: ['candle-types'], takes: 'words', help: `only these kinds: ${CANDLE_TYPES.join(', ')}` },
    {
      names: ['csv-files'],
      takes: 'words',
      help: 'CSV files, packed ones and folders of them (default: the folder csv in the data folder)',
    },
    { names: ['csv-columns'], takes: 'words', help: 'names or numbers of the columns: date open high low close volume' },
    {
      names: ['csv-time-unit'],
      takes: 'value',
      help: `unit of dates that are numbers: ${UNITS.join(', ')} (default: found by their size)`,
    },
  ],
  run: convertData,
};

/** The two formats of a conversion. @throws UsageError */
export function conversion<T extends string>(options: Options, formats: readonly T[]): { from: T | DataFormat; to: DataFormat } {
  for (const name of ['format-from', 'format-to'])
    if (options[name] === undefined)
      throw new UsageError(`--${name} is needed: ${(name === 'format-from' ? formats : DATA_FORMATS).join(', ')}.`);
  const from = oneOf<T>(options, 'format-from', formats, formats[0]!);
  const to = oneOf(options, 'format-to', DATA_FORMATS, 'json');
  return { from, to };
}

/** What became of the rows of a file, in words. */
export function report(rows: number, kept: number, dropped: Iterable<readonly [string, number]>): string {
  const left = [...dropped].filter(([, count]) => count > 0);
  const joined = rows - kept - left.reduce((sum, [, count]) => sum + count, 0);
  const notes = [
    ...(joined > 0 ? [`${joined} joined with others of their time`] : []),
    ...left.map(([why, count]) => `${count} dropped: ${why}`),
  ];
  return notes.length === 0 ? '' : ` (${rows} rows read, ${notes.join(', ')})`;
}

async function convertData(options: Options): Promise<number> {
  const { from, to } = conversion(options, FROM);
  return from === 'csv' ? importCsv(options, to) : convertFiles(options, from, to);
}

async function convertFiles(options: Options, from: DataFormat, to: DataFormat): Promise<number> {
  const { folder, isFutures } = dataContext(options);
  const pairs = words(options, 'pairs');
  const timeframes = words(options, 'timeframes');
  const types = choices(options, 'candle-types', CANDLE_TYPES);
  const found = (isFutures ? [true, false] : [false, true])
    .flatMap((inFutures) => storedPairs(folder, from, inFutures))
    .filter(
      ({ pair, timeframe, type }) =>
        (pairs?.includes(pair) ?? true) && (timeframes?.includes(timeframe) ?? true) && (types.length === 0 || types.includes(type)),
    );
  if (found.length === 0) {
    process.stdout.write(`There is no ${from} file in ${folder} that fits.\n`);
    return EXIT_OK;
  }
  const line = progressLine(process.stderr, () => performance.now());
  for (const [index, { pair, timeframe, type }] of found.entries()) {
    line.show(`Converting ${pair}, ${timeframe}`, index / found.length);
    const path = existingCandleFile(folder, pair, timeframe, type, from);
    const stored = await readCandles(path, type, from);
    if (stored === null) continue;
    const candles = joinedStored(stored, type);
    if (candles.length === 0) {
      line.clear();
      process.stdout.write(`${path} has no candles; it is left as it is\n`);
      continue;
    }
    await saveCandles(candleFile(folder, pair, timeframe, type, to), candles, to, type);
    if (options['erase'] === true && from !== to) rmSync(path);
    line.clear();
    const notes = report(stored.length, candles.length, [['no date', undatedRows(stored)]]);
    process.stdout.write(`Converted ${candles.length} ${timeframe} ${type} candles of ${pair}${notes}\n`);
  }
  line.clear();
  return EXIT_OK;
}

async function importCsv(options: Options, to: DataFormat): Promise<number> {
  const { folder, isFutures } = dataContext(options);
  const given = words(options, 'pairs');
  const asked = words(options, 'timeframes');
  const columns = words(options, 'csv-columns');
  if (columns !== null && columns.length !== 6)
    throw new UsageError('--csv-columns takes six names or numbers: date open high low close volume.');
  if (asked !== null && asked.length > 1) throw new UsageError('--timeframes: CSV files are imported for one timeframe at a time.');
  const unit = options['csv-time-unit'] === undefined ? null : oneOf(options, 'csv-time-unit', UNITS, 'ms');
  const files = csvFiles(words(options, 'csv-files') ?? [join(folder, 'csv')]);
  if (files.length === 0) throw new UsageError('There are no CSV files; name them with --csv-files.');
  const groups = groupsOf(files, given, asked?.[0] ?? null);
  const line = progressLine(process.stderr, () => performance.now());
  let done = 0;
  for (const group of groups.values()) {
    const base = group.pair.split('/')[0]!;
    const rows = [];
    const dropped = new Map<string, number>();
    for (const file of group.files) {
      line.show(`Reading ${file.name}`, done++ / files.length);
      try {
        const found = readCsvCandles(file.bytes(), { columns, unit, base });
        for (const row of found.rows) rows.push(row);
        for (const [why, count] of found.dropped) dropped.set(why, (dropped.get(why) ?? 0) + count);
      } catch (error) {
        if (error instanceof CandleFileError) throw error;
        throw new CandleFileError(`${file.path} can't be used: ${(error as Error).message}.`);
      }
    }
    line.clear();
    const candles = candlesOfRows(rows);
    const timeframe = group.timeframe ?? timeframeOf(candles.time);
    if (timeframe === null) throw new UsageError(`The timeframe of ${group.files[0]!.path} is not known; say it with --timeframes.`);
    if (candles.length === 0) {
      process.stdout.write(`There are no candles of ${group.pair} in ${group.files.map(({ path }) => path).join(', ')}\n`);
      continue;
    }
    const type = isFutures ? 'futures' : 'spot';
    const path = candleFile(folder, group.pair, timeframe, type, to);
    mkdirSync(dirname(path), { recursive: true });
    await saveCandles(path, candles, to, type);
    const all = rows.length + [...dropped.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(
      `Imported ${candles.length} ${timeframe} ${type} candles of ${group.pair}${report(all, candles.length, dropped)}\n`,
    );
  }
  return EXIT_OK;
}

interface CsvGroup {
  readonly pair: string;
  /** Null where only the candles tell it. */
  readonly timeframe: string | null;
  readonly files: CsvFile[];
}

/** Files of one pair and timeframe together, by what the options say, else by their names. @throws UsageError */
function groupsOf(files: readonly CsvFile[], given: readonly string[] | null, asked: string | null): Map<string, CsvGroup> {
  const groups = new Map<string, CsvGroup>();
  for (const file of files) {
    const named = readVendorName(file.name);
    // a file of one pair may be called anything
    const pair =
      given?.length === 1 && named.pair === null ? given[0]! : (given?.find((known) => known.split(':')[0] === named.pair) ?? named.pair);
    if (pair === null) throw new UsageError(`The name of ${file.path} tells no pair; say it with --pairs.`);
    if (given !== null && !given.includes(pair)) continue;
    const timeframe = asked ?? named.timeframe;
    const key = `${pair} ${timeframe}`;
    const group = groups.get(key) ?? { pair, timeframe, files: [] };
    group.files.push(file);
    groups.set(key, group);
  }
  return groups;
}
