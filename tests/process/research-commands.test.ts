import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../../scripts/setup.mjs';
import { readResult } from '../../src/research/results/result-files.ts';
import { complaintsOf, isWithoutBrowser, startBrowser } from '../page/web-browser.ts';
import { botConfig, ROOT, removeFolder, type SimulatorProcess, startSimulatorProcess, temporaryFolder } from './harness.ts';

const run = promisify(execFile);

describe('commands that look into backtests and strategies', () => {
  const folder = temporaryFolder();
  let simulator: SimulatorProcess;
  let config: string;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', 'BTC/USDT,ETH/USDT']);
    const data = join(folder, 'data/binance');
    mkdirSync(data, { recursive: true });
    for (const [source, pair] of [
      ['S000', 'BTC'],
      ['S001', 'ETH'],
    ])
      cpSync(join(ROOT, `tests/golden/backtest/data/${source}_USDT-5m.feather`), join(data, `${pair}_USDT-5m.feather`));
    cpSync(join(ROOT, 'tests/process/research-strategies'), join(folder, 'strategies'), { recursive: true });
    config = join(folder, 'bot.json');
    writeFileSync(
      config,
      JSON.stringify(
        botConfig(simulator, 8080, { timeframe: '5m', strategy: undefined, exchange: { pair_whitelist: ['BTC/USDT', 'ETH/USDT'] } }),
      ),
    );
  });
  afterAll(async () => {
    await simulator?.close();
    removeFolder(folder);
  });

  async function ours(name: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const command = [...NODE_FLAGS, join(ROOT, 'src/cli/main.ts'), name, '--config', config, '--userdir', folder, ...args];
    return run(nodeBinary(), command, { env: { ...process.env, ...NODE_ENVIRONMENT }, cwd: folder, timeout: 60_000 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout, err: error.stderr }),
    );
  }

  it('groups trades by tags and reasons with the figures of freqtrade', async () => {
    const ended = await ours(
      'backtesting',
      '--strategy',
      'Tagged',
      '--timerange',
      '20240102-20240125',
      '--cache',
      'none',
      '--export',
      'signals',
    );
    expect(ended.code, ended.err).toBe(0);
    const groups = (await ours('backtesting-analysis', '--analysis-groups', '0', '1', '2', '3', '5')).out;
    // as freqtrade 2026.9 printed them for the same strategy and candles
    for (const row of [
      'a_lower      │             64 │   25 │     39 │          26.401 │         -85.600 │    -59.199 │       39.063 │   1.056 │   -2.195 │    -0.421',
      'b_low │       90 │        -60.162 │            -2.190 │          -0.668 │            -2.188',
      'b_low │   stop_loss │       47 │       -103.132 │            -2.194 │          -2.194',
      'ETH/USDT │      a_lower │       34 │        -45.782 │            -2.194 │          -1.347',
      'roi │      131 │        139.627 │             1.001 │           1.066 │             1.000',
    ])
      expect(groups).toContain(row);
    const indicators = (
      await ours(
        'backtesting-analysis',
        '--analysis-groups',
        '1',
        '--enter-reason-list',
        'a_lower',
        '--exit-reason-list',
        'roi',
        '--indicator-list',
        'rsi',
        'close',
      )
    ).out;
    expect(indicators).toContain('a_lower │       25 │         26.401');
    expect(indicators).toContain(
      'BTC/USDT │ 2024-01-03 11:20:00+00:00 │      a_lower │         roi │      26.927 │       101.100 │     70.643 │      102.110',
    );
    const stray = (await ours('backtesting-analysis', '--indicator-list', 'rsj')).err;
    expect(stray).toMatch(/^freqtrade: --indicator-list: there is no column "rsj"; did you mean "rsi"\? Columns: open, .*\.$/m);
    expect(stray).not.toMatch(/^\s+at /m);
    expect((await ours('backtesting-analysis', '--analysis-groups', '9')).err).toContain('"9" is not one of 0, 1, 2, 3, 4, 5');
    await ours('backtesting-analysis', '--analysis-groups', '0', '--analysis-to-csv', '--analysis-csv-path', join(folder, 'csv'));
    expect(readFileSync(join(folder, 'csv/group_0.csv'), 'utf8')).toMatch(/^enter_reason,total_num_buys,[\s\S]*a_lower,64,25,39,26\.401/);
  });

  it('keeps the signals for which there was no slot, where it is asked to', async () => {
    const options = ['--strategy', 'Tagged', '--timerange', '20240102-20240110', '--cache', 'none', '--max-open-trades', '1'];
    const [kept, plain] = [join(folder, 'kept'), join(folder, 'plain')];
    for (const [to, what] of [
      [kept, 'signals'],
      [plain, 'trades'],
    ])
      expect((await ours('backtesting', ...options, '--export', what!, '--backtest-directory', to!)).code).toBe(0);
    const csv = ['--rejected-signals', '--analysis-to-csv', '--analysis-groups', '0', '--backtest-directory'];
    expect((await ours('backtesting-analysis', ...csv, kept)).code).toBe(0);
    const rows = readFileSync(join(kept, 'rejected_signals.csv'), 'utf8').trim().split('\n');
    const { rejected_signals: count } = readResult(kept).strategy['Tagged']!;
    expect(rows[0]).toBe('pair,date,enter_tag');
    expect(rows.length - 1).toBe(count);
    expect(count).toBeGreaterThan(10);
    expect(rows[1]).toMatch(/^(BTC|ETH)\/USDT,2024-01-0\d \d\d:\d\d:00\+00:00,(a_lower|b_low)$/);
    expect((await ours('backtesting-analysis', ...csv, plain)).err).toContain('run backtesting with --export signals');
  });

  it('backtests the pairs that the chain of pairlists chooses, and says which handlers know the present only', async () => {
    const backtest = async (changes: object, ...more: string[]) => {
      const extra = join(folder, 'extra.json');
      writeFileSync(extra, JSON.stringify(changes));
      const common = ['--config', extra, '--strategy', 'Sample', '--timerange', '20240102-20240110', '--cache', 'none', '--export', 'none'];
      return ours('backtesting', ...common, ...more);
    };
    const patterns = { exchange: { pair_whitelist: ['.*/USDT', 'NOPE/USDT'], pair_blacklist: ['ETH/.*'] } };
    const chosen = await backtest(patterns);
    expect(chosen.err).toContain('Pair NOPE/USDT is not traded on binance. Left out.');
    expect(chosen.err).toContain('on 1 pairs');
    expect(chosen.out).toContain('BTC/USDT');
    expect(chosen.out).not.toContain('ETH/USDT');
    const offset = [{ method: 'StaticPairList' }, { method: 'OffsetFilter', offset: 1 }];
    const second = await backtest({ pairlists: offset });
    expect(second.out).toContain('ETH/USDT');
    expect(second.out).not.toContain('BTC/USDT');
    const volume = { pairlists: [{ method: 'VolumePairList', number_assets: 5 }] };
    expect(await backtest(volume)).toMatchObject({
      err: expect.stringContaining("VolumePairList chooses by the present and can't be used"),
    });
    expect((await backtest(volume, '--pairs', 'ETH/.*')).out).toContain('ETH/USDT');
  });

  it('finds lookahead and recursion, in freqtrade words and numbers', async () => {
    const csv = join(folder, 'bias.csv');
    const args = [
      '--timerange',
      '20240102-20240115',
      '--minimum-trade-amount',
      '3',
      '--targeted-trade-amount',
      '5',
      '--lookahead-analysis-exportfilename',
      csv,
    ];
    expect((await ours('lookahead-analysis', '--strategy-list', 'Peeking', 'Sample', ...args)).out).toMatch(
      /peeking\.ts │\s+Peeking │\s+Yes │\s+5 │\s+0 │\s+0 │\s+tomorrow │[\s\S]*sample\.ts │\s+Sample │\s+No │/,
    );
    await ours('lookahead-analysis', '--strategy', 'Sample', ...args);
    expect(readFileSync(csv, 'utf8').trim().split('\n')).toEqual([
      expect.stringContaining('filename,strategy,has_bias'),
      'peeking.ts,Peeking,True,5,0,0,tomorrow',
      'sample.ts,Sample,False,5,0,0,',
    ]);
    const recursive = (
      await ours('recursive-analysis', '--strategy', 'Tagged', '--timerange', '20240102-20240115', '--startup-candle', '50', '100')
    ).out;
    expect(recursive).toMatch(/Indicators ┃ 30 \(from strategy\) ┃\s+50 ┃\s+100/);
    expect(recursive).toMatch(/rsi │\s+-3\.684% │ 0\.511% │\s+0\.013%/);
  });

  it.each([['recursive-analysis'], ['plot-dataframe', '--no-trades']])(
    '%s names folder and command where candles are missing',
    async (...command) => {
      const name = command[0]!;
      const given = [...command.slice(1), '--strategy', 'Tagged', '--pairs', 'BTC/USDT'];
      // a recursive analysis wants a timerange
      const range = name === 'recursive-analysis' ? ['--timerange', '20240102-'] : [];
      const data = join(folder, 'data/binance');
      const nowhere = await ours(name, ...given, ...range, '--timeframe', '15m');
      expect(nowhere.code).not.toBe(0);
      expect(nowhere.err).toContain(`There are no 15m candles of BTC/USDT in ${data}`);
      expect(nowhere.err).toContain(
        `Get them: freqtrade download-data --config ${config} --userdir ${folder} --pairs BTC/USDT --timeframes 15m ${range.length === 0 ? '--days 30' : range.join(' ')}\n`,
      );
      const later = await ours(name, ...given, '--timerange', '20300101-');
      expect(later.err).toContain(`for the timerange "20300101-"; there are some from 2024-01-01 00:00:00`);
      expect(nowhere.out + later.out).toBe('');
    },
  );

  it.skipIf(isWithoutBrowser)('draws pages that open without a network', async () => {
    const plotted = await ours('plot-dataframe', '--strategy', 'Tagged', '--timerange', '20240110-20240112', '-p', 'BTC/USDT');
    expect(plotted.out).toContain('freqtrade-plot-BTC_USDT-5m.html');
    expect((await ours('plot-profit')).out).toContain('freqtrade-profit-plot.html');
    const browser = await startBrowser();
    try {
      for (const name of ['freqtrade-plot-BTC_USDT-5m', 'freqtrade-profit-plot']) {
        const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
        const complaints = complaintsOf(page);
        page.on('request', (request) => {
          if (!request.url().startsWith('file:')) complaints.push(request.url());
        });
        await page.goto(pathToFileURL(join(folder, `plot/${name}.html`)).href);
        await page.locator('canvas').first().waitFor();
        expect(await page.locator('section').count()).toBeGreaterThanOrEqual(3);
        expect(complaints).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });
});
