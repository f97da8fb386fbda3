import { ResearchRefused, type ResultFigures, type StoredBacktest, type StoredBacktests } from '../../research/port.ts';
import { StoredResults } from '../../research/results/stored-results.ts';
import type { ResearchPool, StoredPart } from './work.ts';

/**
 * Stored backtests, read in threads one after another: a large result takes a second to unpack and to read, in which nothing else
 * could be answered.
 */
export class BacktestResults implements StoredBacktests {
  readonly #folder: string;
  readonly #threads: ResearchPool;
  readonly #stored: StoredResults;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, threads: ResearchPool) {
    this.#folder = folder;
    this.#threads = threads;
    this.#stored = new StoredResults(folder, async (files) => {
      const json = await this.#read({ what: 'figures', files });
      return JSON.parse(new TextDecoder().decode(json)) as ResultFigures[][];
    });
  }

  list(): Promise<readonly StoredBacktest[]> {
    return this.#stored.list();
  }

  figures(): Promise<readonly ResultFigures[]> {
    return this.#stored.figures();
  }

  result(file: string, strategy: string): Promise<Uint8Array> {
    return this.#read({ what: 'result', file, strategy });
  }

  marketChange(file: string): Promise<Uint8Array> {
    return this.#read({ what: 'market_change', file, strategy: '' });
  }

  wallet(file: string, strategy: string): Promise<Uint8Array> {
    return this.#read({ what: 'wallet', file, strategy });
  }

  setNotes(file: string, strategy: string, notes: string): void {
    this.#stored.setNotes(file, strategy, notes);
  }

  delete(file: string): void {
    this.#stored.delete(file);
  }

  #read(part: StoredPart): Promise<Uint8Array> {
    const mine = this.#last.then(() => this.#threads.run('stored', { folder: this.#folder, part }).catch(refusalFrom));
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

/** A refusal from a thread is one here, too. */
function refusalFrom(error: Error & Partial<Pick<ResearchRefused, 'code' | 'kind' | 'isQuery'>>): never {
  if (error.code !== 'RESEARCH_REFUSED' || error.kind === undefined) throw error;
  throw new ResearchRefused(error.kind, error.message, error.isQuery === true ? 'query' : 'detail');
}
