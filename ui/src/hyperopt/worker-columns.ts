import type { HyperoptWorker, HyperoptWorkers } from 'freqtrade-client';
import { clock, decimal } from '../format.ts';
import { t } from '../messages/index.ts';
import { type Column, numbers } from '../tables/column.ts';

/** Workers come, go and get on without a message, ms. */
const LOOK_MS = 5000;

/** How often the workers are asked for: where there is no queue, there will be none before the program is started anew. */
export function lookEvery(known: HyperoptWorkers | undefined): number | false {
  return known?.queue === null ? false : LOOK_MS;
}

/** Columns of a table of workers. */
export function workerColumns(): Column<HyperoptWorker>[] {
  const whole = (value: number | null | undefined): string => String(value ?? '–');
  return [
    { key: 'host', label: t('hyperopt.host'), value: (row) => row.host },
    numbers('pid', t('hyperopt.process'), (row) => row.pid, whole, { isWide: true }),
    numbers('threads', t('hyperopt.workers'), (row) => row.threads, whole),
    {
      key: 'doing',
      label: t('hyperopt.doing'),
      value: (row) => (row.is_other_version ? t('hyperopt.otherVersion') : row.doing.join(', ') || t('hyperopt.idle')),
    },
    numbers('done', t('hyperopt.itemsDone'), (row) => row.done, whole, { isWide: true }),
    numbers(
      'rate',
      t('hyperopt.perSecond'),
      (row) => row.rate,
      (value) => decimal(value, 1),
      { isWide: true },
    ),
    { key: 'since', label: t('hyperopt.since'), value: (row) => row.since_ts, text: (row) => clock(row.since_ts), isWide: true },
    { key: 'version', label: t('hyperopt.version'), value: (row) => row.version, isOptional: true },
    { key: 'id', label: t('hyperopt.workerName'), value: (row) => row.id, isOptional: true },
  ];
}
