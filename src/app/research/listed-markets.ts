import { PAIRLIST_HANDLERS, pairlistProblem } from '../../pairlists/chain.ts';
import type { Job, Jobs } from '../../research/jobs.ts';
import type { ListedExchange, ListedPair, MarketPlace, Markets, PairlistOrder } from '../../research/port.ts';
import { pairlistReach } from '../pairlists/pairlist-reach.ts';
import { runPairlists } from '../pairlists/pairlist-run.ts';
import type { ResearchPlaces } from './places.ts';
import type { ResearchPool } from './work.ts';

/** Exchanges and their pairs, asked for when they are wanted. */
export class ListedMarkets implements Markets {
  readonly #places: ResearchPlaces;
  readonly #jobs: Jobs;
  readonly #threads: ResearchPool;
  #exchanges: Promise<readonly ListedExchange[]> | null = null;

  constructor(places: ResearchPlaces, jobs: Jobs, threads: ResearchPool) {
    this.#places = places;
    this.#jobs = jobs;
    this.#threads = threads;
  }

  /** Read once in a thread, since loading all of ccxt takes seconds; again when that failed. */
  exchanges(): Promise<readonly ListedExchange[]> {
    const known = this.#exchanges ?? this.#threads.run('catalogue', null);
    this.#exchanges = known;
    known.catch(() => {
      this.#exchanges = null;
    });
    return known;
  }

  async pairs(place: MarketPlace): Promise<readonly ListedPair[]> {
    return [...(await this.#places.markets(this.#places.configAt(place))).values()];
  }

  evaluatePairlists({ pairlists, blacklist, stakeCurrency, place }: PairlistOrder): Job {
    return this.#jobs.start('pairlist', false, async () => {
      checkPairlists(pairlists);
      const config = { ...this.#places.configAt(place), stake_currency: stakeCurrency };
      const reach = pairlistReach(config, false);
      const whitelist = await this.#places.withMarkets(config, ({ market }) =>
        runPairlists({ config, market, reach, pairlists, blacklist, stakeCurrency }),
      );
      return { whitelist, length: whitelist.length, method: pairlists.map(({ method }) => method) };
    });
  }
}

function checkPairlists(pairlists: PairlistOrder['pairlists']): void {
  if (pairlists.length === 0) throw new Error('No Pairlist Handlers defined');
  const unknown = pairlists.find(({ method }) => !PAIRLIST_HANDLERS.has(method));
  if (unknown !== undefined)
    throw new Error(`Impossible to load Pairlist '${unknown.method}'. This class does not exist or contains Python code errors.`);
  const problem = pairlistProblem(pairlists);
  if (problem !== null) throw new Error(`${problem.found} needs ${problem.allowed}.`);
}
