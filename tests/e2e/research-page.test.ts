import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './accessibility.ts';
import {
  API_PASSWORD,
  API_USER,
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
} from './harness.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const PAIRS = ['S000/USDT', 'S001/USDT'];

describe.skipIf(!existsSync(CHROMIUM) && process.env['CI'] === undefined)('the page of webserver mode in a real browser', () => {
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
    cpSync(join(ROOT, 'tests/e2e/research-strategies'), join(folder, 'strategies'), { recursive: true });
    const config = botConfig(simulator, await freePort(), { timeframe: '5m', strategy: undefined, exchange: { pair_whitelist: PAIRS } });
    server = await startBotProcess({ config, folder, command: 'webserver', waitForRunning: false });
    await until(async () => (await server.api('GET', 'ping').catch(() => null))?.status === 200 || null, 'the server');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.close();
    removeFolder(folder);
  });

  async function open(width: number, colorScheme: 'dark' | 'light'): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 850 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page.getByLabel('User').fill(API_USER);
    await page.getByLabel('Password').fill(API_PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Backtest', exact: true }).waitFor();
    return { page, complaints };
  }

  it.each([
    [1280, 'dark'],
    [1280, 'light'],
    [360, 'dark'],
  ] as const)('at %d px, %s: runs a backtest, shows its trades, keeps it and deletes it', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await page.getByLabel('Strategy').selectOption('Sample');
    await page.getByLabel('From').fill('2024-01-02');
    await page.getByLabel('To', { exact: true }).fill('2024-01-12');
    await page.getByRole('button', { name: 'Run backtest' }).click();
    await page.getByRole('heading', { name: /Result of Sample/ }).waitFor({ timeout: 20_000 });
    await page.locator('.chart canvas').first().waitFor({ timeout: 10_000 });
    const { body } = await server.api<{ backtest_result: { strategy: Record<string, { total_trades: number }> } }>('GET', 'backtest');
    const total = body.backtest_result.strategy['Sample']!.total_trades;
    expect(total).toBeGreaterThan(0);
    await page.locator('.figure', { hasText: 'Trades' }).getByText(String(total), { exact: true }).waitFor();
    await page.getByRole('region', { name: 'By pair' }).getByText('S000/USDT').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), 'the page fits its width').toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: /Result of Sample/ }).waitFor({ timeout: 10_000 });
    await page.getByRole('button', { name: /^Delete / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('None has been run yet.').waitFor({ timeout: 5000 });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('says what keeps a backtest from running', async () => {
    const { page } = await open(1280, 'dark');
    await page.getByLabel('Strategy').selectOption('Sample');
    await page.getByLabel('From').fill('2031-01-02');
    await page.getByRole('button', { name: 'Run backtest' }).click();
    await page.getByRole('alert').filter({ hasText: 'Backtest failed' }).waitFor({ timeout: 20_000 });
    await page.close();
  });
});
