import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { FeatherTable } from '../../data/feather/feather.ts';
import { readFeather } from '../../data/feather/read-feather.ts';
import { ResearchRefused, type ResultFigures, type StoredBacktest, type StoredTable } from '../port.ts';

interface Meta {
  readonly run_id: string;
  readonly backtest_start_time: number;
  notes?: string;
  readonly backtest_start_ts?: number | null;
  readonly backtest_end_ts?: number | null;
  readonly timeframe?: string | null;
  readonly timeframe_detail?: string | null;
}

/** freqtrade's words for a result without balances. */
const NO_WALLET = 'Unable to retrieve wallet history.';

/** A folder with backtest results, read for the API. Names come from outside: only those of files that are there are used. */
export class StoredResults {
  readonly #folder: string;
  readonly #readFigures: ReadFigures;
  /** Figures by file, as of when it was written: results are large, and don't change. */
  readonly #figures = new Map<string, { readonly writtenMs: number; readonly figures: readonly ResultFigures[] }>();

  /** @param readFigures reads many files, where that keeps nobody waiting */
  constructor(folder: string, readFigures: ReadFigures = async (names) => figuresOfFiles(folder, names)) {
    this.#folder = folder;
    this.#readFigures = readFigures;
  }

  /** One row for each strategy of each result, newest first. */
  async list(): Promise<StoredBacktest[]> {
    const rows: StoredBacktest[] = [];
    for (const filename of this.#names()) {
      // one may be deleted meanwhile
      const text = await readFile(this.#metaPath(filename), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '{}';
        throw error;
      });
      for (const [strategy, meta] of Object.entries(JSON.parse(text) as Record<string, Meta>)) rows.push(rowOf(filename, strategy, meta));
    }
    return rows.sort((a, b) => b.runStartedSeconds - a.runStartedSeconds);
  }

  /** What came of every result. Files are read once, and again when they have been written anew; one that can't be read is left out. */
  async figures(): Promise<ResultFigures[]> {
    const names = this.#names();
    for (const known of this.#figures.keys()) if (!names.includes(known)) this.#figures.delete(known);
    const files = names.flatMap((filename) => {
      const writtenMs = statSync(join(this.#folder, `${filename}.zip`), { throwIfNoEntry: false })?.mtimeMs;
      return writtenMs === undefined ? [] : [{ filename, writtenMs }];
    });
    const unread = files.filter(({ filename, writtenMs }) => this.#figures.get(filename)?.writtenMs !== writtenMs);
    const read = unread.length === 0 ? [] : await this.#readFigures(unread.map(({ filename }) => filename));
    for (const [index, { filename, writtenMs }] of unread.entries()) this.#figures.set(filename, { writtenMs, figures: read[index] ?? [] });
    return files.flatMap(({ filename }) => this.#figures.get(filename)?.figures ?? []);
  }

  /** Facts of a result, with the name of its file. */
  metadata(filename: string, strategy: string): Readonly<Record<string, unknown>> {
    return { ...this.#metaOf(filename, strategy), filename };
  }

  /** @returns result of a strategy as JSON text */
  result(filename: string, strategy: string): string {
    const meta = this.metadata(filename, strategy);
    const stored = JSON.parse(strFromU8(this.#inZip(filename, `${filename}.json`))) as {
      strategy: Record<string, unknown>;
      strategy_comparison: { key: string }[];
    };
    return JSON.stringify({
      metadata: { [strategy]: meta },
      strategy: { [strategy]: stored.strategy[strategy] },
      strategy_comparison: stored.strategy_comparison.filter(({ key }) => key === strategy),
    });
  }

  setNotes(filename: string, strategy: string, notes: string): void {
    this.#check(filename);
    const all = this.#meta(filename);
    const meta = Object.hasOwn(all, strategy) ? all[strategy] : undefined;
    if (meta === undefined) throw new ResearchRefused('unfit', 'Strategy not in metadata.');
    meta.notes = notes;
    const path = this.#metaPath(filename);
    writeFileSync(`${path}.tmp`, JSON.stringify(all));
    renameSync(`${path}.tmp`, path);
  }

  delete(filename: string): void {
    this.#check(filename);
    for (const ending of ['.zip', '.meta.json', '.json', '_market_change.feather'])
      rmSync(join(this.#folder, `${filename}${ending}`), { force: true });
  }

  async marketChange(filename: string): Promise<StoredTable> {
    this.#check(filename);
    const table = await readFeather(this.#inZip(filename, `${filename}_market_change.feather`));
    const date = numbers(table, 'date');
    const [mean, relative, count] = [numbers(table, 'mean'), numbers(table, 'rel_mean'), numbers(table, 'count')];
    return {
      columns: ['date', 'mean', 'rel_mean', 'count', '__date_ts'],
      data: Array.from(date, (at, row) => [isoSeconds(at), mean[row], relative[row], count[row], at]),
    };
  }

  /** Worth of the wallet over time. */
  async wallet(filename: string, strategy: string): Promise<StoredTable> {
    if (!this.#names().includes(filename)) throw new ResearchRefused('unfit', NO_WALLET);
    const file = this.#find(filename, `${filename}_${strategy}_wallet.feather`);
    if (file === null) throw new ResearchRefused('missing', NO_WALLET);
    const table = await readFeather(file);
    const [date, worth] = [numbers(table, 'date'), numbers(table, 'total_quote')];
    const sums = new Map<number, number>();
    for (const [row, at] of date.entries()) sums.set(at, (sums.get(at) ?? 0) + worth[row]!);
    return { columns: ['date', '__date_ts', 'total_quote'], data: [...sums].map(([at, sum]) => [isoSeconds(at), at, sum]) };
  }

  #names(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder).flatMap((file) => (file.endsWith('.meta.json') ? [file.slice(0, -'.meta.json'.length)] : []));
  }

  /** @throws ResearchRefused unless there is such a result */
  #check(filename: string): void {
    if (!this.#names().includes(filename)) throw new ResearchRefused('missing', 'File not found.');
  }

  #metaPath(filename: string): string {
    return join(this.#folder, `${filename}.meta.json`);
  }

  #meta(filename: string): Record<string, Meta> {
    return JSON.parse(readFileSync(this.#metaPath(filename), 'utf8')) as Record<string, Meta>;
  }

  #metaOf(filename: string, strategy: string): Meta {
    this.#check(filename);
    const all = this.#meta(filename);
    const found = Object.hasOwn(all, strategy) ? all[strategy] : undefined;
    if (found === undefined) throw new ResearchRefused('missing', 'Strategy not found in metadata.');
    return found;
  }

  #inZip(filename: string, member: string): Uint8Array {
    const found = this.#find(filename, member);
    if (found === null) throw new ResearchRefused('missing', 'File not found.');
    return found;
  }

  #find(filename: string, member: string): Uint8Array | null {
    const files = unzipSync(readFileSync(join(this.#folder, `${filename}.zip`)), { filter: ({ name }) => name === member });
    return Object.hasOwn(files, member) ? files[member]! : null;
  }
}

function rowOf(filename: string, strategy: string, meta: Meta): StoredBacktest {
  return {
    filename,
    strategy,
    runId: meta.run_id,
    runStartedSeconds: meta.backtest_start_time,
    notes: meta.notes ?? '',
    fromSeconds: meta.backtest_start_ts ?? null,
    toSeconds: meta.backtest_end_ts ?? null,
    timeframe: meta.timeframe ?? null,
    timeframeDetail: meta.timeframe_detail ?? null,
  };
}

function numbers(table: FeatherTable, name: string): Float64Array {
  return (table.get(name)?.values ?? new Float64Array()) as Float64Array;
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** A row of a result's comparison of strategies. Source: freqtrade 2026.9. */
interface Comparison {
  readonly key: string;
  readonly trades: number;
  readonly profit_total: number;
  readonly profit_total_abs: number;
  readonly sharpe: number;
  readonly max_drawdown_account: number;
}

/** Reads figures of files by their names; none of one that can't be read. */
type ReadFigures = (filenames: readonly string[]) => Promise<readonly (readonly ResultFigures[])[]>;

/** What came of results, a list for each file; an empty one where it can't be read. Large files take a while. */
export function figuresOfFiles(folder: string, filenames: readonly string[]): ResultFigures[][] {
  return filenames.map((filename) => {
    try {
      return figuresIn(join(folder, `${filename}.zip`), filename);
    } catch {
      return [];
    }
  });
}

function figuresIn(path: string, filename: string): ResultFigures[] {
  const member = `${filename}.json`;
  const packed = unzipSync(readFileSync(path), { filter: ({ name }) => name === member })[member];
  if (packed === undefined) return [];
  const text = strFromU8(packed);
  const currency = /"stake_currency":\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  return comparisonIn(text).map((row) => ({
    filename,
    strategy: row.key,
    stakeCurrency: currency,
    trades: row.trades,
    profit: row.profit_total_abs,
    profitRatio: row.profit_total,
    drawdown: Number(row.max_drawdown_account),
    sharpe: row.sharpe,
  }));
}

/** The comparison stands behind all trades: the rest need not be read for it. */
function comparisonIn(text: string): Comparison[] {
  const begin = text.indexOf('[', text.lastIndexOf('"strategy_comparison"'));
  const end = text.indexOf('}]', begin);
  return begin < 0 || end < 0 ? [] : (JSON.parse(text.slice(begin, end + 2)) as Comparison[]);
}
