import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parsePythonJson } from '../../core/python-json.ts';
import { type HeatMap, heatMapOf } from '../../research/hyperopt/heat-map.ts';
import { evenEpochs, type ShownEpochs } from '../../research/hyperopt/kept-epochs.ts';
import { groupsOfRecord } from '../../research/hyperopt/parameter-file.ts';
import type { ParameterGroups } from '../../research/hyperopt/parameters-of-point.ts';
import type { EpochRecord } from '../../research/hyperopt/present-epoch.ts';
import { knownStudy, studyPath } from '../../research/hyperopt/study-file.ts';
import { ResearchRefused, type SearchFile, type SearchState, type StoredParameterFile } from '../../research/port.ts';
import { parameterPath, strategyPath } from '../strategies/strategy-loader.ts';
import type { ResearchPlaces } from './places.ts';
import { exportParameters } from './search.ts';
import { searchFolderOf } from './search-orders.ts';
import type { ResearchPool, StoredEpochs } from './work.ts';

/** Files whose tries are kept in memory. */
const KEPT = 3;

/** The files of searches: what they tell, and what is done with them. Their tries are read in a thread: they are long. */
export class SearchFiles {
  readonly #places: ResearchPlaces;
  readonly #threads: ResearchPool;
  readonly #found = new Map<string, { readonly changed: number; readonly found: Promise<StoredEpochs> }>();

  constructor(places: ResearchPlaces, threads: ResearchPool) {
    this.#places = places;
    this.#threads = threads;
  }

  list(): readonly SearchFile[] {
    const folder = searchFolderOf(this.#places);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.fthypt'))
      .map((filename) => ({ filename, ...namedIn(filename, 'strategy_'), facts: knownStudy(join(folder, filename)) }))
      .sort((a, b) => (b.startedMs ?? 0) - (a.startedMs ?? 0));
  }

  async state(filename: string): Promise<SearchState> {
    const path = this.#path(filename);
    const { rows, count, last, bestEpoch, front, importance } = await this.#read(path);
    const facts = knownStudy(path);
    return {
      ...{ status: 'ended', message: 'Hyperopt ended', filename, facts, rows, epochsPerSecond: null, bestEpoch, front, importance },
      strategy: facts?.strategy ?? namedIn(basename(filename), 'strategy_').strategy,
      epochs: facts?.epochs ?? count,
      epochsDone: last,
      truth: facts?.truth ?? null,
    };
  }

  async heatMap(filename: string, axes: readonly [string, string], loss: string | null): Promise<HeatMap> {
    const path = this.#path(filename);
    return heatMapOfRows(await this.#read(path), axes, lossIndex(knownStudy(path)?.losses ?? [], loss));
  }

  async parametersOf(filename: string, epoch: number): Promise<ParameterGroups> {
    return groupsOfRecord(await this.#record(filename, epoch));
  }

  delete(filename: string): void {
    const path = this.#path(filename);
    rmSync(path);
    rmSync(studyPath(path), { force: true });
    this.#found.delete(path);
  }

  parameterFile(strategy: string): StoredParameterFile {
    const path = parameterPath(this.#strategyPath(strategy));
    if (!existsSync(path)) return { filename: null, exportTime: null, groups: {} };
    try {
      const stored = parsePythonJson(readFileSync(path, 'utf8')) as { export_time?: string; params?: ParameterGroups };
      return { filename: basename(path), exportTime: stored.export_time ?? null, groups: stored.params ?? {} };
    } catch {
      // what can't be read can be replaced all the same
      return { filename: basename(path), exportTime: null, groups: {} };
    }
  }

  async use(filename: string, epoch: number, overwrites: boolean): Promise<string> {
    const record = await this.#record(filename, epoch);
    const { strategy_name: strategy } = record.results_metrics;
    const path = this.#strategyPath(strategy);
    if (!overwrites && existsSync(parameterPath(path)))
      throw new ResearchRefused('unfit', `${basename(parameterPath(path))} is there already, and overwrite is false.`);
    exportParameters(path, strategy, record, Date.now());
    return strategy;
  }

  #strategyPath(strategy: string): string {
    const path = strategyPath(strategy, this.#places.folders);
    if (path === null) throw new ResearchRefused('missing', `Strategy ${strategy} not found, there is no place for its parameter file.`);
    return path;
  }

  async #record(filename: string, epoch: number): Promise<EpochRecord> {
    const record = await this.#threads.run('epoch', { path: this.#path(filename), epoch });
    if (record === null) throw new ResearchRefused('missing', `${filename} has no epoch ${epoch}.`);
    return record;
  }

  #read(path: string): Promise<StoredEpochs> {
    const changed = statSync(path).mtimeMs;
    const known = this.#found.get(path);
    if (known?.changed === changed) return known.found;
    const found = this.#threads.run('epochs', { path });
    this.#found.delete(path);
    this.#found.set(path, { changed, found });
    found.catch(() => this.#found.delete(path));
    for (const old of [...this.#found.keys()].slice(0, Math.max(0, this.#found.size - KEPT))) this.#found.delete(old);
    return found;
  }

  /** @throws ResearchRefused for what is no file of a search within its folder, or in that of a walk */
  #path(filename: string): string {
    const folder = dirname(filename);
    const isInWalk = folder !== '.' && basename(folder) === folder && /^walk-forward_[\w-]+$/.test(folder);
    const path = join(searchFolderOf(this.#places), filename);
    const isPlain = (folder === '.' && basename(filename) === filename) || (isInWalk && join(folder, basename(filename)) === filename);
    if (!isPlain || !filename.endsWith('.fthypt') || !existsSync(path)) throw new ResearchRefused('missing', 'File not found.');
    return path;
  }
}

/** What the name of a file tells: `strategy_Name_2026-11-28_20-28-00.fthypt`. */
export function namedIn(filename: string, prefix: string): { readonly strategy: string; readonly startedMs: number | null } {
  const [, strategy, day, time] = new RegExp(`^${prefix}(.+)_(\\d{4}-\\d\\d-\\d\\d)_(\\d\\d-\\d\\d-\\d\\d)\\.`).exec(filename) ?? [];
  if (strategy === undefined || day === undefined || time === undefined) return { strategy: '', startedMs: null };
  return { strategy, startedMs: Date.parse(`${day}T${time.replaceAll('-', ':')}Z`) };
}

/** @param loss name; null for the first @throws ResearchRefused */
export function lossIndex(names: readonly string[], loss: string | null): number {
  const index = loss === null ? 0 : names.indexOf(loss);
  if (index < 0) throw new ResearchRefused('missing', `The search has no loss ${loss}; it has ${names.join(', ')}.`);
  return index;
}

/** Of all tries, or of every so many-th where they are very many. */
export function heatMapOfRows(shown: Pick<ShownEpochs, 'rows' | 'every'>, axes: readonly [string, string], loss: number): HeatMap {
  return heatMapOf(
    evenEpochs(shown).map(({ point, losses }) => ({ point, loss: losses[loss] ?? Number.POSITIVE_INFINITY })),
    axes,
  );
}
