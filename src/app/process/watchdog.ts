import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** What the watching thread is started with. */
export interface Watch {
  /** Counts up as long as the event loop turns. */
  readonly beats: SharedArrayBuffer;
  /** In place of a beat: standing is no fault now. */
  readonly unwatched: number;
  /** Seconds without a beat after which the process is ended. */
  readonly limit: number;
  readonly exitCode: number;
  readonly logFile: string | null;
  readonly isJson: boolean;
}

export interface Watchdog {
  close(): Promise<void>;
}

const UNWATCHED = -1;
/** The event loop may stand so long, s. */
const LIMIT_S = 60;
const BEAT_MS = 500;

/**
 * Watches the event loop from another thread: where it stands for a minute, that thread says what it stands in, on standard error
 * and in the log file, and ends the process for whoever restarts it. A process that was stopped or slept is not taken for one that
 * stands: the thread counts its own seconds, and slept too.
 */
export function startWatchdog(options: {
  readonly exitCode: number;
  readonly logFile: string | null;
  readonly isJson: boolean;
  readonly limit?: number;
  /** Called when the thread could not be kept. */
  readonly onFailure: (reason: string) => void;
}): Watchdog {
  const { exitCode, logFile, isJson, limit = LIMIT_S } = options;
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const watch: Watch = { beats, unwatched: UNWATCHED, limit, exitCode, logFile, isJson };
  const worker = new Worker(new URL('./watchdog-thread.mjs', import.meta.url), {
    workerData: watch,
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
  });
  worker.unref();
  worker.once('error', (error) => options.onFailure(error.message));
  const timer = setInterval(() => {
    // whoever attaches a debugger may halt the program as long as they like
    if (inspector.url() === undefined) Atomics.add(counter, 0, 1);
    else Atomics.store(counter, 0, UNWATCHED);
  }, BEAT_MS);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      worker.removeAllListeners('error');
      await worker.terminate();
    },
  };
}
