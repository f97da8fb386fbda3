import { sourceLine } from '../../bot/source-line.ts';
import { serveWork } from '../../workers/serve-work.ts';
import { castNetOfThread } from '../process/last-net.ts';
import type { ResearchWork } from './work.ts';

/** What a thread of research runs. Each kind of work loads what it needs, and nothing else. */

castNetOfThread();
export const served = serveWork<ResearchWork>(
  {
    backtest: async () => {
      const [{ keepingBacktest }, world] = await Promise.all([import('./kept-backtest.ts'), taskWorlds()]);
      return async (task, doing) => handedOver(await keepingBacktest(task, world(doing.warn), doing), doing.handOver);
    },
    history: async () => {
      const [{ historyTask }, { presentCandles }, world] = await Promise.all([
        import('../../research/tasks/history.ts'),
        import('../../api/present/candles.ts'),
        taskWorlds(),
      ]);
      return async (task, { warn, handOver }) => {
        const found = await historyTask(task, world(warn));
        return jsonBytes(presentCandles(found, found), handOver);
      };
    },
    lookahead: async () => {
      const [{ lookaheadTask }, world] = await Promise.all([import('../../research/tasks/lookahead.ts'), taskWorlds()]);
      return (task, { tell, warn }) => lookaheadTask(task, world(warn), tell);
    },
    recursive: async () => {
      const [{ recursiveTask }, world] = await Promise.all([import('../../research/tasks/recursive.ts'), taskWorlds()]);
      return (task, { tell, warn }) => recursiveTask(task, world(warn), tell);
    },
    check: async () => {
      const { checkTask } = await import('../../research/tasks/check.ts');
      return (task, { tell }) => checkTask(task, tell, Date.now);
    },
    download: async () => {
      const { downloadHere } = await import('./download.ts');
      return ({ request, config }, { tell, signal }) => downloadHere(request, config, signal, tell);
    },
    hyperopt: async () => {
      const { searchHere } = await import('./search-here.ts');
      return (task, { tell, warn, signal }) => searchHere(task, { tell, warn, signal });
    },
    walk: async () => {
      const { walkHere } = await import('./walk-here.ts');
      return (task, { tell, warn, signal }) => walkHere(task, { tell, warn, signal });
    },
    propose: async () => {
      const { proposeHere } = await import('./propose-here.ts');
      return (task, { tell, warn, signal }) => proposeHere(task, { tell, warn, signal });
    },
    epochs: async () => {
      const { epochsHere } = await import('./search-here.ts');
      return ({ path }) => epochsHere(path);
    },
    epoch: async () => {
      const { epochHere } = await import('./search-here.ts');
      return ({ path, epoch }) => epochHere(path, epoch);
    },
    stored: async () => {
      const { storedPart } = await import('./stored.ts');
      return async ({ folder, part }, { handOver }) => textBytes(await storedPart(folder, part), handOver);
    },
    ranges: async () => {
      const { rangesOf } = await import('./ranges.ts');
      return (order) => rangesOf(order);
    },
    catalogue: async () => {
      const { exchangeCatalogue } = await import('../../exchange/ccxt/catalogue.ts');
      return () => exchangeCatalogue();
    },
  },
  (error) => `${error.message}${error.code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}`,
);

/** Makes worlds for tasks. */
async function taskWorlds() {
  const { createTaskWorld } = await import('./task-world.ts');
  return createTaskWorld;
}

type HandOver = (buffers: readonly ArrayBuffer[]) => void;

function jsonBytes(value: object, handOver: HandOver): Uint8Array {
  return textBytes(JSON.stringify(value), handOver);
}

/** In memory of its own, so that it can be handed over. */
function textBytes(text: string, handOver: HandOver): Uint8Array {
  return handedOver(new TextEncoder().encode(text), handOver);
}

function handedOver(bytes: Uint8Array, handOver: HandOver): Uint8Array {
  handOver([bytes.buffer as ArrayBuffer]);
  return bytes;
}
