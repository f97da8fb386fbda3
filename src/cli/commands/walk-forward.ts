import { type WalkOrder, walkForward } from '../../app/research/walk-forward.ts';
import { isoDay } from '../../core/market/calendar.ts';
import { parseTimerange } from '../../core/market/timerange.ts';
import { walkText } from '../../research/hyperopt/walk-report.ts';
import { rollingWindows } from '../../research/hyperopt/windows.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { wholeOption } from '../hyperopt-options.ts';
import { untilInterrupted } from '../interrupted.ts';
import { type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';
import { readConfig } from '../research-options.ts';
import { readOrder, SEARCH_OPTIONS, searchSources } from '../search-options.ts';
import { terminalWidth } from '../terminal.ts';
import { openLog } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Search for parameters on rolling parts of the past, and try each find on what came next.',
  options: [
    ...SEARCH_OPTIONS,
    { names: ['train-days'], takes: 'value', help: 'days to search on (default: 60)' },
    { names: ['test-days'], takes: 'value', help: 'days behind them to try what was found on (default: 20)' },
  ],
  run: walkOnCommand,
};

async function walkOnCommand(options: Options): Promise<number> {
  const { config, warnings } = readConfig(options);
  const log = openLog(options, config, warnings);
  const userFolder = userDir(options, config.user_data_dir);
  const order = readOrder(options, config, userFolder, log);
  const walk = { order, ...windowsOf(options, order.request.timerange) };
  const sources = await searchSources(options, config, userFolder, {
    onProgress: () => undefined,
    onWarning: (text) => log.warn('walk-forward', text),
  });
  const news = {
    onWindow: (index: number, { trainFrom, trainTo }: { trainFrom: number; trainTo: number }) =>
      log.info('walk-forward', `Window ${index + 1} of ${walk.windows.length}: ${isoDay(trainFrom)} - ${isoDay(trainTo)}`),
    onEpoch: () => undefined,
    onWalked: () => undefined,
  };
  const { report, file } = await untilInterrupted((signal) => walkForward(walk, sources, news, signal));
  process.stdout.write(walkText(report, terminalWidth()));
  log.info('walk-forward', `Windows saved to '${file}', their tries in the folder beside it.`);
  return EXIT_OK;
}

/** @throws UsageError, BacktestError */
function windowsOf(options: Options, timerange: string): Omit<WalkOrder, 'order'> {
  const { from, to } = parseTimerange(timerange);
  if (from === null || to === null) throw new UsageError('--timerange: write both ends, such as 20240101-20240701.');
  const [trainDays, testDays] = [wholeOption(options, 'train-days', 1) ?? 60, wholeOption(options, 'test-days', 1) ?? 20];
  return { windows: rollingWindows(from, to, trainDays, testDays), trainDays, testDays };
}
