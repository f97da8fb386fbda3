import { BREAKDOWNS } from '../../backtest/statistics/breakdown.ts';
import { type CliCommand, EXIT_NOT_YET } from '../command.ts';
import { CANDLE_FORMAT_OPTION, PAIRS_OPTION } from '../data-options.ts';
import { COMMON, type OptionSpec, STRATEGY, STRATEGY_FOLDERS } from '../options.ts';

/** Commands of freqtrade that are not built: they are known, take freqtrade's options, and say so. */

const STACKING: OptionSpec = {
  names: ['eps', 'enable-position-stacking'],
  takes: 'nothing',
  help: 'allow several trades in one pair at a time',
};
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
const AS_JSON: OptionSpec = { names: ['print-json'], takes: 'nothing', help: 'as JSON' };
const BEST: readonly OptionSpec[] = [
  { names: ['best'], takes: 'nothing', help: 'only epochs that were the best so far' },
  { names: ['profitable'], takes: 'nothing', help: 'only epochs with a profit' },
];
const RESULT_FILE: OptionSpec = { names: ['hyperopt-filename'], takes: 'value', help: 'result file (default: the latest)' };
const NO_EXPORT: OptionSpec = { names: ['disable-param-export'], takes: 'nothing', help: 'write no parameter file' };
const LOSS_PATH: OptionSpec = { names: ['hyperopt-path'], takes: 'value', help: 'another folder to look for loss functions in' };
const BETWEEN: readonly OptionSpec[] = [
  ['trades', 'trades'],
  ['avg-time', 'minutes a trade'],
  ['avg-profit', 'profit a trade, %'],
  ['total-profit', 'profit in all'],
  ['objective', 'value of the loss function'],
].flatMap(([name, words]): OptionSpec[] => [
  { names: [`min-${name}`], takes: 'value', help: `only epochs above this: ${words}` },
  { names: [`max-${name}`], takes: 'value', help: `only epochs below this: ${words}` },
]);

const HYPEROPT_MEANWHILE = `Values of a strategy's parameters can be set by hand meanwhile, in a parameter file beside it: MyStrategy's my-strategy.json.`;

const EDGE = notYet('edge', 'Find the pairs and stops that have paid off.', ON_CANDLES, {
  instead: 'freqtrade has dropped it. A running bot with "edge" in its configuration shows what Edge found: freqtrade-client edge.',
});
const HYPEROPT = notYet(
  'hyperopt',
  'Search for better values of the parameters of a strategy.',
  [
    ...ON_CANDLES,
    LOSS_PATH,
    STACKING,
    { names: ['enable-protections', 'enableprotections'], takes: 'nothing', help: 'use the protections of the strategy' },
    { names: ['dry-run-wallet', 'starting-balance'], takes: 'value', help: 'stake currency to begin with' },
    { names: ['timeframe-detail'], takes: 'value', help: 'smaller timeframe to look inside each candle with' },
    { names: ['epochs'], short: 'e', takes: 'value', help: 'how many tries (default: 100)' },
    { names: ['spaces'], takes: 'words', help: 'what may change: default, all, buy, sell, enter, exit, roi, stoploss, trailing, …' },
    { names: ['print-all'], takes: 'nothing', help: 'every try, not only the best' },
    AS_JSON,
    { names: ['job-workers'], short: 'j', takes: 'value', help: 'tries at a time, -1 for one a processor' },
    { names: ['random-state'], takes: 'value', help: 'number to begin the chances with, to have the same again' },
    { names: ['min-trades'], takes: 'value', help: 'trades a try must have made (default: 1)' },
    { names: ['hyperopt-loss', 'hyperoptloss'], takes: 'value', help: 'function that says how bad a try is' },
    NO_EXPORT,
    {
      names: ['ignore-missing-spaces', 'ignore-unparameterized-spaces'],
      takes: 'nothing',
      help: 'leave out spaces that have no parameter',
    },
    { names: ['analyze-per-epoch'], takes: 'nothing', help: 'make the indicators anew with each try' },
    { names: ['early-stop'], takes: 'value', help: 'end after so many tries without a better one' },
  ],
  { instead: HYPEROPT_MEANWHILE },
);
const HYPEROPT_LIST = notYet(
  'hyperopt-list',
  'List the tries of a search for parameters.',
  [
    ...COMMON,
    ...BEST,
    ...BETWEEN,
    AS_JSON,
    { names: ['no-details'], takes: 'nothing', help: 'without the details of the best' },
    RESULT_FILE,
    { names: ['export-csv'], takes: 'value', help: 'write the table to this file' },
  ],
  { needs: 'hyperopt' },
);
const HYPEROPT_SHOW = notYet(
  'hyperopt-show',
  'Show one try of a search for parameters.',
  [
    ...COMMON,
    ...BEST,
    { names: ['index'], short: 'n', takes: 'value', help: 'number of the try, as hyperopt-list shows it' },
    AS_JSON,
    RESULT_FILE,
    { names: ['no-header'], takes: 'nothing', help: 'without a header' },
    NO_EXPORT,
    { names: ['breakdown'], takes: 'words', help: `tables by period: ${BREAKDOWNS.join(', ')}` },
  ],
  { needs: 'hyperopt' },
);
const LOSS_FUNCTIONS = notYet('list-hyperoptloss', 'List the loss functions for hyperopt.', [...COMMON, LOSS_PATH, ONE_COLUMN], {
  needs: 'hyperopt',
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
  hyperopt: HYPEROPT,
  'hyperopt-list': HYPEROPT_LIST,
  'hyperopt-show': HYPEROPT_SHOW,
  'list-hyperoptloss': LOSS_FUNCTIONS,
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
