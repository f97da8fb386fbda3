import { appendFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { ROOT } from '../../../tests/process/harness.ts';
import { loadConfig } from '../../config/load.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { BacktestAnswer, BacktestTask } from '../../research/tasks/backtest.ts';
import type { KeepingTask } from './kept-backtest.ts';
import { researchThreads } from './work.ts';

type Trades = readonly { readonly open_date: string; readonly profit_abs: number; readonly enter_tag: string }[];

/** Its tag counts how often a thread has looked at candles. */
const STRATEGY = `import { type DataFrame, ema, Strategy } from 'freqtrade-ts';
import { FAST } from './fast.ts';
export class Counting extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 0.03 };
  override stoploss = -0.02;
  override startupCandleCount = 30;
  override populateIndicators(frame: DataFrame): DataFrame {
    /* here */
    return frame.set('fast', ema(frame.close, FAST)).set('slow', ema(frame.close, 21));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const looks = (Reflect.get(globalThis, 'looks') as number | undefined) ?? 0;
    Reflect.set(globalThis, 'looks', looks + 1);
    return frame.signal('enter_long', frame.get('fast').crossedAbove(frame.get('slow')), 'look ' + looks);
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  /* callbacks */
}
`;

describe('a backtest after another', () => {
  let folder = '';
  let config: RawConfig;
  let threads: ReturnType<typeof researchThreads>;
  const candles = () => join(folder, 'data', 'BTC_USDT-5m.feather');
  const golden = (name: string) => join(ROOT, `tests/golden/backtest/data/${name}_USDT-5m.feather`);
  const file = (name: string) => join(folder, 'strategies', name);
  const write = (text: string) => writeFileSync(file('counting.ts'), text);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-'));
    for (const name of ['strategies', 'data']) mkdirSync(join(folder, name));
    write(STRATEGY);
    writeFileSync(file('fast.ts'), 'export const FAST = 9;\n');
    cpSync(golden('S000'), candles());
    const path = join(folder, 'config.json');
    const stake = { stake_currency: 'USDT', stake_amount: 50, dry_run: true, dry_run_wallet: 1000, max_open_trades: 1 };
    const exchange = { name: 'binance', pair_whitelist: ['BTC/USDT'] };
    writeFileSync(path, JSON.stringify({ ...stake, pairlists: [{ method: 'StaticPairList' }], exchange }));
    config = loadConfig({ files: [path], environment: {}, purpose: 'backtest' }).config;
    threads = researchThreads(60_000);
  });
  afterEach(async () => {
    await threads.dismiss();
    rmSync(folder, { recursive: true });
  });

  /** @returns name of its file, its trades, all else of its report, and how often its thread had looked at candles before it did for them */
  async function run(changes: Partial<RawConfig> = {}, options: Partial<KeepingTask> = {}, input: Partial<BacktestTask> = {}) {
    const task = {
      config: { ...config, timeframe: '5m', ...changes },
      store: { folder: join(folder, 'data'), format: 'feather' as const },
      folders: [join(folder, 'strategies')],
      timeframe: '5m',
      timerange: '',
      strategy: 'Counting',
      pairs: ['BTC/USDT'],
      markets: [spotMarket('BTC/USDT')],
      resultFolder: join(folder, 'results'),
      timeframeDetail: '',
      enableProtections: false,
      ...input,
    };
    const bytes = await threads.run('backtest', { task, mostBytes: 1 << 28, reuses: true, threads: 1, settlesMs: 0, ...options });
    const told = JSON.parse(new TextDecoder().decode(bytes)) as BacktestAnswer & { strategy: Record<string, { trades: Trades }> };
    const { trades, ...figures } = told.strategy['Counting']!;
    for (const name of ['backtest_run_start_ts', 'backtest_run_end_ts']) Reflect.deleteProperty(figures, name);
    expect(trades.length).toBeGreaterThan(5);
    const tags = new Set(trades.map(({ enter_tag }) => enter_tag));
    const plain = JSON.parse(JSON.stringify(trades).replaceAll(/look \d/g, '')) as Trades;
    const report = JSON.stringify(figures).replaceAll(/look \d/g, '');
    return { file: told.metadata['Counting']!.filename, trades: plain, report, looks: [...tags].join() };
  }
  /** The same in a thread that has done nothing before. */
  async function fresh(changes: Partial<RawConfig> = {}) {
    await threads.dismiss();
    return run(changes, { reuses: false });
  }

  it('is the one of before where all is the same, and made anew where that is wanted, or its file is gone', async () => {
    const first = await run();
    expect(await run()).toEqual(first);
    const anew = await run({}, { reuses: false });
    expect(anew).toEqual({ ...first, file: anew.file });
    expect(anew.file).not.toBe(first.file);
    expect(await run()).toEqual(anew);
    rmSync(join(folder, 'results', `${anew.file}.zip`));
    expect((await run()).trades).toEqual(first.trades);
  });

  it('trades anew with other stakes on what was analysed before, and analyses anew for other settings', async () => {
    await run();
    const stakes = { stake_amount: 100, dry_run_wallet: 5000 };
    const other = await run(stakes);
    expect(other.looks).toBe('look 0');
    expect(other.trades).toEqual((await fresh(stakes)).trades);
    const costly = await run({ fee: 0.01 });
    expect(costly.looks).toBe('look 1');
  });

  it('sees candles that have changed, whatever their date says', async () => {
    const first = await run();
    cpSync(golden('S001'), join(folder, 'other'), { preserveTimestamps: true });
    renameSync(join(folder, 'other'), candles());
    const other = await run();
    expect(other.trades).not.toEqual(first.trades);
    expect(other.looks).toBe('look 1');
    expect((await fresh()).trades).toEqual(other.trades);
  });

  it('sees what has changed in any file of the strategy, and its parameters', async () => {
    const first = await run();
    writeFileSync(file('fast.ts'), 'export const FAST = 5;\n');
    const fast = await run();
    expect(fast.looks).toBe('look 0');
    expect(fast.trades).not.toEqual(first.trades);
    writeFileSync(file('counting.json'), JSON.stringify({ strategy_name: 'Counting', params: { stoploss: { stoploss: -0.01 } } }));
    expect((await run()).trades).not.toEqual(fast.trades);
    rmSync(file('counting.json'));
    expect((await run()).trades).toEqual(fast.trades);
    appendFileSync(file('counting.ts'), '// another line\n');
    expect((await run()).looks).toBe('look 0');
  });

  it('begins with nothing of before where callbacks may have kept something for themselves', async () => {
    write(STRATEGY.replace('/* callbacks */', 'asked = 0; customStoploss() { this.asked++; return -0.02; }'));
    const first = await run();
    expect(await run()).toEqual(first);
    expect((await run({ stake_amount: 60 })).looks).toBe('look 0');
    expect((await run({ stake_amount: 60 })).looks).toBe('look 0');
  });

  it('is analysed anew with other stakes where the strategy asks for them', async () => {
    write(
      STRATEGY.replace(
        '/* here */',
        'if (Number(this.config.stake_amount) > 55) return frame.set("fast", frame.open).set("slow", frame.close);',
      ),
    );
    const first = await run();
    const other = await run({ stake_amount: 60 });
    expect(other.looks).toBe('look 1');
    expect(other.trades).not.toEqual(first.trades);
  });

  it.each([
    ['the clock', 'Date.now();', ''],
    ['the present moment', 'new Date();', ''],
    ['chance', 'Math.random();', ''],
    ['a file', 'readFileSync(import.meta.filename);', "import { readFileSync } from 'node:fs';\n"],
  ])('leaves nothing of a strategy that asks for %s', async (_what, statement, head) => {
    write(head + STRATEGY.replace('/* here */', statement));
    const first = await run();
    const again = await run();
    expect(again.file).not.toBe(first.file);
    expect(again.looks).toBe('look 0');
  });

  it('comes to the same where another thread helps, and leaves as much', async () => {
    const pairs = Array.from({ length: 12 }, (_value, index) => `P${index}/USDT`);
    for (const [index, pair] of pairs.entries())
      cpSync(golden(`S00${index % 4}`), join(folder, 'data', `${pair.replace('/', '_')}-5m.feather`));
    const many = { pairs, markets: pairs.map((pair) => spotMarket(pair)) };
    const stakes = { stake_amount: 60 };
    const alone = { ...(await run({}, {}, many)), file: '', looks: '' };
    const otherAlone = { ...(await run(stakes, {}, many)), file: '', looks: '' };
    await threads.dismiss();
    const helped = await run({}, { threads: 2 }, many);
    expect({ ...helped, file: '', looks: '' }).toEqual(alone);
    expect(await run({}, { threads: 2 }, many)).toEqual(helped);
    expect({ ...(await run(stakes, { threads: 2 }, many)), file: '', looks: '' }).toEqual(otherAlone);
    // code that has changed is run anew in both
    writeFileSync(file('fast.ts'), 'export const FAST = 5;\n');
    expect((await run({}, { threads: 2 }, many)).trades).not.toEqual(alone.trades);
  });

  it('leaves no more than it may', async () => {
    const first = await run({}, { mostBytes: 1000 });
    expect((await run({}, { mostBytes: 1000 })).file).not.toBe(first.file);
    await run();
    expect((await run({ stake_amount: 60 }, { mostBytes: 0 })).looks).toBe('look 0');
    expect((await run()).looks).toBe('look 0');
  });
});
