import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHistory } from '../../bench/history.ts';
import { ENDPOINTS } from '../../src/wire/endpoints.ts';
import { expectSound } from '../page/sound-view.ts';
import { goTo, isWithoutBrowser, logIn, openPage, SIZES, startBrowser } from '../page/web-browser.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
} from './harness.ts';
import { LoopTurns } from './loop-turns.ts';

const TRADES = 65;
interface Trades {
  readonly trades: { readonly trade_id: number; readonly pair: string; readonly profit_abs: number; readonly exit_reason: string }[];
  readonly total_trades: number;
}

describe('a bot with a very long history', () => {
  const LONGEST_MS = 100;
  const SNAPSHOTS = 100_000;
  const folder = temporaryFolder();
  const turns = new LoopTurns(folder);
  let simulator: SimulatorProcess;
  let bot: BotProcess;

  beforeAll(async () => {
    const bases = ['BTC', 'ETH', 'SOL', ...Array.from({ length: 97 }, (_one, index) => `C${index}`)];
    // as many markets as a large exchange has
    const markets = [...bases, ...Array.from({ length: 2900 }, (_one, index) => `M${index}`)].map((base) => `${base}/USDT`);
    simulator = await startSimulatorProcess(['--pairs', markets.join(',')]);
    writeHistory(folder, 50_000, bases, SNAPSHOTS);
    renameSync(join(folder, 'tradesv3.dryrun.sqlite'), join(folder, 'trades.sqlite'));
    const config = botConfig(simulator, await freePort());
    const api = { ...(config['api_server'] as object), enable_openapi: true };
    bot = await startBotProcess({ config: { ...config, api_server: api }, folder, environment: turns.environment });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    removeFolder(folder);
  });

  it('answers every call without standing still for anybody else', async () => {
    const pages = ['', 'search=stop&sort_by=profit_abs&', 'sort_by=duration&cursor=start&', 'sort_by=orders&'];
    const queries: Readonly<Record<string, readonly string[]>> = {
      '/trades': pages.map((page) => `${page}limit=500`),
      '/pair_trades': ['pair=BTC/USDT&limit=2000'],
      '/pair_candles': ['pair=BTC/USDT&timeframe=1m&limit=1500'],
      '/entries': ['', 'pair=BTC/USDT'],
      '/exits': ['', 'pair=BTC/USDT'],
      '/mix_tags': ['', 'pair=BTC/USDT'],
      '/daily': ['timescale=1000'],
      '/weekly': ['timescale=1000'],
      '/monthly': ['timescale=1000'],
    };
    const calls = Object.values(ENDPOINTS)
      .filter(({ method, scope, path }) => method === 'GET' && scope !== 'trade' && path !== '/events')
      .map(({ path }) => path.replace(':tradeid', '7').replace(':strategy', 'QuietStrategy'))
      .flatMap((path) => (queries[path] ?? ['']).map((query) => `${path.slice(1)}${query === '' ? '' : `?${query}`}`));
    const costs = new Map<string, number>();
    for (const call of calls) {
      const { result, longestMs } = await turns.during(() => bot.ask<{ length?: number }>('GET', call));
      expect([call, result.status < 500 || result.status === 503 || call === 'edge']).toEqual([call, true]);
      if (call === 'historic_balance') expect(result.body.length).toBeGreaterThanOrEqual(SNAPSHOTS);
      costs.set(call, longestMs);
    }
    expect(costs.size).toBeGreaterThan(50);
    // starting alone has turns that are seen
    expect(turns.count).toBeGreaterThan(0);
    expect([...costs].filter(([, longestMs]) => longestMs >= LONGEST_MS)).toEqual([]);
  });
});

describe('a bot with more trades than a page holds', () => {
  const folder = temporaryFolder();
  let simulator: SimulatorProcess;
  let bot: BotProcess;

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    writeHistory(folder, TRADES);
    renameSync(join(folder, 'tradesv3.dryrun.sqlite'), join(folder, 'trades.sqlite'));
    bot = await startBotProcess({ config: botConfig(simulator, await freePort()), folder });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    removeFolder(folder);
  });
  const ask = async (query: string) => (await bot.api<Trades>('GET', `trades?${query}`)).body;

  it('gives the trades that fit, in the order that is asked for', async () => {
    const all = await ask('limit=500');
    expect(all.total_trades).toBe(TRADES);
    const losers = await ask('limit=5&offset=5&sort_by=profit_abs&descending=false');
    const byProfit = all.trades.toSorted((a, b) => a.profit_abs - b.profit_abs || a.trade_id - b.trade_id);
    expect(losers.trades.map(({ trade_id: id }) => id)).toEqual(byProfit.slice(5, 10).map(({ trade_id: id }) => id));
    const stops = await ask('search=STOP_');
    expect(stops.total_trades).toBe(all.trades.filter(({ exit_reason: reason }) => reason === 'stop_loss').length);
    expect((await ask('pair=ETH%2FUSDT')).trades.every(({ pair }) => pair === 'ETH/USDT')).toBe(true);
    expect((await ask(`from_timestamp=${Date.now() + 86_400_000}`)).trades).toEqual([]);
    const drawn = await bot.api<{ trades: { trade_id: number; orders: object[] }[] }>('GET', 'pair_trades?pair=BTC%2FUSDT&limit=3');
    expect(drawn.body.trades.map(({ trade_id: id }) => id)).toEqual(
      all.trades
        .filter(({ pair }) => pair === 'BTC/USDT')
        .map(({ trade_id: id }) => id)
        .toReversed()
        .slice(0, 3),
    );
    expect(drawn.body.trades[0]!.orders).toEqual([
      { ft_order_side: 'buy', order_filled_timestamp: expect.any(Number) },
      { ft_order_side: 'sell', order_filled_timestamp: expect.any(Number) },
    ]);
  });

  it('goes through a selection by cursor', async () => {
    const pages: number[] = [];
    for (let cursor: string | null = 'start'; cursor !== null; ) {
      const page: Trades & { next_cursor: string | null } = (
        await bot.api<Trades & { next_cursor: string | null }>('GET', `trades?limit=7&search=roi&sort_by=profit_abs&cursor=${cursor}`)
      ).body;
      pages.push(...page.trades.map(({ trade_id: id }) => id));
      cursor = page.next_cursor;
    }
    expect(pages).toEqual((await ask('limit=500&search=roi&sort_by=profit_abs')).trades.map(({ trade_id: id }) => id));
    expect(pages.length).toBeGreaterThan(14);
  });

  it('says what it can be asked for', async () => {
    for (const query of ['sort_by=id%3BDROP', 'from_timestamp=yesterday', `search=${'x'.repeat(101)}`]) {
      const { status, body } = await bot.ask<{ detail: { msg: string }[] }>('GET', `trades?${query}`);
      expect([query, status]).toEqual([query, 422]);
      expect(body.detail[0]!.msg).toMatch(/\w/);
    }
  });

  describe.skipIf(isWithoutBrowser)('in a real browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
    });
    async function open(width = 1440, scheme: 'dark' | 'light' = 'dark') {
      const opened = await openPage(browser, bot.url, width, scheme);
      await logIn(opened.page, /Open trades/);
      return opened;
    }
    async function arrange(page: Page): Promise<void> {
      await page.getByRole('button', { name: 'Theme and account' }).click();
      await page.getByRole('menuitem', { name: 'Arrange the panels' }).click();
    }
    const closed = (page: Page) => page.getByRole('group', { name: 'Closed trades' });

    it('searches, sorts and saves all closed trades, not those of one page', async () => {
      const { page, complaints } = await open();
      const region = page.getByRole('region', { name: 'Closed trades' });
      await region.getByText('Page 1 of 4').waitFor();
      expect(await closed(page).locator('tbody tr').count()).toBe(20);
      await closed(page).getByRole('button', { name: '#', exact: true }).click();
      await closed(page).getByRole('button', { name: '#', exact: true }).click();
      await expect.poll(() => closed(page).locator('tbody th').first().textContent()).toBe('1');
      await region.getByLabel('Search').fill('eth/');
      const fitting = (await ask('search=eth%2F')).total_trades;
      await region.getByText(`Page 1 of ${Math.ceil(fitting / 20)}`).waitFor();
      const download = page.waitForEvent('download');
      await region
        .getByRole('button', { name: /^More for Closed trades|Closed trades/ })
        .last()
        .click();
      await page.getByRole('menuitem', { name: /CSV/ }).click();
      const lines = readFileSync(await (await download).path(), 'utf8')
        .trim()
        .split('\r\n');
      expect(lines).toHaveLength(fitting + 1);
      expect(lines.slice(1).every((line) => line.includes('ETH/USDT'))).toBe(true);
      await region.getByLabel('Search').fill('no such thing');
      await region.getByText('Nothing fits.').waitFor();
      await region.getByLabel('Search').fill('');
      await region.getByText('Page 1 of 4').waitFor();
      expect(complaints).toEqual([]);
      await page.close();
    });

    it.each(SIZES)('at %d px, %s: panels are moved, sized, hidden and remembered, by keys too', async (width, scheme) => {
      const { page, complaints } = await open(width, scheme);
      const order = () => page.locator('.panel-whole').evaluateAll((panels) => panels.map((panel) => panel.getAttribute('data-panel')));
      expect(await order()).toEqual(['open', 'chart', 'aside', 'closed']);
      await arrange(page);
      await page.getByRole('button', { name: 'Move Closed trades before' }).focus();
      await page.keyboard.press('Enter');
      await expect.poll(order).toEqual(['open', 'chart', 'closed', 'aside']);
      await page.getByRole('button', { name: 'Make Chart wider' }).click();
      await page.getByRole('button', { name: 'Make Chart higher' }).click();
      await page.getByRole('button', { name: 'Hide Pairs and figures' }).click();
      await expectSound(page, 'panels that are arranged');
      await page.getByRole('button', { name: 'Done' }).click();
      await page.reload();
      await closed(page).waitFor();
      expect(await order()).toEqual(['open', 'chart', 'closed']);
      await expectSound(page, 'panels as they were arranged');
      await goTo(page, '/settings');
      await page.getByRole('button', { name: 'Reset layout' }).click();
      await goTo(page, '/trade');
      await expect.poll(order).toEqual(['open', 'chart', 'aside', 'closed']);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('drags a panel by its bar and sizes it by its corner', async () => {
      const { page, complaints } = await open();
      await arrange(page);
      const panel = (name: string) => page.locator(`[data-panel=${name}]`);
      await panel('chart').locator('.panel-bar').dragTo(panel('open').locator('.panel-bar'));
      await expect.poll(() => page.locator('.panel-whole').first().getAttribute('data-panel')).toBe('chart');
      await panel('open').locator('.panel-corner').scrollIntoViewIfNeeded();
      const before = (await panel('open').boundingBox())!;
      const corner = (await panel('open').locator('.panel-corner').boundingBox())!;
      await page.mouse.move(corner.x + 10, corner.y + 10);
      await page.mouse.down();
      await page.mouse.move(corner.x - 200, corner.y + 120, { steps: 5 });
      await page.mouse.up();
      const after = (await panel('open').boundingBox())!;
      expect(after.width).toBeLessThan(before.width - 100);
      expect(after.height).toBeGreaterThan(before.height + 60);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('measures by pointer and by keys', async () => {
      const { page, complaints } = await open();
      const chart = page.locator('.chart').first();
      await chart.locator('canvas').first().waitFor();
      const box = (await chart.boundingBox())!;
      await page.keyboard.down('Shift');
      await page.mouse.click(box.x + 120, box.y + 60);
      await page.keyboard.up('Shift');
      await page.mouse.click(box.x + 320, box.y + 160);
      const told = page.getByRole('status').filter({ hasText: /candles/ });
      await told.getByText(/^▼ -\d+\.\d\d\s%, \d+ candles, /).waitFor();
      await chart.focus();
      await page.keyboard.press('m');
      await page.keyboard.press('m');
      for (let count = 0; count < 3; count++) await page.keyboard.press('ArrowLeft');
      await told.getByText(/ 3 candles, 3 min, /).waitFor();
      await page.keyboard.press('Escape');
      await told.waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
      await page.close();
    });
  });
});
