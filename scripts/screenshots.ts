import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { goTo, logIn, openPage, startBrowser } from '../tests/page/web-browser.ts';
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
  until,
} from '../tests/process/harness.ts';

/**
 * Makes the pictures of the README and the docs: real bots, a real exchange simulator, a real browser. With a folder as argument,
 * every view in both themes and at several widths goes there, to be looked at.
 */

const FOLDER = join(ROOT, 'docs/images');
const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT', 'LTC/USDT', 'ADA/USDT', 'LINK/USDT', 'AVAX/USDT'];
const VIEWS = [
  'trade',
  'dashboard',
  'chart',
  'balance',
  'performance',
  'risk',
  'journal',
  'backtest',
  'analysis',
  'download',
  'pairlists',
  'log',
  'system',
  'settings',
];
const [WIDE, TALL, PHONE] = [
  { width: 1440, height: 900 },
  { width: 3840, height: 2160 },
  { width: 390, height: 844 },
];
/** Until what is animated and asked for is there. */
const SETTLE_MS = 1500;

type Theme = 'dark' | 'light';

async function enter(
  browser: Browser,
  url: string,
  viewport: { width: number; height: number },
  theme: Theme,
  before?: string,
): Promise<Page> {
  const { page, complaints } = await openPage(browser, url, viewport.width, theme);
  await page.setViewportSize(viewport);
  if (before !== undefined) await page.screenshot({ path: before });
  await logIn(page, /Open trades/);
  page.on('close', () => process.stdout.write(complaints.map((text) => `${text}\n`).join('')));
  return page;
}

async function show(page: Page, view: string, path: string, fullPage: boolean): Promise<void> {
  await goTo(page, `/${view}`);
  await page.mouse.move(2, 2);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path, fullPage });
}

async function everything(browser: Browser, url: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, viewport, theme] of [
    ['wide-dark', WIDE, 'dark'],
    ['wide-light', WIDE, 'light'],
    ['phone-dark', PHONE, 'dark'],
    ['phone-light', PHONE, 'light'],
    ['tall-dark', TALL, 'dark'],
    ['tall-light', TALL, 'light'],
  ] as const) {
    const page = await enter(browser, url, viewport, theme);
    for (const view of VIEWS) await show(page, view, join(folder, `${view}-${name}.png`), !name.startsWith('tall'));
    await show(page, 'trade', join(folder, `trade-start-${name}.png`), false);
    await page
      .getByRole('button', { name: /Details of trade/ })
      .first()
      .click();
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: join(folder, `trade-detail-${name}.png`) });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(SETTLE_MS / 3);
    await page.screenshot({ path: join(folder, `palette-${name}.png`) });
    await page.close();
  }
}

async function forDocs(browser: Browser, url: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const dark = await enter(browser, url, WIDE, 'dark', join(FOLDER, 'login-dark.png'));
  for (const view of ['trade', 'dashboard', 'risk']) await show(dark, view, join(FOLDER, `${view}-dark.png`), false);
  await dark.close();
  const light = await enter(browser, url, WIDE, 'light');
  for (const view of ['trade', 'backtest']) await show(light, view, join(FOLDER, `${view}-light.png`), false);
  await light.close();
  const phone = await enter(browser, url, PHONE, 'dark');
  await show(phone, 'trade', join(FOLDER, 'trade-phone.png'), false);
  await phone.close();
}

async function main(): Promise<void> {
  const simulator = await startSimulatorProcess(['--pairs', PAIRS.join(',')]);
  const bots: BotProcess[] = [];
  const start = async (name: string, changes: Record<string, unknown>, api: Record<string, unknown>) => {
    const config = botConfig(simulator, await freePort(), {
      strategy: 'SampleStrategy',
      bot_name: name,
      exchange: { pair_whitelist: PAIRS },
      ...changes,
    });
    Object.assign(config['api_server'] as object, api);
    const bot = await startBotProcess({ config, strategyPath: join(ROOT, 'examples/strategies'), folder: temporaryFolder() });
    bots.push(bot);
    return bot;
  };
  try {
    const second = await start('Second bot', { max_open_trades: 3 }, {});
    const bot = await start('freqtrade-ts', { max_open_trades: 5, force_entry_enable: true }, { pass_calls: true, research: true });
    await bot.api('POST', 'bots', { name: 'Second bot', url: second.url, username: API_USER, password: API_PASSWORD, colour: '#6fb1ff' });
    process.stdout.write('Waiting for trades …\n');
    await until(
      async () => ((await bot.api<{ total_trades: number }>('GET', 'trades')).body.total_trades >= 4 ? true : null),
      'closed trades',
      600_000,
    );
    const browser = await startBrowser();
    const folder = process.argv[2];
    if (folder === undefined) await forDocs(browser, bot.url);
    else await everything(browser, bot.url, folder);
    await browser.close();
    process.stdout.write(`Pictures are in ${folder ?? FOLDER}\n`);
  } finally {
    for (const bot of bots) {
      await bot.stop();
      removeFolder(bot.folder);
    }
    await simulator.close();
  }
}

await main();
