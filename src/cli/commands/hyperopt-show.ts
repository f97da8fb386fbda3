import { exportParameters } from '../../app/research/search.ts';
import { strategyPath } from '../../app/strategies/strategy-loader.ts';
import { BREAKDOWNS, type Breakdown } from '../../backtest/statistics/breakdown.ts';
import { epochDetails } from '../../research/hyperopt/epoch-details.ts';
import { readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { ALL_EPOCHS, type EpochFilters, isWanted } from '../../research/hyperopt/epoch-filters.ts';
import { epochReport } from '../../research/hyperopt/epoch-report.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import { knownStudy } from '../../research/hyperopt/study-file.ts';
import { reshuffledOf, reshuffledText, truthText } from '../../research/hyperopt/truth.ts';
import { reportTables } from '../../research/tables/report-tables.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { AS_JSON, BEST, NO_EXPORT, RESULT_FILE, searchFile, wholeOption } from '../hyperopt-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { strategyFolders, userDir } from '../paths.ts';
import { terminalWidth } from '../terminal.ts';
import { choices } from './backtesting.ts';
import { readWanted } from './hyperopt-list.ts';

export const command: CliCommand = {
  summary: 'Show one try of a search for parameters.',
  options: [
    ...COMMON,
    ...BEST,
    { names: ['index'], short: 'n', takes: 'value', help: 'number of the try among those that are wanted; -1 for the last (default)' },
    AS_JSON,
    RESULT_FILE,
    { names: ['no-header'], takes: 'nothing', help: 'without a header' },
    NO_EXPORT,
    { names: ['breakdown'], takes: 'words', help: `tables by period: ${BREAKDOWNS.join(', ')}` },
  ],
  run: async (options) => {
    const userFolder = userDir(options);
    const filters = { ...ALL_EPOCHS, onlyBest: options['best'] === true, onlyProfitable: options['profitable'] === true };
    const path = searchFile(options, userFolder);
    const { wanted, total } = await readWanted(path, filters);
    const record = await whole(path, filters, nth(wanted.length, wholeOption(options, 'index', Number.NEGATIVE_INFINITY) ?? -1));
    const name = record.results_metrics.strategy_name;
    const breakdowns = choices(options, 'breakdown', BREAKDOWNS) as Breakdown[];
    process.stdout.write(reportTables(name, epochReport(record, breakdowns), breakdowns, terminalWidth()));
    process.stdout.write('\n');
    exportTo(record, name, options, userFolder);
    const header = options['no-header'] === true ? null : 'Epoch details';
    process.stdout.write(epochDetails(record, total, { asJson: options['print-json'] === true, header }));
    if (options['print-json'] !== true) tellTruth(path, record);
    return EXIT_OK;
  },
};

/** Whether it was luck, where the search was made here: only its best was tried on other candles. */
function tellTruth(path: string, record: EpochRecord): void {
  const study = knownStudy(path);
  if (study === null) return;
  const { truth } = study;
  const falls = reshuffledOf(record);
  if (truth?.epoch === record.current_epoch) process.stdout.write(truthText(truth));
  else if (falls !== null)
    process.stdout.write(`\nOut of sample: only the best of a search is tried on the candles behind it.\n${reshuffledText(falls)}`);
}

/** Place of a try among those that are wanted, from 0 on. @throws UsageError */
function nth(length: number, index: number): number {
  if (length === 0) throw new UsageError('There is no epoch to show.');
  if (index > length) throw new UsageError(`The index of the epoch to show should be less than ${length + 1}.`);
  if (index === 0) throw new UsageError('--index: 1 is the first epoch, -1 the last; there is no epoch 0.');
  if (index < -length) throw new UsageError(`The index of the epoch to show should be greater than ${-length - 1}.`);
  return index > 0 ? index - 1 : length + index;
}

/** A wanted try with all its trades. */
async function whole(path: string, filters: EpochFilters, place: number): Promise<EpochRecord> {
  let at = 0;
  for await (const record of readEpochs(path)) if (isWanted(record, filters) && at++ === place) return record;
  throw new UsageError('There is no epoch to show.');
}

/** Writes the parameters beside the strategy, where it is known and that is wanted. */
function exportTo(record: EpochRecord, name: string, options: Options, userFolder: string): void {
  if (options['disable-param-export'] === true || (record.fthypt_fileversion ?? 1) < 2) return;
  const path = strategyPath(name, strategyFolders(options, userFolder));
  if (path === null) process.stderr.write('Strategy not found, not exporting parameter file.\n');
  else process.stderr.write(`Dumping parameters to ${exportParameters(path, name, record, Date.now())}\n`);
}
