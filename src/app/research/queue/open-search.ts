import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import type { OpenParcel } from '../../../queue/serve-queue.ts';
import type { Study } from '../../../research/hyperopt/epoch-runner.ts';
import type { EpochText } from '../../../research/hyperopt/epoch-text.ts';
import type { SharedGround } from '../../../research/hyperopt/ground.ts';
import type { Point } from '../../../samplers/space.ts';
import { type Hand, hire } from '../../../workers/hands.ts';
import type { EpochOrder } from '../epoch-thread.ts';
import { layFiles } from './parcel-files.ts';
import type { SearchDescription } from './search-parcel.ts';

/** What the thread that makes a study ready is given, and what it gives. */
export interface StudyOrder {
  readonly description: SearchDescription;
  readonly folders: readonly string[];
  readonly dataFolder: string;
}

export interface Ready {
  readonly study: Study;
  readonly ground: SharedGround;
}

export interface SearchPlace {
  /** Folder for files of this and later studies. */
  readonly cache: string;
  readonly onWarning: (text: string) => void;
}

/** Makes a search of another machine ready on this one. */
export async function openSearch(
  description: SearchDescription,
  fetch: (digest: string) => Promise<Buffer>,
  { cache, onWarning }: SearchPlace,
): Promise<OpenParcel> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'study-'));
  const [code, dataFolder] = [join(folder, 'code'), join(folder, 'data')];
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await layFiles(code, description.code, join(cache, 'files'), fetch);
    await mkdir(dataFolder, { recursive: true });
    await layFiles(dataFolder, description.candles, join(cache, 'files'), fetch);
    const folders = description.folders.map((path) => join(code, path));
    const { study, ground } = await makeReady({ description, folders, dataFolder }, onWarning);
    const order: EpochOrder = {
      study,
      ground,
      folders,
      lossNames: description.lossNames,
      lossFolders: description.lossFolders.map((path) => join(code, path)),
      python: null,
      spillFolder: null,
    };
    const threads = new Threads(() =>
      hire<EpochOrder, Point, EpochText>(new URL('../epoch-thread.ts', import.meta.url), order, {
        heapMib: description.heapMib,
        onWarning,
      }),
    );
    return {
      title: `${description.request.swept === undefined ? 'hyperopt' : 'sweep'} of ${description.strategy}`,
      do: async (item) => serialize(await threads.do(item as Point)),
      close: async () => {
        await threads.end();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeReady(order: StudyOrder, onWarning: (text: string) => void): Promise<Ready> {
  // candles are read into memory of the heap before they are shared
  const hand = hire<StudyOrder, null, Ready>(new URL('./study-thread.ts', import.meta.url), order, { heapMib: 4096, onWarning });
  try {
    return await hand.do(null);
  } finally {
    await hand.end();
  }
}

/** As many threads as there is work at a time. */
class Threads {
  readonly #make: () => Hand<Point, EpochText>;
  readonly #all = new Set<Hand<Point, EpochText>>();
  readonly #free: Hand<Point, EpochText>[] = [];

  constructor(make: () => Hand<Point, EpochText>) {
    this.#make = make;
  }

  async do(point: Point): Promise<EpochText> {
    const hand = this.#free.pop() ?? this.#make();
    this.#all.add(hand);
    try {
      const result = await hand.do(point);
      this.#free.push(hand);
      return result;
    } catch (error) {
      // it may be one that has ended
      this.#all.delete(hand);
      await hand.end();
      throw error;
    }
  }

  async end(): Promise<void> {
    await Promise.all([...this.#all].map((hand) => hand.end()));
  }
}
