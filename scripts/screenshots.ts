import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
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
  runProgram,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
} from '../tests/process/harness.ts';
import { newestResult, writePast } from './past-trades.ts';

/**
 * Makes the pictures of the README and the docs: real bots, a real exchange simulator, a real browser. With a folder as argument,
 * every view in both themes and at several widths goes there, to be looked at; with names of views behind it (trade,backtest) only those.
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
const STRATEGY = 'SampleStrategy';
/** Stake currency the bots began with. */
const WALLET = 2000;
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

/** What somebody does before there is something to see. */
const BEFORE: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  backtest: async (page) => {
    const show = page.getByRole('group', { name: 'Earlier runs', exact: true }).getByRole('button', { name: /^Show/ });
    await show.nth(1).click();
    await page.getByRole('heading', { name: /^Result of/ }).waitFor();
    await show.first().click();
    await page.getByRole('heading', { name: 'Results side by side' }).waitFor();
  },
  download: async (page) => {
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page
      .getByText(/Checked \d+ files/)
      .first()
      .waitFor();
  },
};

async function show(page: Page, view: string, path: string, fullPage: boolean): Promise<void> {
  await goTo(page, `/${view}`);
  await BEFORE[view]?.(page);
  await page.mouse.move(2, 2);
  await page.evaluate('scrollTo(0, 0)');
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path, fullPage });
}

async function everything(browser: Browser, url: string, folder: string, views: readonly string[]): Promise<void> {
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
    for (const view of views) await show(page, view, join(folder, `${view}-${name}.png`), !name.startsWith('tall'));
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

/** A command of freqtrade in a folder of its own. @throws Error with what it said */
async function freqtrade(folder: string, ...args: string[]): Promise<void> {
  const files = ['--config', join(folder, 'config.json'), '--userdir', folder];
  const { code, out, err } = await runProgram(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args, ...files]);
  if (code !== 0) throw new Error(`freqtrade ${args.join(' ')}: code ${code}\n${out}\n${err}`);
}

/** A folder with a month of candles, backtests of them, and the trades of one as the bot's own. */
async function folderWithPast(config: Record<string, unknown>): Promise<string> {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'examples/strategies'), join(folder, 'strategies'), { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  await freqtrade(folder, 'download-data', '--days', '30', '--timeframes', '5m', '1h');
  for (const strategy of ['MinimalStrategy', 'AdvancedStrategy', STRATEGY]) await freqtrade(folder, 'backtesting', '--strategy', strategy);
  const trades = newestResult(join(folder, 'backtest_results'), STRATEGY);
  await writePast(trades, { strategy: STRATEGY, databaseUrl: `sqlite:///${join(folder, 'trades.sqlite')}`, wallet: WALLET });
  return folder;
}

async function main(): Promise<void> {
  const simulator = await startSimulatorProcess(['--pairs', PAIRS.join(',')]);
  const bots: BotProcess[] = [];
  const start = async (name: string, changes: Record<string, unknown>, api: Record<string, unknown>) => {
    const config = botConfig(simulator, await freePort(), {
      strategy: STRATEGY,
      timeframe: '5m',
      dry_run_wallet: WALLET,
      bot_name: name,
      exchange: { pair_whitelist: PAIRS },
      ...changes,
    });
    Object.assign(config['api_server'] as object, api);
    const folder = await folderWithPast(config);
    const bot = await startBotProcess({ config, strategyPath: join(folder, 'strategies'), folder });
    bots.push(bot);
    return bot;
  };
  try {
    const second = await start('Second bot', { max_open_trades: 3 }, {});
    const bot = await start('freqtrade-ts', { max_open_trades: 6, force_entry_enable: true }, { pass_calls: true, research: true });
    await bot.api('POST', 'bots', { name: 'Second bot', url: second.url, username: API_USER, password: API_PASSWORD, colour: '#6fb1ff' });
    await enterTrades(bot, 4);
    await enterTrades(second, 2);
    const browser = await startBrowser();
    const [folder, names] = process.argv.slice(2);
    try {
      if (folder === undefined) await forDocs(browser, bot.url);
      else await everything(browser, bot.url, folder, names?.split(',') ?? VIEWS);
    } finally {
      await browser.close();
    }
    process.stdout.write(`Pictures are in ${folder ?? FOLDER}\n`);
  } finally {
    for (const bot of bots) {
      await bot.stop();
      removeFolder(bot.folder);
    }
    await simulator.close();
  }
}

/** Enters by hand until so many trades are open: whether the strategy does just now is luck. */
async function enterTrades(bot: BotProcess, wanted: number): Promise<void> {
  const open = async () => (await bot.api<{ pair: string }[]>('GET', 'status')).body.map(({ pair }) => pair);
  const there = await open();
  for (const pair of PAIRS.filter((one) => !there.includes(one)).slice(0, Math.max(0, wanted - there.length))) {
    const { status, body } = await bot.api('POST', 'forceenter', { pair, side: 'long', ordertype: 'market', entry_tag: 'by_hand' });
    if (status !== 200) throw new Error(`${pair} can't be entered: ${JSON.stringify(body)}`);
  }
}

await main();
