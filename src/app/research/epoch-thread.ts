import { getHeapStatistics } from 'node:v8';
import { sourceLine } from '../../bot/source-line.ts';
import { EpochLine } from '../../research/hyperopt/epoch-line.ts';
import { EpochRunner, type Study } from '../../research/hyperopt/epoch-runner.ts';
import type { EpochText } from '../../research/hyperopt/epoch-text.ts';
import type { SharedGround } from '../../research/hyperopt/ground.ts';
import { SpillingText } from '../../research/hyperopt/spill.ts';
import type { Point } from '../../samplers/space.ts';
import { serveHand } from '../../workers/serve-hand.ts';
import { castNetOfThread } from '../process/last-net.ts';
import { loadLoss } from '../strategies/loss-loader.ts';
import { hostingOf, type PythonPlace } from '../strategies/python-place.ts';
import { loadStrategy } from '../strategies/strategy-loader.ts';

/** What a thread that tries points is prepared with. */
export interface EpochOrder {
  readonly study: Study;
  readonly ground: SharedGround;
  readonly folders: readonly string[];
  readonly lossNames: readonly string[];
  readonly lossFolders: readonly string[];
  /** Where a strategy in Python runs; null where it can't. */
  readonly python: PythonPlace | null;
  /** Folder of this thread's own for lines that are too long for memory; null where they stay in memory. */
  readonly spillFolder: string | null;
}

castNetOfThread();
export const served = serveHand<EpochOrder, Point, EpochText>(
  async ({ study, ground, folders, lossNames, lossFolders, python, spillFolder }, { warn, handOver }) => {
    const { again } = await loadStrategy(study.job.strategyName, folders, study.request.config, hostingOf(python, warn));
    const losses = await Promise.all(lossNames.map((name) => loadLoss(name, lossFolders)));
    const runner = new EpochRunner(study, ground, { makeStrategy: again, losses, now: Date.now, onWarning: warn });
    // nobody asks for the trades of a sweep's combinations
    const line = new EpochLine(study.swept === null ? new SpillingText(spillFolder) : null);
    return async (point) => {
      const epoch = line.finish(await runner.run(point, line), lossNames);
      handOver([(epoch.head instanceof Uint8Array ? epoch.head : epoch.head.before).buffer as ArrayBuffer]);
      return { ...epoch, memory: memory() };
    };
  },
  (error) => `${error.message}${error.code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}`,
);

function memory(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
