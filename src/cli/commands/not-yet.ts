import { type CliCommand, EXIT_NOT_YET } from '../command.ts';
import { CANDLE_FORMAT_OPTION, PAIRS_OPTION } from '../data-options.ts';
import { COMMON, type OptionSpec, STRATEGY, STRATEGY_FOLDERS } from '../options.ts';

/** Commands of freqtrade that are not built: they are known, take freqtrade's options, and say so. */

const ON_CANDLES: readonly OptionSpec[] = [
  ...COMMON,
  ...STRATEGY,
  { names: ['timeframe'], short: 'i', takes: 'value', help: 'timeframe to use, over that of the strategy' },
  { names: ['timerange'], takes: 'value', help: 'part of the data to use, e.g. 20240101-20240201' },
  CANDLE_FORMAT_OPTION,
  { names: ['max-open-trades'], takes: 'value', help: 'most trades at a time, -1 for any number' },
  { names: ['stake-amount'], takes: 'value', help: 'stake of a trade, or "unlimited"' },
  { names: ['fee'], takes: 'value', help: 'fee to use, 0.001 = 0.1 %' },
  PAIRS_OPTION,
];
const ONE_COLUMN: OptionSpec = { names: ['one-column'], short: '1', takes: 'nothing', help: 'one a line' };
const EDGE = notYet('edge', 'Find the pairs and stops that have paid off.', ON_CANDLES, {
  instead: 'freqtrade has dropped it. A running bot with "edge" in its configuration shows what Edge found: freqtrade-client edge.',
});
const MODELS = notYet(
  'list-freqaimodels',
  'List the models for FreqAI.',
  [...COMMON, { names: ['freqaimodel-path'], takes: 'value', help: 'another folder to look for models in' }, ONE_COLUMN],
  { needs: 'FreqAI' },
);
const CONVERT_DB = notYet(
  'convert-db',
  'Bring a database to another system.',
  [
    { names: ['db-url'], takes: 'value', help: 'database to write to' },
    { names: ['db-url-from'], takes: 'value', help: 'database to read from' },
    { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
  ],
  { instead: 'A database of freqtrade is taken as it is: name it in db_url.' },
);
const STRATEGY_UPDATER = notYet(
  'strategy-updater',
  'Bring old strategies to the present interface.',
  [...COMMON, { names: ['strategy-list'], takes: 'words', help: 'only these strategies' }, ...STRATEGY_FOLDERS],
  { instead: 'A strategy begins with "freqtrade new-strategy"; those in Python are brought forward by freqtrade\'s own command.' },
);

export const NOT_YET = {
  edge: EDGE,
  'list-freqaimodels': MODELS,
  'convert-db': CONVERT_DB,
  'strategy-updater': STRATEGY_UPDATER,
} as const;

function notYet(
  name: string,
  summary: string,
  options: readonly OptionSpec[],
  { needs, instead }: { readonly needs?: string; readonly instead?: string },
): CliCommand {
  return {
    summary: `${summary} Not yet.`,
    options,
    run: async () => {
      const reason = needs === undefined ? '' : `, since ${needs} is not`;
      process.stderr.write(`freqtrade: ${name} is not there yet${reason}.${instead === undefined ? '' : ` ${instead}`}\n`);
      return EXIT_NOT_YET;
    },
  };
}
