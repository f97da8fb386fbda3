import { dateTime } from '../../core/market/calendar.ts';
import { CANDLE_TYPES } from '../../data/candle-files.ts';
import { checkFolder, type FileCheck, faultsOf } from '../../data/check-files.ts';
import { boxTable, type TableColumn } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { CANDLE_FORMAT_OPTION, candleFormat, dataContext, EXCHANGE_OPTION, MODE_OPTION, PAIRS_OPTION, words } from '../data-options.ts';
import { COMMON, type Options } from '../options.ts';
import { progressLine } from '../progress.ts';
import { terminalWidth } from '../terminal.ts';
import { choices } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Check candle files: gaps, duplicates, jumps, units, what wrote them.',
  options: [
    ...COMMON,
    EXCHANGE_OPTION,
    CANDLE_FORMAT_OPTION,
    PAIRS_OPTION,
    { names: ['timeframes'], short: 't', takes: 'words', help: 'only these timeframes' },
    MODE_OPTION,
    { names: ['candle-types'], takes: 'words', help: `only these kinds: ${CANDLE_TYPES.join(', ')}` },
    { names: ['print-json'], takes: 'nothing', help: 'print a list in JSON' },
  ],
  run: checkData,
};

/** For scripts: something is wrong with a file. */
const EXIT_FAULTY = 1;

async function checkData(options: Options): Promise<number> {
  const context = dataContext(options);
  const [pairs, timeframes] = [words(options, 'pairs'), words(options, 'timeframes')];
  const types = choices(options, 'candle-types', CANDLE_TYPES);
  const line = progressLine(process.stderr, () => performance.now());
  const checks = await checkFolder(
    context.folder,
    candleFormat(options, context),
    context.isFutures,
    ({ pair, timeframe, type }) =>
      (pairs?.includes(pair) ?? true) && (timeframes?.includes(timeframe) ?? true) && (types.length === 0 || types.includes(type)),
    (done, total, { pair, timeframe }) => line.show(`Checking ${pair}, ${timeframe}`, done / total),
  );
  line.clear();
  if (options['print-json'] === true) process.stdout.write(`${JSON.stringify(checks)}\n`);
  else process.stdout.write(checks.length === 0 ? `There is no candle file in ${context.folder}.\n` : `${table(checks)}\n`);
  return checks.some((check) => faultsOf(check).length > 0) ? EXIT_FAULTY : EXIT_OK;
}

function table(checks: readonly FileCheck[]): string {
  const columns = (...titles: string[]): TableColumn[] => titles.map((title) => ({ title, align: 'right' }));
  const faulty = checks.filter((check) => faultsOf(check).length > 0).length;
  const day = (at: number | null) => (at === null ? '' : dateTime(at));
  return boxTable(
    `Checked ${checks.length} ${checks.length === 1 ? 'file' : 'files'}, ${faulty === 0 ? 'nothing is wrong' : `something is wrong with ${faulty}`}.`,
    columns('Pair', 'Timeframe', 'Type', 'From', 'To', 'Candles', 'No volume', 'Unit', 'Writer', 'Faults'),
    checks.map((check) => [
      check.pair,
      check.timeframe,
      check.type,
      day(check.from),
      day(check.to),
      String(check.candles),
      String(check.zeroVolumes),
      check.unit ?? '',
      check.writer ?? '',
      faultsOf(check).join('; '),
    ]),
    terminalWidth(),
  );
}
