import { dirname, relative } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { withoutSecrets } from '../../../config/secrets.ts';
import type { Market } from '../../../core/market/market.ts';
import type { DataFormat } from '../../../data/candle-files.ts';
import type { StudyParcel } from '../../../queue/batch.ts';
import type { OpenStudy, StudyRequest, StudySources } from '../../../research/hyperopt/open-study.ts';
import type { DownloadHint } from '../../../research/missing-data.ts';
import { listLosses } from '../../strategies/loss-loader.ts';
import { type LoadedStrategy, parameterPath } from '../../strategies/strategy-loader.ts';
import { candleList } from './candle-list.ts';
import { codeFiles, innermostFolder } from './code-files.ts';
import { digestOf, type ParcelFile, packFiles } from './parcel-files.ts';

/** What another machine is given to try points of a search as this one would; secrets are struck out. */
export interface SearchDescription {
  readonly kind: 'hyperopt';
  readonly version: string;
  readonly strategy: string;
  readonly request: StudyRequest;
  readonly lossNames: readonly string[];
  readonly pairs: readonly string[];
  readonly markets: readonly (readonly [string, Market])[];
  readonly format: DataFormat;
  /** What a thread's heap may hold, MiB; beside it lie the candles, which all share. */
  readonly heapMib: number;
  readonly download: DownloadHint;
  /** Strategy, its parameter file, own losses, and what they import. */
  readonly code: readonly ParcelFile[];
  /** Folders of `code` with the strategy, and with losses. */
  readonly folders: readonly string[];
  readonly lossFolders: readonly string[];
  readonly candles: readonly ParcelFile[];
}

export interface ParcelOrder {
  readonly version: string;
  readonly strategy: string;
  readonly request: StudyRequest;
  readonly lossNames: readonly string[];
  readonly lossFolders: readonly string[];
  readonly heapMib: number;
  readonly sources: Pick<StudySources, 'store' | 'pairs' | 'markets' | 'download'>;
}

export async function searchParcel(order: ParcelOrder, loaded: LoadedStrategy, { study, ground }: OpenStudy): Promise<StudyParcel> {
  const { store, pairs, markets } = order.sources;
  const lossPaths = await ownLosses(order.lossNames, order.lossFolders);
  const code = [loaded.path, ...lossPaths].flatMap((path) => [...codeFiles(path), ...codeFiles(parameterPath(path))]);
  const root = innermostFolder(code);
  const informative = [...ground.informative.keys()].map((key) => key.split(' '));
  const [others, lengths] = [0, 1].map((part) => informative.flatMap((words) => words[part] ?? []));
  const candles = candleList(
    store,
    [...study.job.allPairs, ...(others ?? [])],
    [study.job.timeframe, study.job.timeframeDetail, ...(lengths ?? [])],
  );
  const [packedCode, packedCandles] = [await packFiles(root, [...new Set(code)]), await packFiles(store.folder, candles)];
  const folderOf = (path: string): string => relative(root, dirname(path));
  const config = withoutSecrets(order.request.config) as StudyRequest['config'];
  const description: SearchDescription = {
    kind: 'hyperopt',
    version: order.version,
    strategy: order.strategy,
    request: { ...order.request, config },
    lossNames: order.lossNames,
    pairs,
    markets: [...markets],
    format: store.format,
    heapMib: order.heapMib,
    download: order.sources.download,
    code: packedCode.map(({ file }) => file),
    folders: [folderOf(loaded.path)],
    lossFolders: [...new Set(lossPaths.map(folderOf))],
    candles: packedCandles.map(({ file }) => file),
  };
  const bytes = serialize(description);
  return {
    key: digestOf(bytes),
    description: bytes,
    files: new Map([...packedCode, ...packedCandles].map(({ file, read }) => [file.digest, read])),
  };
}

export function describedSearch(bytes: Buffer): SearchDescription {
  return deserialize(bytes) as SearchDescription;
}

/** Files of those losses that are no built-in ones. */
async function ownLosses(names: readonly string[], folders: readonly string[]): Promise<string[]> {
  const known = await listLosses(folders);
  return known.filter(({ name, location }) => names.includes(name) && location !== '<builtin>').map(({ location }) => location);
}
