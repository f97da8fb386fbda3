import { readFileSync } from 'node:fs';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  until,
} from '../process/harness.ts';
import { expectSound } from './sound-view.ts';
import { goTo, isWithoutBrowser, logIn, openPage, SIZES, startBrowser } from './web-browser.ts';

const GUEST = { username: 'guest', password: 'only-looks-around' };
/** Views of a trading bot, with something that is there once they are. */
const VIEWS: readonly (readonly [string, RegExp])[] = [
  ['/dashboard', /Bot comparison/],
  ['/chart', /Chart/],
  ['/balance', /Account over time/],
  ['/performance', /General/],
  ['/risk', /Risk by trade/],
  ['/journal', /Journal/],
  ['/log', /Log/],
  ['/system', /API tokens/],
  ['/settings', /Settings/],
];

describe.skipIf(isWithoutBrowser)('the web page in a real browser', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let other: BotProcess;
  let browser: Browser;
  const configOf = async (changes: Record<string, unknown>, api: object) => {
    const config = botConfig(simulator, await freePort(), {
      order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
      ...changes,
    });
    Object.assign(config['api_server'] as object, api);
    return config;
  };

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    other = await startBotProcess({ config: await configOf({ bot_name: 'other', dry_run: false }, {}) });
    bot = await startBotProcess({ config: await configOf({}, { pass_calls: true, read_only_users: [GUEST] }) });
    browser = await startBrowser();
    // a closed trade, so that every table has a line
    await bot.api('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' });
    const openCount = async () => (await bot.api<unknown[]>('GET', 'status')).body.length;
    await until(async () => (await openCount()) === 1, 'an open trade');
    await bot.api('POST', 'forceexit', { tradeid: '1', ordertype: 'market' });
    await until(async () => (await openCount()) === 0, 'a closed trade');
  });
  afterAll(async () => {
    await browser?.close();
    for (const one of [bot, other]) {
      await one?.stop();
      if (one) removeFolder(one.folder);
    }
    await simulator?.close();
  });

  async function open(width = 1280, scheme: 'dark' | 'light' = 'dark') {
    const opened = await openPage(browser, bot.url, width, scheme);
    await logIn(opened.page, /Open trades/);
    return opened;
  }
  const dialog = (page: Page) => page.getByRole('dialog');

  it('says that a password is wrong, then lets in; logging out ends the login on the server too', async () => {
    const { page } = await openPage(browser, bot.url);
    await page.getByLabel('User').fill(API_USER);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    await expectSound(page, 'the log-in');
    await logIn(page, /Open trades/);
    const tokens = JSON.parse(String(await page.evaluate("sessionStorage.getItem('freqtrade-session')"))) as { refresh: string };
    await page.getByRole('button', { name: 'Theme and account' }).click();
    await page.getByRole('menuitem', { name: /Log out/ }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    expect(await page.evaluate("sessionStorage.getItem('freqtrade-session')")).toBeNull();
    const refresh = await fetch(`${bot.url}/api/v1/token/refresh`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.refresh}` },
    });
    expect(refresh.status).toBe(401);
    await page.close();
  });

  it.each(SIZES)('at %d px, %s: shows an entry and an exit when they happen, without a complaint of the browser', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await page.locator('.chart canvas').first().waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    await bot.api('POST', 'forceenter', { pair: 'ETH/USDT', ordertype: 'market' });
    await page.getByRole('button', { name: /Leave trade \d+, ETH/ }).waitFor();
    await page.getByText(/Entered ETH\/USDT/).waitFor();
    await expectSound(page, 'the trade view');
    // open trades come before the chart; a phone's header is one line, and nothing of a trade is cut off
    const top = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
    const trade = await top(width < 700 ? '.trade-card' : '[aria-label="Open trades"] tbody tr');
    expect(trade.y + trade.height).toBeLessThan((await top('.chart')).y);
    if (width < 700) expect((await top('header')).height).toBeLessThan(64);
    else
      expect(
        await page.evaluate(
          '[...document.querySelectorAll(".panel .scroll")].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel)',
        ),
      ).toEqual([]);
    await page.getByRole('button', { name: /Leave trade \d+, ETH/ }).click();
    await dialog(page)
      .getByText(/^Sell \d[\d.,]* ETH at once at market, about [\d,.]+ USDT each, [\d,.]+ USDT in all/)
      .waitFor();
    await expectSound(page, 'the question');
    await dialog(page).getByRole('button', { name: 'Leave at market' }).click();
    await page.getByText('No open trades').waitFor();
    await page.getByRole('group', { name: 'Closed trades' }).getByText('ETH/USDT').first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(SIZES)('at %d px, %s: every view is sound', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    for (const [path, heading] of VIEWS) {
      await goTo(page, path);
      await page.getByRole('heading', { name: heading }).first().waitFor();
      await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => undefined);
      await expectSound(page, path);
    }
    await goTo(page, '/trade');
    for (const tab of ['General', 'Performance', 'Balance', 'Time breakdown', 'Pairlist', 'Pair locks']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel', { name: tab }).waitFor();
      await expectSound(page, tab);
    }
    await page
      .getByRole('button', { name: /Details of trade \d+/ })
      .first()
      .click();
    await dialog(page).getByRole('heading', { name: 'Why' }).waitFor();
    await expectSound(page, 'the details of a trade');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('enters a trade from a form, sells a part of it, and tells why it was left', async () => {
    const { page, complaints } = await open();
    await page.getByRole('button', { name: 'Enter a trade' }).click();
    await dialog(page).getByLabel('Pair').fill('SOL/USDT');
    await dialog(page).getByLabel('Order').selectOption('market');
    await dialog(page)
      .getByLabel(/^Stake/)
      .fill('150');
    await expectSound(page, 'the form to enter');
    await dialog(page).getByRole('button', { name: 'Enter', exact: true }).click();
    await page.getByRole('button', { name: /Leave trade \d+, SOL/ }).waitFor();
    const [trade] = (await bot.api<{ trade_id: number; amount: number; stake_amount: number }[]>('GET', 'status')).body;
    expect(trade!.stake_amount).toBeCloseTo(150, 0);
    await page.getByRole('button', { name: /Leave trade \d+, SOL/ }).click();
    await dialog(page).getByLabel(/^Part/).fill('50');
    await dialog(page).getByRole('button', { name: 'Leave at market' }).click();
    await expect
      .poll(async () => (await bot.api<{ amount: number }[]>('GET', 'status')).body[0]?.amount, { timeout: 30_000 })
      .toBeCloseTo(trade!.amount / 2, 2);
    await page.getByRole('button', { name: /Leave trade \d+, SOL/ }).click();
    await dialog(page).getByRole('button', { name: 'Leave at market' }).click();
    await page.getByText('No open trades').waitFor();
    await page.getByRole('button', { name: `Details of trade ${trade!.trade_id}, SOL/USDT` }).click();
    await dialog(page).getByText('Left by hand').waitFor();
    expect(
      await dialog(page)
        .getByRole('group', { name: /Orders of trade/ })
        .getByRole('row')
        .count(),
    ).toBe(4);
    const picture = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: 'Save as a picture' }).click();
    expect((await picture).suggestedFilename()).toBe(`trade-${trade!.trade_id}.png`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows prices move without asking for them', async () => {
    const { page, complaints } = await open();
    await page.getByText('Connected', { exact: true }).waitFor();
    await bot.api('POST', 'forceenter', { pair: 'ETH/USDT', ordertype: 'market' });
    const row = page.getByRole('group', { name: 'Open trades' }).getByRole('row', { name: /ETH/ });
    await row.waitFor();
    await page.waitForTimeout(2500);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').at(-1)!));
    const { current_rate: before } = (await bot.api<{ current_rate: number }[]>('GET', 'status')).body[0]!;
    await simulator.control('POST', 'price', { symbol: 'ETHUSDT', price: before * 1.05, hold: true });
    await row.getByText(/^▲ \+[3-6]\.\d\d\s%$/).waitFor();
    await page
      .locator('.figure', { hasText: 'Profit, all trades' })
      .getByText(/^▲ \+\d/)
      .waitFor();
    await page.waitForTimeout(4000);
    // a candle may end meanwhile
    expect(asked.filter((name) => !/candles|locks/.test(name))).toEqual([]);
    await simulator.control('POST', 'price', { symbol: 'ETHUSDT', price: before, hold: false });
    await bot.api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' });
    await page.getByText('No open trades').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('locks a pair and opens it, keeps a pair off and takes it back', async () => {
    const { page, complaints } = await open();
    await page.getByRole('tab', { name: 'Pair locks' }).click();
    await page.getByRole('button', { name: 'Lock a pair' }).click();
    await dialog(page).getByLabel('Pair').selectOption('All pairs');
    await dialog(page).getByRole('button', { name: 'Lock' }).click();
    await page.getByRole('button', { name: 'Unlock All pairs' }).click();
    await dialog(page).getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('button', { name: 'Unlock All pairs' }).waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Pairlist' }).click();
    await page.getByLabel('Pair or pattern').fill('BTC/USDT');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Take BTC/USDT off the blacklist' }).click();
    await page.getByText('BTC/USDT is off the blacklist.').waitFor();
    expect((await bot.api<{ blacklist: string[] }>('GET', 'blacklist')).body.blacklist).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each(SIZES)('at %d px, %s: pauses, stops and reloads after asking, and starts', async (width, scheme) => {
    const { page } = await open(width, scheme);
    // on a phone within reach of the thumb
    if (width < 700) await page.getByRole('button', { name: 'More', exact: true }).click();
    const controls = page.getByRole('group', { name: 'Bot', exact: true });
    const confirm = async (name: string) => {
      await dialog(page).getByRole('button', { name }).click();
    };
    await controls.getByRole('button', { name: 'Pause' }).click();
    await confirm('Pause');
    await controls.getByText('paused', { exact: true }).waitFor();
    await expectSound(page, 'the controls');
    await controls.getByRole('button', { name: 'Stop', exact: true }).click();
    await confirm('Stop');
    await controls.getByText('stopped', { exact: true }).waitFor();
    await controls.getByRole('button', { name: 'Start' }).click();
    await controls.getByText('running', { exact: true }).waitFor();
    await controls.getByRole('button', { name: 'More for the bot' }).click();
    await page.getByRole('menuitem', { name: 'Reload configuration' }).click();
    await confirm('Reload configuration');
    await page.getByText(/Reloading config/).waitFor();
    await controls.getByText('running', { exact: true }).waitFor();
    await page.close();
  });

  it('finds everything by typing, and is moved about by keys', async () => {
    const { page, complaints } = await open();
    await page.keyboard.press('Control+k');
    await dialog(page).getByPlaceholder('A view, a pair, a trade, an action').fill('risk');
    await expectSound(page, 'the palette');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Risk by trade' }).waitFor();
    await page.keyboard.press('2');
    await page.getByRole('heading', { name: 'Bot comparison' }).waitFor();
    // what the API calls it finds it too; what steers the bot is asked for first
    for (const [word, question] of [
      ['forceenter', 'Enter a trade'],
      ['forceexit', 'Leave all open trades?'],
      ['stopbuy', 'Open no new trades?'],
      ['reload_config', 'Read the configuration again?'],
      ['blacklist', 'Put a pair on the blacklist'],
    ] as const) {
      await page.keyboard.press('Control+k');
      await dialog(page).getByPlaceholder('A view, a pair, a trade, an action').fill(word);
      await page.keyboard.press('Enter');
      await dialog(page).getByRole('heading', { name: question }).waitFor();
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('keeps language, theme and colours; tables sort, search, choose columns and save files', async () => {
    const { page, complaints } = await open();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('combobox', { name: /^Theme/ }).selectOption('light');
    await page.getByLabel('Gain and loss').selectOption('blue-orange');
    await page.getByLabel(/^Language/).selectOption('de');
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    await expectSound(page, 'the settings in German');
    await page.getByLabel(/^Sprache/).selectOption('en');
    await page.getByRole('link', { name: 'Journal' }).click();
    const table = page.getByRole('group', { name: 'Orders' });
    const rates = async () => (await table.locator('tbody tr').allInnerTexts()).length;
    await table.locator('tbody tr').first().waitFor();
    const all = await rates();
    await page.getByLabel('Search').fill('ETH');
    await expect.poll(rates).toBeLessThan(all);
    await page.getByLabel('Search').fill('');
    await table.getByRole('button', { name: 'Pair' }).click();
    expect(await table.getByRole('columnheader', { name: 'Pair' }).getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Columns and export of Orders' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Number' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as CSV' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    expect(text.split('\r\n')[0]).toBe('placed,trade,pair,side,type,status,amount,filled,rate,cost,enter_tag,exit_reason,order_id');
    expect(text.split('\r\n').length).toBe(all + 2);
    await table.getByRole('columnheader', { name: 'Number' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('draws what a plot configuration names', async () => {
    const { page, complaints } = await open();
    await page.getByRole('button', { name: 'Indicators and kind of candles' }).click();
    await page.getByRole('menuitem', { name: 'Edit …' }).click();
    await dialog(page).getByLabel('Name', { exact: true }).fill('volumes');
    await dialog(page).getByRole('button', { name: 'Add an indicator' }).click();
    await dialog(page).getByLabel('Column').fill('volume');
    await dialog(page).getByLabel('Sub-plot').fill('Volume');
    await expectSound(page, 'the plot editor');
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.chart.tall canvas').first().waitFor();
    await page.reload();
    await page.locator('.chart.tall canvas').first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows another bot through this one, and acts there', async () => {
    const { page, complaints } = await open();
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByRole('button', { name: 'Add a bot' }).click();
    await dialog(page).getByLabel('Name').fill('Second');
    await dialog(page).getByLabel('Address').fill(other.url);
    await dialog(page).getByLabel('User').fill(API_USER);
    await dialog(page).getByLabel('Password').fill(API_PASSWORD);
    await expectSound(page, 'the form for a bot');
    await dialog(page).getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Second was added.').waitFor();
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('group', { name: 'Bot comparison' }).getByText('Second').first().waitFor();
    await expectSound(page, 'the dashboard of two bots');
    await page.getByRole('button', { name: 'Choose a bot' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Second' }).click();
    await page.getByRole('link', { name: 'Trade', exact: true }).click();
    await page.getByText('Connected', { exact: true }).waitFor();
    // real money can't be mistaken, and is asked for with amount and price
    await page.getByRole('banner').getByText('Real money', { exact: true }).waitFor();
    expect(await page.title()).toContain('Real money');
    await expectSound(page, 'a bot with real money');
    // an order at the price that is shown must be filled, however long it is looked at
    await simulator.control('POST', 'price', { symbol: 'ETHUSDT', price: await simulator.price('ETHUSDT'), hold: true });
    await page.getByRole('button', { name: 'Enter ETH/USDT' }).click();
    await dialog(page)
      .getByText(/^Buy about [\d,.]+ ETH at ≈ [\d,.]+ USDT each, for 100\.000 USDT\.$/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Look at the order' }).click();
    await dialog(page).getByText('with real money').first().waitFor();
    await expectSound(page, 'the order');
    expect((await other.api<unknown[]>('GET', 'status')).body).toHaveLength(0);
    await dialog(page).getByRole('button', { name: 'Enter with real money' }).click();
    await page.getByRole('button', { name: /Leave trade 1, ETH/ }).waitFor();
    expect((await other.api<unknown[]>('GET', 'status')).body).toHaveLength(1);
    const isAtRest = async () =>
      (await other.api<{ has_open_orders: boolean }[]>('GET', 'status')).body.every((one) => !one.has_open_orders);
    await until(isAtRest, 'the order to be filled');
    await simulator.control('POST', 'price', { symbol: 'ETHUSDT', factor: 1 });
    expect((await bot.api<unknown[]>('GET', 'status')).body).toHaveLength(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('asks for nothing in any view while messages come, and shows what others do', async () => {
    const watch = async (path: string) => {
      const { page, complaints } = await open();
      await page.getByText('Connected', { exact: true }).waitFor();
      await goTo(page, path);
      await untilQuiet(page, 2500);
      const asked: string[] = [];
      const note = (request: Request) => asked.push(new URL(request.url()).pathname);
      page.on('request', note);
      await page.waitForTimeout(11_000);
      page.off('request', note);
      // a candle may end meanwhile
      expect({ path, asked: asked.filter((name) => !/candles|locks/.test(name)) }).toEqual({ path, asked: [] });
      if (path === '/trade') return { page, complaints };
      expect(complaints).toEqual([]);
      await page.close();
      return null;
    };
    const watched = await Promise.all(['/dashboard', '/risk', '/journal', '/log', '/system', '/trade'].map(watch));
    const { page, complaints } = watched.find((one) => one !== null)!;
    await page.getByRole('tab', { name: 'Pair locks' }).click();
    await bot.api('POST', 'locks', [{ pair: 'ETH/USDT', until: '2099-01-01 00:00:00Z', reason: 'by another', side: '*' }]);
    await page.getByText('by another').waitFor();
    await goTo(page, '/log');
    await page.getByLabel('Follow').waitFor();
    await bot.api('POST', 'reload_config', {});
    await page
      .getByText(/reload/i)
      .last()
      .waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('reports the days that are asked for', async () => {
    const { page, complaints } = await open();
    await goTo(page, '/dashboard');
    const report = page.getByRole('region', { name: 'Report of closed trades' });
    await report.getByText(/\d trades?, \d won, \d lost/).waitFor();
    await report.getByLabel('Days').selectOption('From – to');
    await report.getByLabel('To', { exact: true }).fill('2020-01-01');
    await report.getByText('No trade has been closed yet.').waitFor();
    await expectSound(page, 'a report of other days');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows a read-only user everything and lets it do nothing', async () => {
    const { page, complaints } = await openPage(browser, bot.url);
    await logIn(page, /Open trades/, GUEST.username, GUEST.password);
    await page.getByText('Read only').waitFor();
    expect(await page.getByRole('group', { name: 'Bot', exact: true }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Enter a trade' }).count()).toBe(0);
    await goTo(page, '/system');
    await page.getByRole('heading', { name: 'Log-ins' }).waitFor();
    expect(await page.getByRole('heading', { name: 'API tokens' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('goes on when its token runs out, and asks for the password when the login has ended', async () => {
    const { page } = await open();
    await page.evaluate(
      "const kept = JSON.parse(sessionStorage.getItem('freqtrade-session')); sessionStorage.setItem('freqtrade-session', JSON.stringify({ ...kept, access: kept.access.slice(0, -4) + 'AAAA' }))",
    );
    await page.reload();
    await page.getByRole('heading', { name: /Open trades/ }).waitFor();
    await page.getByText('Connected', { exact: true }).waitFor();
    const { sessions } = (await bot.api<{ sessions: { session_id: string }[] }>('GET', 'sessions')).body;
    for (const { session_id: id } of sessions) await bot.api('DELETE', `sessions/${id}`);
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await logIn(page, /Open trades/);
    await page.close();
  });

  it('plays a closed trade again, candle by candle', async () => {
    const { page, complaints } = await open();
    await page.getByRole('button', { name: 'Details of trade 1, BTC/USDT' }).click();
    // its candle has to end first
    await dialog(page).getByRole('button', { name: 'Replay' }).click({ timeout: 70_000 });
    await dialog(page).getByRole('button', { name: 'Show all' }).click();
    await dialog(page).getByRole('button', { name: 'Show all' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('says when the bot is gone, and comes back with it', async () => {
    const { page } = await open();
    const { folder } = bot;
    const same = JSON.parse(readFileSync(`${folder}/config.json`, 'utf8')) as Record<string, unknown>;
    bot.process.kill('SIGKILL');
    await page.getByText('The bot does not answer').first().waitFor();
    bot = await startBotProcess({ config: same, folder });
    await page.getByText('Connected', { exact: true }).waitFor({ timeout: 40_000 });
    await page.getByText('The bot does not answer').first().waitFor({ state: 'detached' });
    await page.close();
  });
});

/** Waits until the page has asked for nothing for a while: every stream is there, and what it brought is shown. */
async function untilQuiet(page: Page, ms: number): Promise<void> {
  let last = Date.now();
  const note = () => {
    last = Date.now();
  };
  page.on('request', note);
  while (Date.now() - last < ms) await page.waitForTimeout(100);
  page.off('request', note);
}
