import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { axeFindings } from '../tests/page/accessibility.ts';
import { CHROMIUM, logIn, startBrowser } from '../tests/page/web-browser.ts';
import {
  API_PASSWORD,
  API_USER,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../tests/process/harness.ts';
import { serveMarkets, writeCandles, writeConfig } from './backtest.ts';
import { writeHistory } from './history.ts';

const TRADES = 230;
/** Heading of the view that comes after the log-in. */
const FIRST_VIEW = /Open trades/;
/** Candles of 5 minutes: 105,120. */
const DAYS = 365;
const SETTLE_MS = 3000;
const KB = 1000;
const ROUNDS = 5;
/** FreqUI of August 2026 beside freqtrade 2026.9, on a machine of two cores: its source could not be had where this was written. */
const FREQUI = {
  loginScripts: 1100,
  loginScriptsPacked: 324,
  tradeScripts: 2660,
  blocking: 1183,
  api: 1400,
  calls: 21,
  axe: { login: '2/2', trade: '6/16', dashboard: '5/7', log: '4/52' } as Readonly<Record<string, string>>,
};

/** What a page has fetched: scripts and answers of the API, in kB; packed is what went over the wire. */
interface Fetched {
  scripts: number;
  packed: number;
  api: number;
  calls: number;
}

/** Counts what a page fetches from now on. */
async function counting(page: Page): Promise<Fetched> {
  const fetched: Fetched = { scripts: 0, packed: 0, api: 0, calls: 0 };
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const kinds = new Map<string, 'script' | 'api'>();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.url.endsWith('.js')) kinds.set(requestId, 'script');
    else if (response.url.includes('/api/v1/')) {
      kinds.set(requestId, 'api');
      fetched.calls++;
    }
  });
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    const kind = kinds.get(requestId);
    if (kind === 'script') fetched.scripts += dataLength / KB;
    if (kind === 'api') fetched.api += dataLength / KB;
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) === 'script') fetched.packed += encodedDataLength / KB;
  });
  return fetched;
}

/** Sum of all tasks longer than 50 ms, as FreqUI's were counted. */
const WATCH = `
globalThis.longTasks = 0;
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longTasks += duration; }).observe({ type: 'longtask', buffered: true });
`;

async function measure(browser: Browser, url: string) {
  const login = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const fetched = await counting(login);
  await login.goto(url);
  await login.getByRole('button', { name: 'Log in' }).waitFor();
  await login.waitForTimeout(SETTLE_MS / 3);
  const first = { ...fetched };
  await logIn(login, FIRST_VIEW);
  // the trade view as a bookmark opens it: a browser that is logged in and has nothing in its cache
  const session = String(await login.evaluate("sessionStorage.getItem('freqtrade-session')"));
  await login.close();
  const blocking: number[] = [];
  let trade: Fetched | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(`sessionStorage.setItem('freqtrade-session', ${JSON.stringify(session)}); ${WATCH}`);
    const fetched = await counting(page);
    await page.goto(`${url}/trade`);
    await page.locator('.chart canvas').first().waitFor();
    await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
    trade ??= { ...fetched };
    await page.waitForTimeout(SETTLE_MS / 3);
    blocking.push(Number(await page.evaluate('longTasks')));
    await page.close();
  }
  return { first, trade: trade!, blocking: blocking.sort((a, b) => a - b)[ROUNDS >> 1]! };
}

async function accessibility(browser: Browser, url: string): Promise<Map<string, string>> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
  const found = new Map<string, string>();
  const look = async (name: string) => {
    const findings = await axeFindings(page);
    found.set(name, `${new Set(findings.map((text) => text.split(':')[0])).size}/${findings.length}`);
  };
  await page.goto(url);
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await look('login');
  await logIn(page, FIRST_VIEW);
  for (const view of ['trade', 'dashboard', 'log']) {
    await page.goto(`${url}/${view}`);
    await page.waitForTimeout(SETTLE_MS);
    await look(view);
  }
  await page.close();
  return found;
}

/** A year of candles on the chart of webserver mode: how long until it is there, and how long a frame takes while it is moved. */
async function benchLongChart(browser: Browser): Promise<void> {
  const folder = temporaryFolder();
  const marketPort = await freePort();
  const markets = await serveMarkets(['B00'], marketPort);
  await writeCandles(join(folder, 'data/binance'), ['B00'], DAYS);
  const config = JSON.parse(readFileSync(writeConfig(folder, ['B00'], marketPort, 3), 'utf8')) as Record<string, unknown>;
  const { api_server: api } = botConfig({ port: marketPort }, await freePort()) as { api_server: object };
  cpSync(join(ROOT, 'examples/strategies'), join(folder, 'strategies'), { recursive: true });
  const server = await startBotProcess({ config: { ...config, api_server: api }, folder, command: 'webserver', waitForRunning: false });
  try {
    await until(async () => (await server.api('GET', 'ping').catch(() => null))?.status === 200, 'the server');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}/login?redirect=/chart`);
    await page.getByLabel('User').fill(API_USER);
    await page.getByLabel('Password').fill(API_PASSWORD);
    const begun = performance.now();
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.locator('.chart canvas').first().waitFor({ timeout: 60_000 });
    const shown = performance.now() - begun;
    await page.waitForTimeout(SETTLE_MS);
    await page.locator('.chart').focus();
    for (let press = 0; press < 12; press++) await page.keyboard.press('-');
    await page.evaluate(
      'globalThis.frames = []; let last = performance.now(); const next = (now) => { frames.push(now - last); last = now; requestAnimationFrame(next); }; requestAnimationFrame(next);',
    );
    for (let press = 0; press < 60; press++) await page.keyboard.press(press % 3 === 0 ? '+' : press % 3 === 1 ? '-' : 'ArrowLeft');
    const frames = (await page.evaluate('frames')) as number[];
    frames.sort((a, b) => a - b);
    const at = (share: number) => frames[Math.floor(share * (frames.length - 1))]!.toFixed(0);
    console.log(
      `${(DAYS * 288).toLocaleString('en')} candles: on the chart ${shown.toFixed(0)} ms after the log-in; frames while it is moved: median ${at(0.5)} ms, p95 ${at(0.95)}, worst ${at(1)}`,
    );
    await page.close();
  } finally {
    await server.stop();
    markets.close();
    removeFolder(folder);
  }
}

/** The web page: what it loads, how long it blocks, what axe finds. */
export async function benchPage(): Promise<void> {
  if (!existsSync(CHROMIUM)) throw new Error(`There is no Chromium in ${CHROMIUM}: install it, or say where it is in CHROMIUM.`);
  const simulator = await startSimulatorProcess();
  const folder = temporaryFolder();
  writeHistory(folder, TRADES);
  renameSync(join(folder, 'tradesv3.dryrun.sqlite'), join(folder, 'trades.sqlite'));
  const bot = await startBotProcess({ config: botConfig(simulator, await freePort()), folder });
  const { body } = await bot.api<{ total_trades: number }>('GET', 'trades');
  if (body.total_trades !== TRADES) throw new Error(`The bot shows ${body.total_trades} trades, not ${TRADES}.`);
  const browser = await startBrowser();
  try {
    const { first, trade, blocking } = await measure(browser, bot.url);
    const axe = await accessibility(browser, bot.url);
    const line = (...cells: string[]) =>
      console.log(cells.map((cell, column) => (column === 0 ? cell.padEnd(46) : cell.padStart(18))).join(''));
    line('', 'FreqUI (recorded)', 'ours', 'wanted');
    line('log-in, JS over the wire', `${FREQUI.loginScriptsPacked} kB`, `${first.packed.toFixed(0)} kB`, '< 130 kB');
    line('log-in, JS', `${FREQUI.loginScripts} kB`, `${first.scripts.toFixed(0)} kB`, '');
    line('trade view, JS', `${FREQUI.tradeScripts} kB`, `${trade.scripts.toFixed(0)} kB`, '< 900 kB');
    line('trade view, long tasks (median)', `${FREQUI.blocking} ms`, `${blocking.toFixed(0)} ms`, '< 150 ms');
    line(`trade view, API with ${TRADES} trades`, `${FREQUI.api} kB`, `${trade.api.toFixed(0)} kB`, '< 150 kB');
    line('trade view, calls', String(FREQUI.calls), String(trade.calls), '');
    await benchLongChart(browser);
    for (const [view, found] of axe) line(`axe, rules / elements: ${view}`, FREQUI.axe[view] ?? '', found, '0/0');
  } finally {
    await browser.close();
    await bot.stop();
    await simulator.close();
    removeFolder(folder);
  }
}
