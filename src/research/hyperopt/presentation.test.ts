import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goldenEpochs } from '../../../tests/golden/epochs.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { coins, fixed, float, general } from '../tables/python-text.ts';
import { reportTables } from '../tables/report-tables.ts';
import { epochCsv } from './epoch-csv.ts';
import { epochDetails } from './epoch-details.ts';
import { readEpochs } from './epoch-file.ts';
import { ALL_EPOCHS, isWanted } from './epoch-filters.ts';
import { epochReport } from './epoch-report.ts';
import { epochCells } from './epoch-table.ts';
import { recordOfLine, resultText, rowOf } from './epoch-text.ts';
import type { StudyRequest } from './open-study.ts';
import { parameterFileText } from './parameter-file.ts';
import { type EpochRecord, explanationOf } from './present-epoch.ts';
import { settingsOfTries } from './settings-of-tries.ts';
import { checkSame } from './study-file.ts';

const GOLDEN = join(ROOT, 'tests/golden/hyperopt');
const golden = (name: string): string => readFileSync(join(GOLDEN, name), 'utf8');

/** Lines without blanks around cells, and without rulers. */
const cellsOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[┏┡└]/.test(line))
    .map((line) =>
      /^[│┃]/.test(line)
        ? line
            .replaceAll('┃', '│')
            .replace(/^│|│$/g, '')
            .split('│')
            .map((cell) => cell.trim())
            .join('│')
        : line,
    );
/** Parts of a list of parameters, whose order is chance in freqtrade for spaces of one's own. */
const bySpace = (lines: readonly string[]): string[] =>
  lines
    .join('\n')
    .split('\n# ')
    .flatMap((part) => part.split('\n{"'))
    .sort();

/** freqtrade's own file of 40 tries, and what its commands print and write of it. */
describe('what is shown of a search', () => {
  const folder = mkdtempSync(join(tmpdir(), 'epochs-'));
  const records: EpochRecord[] = [];
  beforeAll(async () => {
    const path = join(folder, 'seed.fthypt');
    writeFileSync(path, gunzipSync(readFileSync(join(GOLDEN, 'seed-42-40.fthypt.gz'))));
    for await (const record of readEpochs(path)) records.push(record);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const best = (): EpochRecord => records[34]!;

  it('is freqtrade’s list as CSV, to the letter', () => {
    expect(epochCsv(records)).toBe(golden('list.csv'));
  });

  it('is a try as freqtrade writes it, in words and as JSON', () => {
    expect(epochDetails(best(), 40, { asJson: false, header: 'Best result' }).trimEnd()).toBe(golden('list.txt').trimEnd());
    const shown = golden('show-best.txt');
    const ours = epochDetails(best(), 40, { asJson: false, header: 'Epoch details' });
    expect(shown.slice(shown.indexOf('\nEpoch details')).trimEnd()).toBe(ours.trimEnd());
    const third = golden('show-3.json.txt');
    const asJson = epochDetails(records[2]!, 40, { asJson: true, header: 'Epoch details' });
    expect(third.slice(third.indexOf('\nEpoch details')).trimEnd()).toBe(asJson.trimEnd());
  });

  it('is every table, list of parameters and JSON of each try as freqtrade shows it', () => {
    const by = ['day', 'week', 'month', 'weekday', 'year'] as const;
    const shown = JSON.parse(gunzipSync(readFileSync(join(GOLDEN, 'shown.json.gz'))).toString()) as Record<
      string,
      Record<string, string[]>
    >;
    for (const [file, texts] of Object.entries(shown)) {
      const tries = goldenEpochs(`${file}.fthypt.gz`);
      for (const [number, theirs] of Object.entries(texts)) {
        const record = tries[Number(number) - 1]!;
        const tables = reportTables(record.results_metrics.strategy_name, epochReport(record, by), by, 220);
        const details = epochDetails(record, 40, { asJson: false, header: 'Epoch details' });
        const ours = cellsOf(tables + details + epochDetails(record, 40, { asJson: true, header: null }));
        // any number of open trades is Infinity there, which is no JSON
        const known = theirs.map((line) => line.replace(':Infinity}', ':-1}'));
        const end = known.indexOf('Epoch details:');
        expect([file, number, ours.slice(0, end)]).toEqual([file, number, known.slice(0, end)]);
        expect(bySpace(ours.slice(end))).toEqual(bySpace(known.slice(end)));
      }
    }
  });

  it('is the same line for every try', () => {
    for (const record of records) expect(explanationOf(record.results_metrics)).toBe(record.results_explanation);
  });

  it('has the cells of freqtrade’s table', () => {
    const cells = records
      .filter((record) => isWanted(record, { ...ALL_EPOCHS, onlyBest: true }))
      .map((record) =>
        epochCells({ ...rowOf(record), epoch: record.current_epoch, isBest: record.is_best, isInitial: record.is_initial_point }, 40),
      );
    expect(cells).toEqual([
      [
        '* Best',
        '1/40',
        '116',
        '  84     0    32  72.4',
        '-0.05%',
        '-5.645 USDT   (-0.56%)',
        '16:31:00',
        '1.14755',
        '45.049 USDT    (4.33%)',
      ],
      [
        'Best',
        '35/40',
        '60',
        '  46     0    14  76.7',
        '0.31%',
        '18.627 USDT    (1.86%)',
        '10:30:00',
        '-20.53145',
        '0.006 USDT    (0.00%)',
      ],
    ]);
  });

  it('is the parameter file, but for its moment', () => {
    const file = JSON.parse(golden('hyper.json')) as Record<string, unknown>;
    const ours = JSON.parse(parameterFileText('Hyper', best(), 0)) as Record<string, unknown>;
    expect(ours).toEqual({ ...file, export_time: '1970-01-01 00:00:00.000000+00:00' });
    const text = (of: Record<string, unknown>): string => JSON.stringify({ ...of, export_time: '' });
    expect(text(ours), 'in the same order').toBe(text(file));
  });

  it('leaves out what is not wanted', () => {
    const numbers = (filters: Partial<typeof ALL_EPOCHS>): number[] =>
      records.filter((record) => isWanted(record, { ...ALL_EPOCHS, ...filters })).map(({ current_epoch: epoch }) => epoch);
    expect(numbers({ onlyProfitable: true })).toEqual([35]);
    expect(numbers({ minTrades: 389 })).toEqual([2, 30]);
    expect(numbers({ maxTrades: 22 })).toEqual([32]);
    expect(numbers({ minAvgTime: 1355 })).toEqual(
      records
        .filter(({ results_metrics: metrics }) => Math.floor(metrics.holding_avg_s! / 60) > 1355)
        .map((record) => record.current_epoch),
    );
    expect(numbers({ minObjective: 1.2 })).toEqual([1, 35]);
    expect(numbers({ maxObjective: 62 })).toEqual([16, 39]);
    expect(numbers({ minAvgProfit: -0.06 })).toEqual([1, 35]);
    expect(numbers({ minTotalProfit: -6, maxTotalProfit: 0 })).toEqual([1]);
  });

  it('reads a file whose last line was cut short, and refuses what is none', async () => {
    const path = join(folder, 'cut.fthypt');
    const line = JSON.stringify(records[0]);
    writeFileSync(path, `${line}\n${line.slice(0, 100)}`);
    const read: EpochRecord[] = [];
    for await (const record of readEpochs(path)) read.push(record);
    expect(read).toHaveLength(1);
    writeFileSync(path, `${line.slice(0, 100)}\n${line}\n`);
    await expect(readEpochs(path).next()).rejects.toThrow('line 1: this is no try of a search');
    writeFileSync(path, '{"loss": 1}\n');
    await expect(readEpochs(path).next()).rejects.toThrow('incompatible');
    writeFileSync(path, `${line.replace('"sqn":-0.161', '"sqn":NaN').replace('"loss":', '"calm": -Infinity, "loss":')}\n`);
    expect((await readEpochs(path).next()).value).toMatchObject({ loss: records[0]!.loss });
  });

  it('goes on with the same settings only', () => {
    const config = { stake_currency: 'USDT', stake_amount: 100, dry_run_wallet: 1000, bot_name: 'one' };
    const request = {
      config,
      fee: null,
      timeframeDetail: '',
      enableProtections: false,
      positionStacking: false,
    } as unknown as StudyRequest;
    const asked = { strategy: 'Hyper', losses: ['a'], timeframe: '5m', timerange: '', pairs: [], min_trades: 1, space: [] };
    const begun = { ...asked, sampler: '', seed: 1, ahead: 1, epochs: 1, settings: settingsOfTries(request) };
    const goOn = (other: object) => () => checkSame(begun, { ...asked, settings: settingsOfTries({ ...request, ...other }) }, 'file');
    expect(goOn({ config: { ...config, bot_name: 'two' } })).not.toThrow();
    expect(goOn({ fee: 0.001 })).toThrow('--resume: file was begun with fee null, and this asks for 0.001.');
    expect(goOn({ config: { ...config, stake_amount: 200 } })).toThrow('begun with stake_amount 100, and this asks for 200.');
    expect(goOn({ config: { ...config, dry_run_wallet: 900 } })).toThrow('begun with starting_balance 1000, and this asks for 900.');
    expect(goOn({ config: { ...config, max_open_trades: 2 } })).toThrow('begun with max_open_trades none, and this asks for 2.');
    const { settings: _settings, ...older } = begun;
    expect(() => checkSame(older, { ...asked, settings: begun.settings }, 'file')).not.toThrow();
  });

  it('writes numbers as Python does', () => {
    expect([1e-5, 0.1, 12, 1e16, -0, 1.5e-7, 123456.789].map(float)).toEqual([
      ...['1e-05', '0.1', '12.0', '1e+16', '-0.0', '1.5e-07', '123456.789'],
    ]);
    expect([fixed(1234567.891, 2, true), fixed(-0.0001, 2), fixed(0, 2), fixed(-1234.5, 0, true)]).toEqual([
      ...['1,234,567.89', '-0.00', '0.00', '-1,234'],
    ]);
    expect([9.227e-6, 0.012345, 1, 0, 123456, 0.00012].map((value) => general(value, 4))).toEqual([
      ...['9.227e-06', '0.01235', '1', '0', '1.235e+05', '0.00012'],
    ]);
    expect([-3.93, -10, 0, 120.5].map((value) => coins(value, 3))).toEqual(['-3.93', '-10', '0', '120.5']);
  });

  it('keeps binary numbers as such, and any number of open trades', () => {
    const [record] = goldenEpochs('spaced-14.fthypt.gz');
    expect(parameterFileText('Spaced', record!, 0)).toMatch(/"stoploss": -1\.0\n[\s\S]*"max_open_trades": -1\n[\s\S]*"mine_kept": 1\.0/);
    expect(epochCsv([record!]).split('\n')[1]).toMatch(/,2,88,24,25,0\.037,0\.064,0\.033,22\.0,61\.0293440660166,often,short$/);
    const line = resultText({ ...record!, floats: new Set(['mine_kept', 'enter_level']) });
    expect(line).toMatch(/"enter_level":22\.0,.*"trailing_stop_positive_offset":1,.*"mine_kept":1\.0\}.*"trades_per_day":1\.5,/);
    expect(line).toContain('"profit_total_pct":0.0,');
    expect(recordOfLine(line).results_metrics).toEqual(JSON.parse(JSON.stringify(record!.results_metrics)));
  });
});
