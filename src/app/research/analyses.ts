import type { Job } from '../../research/jobs.ts';
import type { Analyses } from '../../research/port.ts';
import type { ResearchPlaces } from './places.ts';
import { startTask, type TaskPlace } from './task-jobs.ts';

/** Analyses of strategies, in threads. */
export class AnalysisJobs implements Analyses {
  readonly #places: ResearchPlaces;
  readonly #at: TaskPlace;

  constructor(places: ResearchPlaces, at: TaskPlace) {
    this.#places = places;
    this.#at = at;
  }

  lookahead({ strategy, timeframe, timerange, ...asked }: Parameters<Analyses['lookahead']>[0]): Job {
    return startTask(this.#at, 'lookahead_analysis', 'lookahead', async () => {
      this.#places.checkDeclared(strategy);
      return { ...this.#places.input(timeframe, timerange), strategy, ...(await this.#places.pairs()), ...asked, timeframeDetail: '' };
    });
  }

  recursive({ strategy, timeframe, timerange, startupCandles }: Parameters<Analyses['recursive']>[0]): Job {
    return startTask(this.#at, 'recursive_analysis', 'recursive', async () => {
      this.#places.checkDeclared(strategy);
      return { ...this.#places.input(timeframe, timerange), strategy, ...(await this.#places.pairs()), startupCandles };
    });
  }
}
