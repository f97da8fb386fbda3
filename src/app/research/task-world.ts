import type { WalletColumns } from '../../backtest/wallet-history.ts';
import { walletFile } from '../../research/results/wallet-file.ts';
import type { TaskWorld } from '../../research/tasks/task.ts';
import { placeOf } from '../strategies/python-place.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';
import { downloadHint } from './markets.ts';
import { pastCandles } from './past-candles.ts';
import { type ResearchPool, researchThreads } from './work.ts';

/** Rows from which another thread is worth its start. */
const MANY_ROWS = 100_000;

/** What tasks of research need: strategies from files, candles from exchanges, threads. */
export function createTaskWorld(warn: (text: string) => void, threads: ResearchPool = researchThreads()): TaskWorld {
  const warned = new Set<string>();
  return {
    loadStrategy: (name, folders, config, { store, timerange }) =>
      loadStrategy(name, folders, config, {
        place: placeOf(config, { folders, dataFolder: store.folder, dataFormat: store.format, timerange }),
        // lines of a log that nobody keeps here; what fails is an error anyhow
        onLog: (level, _logger, text) => (level === 'WARNING' || level === 'ERROR' ? warn(text) : undefined),
      }),
    downloadHint: (config) => downloadHint(config),
    pastCandles,
    prepareElsewhere: (job, folders) => threads.run('prepare', { job, folders }),
    packWallet: (columns) => packWallet(columns, threads),
    // each once
    warn: (text) => {
      if (!warned.has(text)) warn(text);
      warned.add(text);
    },
    now: Date.now,
  };
}

/** Packs a wallet's history into its file, in a thread of its own where that is much work. */
async function packWallet(columns: WalletColumns, threads: ResearchPool): Promise<Uint8Array> {
  return columns.rate.length < MANY_ROWS ? walletFile(columns) : threads.run('pack', columns);
}
