import { exportParameters, runSearch, type SearchEnd } from '../../app/research/search.ts';
import { findTruth } from '../../app/research/search-truth.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { Log } from '../../log/log.ts';
import { epochDetails } from '../../research/hyperopt/epoch-details.ts';
import { importanceOf } from '../../research/hyperopt/importance.ts';
import { importanceText, type Truth, truthText } from '../../research/hyperopt/truth.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { EpochLines } from '../epoch-lines.ts';
import { AS_JSON, NO_EXPORT, RESULT_FILE } from '../hyperopt-options.ts';
import { untilInterrupted } from '../interrupted.ts';
import type { Options } from '../options.ts';
import { userDir } from '../paths.ts';
import { QUEUE, queueOption } from '../queue-options.ts';
import { readConfig } from '../research-options.ts';
import { readOrder, SEARCH_OPTIONS, searchSources } from '../search-options.ts';
import { terminalWidth } from '../terminal.ts';
import { openLog } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Search for better values of the parameters of a strategy.',
  options: [
    ...SEARCH_OPTIONS,
    { names: ['print-all'], takes: 'nothing', help: 'every try, not only the best' },
    AS_JSON,
    NO_EXPORT,
    { names: ['resume'], takes: 'nothing', help: 'go on with the latest search, or with that of --hyperopt-filename' },
    RESULT_FILE,
    QUEUE,
  ],
  run: hyperopt,
};

async function hyperopt(options: Options): Promise<number> {
  const { config, warnings } = readConfig(options);
  const log = openLog(options, config, warnings);
  const userFolder = userDir(options, config.user_data_dir);
  const order = { ...readOrder(options, config, userFolder, log), queue: queueOption(options) };
  const printAll = options['print-all'] === true || config.print_all === true;
  const lines = new EpochLines(order.epochs, printAll, order.losses.length, terminalWidth());
  const searched = async (signal: AbortSignal): Promise<number> => {
    const sources = await searchSources(options, config, userFolder, {
      onProgress: (ratio) => lines.load(ratio),
      onWarning: (text) => log.warn('hyperopt', text),
    });
    const done = await runSearch(order, sources, newsTo(log, lines), signal);
    lines.end();
    tellEnd(done, options, config, log);
    tellTruth(done, await findTruth(order, done, sources));
    return EXIT_OK;
  };
  try {
    return await untilInterrupted(searched);
  } finally {
    lines.end();
  }
}

function newsTo(log: Log, lines: EpochLines): Parameters<typeof runSearch>[2] {
  return {
    onBegin: ({ facts, workers, known, sharedBytes, file }) => {
      log.info('hyperopt', `Using optimizer random state: ${facts.seed}`);
      log.info('hyperopt', `Using sampler ${facts.sampler}.`);
      log.info('hyperopt', `Effective number of parallel workers used: ${workers}`);
      log.info('hyperopt', `Candles and indicators take ${mib(sharedBytes)} MiB, which all workers share.`);
      if (known > 0) log.info('hyperopt', `Going on with ${known} tries of ${file}.`);
      lines.begin(known);
    },
    onEpoch: ({ kept, ...place }) => lines.add({ ...kept.row, ...place }),
    onInfo: (text) => log.info('hyperopt', text),
  };
}

/** What came of it, in freqtrade's words. */
function tellEnd(done: SearchEnd, options: Options, config: RawConfig, log: Log): void {
  const epochs = `${done.epochs} ${done.epochs === 1 ? 'epoch' : 'epochs'}`;
  if (done.reason === 'stagnation') log.info('hyperopt', `Early stopping after ${epochs}`);
  if (done.reason === 'exhausted') log.info('hyperopt', 'Every point of the search space has been tried.');
  if (done.skipped > 0) log.info('hyperopt', `${done.skipped} points were chosen again, and not tried again.`);
  log.info('hyperopt', `${epochs} saved to '${done.file}'.`);
  if (done.memory > 0) log.info('hyperopt', `Memory of a worker: ${mib(done.memory)} MiB at most, beside what is shared.`);
  if (done.best === null) {
    const none =
      done.epochs === 0 ? 'No epochs evaluated yet, no best result.' : `No good result found for given optimization function in ${epochs}.`;
    process.stdout.write(`${none}\n`);
    return;
  }
  if (options['disable-param-export'] !== true && config.disableparamexport !== true)
    log.info('hyperopt', `Dumping parameters to ${exportParameters(done.loaded.path, done.facts.strategy, done.best, Date.now())}`);
  const asJson = options['print-json'] === true;
  process.stdout.write(epochDetails(done.best, done.facts.epochs, { asJson, header: 'Best result' }));
}

/** Which parameters matter, and whether the best was luck. */
function tellTruth({ tries }: SearchEnd, truth: Truth | null): void {
  process.stdout.write(importanceText(importanceOf(tries)));
  if (truth !== null) process.stdout.write(truthText(truth));
}

function mib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
