import { rmSync } from 'node:fs';
import { DATA_FORMATS } from '../../data/candle-files.ts';
import { pairsWithTrades } from '../../data/data-folder.ts';
import { loadTrades, saveTrades, tradeFile } from '../../data/trade-files.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, MODE_OPTION, PAIRS_OPTION, words } from '../data-options.ts';
import { COMMON, type Options } from '../options.ts';
import { conversion } from './convert-data.ts';

export const command: CliCommand = {
  summary: 'Convert files of public trades from one format to another.',
  options: [
    ...COMMON,
    PAIRS_OPTION,
    { names: ['format-from'], takes: 'value', help: `format of the files there are: ${DATA_FORMATS.join(', ')}` },
    { names: ['format-to'], takes: 'value', help: 'format to write' },
    { names: ['erase'], takes: 'nothing', help: 'delete each file once it is converted' },
    EXCHANGE_OPTION,
    MODE_OPTION,
  ],
  run: convertTradeData,
};

async function convertTradeData(options: Options): Promise<number> {
  const { from, to } = conversion(options);
  const { folder, isFutures } = dataContext(options);
  const pairs = words(options, 'pairs') ?? pairsWithTrades(folder, from, isFutures);
  if (pairs.length === 0) process.stdout.write(`There is no ${from} file of trades in ${folder}.\n`);
  for (const pair of pairs) {
    const trades = await loadTrades(tradeFile(folder, pair, from, isFutures), from);
    if (trades === null) {
      process.stdout.write(`There are no ${from} trades of ${pair}\n`);
      continue;
    }
    await saveTrades(tradeFile(folder, pair, to, isFutures), to, trades);
    if (options['erase'] === true) rmSync(tradeFile(folder, pair, from, isFutures));
    process.stdout.write(`Converted ${trades.length} trades of ${pair}\n`);
  }
  return EXIT_OK;
}
