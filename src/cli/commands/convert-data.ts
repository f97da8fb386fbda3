import { rmSync } from 'node:fs';
import { EVERYTHING } from '../../core/market/timerange.ts';
import { CANDLE_TYPES, candleFile, DATA_FORMATS, loadCandles, saveCandles } from '../../data/candle-files.ts';
import { storedPairs } from '../../data/data-folder.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, MODE_OPTION, oneOf, PAIRS_OPTION, words } from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { choices } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Convert candle files from one format to another.',
  options: [
    ...COMMON,
    PAIRS_OPTION,
    { names: ['format-from'], takes: 'value', help: `format of the files there are: ${DATA_FORMATS.join(', ')}` },
    { names: ['format-to'], takes: 'value', help: 'format to write' },
    { names: ['erase'], takes: 'nothing', help: 'delete each file once it is converted' },
    EXCHANGE_OPTION,
    { names: ['timeframes'], short: 't', takes: 'words', help: 'only these timeframes' },
    MODE_OPTION,
    { names: ['candle-types'], takes: 'words', help: `only these kinds: ${CANDLE_TYPES.join(', ')}` },
  ],
  run: convertData,
};

/** The two formats of a conversion. @throws UsageError */
export function conversion(options: Options) {
  for (const name of ['format-from', 'format-to'])
    if (options[name] === undefined) throw new UsageError(`--${name} is needed: ${DATA_FORMATS.join(', ')}.`);
  const [from, to] = [oneOf(options, 'format-from', DATA_FORMATS, 'json'), oneOf(options, 'format-to', DATA_FORMATS, 'json')];
  if (from === to) throw new UsageError(`--format-from and --format-to are both "${from}".`);
  return { from, to };
}

async function convertData(options: Options): Promise<number> {
  const { from, to } = conversion(options);
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
  for (const { pair, timeframe, type } of found) {
    const candles = await loadCandles(folder, pair, timeframe, type, from, EVERYTHING, false);
    if (candles === null) continue;
    await saveCandles(candleFile(folder, pair, timeframe, type, to), candles, to, type);
    if (options['erase'] === true) rmSync(candleFile(folder, pair, timeframe, type, from));
    process.stdout.write(`Converted ${candles.length} ${timeframe} ${type} candles of ${pair}\n`);
  }
  return EXIT_OK;
}
