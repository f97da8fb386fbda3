import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './accessibility.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
} from './harness.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** On CI a missing browser is a failure; on a machine without one the rest of the tests still says something. */
describe.skipIf(!existsSync(CHROMIUM) && process.env['CI'] === undefined)('the web page in a real browser', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let browser: Browser;
  const config = async () =>
    botConfig(simulator, await freePort(), {
      order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
      entry_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
      exit_pricing: { price_side: 'other', use_order_book: true, order_book_top: 1 },
    });

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    bot = await startBotProcess({ config: await config() });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  async function open(width: number, colorScheme: 'dark' | 'light'): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 850 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(bot.url);
    return { page, complaints };
  }

  async function logIn(page: Page): Promise<void> {
    await page.getByLabel('User').fill(API_USER);
    await page.getByLabel('Password').fill(API_PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: /Open trades/ }).waitFor();
  }

  it('says that a password is wrong, then lets in', async () => {
    const { page } = await open(1280, 'dark');
    await page.getByLabel('User').fill(API_USER);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await logIn(page);
    await page.close();
  });

  it.each([
    [1280, 'dark'],
    [1280, 'light'],
    [360, 'dark'],
  ] as const)('at %d px, %s: shows an entry and an exit when they happen, without a complaint of the browser', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await logIn(page);
    await page.locator('.chart canvas').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await bot.api('POST', 'forceenter', { pair: 'ETH/USDT', ordertype: 'market' });
    await page.getByRole('button', { name: /Leave trade \d+, ETH/ }).waitFor({ timeout: 3000 });
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /Leave trade \d+, ETH/ }).click();
    await page.getByRole('button', { name: 'Leave at market' }).click();
    await page.getByText('No open trades').waitFor({ timeout: 5000 });
    await page.getByRole('region', { name: 'Closed trades' }).getByText('ETH/USDT').first().waitFor({ timeout: 5000 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), 'the page fits its width').toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'dark'],
  ] as const)('at %d px, %s: shows performance, locks and the log when they are opened', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await logIn(page);
    await bot.api('POST', 'locks', [{ pair: 'SOL/USDT', until: '2099-01-01 00:00:00', side: '*', reason: 'by hand' }]);
    for (const name of ['Performance', 'Pair locks', 'Log']) await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('region', { name: 'Profit by pair' }).getByText('ETH/USDT').waitFor();
    await page.getByLabel(/^By\b/).selectOption('Exit reason');
    await page.getByRole('region', { name: 'Profit by exit reason' }).getByText('force_exit').waitFor();
    await page.getByRole('log').getByText('API and web page on').waitFor();
    await page.getByLabel('Search').fill('no line has these words');
    await page.getByText('No line of the log is like that.').waitFor();
    await page.getByLabel('Search').fill('');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Unlock SOL/USDT' }).click();
    expect(await axeFindings(page), 'the question').toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('button', { name: 'Unlock SOL/USDT' }).waitFor({ state: 'detached', timeout: 5000 });
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), 'the page fits its width').toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('pauses, stops after asking, and starts', async () => {
    const { page } = await open(1280, 'dark');
    await logIn(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('stopped', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('running', { exact: true }).waitFor();
    await page.close();
  });

  it('says when the bot is gone, and comes back with it', async () => {
    const { page } = await open(1280, 'dark');
    await logIn(page);
    const { folder } = bot;
    const { readFileSync } = await import('node:fs');
    const same = JSON.parse(readFileSync(`${folder}/config.json`, 'utf8')) as Record<string, unknown>;
    bot.process.kill('SIGKILL');
    await page.getByText('The bot does not answer').first().waitFor({ timeout: 10_000 });
    bot = await startBotProcess({ config: same, folder });
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 });
    await page.close();
  });
});
