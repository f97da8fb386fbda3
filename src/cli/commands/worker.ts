import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { programVersion } from '../../app/research/queue/program-version.ts';
import { serveWork, workersAt } from '../../app/research/queue/serve-work.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { wholeOption } from '../hyperopt-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';
import { QUEUE, queueOption } from '../queue-options.ts';
import { terminalWidth } from '../terminal.ts';
import { openLog } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Do work that others have put on a queue.',
  options: [
    ...COMMON,
    QUEUE,
    { names: ['list-workers'], takes: 'nothing', help: 'show who takes work from the queue, and take none' },
    { names: ['job-workers'], short: 'j', takes: 'value', help: 'threads (default: one a processor)' },
    {
      names: ['cache'],
      takes: 'value',
      help: 'folder for candles and strategies of others (default: queue_cache in the user folder)',
      follows: 'folders',
    },
  ],
  run: worker,
};

async function worker(options: Options): Promise<number> {
  const address = queueOption(options);
  if (address === null) throw new UsageError('Name the queue: --queue redis://HOST:PORT/DATABASE.');
  if (options['list-workers'] === true) {
    const workers = await workersAt(address, (text) => process.stderr.write(`${text}\n`));
    process.stdout.write(workerTable(workers));
    return EXIT_OK;
  }
  const threads = wholeOption(options, 'job-workers', 1) ?? availableParallelism();
  const log = openLog(options, {}, []);
  const info = (text: string): void => log.info('worker', text);
  const end = new AbortController();
  const stop = (): void => {
    if (end.signal.aborted) process.exit(130);
    info('Ending: what is begun is done first. Once more to end at once.');
    end.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  try {
    info(`Version ${programVersion()}: work of other versions is not taken.`);
    info(`Taking work from ${address.shown} as ${hostname()} ${process.pid}, ${threads} ${threads === 1 ? 'batch' : 'batches'} at a time.`);
    await serveWork(
      address,
      { threads, cache: options['cache'] === undefined ? join(userDir(options), 'queue_cache') : String(options['cache']) },
      {
        onInfo: info,
        onWarning: (text) => log.warn('worker', text),
        signal: end.signal,
      },
    );
    return EXIT_OK;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

function workerTable(workers: Awaited<ReturnType<typeof workersAt>>): string {
  if (workers.length === 0) return 'No worker takes work from this queue.\n';
  const own = programVersion();
  const rows = workers.map(({ host, pid, threads, since, doing, done, rate, version }) => [
    host,
    String(pid),
    String(threads),
    new Date(since).toISOString().slice(0, 19).replace('T', ' '),
    String(done),
    rate.toFixed(1),
    doing.join(', ') || '-',
    version === own ? version : `${version} (another)`,
  ]);
  const numbers = ['PID', 'Threads', 'Since (UTC)', 'Done', 'Per second'].map((title) => ({ title, align: 'right' }) as const);
  const columns = [
    { title: 'Host', align: 'left' } as const,
    ...numbers,
    ...['Doing', 'Version'].map((title) => ({ title, align: 'left' }) as const),
  ];
  return `${boxTable('Workers', columns, rows, terminalWidth())}\n`;
}
