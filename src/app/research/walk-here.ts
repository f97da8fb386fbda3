import { storedWindow } from '../../research/hyperopt/walk-report.ts';
import type { Doing } from '../../workers/pool.ts';
import { sourcesHere } from './search-here.ts';
import { walkForward } from './walk-forward.ts';
import type { WalkFound, WalkTask, WalkTaskNews } from './work.ts';

/** How often the number of tries is handed on, ms. */
const NEWS_EVERY_MS = 200;

/** Walks in this thread. */
export async function walkHere(
  task: WalkTask,
  { tell, warn, signal }: Pick<Doing<WalkTaskNews>, 'tell' | 'warn' | 'signal'>,
): Promise<WalkFound> {
  let last = 0;
  const news = {
    onWindow: () => undefined,
    onEpoch: (_index: number, epochs: number) => {
      if (performance.now() - last < NEWS_EVERY_MS) return;
      last = performance.now();
      tell({ tell: 'epochs', epochs });
    },
    onWalked: (walked: Parameters<typeof storedWindow>[0]) => tell({ tell: 'window', window: storedWindow(walked) }),
  };
  return walkForward(task, await sourcesHere(task, warn), news, signal);
}
