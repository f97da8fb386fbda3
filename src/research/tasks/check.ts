import { checkFolder, type FileCheck, faultsOf } from '../../data/check-files.ts';
import type { CandleStore } from '../candle-store.ts';
import { seldom, type TellTask } from './task.ts';

export interface CheckTask {
  readonly store: CandleStore;
  readonly isFutures: boolean;
}

export type CheckedFile = FileCheck & { readonly faults: readonly string[] };

/** Looks through every stored candle file. */
export async function checkTask({ store, isFutures }: CheckTask, tell: TellTask, now: () => number): Promise<CheckedFile[]> {
  const { folder, format } = store;
  const tellSeldom = seldom(tell, now);
  const checks = await checkFolder(
    folder,
    format,
    isFutures,
    () => true,
    (done, total, { pair, timeframe }) => {
      const description = `Checking ${pair}, ${timeframe}`;
      tellSeldom({ step: 'check', ratio: done / total, trades: 0, tasks: { '0': { progress: done, total, description } } });
    },
  );
  const all = checks.length;
  const description = `Checked ${all} ${all === 1 ? 'file' : 'files'}`;
  tell({ step: 'check', ratio: 1, trades: 0, tasks: { '0': { progress: all, total: all, description } } });
  return checks.map((check) => {
    // the folder is the machine's own
    const problem = check.problem?.replaceAll(folder, '').replace(/^[/\\]/, '') ?? null;
    const shown = { ...check, problem };
    return { ...shown, faults: faultsOf(shown) };
  });
}
