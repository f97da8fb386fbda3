import type { TaskWorld } from '../../research/tasks/task.ts';
import { placeOf } from '../strategies/python-place.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';
import { downloadHint } from './markets.ts';
import { pastCandles } from './past-candles.ts';

/** What tasks of research need: strategies from files, candles from exchanges, threads. */
export function createTaskWorld(warn: (text: string) => void): TaskWorld {
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
    // each once
    warn: (text) => {
      if (!warned.has(text)) warn(text);
      warned.add(text);
    },
    now: Date.now,
  };
}
