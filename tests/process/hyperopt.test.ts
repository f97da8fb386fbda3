import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketAddresses, serveMarkets } from '../golden/markets.ts';
import { ROOT, removeFolder, temporaryFolder } from './harness.ts';

/** The commands of a search as a user would write them, over recorded candles and markets. */
const GOLDEN = join(ROOT, 'tests/golden');
const run = promisify(execFile);
const MAIN = join(ROOT, 'src/cli/main.ts');

interface Epoch {
  readonly loss: number;
  readonly params_dict: object;
  readonly current_epoch: number;
  readonly is_best: boolean;
  readonly results_metrics: Record<string, unknown>;
}

describe('a search on the command line', () => {
  const folder = temporaryFolder();
  let server: Server;
  const config = join(folder, 'config.json');
  beforeAll(async () => {
    server = await serveMarkets();
    const asked = JSON.parse(readFileSync(join(GOLDEN, 'hyperopt/case.json'), 'utf8')) as { config: { exchange: object } };
    const exchange = { ...asked.config.exchange, ccxt_config: { urls: marketAddresses(server) } };
    writeFileSync(config, JSON.stringify({ ...asked.config, exchange }));
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    removeFolder(folder);
  });

  function userFolder(name: string): string {
    const home = join(folder, name);
    mkdirSync(join(home, 'strategies'), { recursive: true });
    copyFileSync(join(ROOT, 'examples/oracle/hyper.ts'), join(home, 'strategies/hyper.ts'));
    return home;
  }
  const searchArgs = (home: string, ...more: string[]): string[] => [
    ...[MAIN, 'hyperopt', '-c', config, '--userdir', home, '-d', join(GOLDEN, 'backtest/data'), '-s', 'Hyper'],
    ...['--timerange', '20240102-20240109', '--random-state', '7', '--sampler', 'RandomSampler'],
    ...more,
  ];
  const search = (home: string, ...more: string[]) =>
    run(process.execPath, searchArgs(home, ...more), { maxBuffer: 1e8, timeout: 120_000 });
  const command = (name: string, home: string, ...more: string[]) =>
    run(process.execPath, [MAIN, name, '--userdir', home, ...more], { maxBuffer: 1e8, timeout: 60_000 });
  const fileOf = (home: string): string => {
    const results = join(home, 'hyperopt_results');
    return join(results, readdirSync(results).find((name) => name.endsWith('.fthypt'))!);
  };
  const epochsOf = (home: string): Epoch[] =>
    readFileSync(fileOf(home), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Epoch);
  const withoutMoments = (epochs: readonly Epoch[]) =>
    epochs.map(({ results_metrics: { backtest_run_start_ts: _start, backtest_run_end_ts: _end, ...metrics }, ...epoch }) => ({
      ...epoch,
      metrics,
    }));

  it('finds the same with one worker, with two, and when it was stopped in between', async () => {
    const [one, two, parts] = ['one', 'two', 'parts'].map(userFolder) as [string, string, string];
    const all = ['--spaces', 'all', '--hyperopt-loss', 'SharpeHyperOptLoss'];
    const [{ stdout, stderr }] = await Promise.all([
      search(two, ...all, '-e', '24', '-j', '2'),
      search(one, ...all, '-e', '24', '-j', '1'),
    ]);
    const epochs = epochsOf(two);
    expect(epochs.map(({ current_epoch: number }) => number)).toEqual(Array.from({ length: 24 }, (_value, index) => index + 1));
    expect(withoutMoments(epochsOf(one))).toEqual(withoutMoments(epochs));
    expect(stderr).toMatch(/Candles and indicators take [\d.]+ MiB, which all workers share/);
    expect(stderr).toMatch(/Memory of a worker: [\d.]+ MiB at most/);
    const best = epochs.filter(({ is_best: isBest }) => isBest);
    expect(stdout).toContain('Hyperopt results');
    expect(stdout.match(/Best +│/g)).toHaveLength(best.length);
    expect(stdout).toContain('Best result:\n\n');
    expect(stdout).toMatch(/\nParameters that matter: \w+ \d+ %/);
    expect(stdout).toMatch(/\nOut of sample: \d+ trades\. /);
    expect(stdout).toContain('had the same trades come in another order (1000 times)');
    const stored = JSON.parse(readFileSync(join(two, 'strategies/hyper.json'), 'utf8')) as { params: { buy: Record<string, unknown> } };
    const { kept, ...found } = stored.params.buy;
    expect(kept).toBe(4);
    expect(best.at(-1)!.params_dict).toMatchObject(found);
    await search(parts, ...all, '-e', '11', '-j', '2', '--disable-param-export');
    expect(existsSync(join(parts, 'strategies/hyper.json'))).toBe(false);
    expect(epochsOf(parts)).toHaveLength(11);
    const again = await search(parts, ...all, '-e', '24', '-j', '2', '--resume', '--disable-param-export');
    expect(again.stderr).toContain('Going on with 11 tries');
    expect(withoutMoments(epochsOf(parts))).toEqual(withoutMoments(epochs));
    const other = search(parts, '--spaces', 'buy', '--hyperopt-loss', 'SharpeHyperOptLoss', '--resume');
    await expect(other).rejects.toMatchObject({ stderr: expect.stringContaining('what is searched differs') as unknown });
  }, 120_000);

  it('walks forward: what is found on one part is tried on the next', async () => {
    const home = userFolder('forward');
    const days = ['--train-days', '5', '--test-days', '3', '--timerange', '20240102-20240112'];
    const args = searchArgs(home, '--spaces', 'buy', '--hyperopt-loss', 'OnlyProfitHyperOptLoss', '-e', '12', '-j', '1', ...days);
    args[1] = 'walk-forward';
    const { stdout } = await run(process.execPath, args, { maxBuffer: 1e8, timeout: 120_000 });
    expect(stdout).toMatch(/2024-01-02 - 2024-01-07 │ .* │ 2024-01-07 - 2024-01-10 │/);
    expect(stdout).toMatch(/2024-01-05 - 2024-01-10 │ .* │ 2024-01-10 - 2024-01-12 │/);
    const results = join(home, 'hyperopt_results');
    // the report, and the tries of all windows in one folder beside it
    const names = readdirSync(results).sort();
    expect(names).toEqual([expect.stringMatching(/^walk-forward_Hyper_[\d_-]+$/), `${names[0]}.json`]);
    const report = JSON.parse(readFileSync(join(results, names[1]!), 'utf8')) as {
      windows: { filename: string; out_of_sample: { total_trades: number } }[];
      summary: { total_trades: number };
    };
    for (const { filename } of report.windows)
      expect(readFileSync(join(results, filename), 'utf8').trimEnd().split('\n'), filename).toHaveLength(12);
    const trades = report.windows.reduce((sum, window) => sum + window.out_of_sample.total_trades, 0);
    expect(report.summary.total_trades).toBe(trades);
    expect(stdout).toContain(`Out of sample: ${trades} trades`);
    expect(stdout).toContain('had the same trades come in another order (1000 times)');
    expect(existsSync(join(home, 'strategies/hyper.json'))).toBe(false);
  }, 60_000);

  it('ends with what there is when it is interrupted', async () => {
    const home = userFolder('interrupted');
    const child = spawn(process.execPath, searchArgs(home, '--spaces', 'all', '--hyperopt-loss', 'SharpeHyperOptLoss', '-e', '50000'));
    const written = { text: '' };
    child.stderr.on('data', (chunk: Buffer) => {
      written.text += chunk.toString();
    });
    await lines(child);
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
    expect(written.text).toContain('User interrupted..');
    const saved = Number(/(\d+) epochs? saved to/.exec(written.text)?.[1]);
    expect(epochsOf(home)).toHaveLength(saved);
    expect(saved).toBeGreaterThan(0);
  }, 120_000);

  it('goes on where a try needs much memory for a moment', async () => {
    const home = userFolder('hungry');
    writeFileSync(
      join(home, 'strategies/hungry.ts'),
      `import type { DataFrame } from 'freqtrade-ts';
import { Hyper } from './hyper.ts';
export class Hungry extends Hyper {
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const trades = Array.from({ length: 4_000_000 }, (_value, id) => ({ id }));
    return trades.length > 0 ? super.populateEntryTrend(frame) : frame;
  }
}
`,
    );
    const args = searchArgs(home, '--spaces', 'buy', '--hyperopt-loss', 'SharpeHyperOptLoss', '-e', '2', '-j', '1');
    args[args.indexOf('Hyper')] = 'Hungry';
    await run(process.execPath, args, { maxBuffer: 1e8, timeout: 120_000 });
    expect(epochsOf(home)).toHaveLength(2);
  }, 120_000);

  it('goes by a loss of one’s own, by several, and stops where nothing gets better', async () => {
    const home = userFolder('own');
    mkdirSync(join(home, 'hyperopts'));
    writeFileSync(
      join(home, 'hyperopts/mine.ts'),
      `import type { HyperoptLoss } from 'freqtrade-ts';
export const ManyTradesLoss: HyperoptLoss = ({ tradeCount, figures }) => -tradeCount - 0 * figures.days;
export const BrokenLoss: HyperoptLoss = ({ figures }) => { throw new Error('nobody knows days: ' + figures.days); };
`,
    );
    const losses = 'ManyTradesLoss,MaxDrawDownHyperOptLoss';
    const { stderr } = await search(home, '--spaces', 'trades', 'nonsense', '--hyperopt-loss', losses, '-e', '200', '--early-stop', '20');
    expect(stderr).toContain("The 'nonsense' space is asked for");
    expect(stderr).toContain('Every point of the search space has been tried.');
    const epochs = epochsOf(home) as (Epoch & { losses: Record<string, number> })[];
    expect(epochs.map(({ params_dict: point }) => JSON.stringify(point)).sort()).toHaveLength(12);
    for (const epoch of epochs) {
      expect(Object.keys(epoch.losses)).toEqual(losses.split(','));
      expect(epoch.losses['ManyTradesLoss']).toBe(-Number(epoch.results_metrics['total_trades']));
    }
    const front = await command('hyperopt-list', home, '--pareto', '--heat-map', 'max_open_trades', 'nonsense').catch(
      (error: unknown) => error,
    );
    expect(front).toMatchObject({ stderr: expect.stringContaining('name two of max_open_trades') as unknown });
    const onFront = await command('hyperopt-list', home, '--pareto');
    const isBeaten = (one: Epoch & { losses: Record<string, number> }) =>
      epochs.some(({ losses: other }) => {
        const pairs = losses.split(',').map((name) => [other[name]!, one.losses[name]!] as const);
        return pairs.every(([theirs, ours]) => theirs <= ours) && pairs.some(([theirs, ours]) => theirs < ours);
      });
    const unbeaten = epochs.filter((epoch) => epoch.losses['ManyTradesLoss']! < 0 && !isBeaten(epoch));
    expect(unbeaten.length).toBeGreaterThan(0);
    expect(onFront.stdout.match(/Front +│/g)).toHaveLength(unbeaten.length);
    for (const { current_epoch: number } of unbeaten) expect(onFront.stdout).toMatch(new RegExp(`│ +${number}/12 │`));
    expect(onFront.stdout).toMatch(/\nOut of sample: \d+ trades\. /);
    const { stdout } = await command('list-hyperoptloss', home);
    expect(stdout).toMatch(/ManyTradesLoss +OK +.*mine\.ts/);
    expect(stdout).toMatch(/SharpeHyperOptLoss +OK +<builtin>/);
    await expect(search(home, '--hyperopt-loss', 'SharpHyperOptLoss')).rejects.toMatchObject({
      stderr: expect.stringContaining('Did you mean "SharpeHyperOptLoss"?') as unknown,
    });
    await expect(search(home)).rejects.toMatchObject({ stderr: expect.stringContaining('No Hyperopt loss set.') as unknown });
    await expect(search(home, '--hyperopt-loss', 'BrokenLoss', '-j', '1')).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /mine\.ts: BrokenLoss has failed: nobody knows days: 7 \(.*mine\.ts:3:\d+: export const Broken/,
      ) as unknown,
    });
  }, 120_000);

  it('lists and shows what freqtrade has found', async () => {
    const home = userFolder('theirs');
    mkdirSync(join(home, 'hyperopt_results'));
    const file = join(home, 'hyperopt_results/theirs.fthypt');
    writeFileSync(file, gunzipSync(readFileSync(join(GOLDEN, 'hyperopt/seed-42-40.fthypt.gz'))));
    const golden = (name: string): string => readFileSync(join(GOLDEN, 'hyperopt', name), 'utf8');
    const csv = join(home, 'list.csv');
    const listed = await command('hyperopt-list', home, '--hyperopt-filename', 'theirs.fthypt', '--export-csv', csv);
    expect([listed.stdout.trimEnd(), readFileSync(csv, 'utf8')]).toEqual([golden('list.txt').trimEnd(), golden('list.csv')]);
    const best = await command('hyperopt-list', home, '--hyperopt-filename', 'theirs.fthypt', '--best', '--print-json');
    expect(best.stdout.slice(best.stdout.indexOf('\nBest result')).trimEnd()).toBe(
      golden('list-best.txt').slice(golden('list-best.txt').indexOf('\nBest result')).trimEnd(),
    );
    const shown = await command('hyperopt-show', home, '--hyperopt-filename', 'theirs.fthypt', '-n', '-38', '--print-json');
    // titles stand a column further left or right
    const trimmed = (text: string): string[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.trim());
    expect(trimmed(shown.stdout)).toEqual(trimmed(golden('show-3.json.txt')));
    expect(JSON.parse(readFileSync(join(home, 'strategies/hyper.json'), 'utf8'))).toMatchObject({ params: { buy: { entry_kind: 'rsi' } } });
    const monthly = await command('hyperopt-show', home, '--hyperopt-filename', 'theirs.fthypt', '--best', '--breakdown', 'month');
    expect(monthly.stdout).toContain('MONTH BREAKDOWN');
    const none = command('hyperopt-show', home, '--hyperopt-filename', 'theirs.fthypt', '-n', '99');
    await expect(none).rejects.toMatchObject({ stderr: expect.stringContaining('should be less than 41') as unknown });
    const zero = command('hyperopt-show', home, '--hyperopt-filename', 'theirs.fthypt', '-n', '0');
    await expect(zero).rejects.toMatchObject({ stderr: expect.stringContaining('there is no epoch 0') as unknown });
    const nowhere = command('hyperopt-show', home, '--hyperopt-filename', 'nowhere.fthypt');
    await expect(nowhere).rejects.toMatchObject({ stderr: expect.stringMatching(/not found[\s\S]*no epoch to show/) as unknown });
  }, 60_000);

  /** Waits for the first tries of a running search. */
  async function lines(child: ChildProcess): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('* Best')) resolve();
      });
      child.once('exit', () => reject(new Error(`ended early: ${text}`)));
    });
  }
});
