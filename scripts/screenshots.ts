import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import {
  API_PASSWORD,
  API_USER,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  startBotProcess,
  startSimulatorProcess,
  until,
} from '../tests/e2e/harness.ts';

/** Makes the pictures of the README: a real bot, a real exchange simulator, a real browser. */

const FOLDER = join(ROOT, 'docs/images');
const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT', 'LTC/USDT', 'ADA/USDT', 'LINK/USDT', 'AVAX/USDT'];

async function picture(
  browser: Browser,
  url: string,
  name: string,
  width: number,
  height: number,
  colorScheme: 'dark' | 'light',
): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(url);
  await page.getByLabel('User').fill(API_USER);
  await page.getByLabel('Password').fill(API_PASSWORD);
  if (name === 'trade-dark') await page.screenshot({ path: join(FOLDER, 'login-dark.png') });
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('.chart canvas').first().waitFor();
  await page.mouse.move(2, 2);
  await page.waitForTimeout(1200);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: width < 600 });
  await page.close();
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const simulator = await startSimulatorProcess(['--pairs', PAIRS.join(',')]);
  const config = botConfig(simulator, await freePort(), {
    strategy: 'SampleStrategy',
    max_open_trades: 5,
    bot_name: 'freqtrade-ts',
    exchange: { pair_whitelist: PAIRS },
  });
  const bot = await startBotProcess({ config, strategyPath: join(ROOT, 'examples/strategies') });
  try {
    process.stdout.write('Waiting for trades …\n');
    await until(
      async () => ((await bot.api<{ total_trades: number }>('GET', 'trades')).body.total_trades >= 3 ? true : null),
      'closed trades',
      600_000,
    );
    const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
    await picture(browser, bot.url, 'trade-dark', 1360, 900, 'dark');
    await picture(browser, bot.url, 'trade-light', 1360, 900, 'light');
    await picture(browser, bot.url, 'trade-phone', 390, 844, 'dark');
    await browser.close();
    process.stdout.write(`Pictures are in ${FOLDER}\n`);
  } finally {
    await bot.stop();
    await simulator.close();
    removeFolder(bot.folder);
  }
}

await main();
