import { existsSync, writeFileSync } from 'node:fs';
import { epochCsv } from '../../research/hyperopt/epoch-csv.ts';
import { epochDetails } from '../../research/hyperopt/epoch-details.ts';
import { readEpochs } from '../../research/hyperopt/epoch-file.ts';
import { type EpochFilters, isWanted } from '../../research/hyperopt/epoch-filters.ts';
import { EPOCH_COLUMNS, epochCells } from '../../research/hyperopt/epoch-table.ts';
import { rowOf } from '../../research/hyperopt/epoch-text.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { AS_JSON, BEST, RESULT_FILE, readFilters, searchFile } from '../hyperopt-options.ts';
import { COMMON, type OptionSpec } from '../options.ts';
import { userDir } from '../paths.ts';
import { terminalWidth } from '../terminal.ts';

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

export const command: CliCommand = {
  summary: 'List the tries of a search for parameters.',
  options: [
    ...COMMON,
    ...BEST,
    ...BETWEEN,
    AS_JSON,
    { names: ['no-details'], takes: 'nothing', help: 'without the details of the best' },
    RESULT_FILE,
    { names: ['export-csv'], takes: 'value', help: 'write the table to this file' },
  ],
  run: async (options) => {
    const { wanted, total } = await readWanted(searchFile(options, userDir(options)), readFilters(options));
    const csv = options['export-csv'];
    if (csv === undefined) process.stdout.write(`${tableOf(wanted, total)}\n`);
    const best = wanted.reduce<EpochRecord | null>((least, record) => (least === null || record.loss < least.loss ? record : least), null);
    if (best !== null && options['no-details'] !== true)
      process.stdout.write(epochDetails(best, total, { asJson: options['print-json'] === true, header: 'Best result' }));
    if (csv !== undefined && wanted.length > 0) writeCsv(String(csv), wanted);
    return EXIT_OK;
  },
};

/** The wanted tries of a file, and how many there are in all. A file that is not there has none. */
export async function readWanted(path: string, filters: EpochFilters): Promise<{ wanted: EpochRecord[]; total: number }> {
  const wanted: EpochRecord[] = [];
  let total = 0;
  if (!existsSync(path)) {
    process.stderr.write(`Hyperopt file ${path} not found.\n`);
    return { wanted, total };
  }
  for await (const record of readEpochs(path)) {
    total++;
    if (isWanted(record, filters)) wanted.push(record);
  }
  return { wanted, total };
}

function tableOf(records: readonly EpochRecord[], total: number): string {
  const rows = records.map((record) => {
    const place = { epoch: record.current_epoch, isBest: record.is_best, isInitial: record.is_initial_point || record.is_random };
    return epochCells({ ...rowOf(record), ...place }, total);
  });
  return boxTable('Hyperopt results', EPOCH_COLUMNS, rows, terminalWidth());
}

function writeCsv(path: string, records: readonly EpochRecord[]): void {
  if (existsSync(path)) {
    process.stderr.write(`CSV file already exists: ${path}\n`);
    return;
  }
  writeFileSync(path, epochCsv(records));
  process.stderr.write(`CSV file created: ${path}\n`);
}
