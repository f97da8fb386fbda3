import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCandles } from '../../src/data/candle-files.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../process/harness.ts';
import { expectSound } from './sound-view.ts';
import { goTo, isWithoutBrowser, logIn, openPage, SIZES, startBrowser } from './web-browser.ts';

const PAIRS = ['S000/USDT', 'S001/USDT'];

describe.skipIf(isWithoutBrowser)('the page of webserver mode in a real browser', () => {
  const folder = temporaryFolder();
  let simulator: SimulatorProcess;
  let server: BotProcess;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', PAIRS.join(',')]);
    const data = join(folder, 'data/binance');
    mkdirSync(data, { recursive: true });
    for (const pair of PAIRS) {
      const name = `${pair.replace('/', '_')}-5m.feather`;
      cpSync(join(ROOT, 'tests/golden/backtest/data', name), join(data, name));
    }
    const hours = [0, 1, 1, 2, 3, 6, ...Array.from({ length: 30 }, (_value, hour) => hour + 7)].map((hour) => Date.UTC(2024, 0, 1, hour));
    const flat = () => new Float64Array(hours.length).fill(1);
    const gaps = {
      length: hours.length,
      time: Float64Array.from(hours),
      open: flat(),
      high: flat(),
      low: flat(),
      close: flat(),
      volume: flat(),
    };
    await saveCandles(join(data, 'GAPS_USDT-1h.feather'), gaps, 'feather', 'spot');
    cpSync(join(ROOT, 'tests/process/research-strategies'), join(folder, 'strategies'), { recursive: true });
    const config = botConfig(simulator, await freePort(), { timeframe: '5m', strategy: undefined, exchange: { pair_whitelist: PAIRS } });
    server = await startBotProcess({ config, folder, command: 'webserver', waitForRunning: false });
    await until(async () => (await server.api('GET', 'ping').catch(() => null))?.status === 200 || null, 'the server');
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.close();
    removeFolder(folder);
  });

  async function open(width = 1280, scheme: 'dark' | 'light' = 'dark') {
    const opened = await openPage(browser, server.url, width, scheme);
    await logIn(opened.page, /^Backtest$/);
    return opened;
  }
  async function run(page: Page, to: string): Promise<void> {
    await page.getByRole('combobox', { name: /^Strategy/ }).selectOption('Sample');
    await page.getByLabel('From').first().fill('2024-01-02');
    await page.getByLabel('To', { exact: true }).first().fill(to);
    const started = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/backtest'));
    await page.getByRole('button', { name: 'Run backtest' }).click();
    await started;
    await until(async () => ((await server.api<{ running: boolean }>('GET', 'backtest')).body.running ? null : true), 'the end');
    await page.getByRole('button', { name: 'Run backtest' }).waitFor();
    await page.getByRole('heading', { name: /Result of Sample/ }).waitFor();
  }

  it.each(SIZES)('at %d px, %s: runs a backtest, shows every part of it, keeps it, notes on it and deletes it', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await page.getByText('Parameters of the strategy').waitFor();
    const stake = page.getByLabel('Stake', { exact: true });
    // told once the configuration has come
    await expect
      .poll(async () => [await stake.getAttribute('placeholder'), await page.locator('#source-stake').textContent()])
      .toEqual(['100', 'USDT, from config']);
    await page.locator('#source-timeframe').filter({ hasText: 'from config' }).waitFor();
    await run(page, '2024-01-12');
    await page.locator('.chart canvas').first().waitFor();
    const { body } = await server.api<{ backtest_result: { strategy: Record<string, { total_trades: number }> } }>('GET', 'backtest');
    const total = body.backtest_result.strategy['Sample']!.total_trades;
    expect(total).toBeGreaterThan(0);
    await page.locator('.figure', { hasText: 'Trades' }).getByText(String(total), { exact: true }).waitFor();
    expect(await page.getByRole('group', { name: 'Trades of the backtest' }).locator('tbody tr').count()).toBe(Math.min(total, 100));
    for (const tab of ['Trades', 'Figures', 'Groups', 'Time breakdown', 'Curves']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel', { name: tab }).waitFor();
      await expectSound(page, tab);
    }
    await page.reload();
    await page.getByRole('heading', { name: /Result of Sample/ }).waitFor();
    await page.locator('.chart canvas').first().waitFor();
    const earlier = page.getByRole('group', { name: 'Earlier runs' }).locator('tbody tr').first();
    if (width > 700) await earlier.getByRole('cell', { name: String(total), exact: true }).waitFor();
    await earlier.getByText(/%$/).first().waitFor();
    await page.getByRole('button', { name: /^More for Sample of/ }).click();
    await page.getByRole('menuitem', { name: 'Write a note' }).click();
    await page.getByRole('dialog').getByLabel('Notes').fill('a good one');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await server.api<{ notes: string }[]>('GET', 'backtest/history')).body[0]?.notes).toBe('a good one');
    await page.getByRole('button', { name: /^More for Sample of/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No backtest has been run yet.').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows two results side by side', async () => {
    const { page, complaints } = await open();
    await run(page, '2024-01-08');
    await run(page, '2024-01-16');
    await page.getByRole('group', { name: 'Loaded results' }).waitFor();
    await page.getByRole('heading', { name: 'Results side by side' }).waitFor();
    await expectSound(page, 'the comparison');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('starts a backtest beside one that runs, and shows its result', async () => {
    const { page, complaints } = await open();
    // one that takes as long as this test
    const state = { status: 'running', running: true, status_msg: 'Backtest running', step: 'backtest', progress: 0.4, trade_count: 0 };
    await page.route(/\/api\/v1\/backtest$/, (route) =>
      route.request().method() === 'GET' ? route.fulfill({ json: { ...state, backtest_result: null } }) : route.continue(),
    );
    await page.reload();
    await page.getByRole('combobox', { name: /^Strategy/ }).selectOption('Sample');
    await page.getByLabel('From').first().fill('2024-01-02');
    await page.getByLabel('To', { exact: true }).first().fill('2024-01-10');
    await page.getByRole('button', { name: 'Run beside it' }).click();
    await page.getByRole('heading', { name: /Result of Sample/ }).waitFor();
    await page.getByRole('progressbar', { name: 'Progress of the backtest' }).waitFor();
    await expectSound(page, 'two backtests at once');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(SIZES)('at %d px, %s: shows stored candles, analyses, data and pairlists', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await goTo(page, '/chart');
    // of the first pair there are fewer candles than the strategy begins with
    await page.getByText('After trimming by startup_candle_count, no data for GAPS/USDT').waitFor();
    expect(complaints.splice(0), 'the line of the browser itself').toEqual([expect.stringContaining('a status of 502')]);
    await page.getByRole('combobox', { name: 'Pair', exact: true }).selectOption('S000/USDT');
    await page.locator('.chart canvas').first().waitFor();
    await expectSound(page, 'the chart');
    await goTo(page, '/download');
    await page.getByRole('group', { name: 'Candles on the disk' }).getByText('S000/USDT').waitFor();
    await expectSound(page, 'the data');
    await goTo(page, '/pairlists');
    await page.getByRole('button', { name: 'Add handler' }).click();
    await expectSound(page, 'the pairlists');
    await goTo(page, '/analysis');
    await page.getByRole('combobox', { name: /^Strategy/ }).selectOption('Sample');
    await page.getByLabel('From').fill('2024-01-02');
    await page.getByLabel('To', { exact: true }).fill('2024-01-15');
    await page.getByRole('tab', { name: 'Recursive' }).click();
    await page.getByLabel('Start-up candles to try').fill('50, 100');
    await page.getByRole('button', { name: 'Analyse' }).click();
    await page.getByRole('group', { name: 'Deviation by start-up candles' }).waitFor();
    await expectSound(page, 'the analysis');
    for (const [path, heading] of [
      ['/log', 'Log'],
      ['/system', 'System'],
      ['/settings', 'Settings'],
    ] as const) {
      await goTo(page, path);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await expectSound(page, path);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(SIZES.slice(1))(
    'at %d px, %s: searches, shows what the tries tell, uses one of them, walks forward, and deletes it',
    async (width, scheme) => {
      const { page, complaints } = await open(width, scheme);
      const isNarrow = width < 700;
      await goTo(page, '/hyperopt');
      await page.getByText('Nothing has been searched yet.').waitFor();
      await expectSound(page, 'the form');
      const overQueue = page.getByRole('checkbox', { name: /^Over the queue/ });
      expect(await overQueue.count(), 'there is no queue').toBe(0);
      // as a program with a queue answers
      const worker = {
        id: '6f1f6d0e',
        host: 'desk',
        pid: 4711,
        threads: 8,
        since_ts: 0,
        doing: ['hyperopt of Sample'],
        done: 1200,
        rate: 22.5,
        version: '2026.9-3f9c0a1b2c3d',
        is_other_version: false,
      };
      const other = { ...worker, id: '8a2b11c0', host: 'attic', doing: [], version: '2026.9-77aa00bb11cc', is_other_version: true };
      const queue = { queue: 'redis://queue.example:6379/0', problem: null, workers: [worker, other] };
      await page.route(/\/api\/v1\/hyperopt\/workers$/, (route) => route.fulfill({ json: queue }));
      await page.reload();
      await page.getByRole('group', { name: 'Workers of the queue' }).getByText('hyperopt of Sample').waitFor();
      await page.getByRole('group', { name: 'Workers of the queue' }).getByText('another version: takes nothing of this program').waitFor();
      await overQueue.waitFor();
      await expectSound(page, 'the workers');
      await page.getByRole('combobox', { name: /^Strategy/ }).selectOption('Sample');
      await page.getByRole('spinbutton', { name: 'Epochs' }).fill('12');
      await page.getByLabel('From').fill('2024-01-02');
      await page.getByLabel('To', { exact: true }).fill('2024-01-08');
      for (const [name, isOn] of [
        ['default', false],
        ['buy', true],
        ['stoploss', true],
      ] as const)
        await page.getByRole('group', { name: 'What may change' }).getByLabel(name, { exact: true }).setChecked(isOn);
      await page.getByText('More settings').click();
      await page.getByRole('checkbox', { name: 'MaxDrawDownHyperOptLoss', exact: true }).setChecked(true);
      await page.getByRole('spinbutton', { name: 'Seed' }).fill('7');
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.getByRole('heading', { name: /^Search with Sample/ }).waitFor();
      await page.locator('.figure', { hasText: 'Epochs' }).getByText('12 / 12', { exact: true }).waitFor();
      const tries = page.getByRole('group', { name: 'Every epoch' }).locator('tbody tr');
      await expect.poll(() => tries.count()).toBe(12);
      // two of them beside each other
      for (const at of [0, 1])
        if (isNarrow) {
          await page
            .getByRole('button', { name: /^Compare or use epoch/ })
            .nth(at)
            .click();
          await page.getByRole('menuitemcheckbox', { name: 'Compare' }).click();
          await page.keyboard.press('Escape');
        } else
          await page
            .getByRole('button', { name: /^Compared?: epoch/ })
            .nth(at)
            .click();
      for (const [tab, shown] of [
        ['Side by side (2)', page.getByRole('group', { name: 'Epochs side by side' }).getByText('stoploss')],
        ['Pareto front', page.getByRole('img', { name: /on the front$/ })],
        ['Parameters', page.getByRole('group', { name: /^Loss by/ })],
        ['Out of sample', page.getByRole('heading', { name: 'Largest drawdown, by luck' })],
        ['Epochs', tries.first()],
      ] as const) {
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await shown.first().waitFor();
        await expectSound(page, tab);
      }
      const parameters = async () =>
        (await server.api<{ parameter_file: string | null }>('GET', 'hyperopt/parameters?strategy=Sample')).body;
      const before = (await parameters()).parameter_file;
      if (isNarrow) {
        await page
          .getByRole('button', { name: /^Compare or use epoch/ })
          .first()
          .click();
        await page.getByRole('menuitem', { name: 'Use these' }).click();
      } else
        await page
          .getByRole('button', { name: /^Use these: epoch/ })
          .first()
          .click();
      // asked before a file that is there is replaced
      const dialog = page.getByRole('dialog');
      await dialog.getByText(before === null ? 'They are written to a parameter file' : 'They replace those in sample.json').waitFor();
      await expectSound(page, 'the question');
      await dialog.getByRole('button', { name: before === null ? 'Write the file' : 'Replace the file' }).click();
      await expect.poll(async () => (await parameters()).parameter_file).toBe('sample.json');
      await page.getByLabel(/Walk forward:/).setChecked(true);
      await page.getByLabel('Days to search on').fill('3');
      await page.getByLabel('Days to try on').fill('2');
      await page.getByRole('button', { name: 'Walk forward', exact: true }).click();
      await page.getByRole('heading', { name: /^Walk with Sample/ }).waitFor();
      const windows = page.getByRole('group', { name: 'Windows of the walk' }).locator('tbody tr');
      await page
        .locator('.figure', { hasText: 'Windows with a profit' })
        .getByText(/ \/ 2$/)
        .waitFor();
      expect(await windows.count()).toBe(2);
      await expectSound(page, 'the walk');
      const earlier = page.getByRole('group', { name: 'Earlier searches' }).locator('tbody tr');
      await expect.poll(() => earlier.count()).toBe(2);
      for (let left = 2; left > 0; left--) {
        await page
          .getByRole('button', { name: /^Delete Sample of/ })
          .first()
          .click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        if (left > 1) await expect.poll(() => earlier.count()).toBe(left - 1);
      }
      await page.getByText('Nothing has been searched yet.').waitFor();
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it.each(SIZES)('at %d px, %s: lists the candles on the disk and checks them', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await goTo(page, '/download');
    const stored = page.getByRole('group', { name: 'Candles on the disk' });
    const row = (pair: string) => stored.locator('tbody tr', { hasText: pair });
    await row('GAPS/USDT').waitFor();
    // from and to are told without a check
    await row('S000/USDT').getByText('01 Jan 24').waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await row('GAPS/USDT').getByText('2 missing in 1 gap; 1 duplicate').waitFor();
    // on a phone there is no room for numbers of candles
    for (const part of ['01 Jan 24', ...(width > 700 ? ['8,928'] : [])]) await row('S000/USDT').getByText(part).waitFor();
    const told = (await row('GAPS/USDT').textContent())!;
    for (const part of ['1h', '351', '01 Jan 24', '02 Jan 24']) expect(told).toContain(part);
    await page.getByText('Checked 3 files').first().waitFor();
    // what it did in words, and nothing on its way any more
    await page
      .locator('.jobs li', { hasText: /done\s*Check of candles/ })
      .first()
      .waitFor();
    expect(await page.locator('.jobs progress').count()).toBe(0);
    await expectSound(page, 'the check');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('tries a chain of pairlists and shows what comes of it', async () => {
    const { page, complaints } = await open();
    await goTo(page, '/pairlists');
    // it begins with the bot's own chain
    await page.getByRole('group', { name: '1. StaticPairList' }).waitFor();
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('group', { name: 'Pairs found' }).getByText('S000/USDT').waitFor();
    expect(await page.locator('pre').textContent()).toContain('"method": "StaticPairList"');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('says what keeps a backtest from running', async () => {
    const { page } = await open();
    await page.getByRole('combobox', { name: /^Strategy/ }).selectOption('Sample');
    await page.getByLabel('From').first().fill('2031-01-02');
    await page.getByRole('button', { name: 'Run backtest' }).click();
    await page.getByText(/Backtest failed/).waitFor();
    await page.close();
  });
});
