import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openPage, startBrowser } from '../tests/page/web-browser.ts';
import {
  API_PASSWORD,
  API_USER,
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
} from '../tests/process/harness.ts';

/** Walks the page's main paths as somebody does who sees it for the first time, and tells how long each step takes. Fails at a step that can't be done. With "readme" behind it, README.md is followed instead. */

const PATIENCE_MS = 30_000;
const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];

async function walk(page: Page, step: (what: string, act: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog');
  const view = (name: string) =>
    page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('link', { name, exact: true }).click();
  const typed = async (words: string) => {
    await page.keyboard.press('Control+k');
    await dialog.getByPlaceholder('A view, a pair, a trade, an action').fill(words);
    await page.keyboard.press('Enter');
  };
  await step('a wrong password is told', async () => {
    await page.getByLabel('User').fill(API_USER);
    await page.getByLabel('Password').fill('guessed');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
  });
  await step('log in, until open trades and the chart are there', async () => {
    await page.getByLabel('Password').fill(API_PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: /Open trades/ }).waitFor();
    await page.locator('.chart canvas').first().waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
  });
  for (const [name, sign] of [
    ['Dashboard', 'Bot comparison'],
    ['Chart', 'Chart'],
    ['Balance', 'Account over time'],
    ['Performance', 'Time breakdown'],
    ['Risk', 'Risk by trade'],
    ['Journal', 'Journal'],
    ['System', 'Log-ins'],
  ] as const)
    await step(`look at ${name}`, async () => {
      await view(name);
      await page.getByRole('heading', { name: sign, exact: true }).first().waitFor();
    });
  await step('force an entry (Ctrl K, "forceenter"), until the trade is open', async () => {
    await typed('forceenter');
    await dialog.getByLabel('Pair').fill('ETH/USDT');
    await dialog.getByText(/^Buy about [\d,.]+ ETH at ≈ [\d,.]+ USDT each/).waitFor();
    await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
    await view('Trade');
    await page.getByRole('button', { name: /^Leave trade \d+, ETH/ }).waitFor();
  });
  await step('leave it at market, until it is among the closed trades', async () => {
    await page.getByRole('button', { name: /^Leave trade \d+, ETH/ }).click();
    await dialog.getByText(/^Sell [\d,.]+ ETH at once/).waitFor();
    await dialog.getByRole('button', { name: 'Leave at market' }).click();
    await page.getByRole('group', { name: 'Closed trades' }).getByText('ETH/USDT').first().waitFor();
  });
  await step('see why it was left', async () => {
    await page
      .getByRole('button', { name: /^Details of trade \d+, ETH/ })
      .first()
      .click();
    await dialog.getByText('Left by hand').waitFor();
    await page.keyboard.press('Escape');
  });
  await step('backtest: the form says which candles are missing; download them beside it', async () => {
    await view('Backtest');
    await page.getByRole('combobox', { name: /^Strategy/ }).selectOption('SampleStrategy');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await page.getByText(/On the disk for all \d+ pairs/).waitFor();
  });
  await step('run the backtest, until its result is there', async () => {
    await page.getByRole('button', { name: 'Run backtest' }).click();
    await page.getByRole('heading', { name: /^Result of SampleStrategy/ }).waitFor();
    await page.getByRole('group', { name: 'Earlier runs' }).locator('tbody tr').first().waitFor();
  });
  await step('download another timeframe, until its candles are told', async () => {
    await view('Data');
    await page.getByLabel('Pairs').fill(PAIRS.join(', '));
    await page.getByLabel('Timeframes').fill('15m');
    await page.getByLabel('Days').fill('3');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await page.getByRole('group', { name: 'Candles on the disk' }).getByText('15m').first().waitFor();
  });
  await step('log out', async () => {
    await page.getByRole('button', { name: 'Theme and account' }).click();
    await page.getByRole('menuitem', { name: /Log out/ }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });
}

async function main(): Promise<void> {
  const simulator = await startSimulatorProcess(['--pairs', PAIRS.join(',')]);
  const folder = temporaryFolder();
  let bot: BotProcess | null = null;
  try {
    cpSync(join(ROOT, 'examples/strategies'), join(folder, 'strategies'), { recursive: true });
    const config = botConfig(simulator, await freePort(), {
      force_entry_enable: true,
      // an entry that waits for its price could not be left
      order_types: { entry: 'market', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false },
      exchange: { pair_whitelist: PAIRS },
    });
    Object.assign(config['api_server'] as object, { research: true });
    bot = await startBotProcess({ config, folder });
    const browser = await startBrowser();
    const { page, complaints } = await openPage(browser, bot.url, 1440);
    page.setDefaultTimeout(PATIENCE_MS);
    const begun = performance.now();
    await walk(page, async (what, act) => {
      const at = performance.now();
      await act();
      const spent = (performance.now() - at) / 1000;
      process.stdout.write(`${((at - begun) / 1000).toFixed(1).padStart(6)} s  ${spent.toFixed(1).padStart(5)} s  ${what}\n`);
    });
    // the wrong password is one that was told to the browser's console
    const others = complaints.filter((text) => !/401/.test(text));
    if (others.length > 0) throw new Error(`The browser complained:\n${others.join('\n')}`);
    await browser.close();
  } finally {
    await bot?.stop();
    removeFolder(folder);
    await simulator.close();
  }
}

if (process.argv[2] === 'readme') await import('./follow-readme.ts');
else await main();
