import { existsSync, writeFileSync } from 'node:fs';
import { epochCsv } from '../../research/hyperopt/epoch-csv.ts';
import { epochDetails } from '../../research/hyperopt/epoch-details.ts';
import { readEpochs, withoutTables } from '../../research/hyperopt/epoch-file.ts';
import { type EpochFilters, isWanted } from '../../research/hyperopt/epoch-filters.ts';
import { EPOCH_COLUMNS, epochCells } from '../../research/hyperopt/epoch-table.ts';
import { rowOf } from '../../research/hyperopt/epoch-text.ts';
import { heatMapTable } from '../../research/hyperopt/heat-map-table.ts';
import { importanceOf } from '../../research/hyperopt/importance.ts';
import { paretoFront } from '../../research/hyperopt/pareto-front.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import { knownStudy } from '../../research/hyperopt/study-file.ts';
import { TriedPoints } from '../../research/hyperopt/tried-points.ts';
import { importanceText, truthText } from '../../research/hyperopt/truth.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { AS_JSON, BEST, RESULT_FILE, readFilters, searchFile } from '../hyperopt-options.ts';
import { COMMON, type OptionSpec, type Options, UsageError } from '../options.ts';
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
    { names: ['pareto'], takes: 'nothing', help: 'only epochs of which none is better in one loss without being worse in another' },
    { names: ['heat-map'], takes: 'words', help: 'two parameters: how the loss goes with them' },
  ],
  run: async (options) => {
    const path = searchFile(options, userDir(options));
    const found = await readWanted(path, readFilters(options));
    const { total } = found;
    const front = new Set(paretoFront(found.wanted.map(judged)).map(({ record }) => record));
    const wanted = options['pareto'] === true ? found.wanted.filter((record) => front.has(record)) : found.wanted;
    const csv = options['export-csv'];
    if (csv === undefined) process.stdout.write(`${tableOf(wanted, total, front)}\n`);
    const axes = heatAxes(options, found.wanted);
    if (axes !== null) process.stdout.write(heatMapTable(found.wanted.map(tried), axes, terminalWidth()));
    const best = wanted.reduce<EpochRecord | null>((least, record) => (least === null || record.loss < least.loss ? record : least), null);
    if (best !== null && options['no-details'] !== true)
      process.stdout.write(epochDetails(best, total, { asJson: options['print-json'] === true, header: 'Best result' }));
    if (options['print-json'] !== true && options['no-details'] !== true) tellStudy(path, found.wanted);
    if (csv !== undefined && wanted.length > 0) writeCsv(String(csv), wanted);
    return EXIT_OK;
  },
};

/** The wanted tries of a file without their trades, and how many there are in all. A file that is not there has none. */
export async function readWanted(path: string, filters: EpochFilters): Promise<{ wanted: EpochRecord[]; total: number }> {
  const wanted: EpochRecord[] = [];
  let total = 0;
  if (!existsSync(path)) {
    process.stderr.write(`Hyperopt file ${path} not found.\n`);
    return { wanted, total };
  }
  for await (const record of readEpochs(path)) {
    total++;
    if (isWanted(record, filters)) wanted.push(withoutTables(record));
  }
  return { wanted, total };
}

const judged = (record: EpochRecord) => ({ record, losses: rowOf(record).losses });
const tried = ({ params_dict: point, loss }: EpochRecord) => ({ point, loss });

/** Which parameters mattered, and whether the best was luck, where the search was made here. */
function tellStudy(path: string, records: readonly EpochRecord[]): void {
  const study = knownStudy(path);
  if (study === null) return;
  process.stdout.write(importanceText(importanceOf(TriedPoints.of(study.space, records.map(tried)))));
  if (study.truth !== undefined) process.stdout.write(truthText(study.truth));
}

/** @throws UsageError */
function heatAxes(options: Options, records: readonly EpochRecord[]): readonly [string, string] | null {
  const names = options['heat-map'] as readonly string[] | undefined;
  if (names === undefined) return null;
  const known = [...new Set(records.flatMap(({ params_dict: point }) => Object.keys(point)))];
  const [x, y] = names;
  if (names.length === 2 && x !== undefined && y !== undefined && x !== y && names.every((name) => known.includes(name))) return [x, y];
  throw new UsageError(`--heat-map: name two of ${known.join(', ') || 'the parameters, of which there are none'}.`);
}

function tableOf(records: readonly EpochRecord[], total: number, front: ReadonlySet<EpochRecord>): string {
  const rows = records.map((record) => {
    const place = {
      epoch: record.current_epoch,
      isBest: record.is_best,
      isInitial: record.is_initial_point || record.is_random,
      isFront: front.has(record),
    };
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
