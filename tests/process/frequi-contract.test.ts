import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
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
} from './harness.ts';

/**
 * What the official FreqUI asks of a bot that trades: its calls by their old names, in its order, and every field it reads.
 * Research calls are compared with freqtrade's own answers in `webserver.test.ts`.
 */
type Json = Record<string, unknown>;

const TRADE = [
  ...['trade_id', 'pair', 'base_currency', 'quote_currency', 'is_open', 'is_short', 'leverage', 'amount', 'stake_amount'],
  ...['max_stake_amount', 'strategy', 'exchange', 'enter_tag', 'exit_reason', 'timeframe', 'open_rate', 'open_timestamp'],
  ...['open_fill_timestamp', 'close_rate', 'close_timestamp', 'min_rate', 'max_rate', 'profit_ratio', 'profit_abs', 'realized_profit'],
  ...['fee_open', 'fee_open_cost', 'fee_open_currency', 'fee_close', 'fee_close_cost', 'fee_close_currency', 'stop_loss_abs'],
  ...['stop_loss_ratio', 'initial_stop_loss_abs', 'initial_stop_loss_pct', 'stoploss_last_update_timestamp', 'has_open_orders'],
  ...['liquidation_price', 'interest_rate', 'funding_fees', 'trading_mode', 'amount_precision', 'price_precision', 'orders'],
];
const OPEN_TRADE = [
  ...TRADE,
  'current_rate',
  'total_profit_abs',
  'total_profit_ratio',
  'stoploss_current_dist',
  'stoploss_current_dist_ratio',
];
const ORDER = [
  ...['pair', 'status', 'order_type', 'ft_order_side', 'is_open', 'amount', 'filled', 'remaining', 'cost', 'safe_price'],
  ...['order_timestamp', 'order_filled_timestamp', 'ft_order_tag'],
];
const PROFIT = [
  ...['profit_closed_coin', 'profit_closed_ratio', 'profit_closed_ratio_mean', 'profit_closed_ratio_sum', 'profit_all_coin'],
  ...['profit_all_ratio_mean', 'profit_all_ratio_sum', 'trade_count', 'first_trade_timestamp', 'latest_trade_timestamp', 'avg_duration'],
  ...['bot_start_timestamp', 'best_pair', 'best_pair_profit_ratio', 'winning_trades', 'losing_trades', 'winrate', 'expectancy'],
  ...['expectancy_ratio', 'cagr', 'calmar', 'sharpe', 'sortino', 'sqn', 'profit_factor', 'trading_volume', 'max_drawdown'],
  ...['max_drawdown_abs', 'max_drawdown_start_timestamp', 'max_drawdown_end_timestamp', 'current_drawdown', 'current_drawdown_abs'],
];
const CONFIG = [
  ...['version', 'api_version', 'dry_run', 'trading_mode', 'margin_mode', 'short_allowed', 'state', 'runmode', 'order_types', 'exchange'],
  ...['force_entry_enable', 'max_open_trades', 'stake_amount', 'stake_currency', 'stake_currency_decimals', 'strategy', 'timeframe'],
  ...['stoploss_on_exchange', 'bot_name'],
];
const BALANCE = ['currencies', 'note', 'stake', 'symbol', 'total', 'total_bot', 'value', 'starting_capital', 'starting_capital_ratio'];
const CURRENCY = [
  ...['currency', 'free', 'balance', 'used', 'bot_owned', 'est_stake', 'est_stake_bot', 'stake', 'side', 'is_position', 'position'],
  'is_bot_managed',
];
const CANDLES = [
  ...['strategy', 'pair', 'timeframe', 'timeframe_ms', 'columns', 'all_columns', 'data', 'annotations', 'length', 'enter_long_signals'],
  ...['exit_long_signals', 'enter_short_signals', 'exit_short_signals', 'buy_signals', 'sell_signals', 'data_start_ts', 'data_stop_ts'],
];
const CANDLE_COLUMNS = [
  ...[
    '__date_ts',
    'open',
    'high',
    'low',
    'close',
    'volume',
    'enter_tag',
    'exit_tag',
    '_enter_long_signal_close',
    '_exit_long_signal_close',
  ],
];

describe('what the official FreqUI asks of a trading bot', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let access = '';
  let refresh = '';

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort(), {
      order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
    });
    bot = await startBotProcess({ config });
    const basic = Buffer.from(`${API_USER}:${API_PASSWORD}`).toString('base64');
    const tokens = await send('POST', '/token/login', {}, `Basic ${basic}`);
    expect(tokens.status).toBe(200);
    ({ access_token: access, refresh_token: refresh } = tokens.body as { access_token: string; refresh_token: string });
  });
  afterAll(async () => {
    await bot?.stop();
    if (bot) removeFolder(bot.folder);
    await simulator?.close();
  });

  async function send(method: string, path: string, body?: unknown, authorization = `Bearer ${access}`) {
    const answer = await fetch(`${bot.url}/api/v1${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  }
  async function get(path: string): Promise<Json> {
    const { status, body } = await send('GET', path);
    expect(`${path} ${status}`).toBe(`${path} 200`);
    return body;
  }
  const has = (what: unknown, fields: readonly string[]) =>
    expect(fields.filter((field) => !Object.hasOwn((what ?? {}) as object, field))).toEqual([]);
  const openTrades = async () => (await get('/status')) as unknown as (Json & { trade_id: number; orders: Json[] })[];

  it('loads its page: fields of every answer, before and after a trade', async () => {
    const config = await get('/show_config');
    has(config, CONFIG);
    expect(config['api_version']).toBeGreaterThanOrEqual(2.5);
    expect(['dry_run', 'live']).toContain(config['runmode']);
    expect(await get('/ping')).toEqual({ status: 'pong' });
    has(await get('/profit'), PROFIT);
    expect((await send('POST', '/forcebuy', { pair: 'ETH/USDT', side: 'long', ordertype: 'market', entry_tag: 'by hand' })).status).toBe(
      200,
    );
    await until(async () => (await openTrades()).length === 1 || null, 'an open trade');
    const [open] = await openTrades();
    has(open, OPEN_TRADE);
    has(open!.orders[0], ORDER);
    expect((await send('POST', '/forcesell', { tradeid: String(open!.trade_id), ordertype: 'market' })).status).toBe(200);
    await until(async () => (await openTrades()).length === 0 || null, 'no open trade');
    const page = (await get('/trades?limit=500&offset=0')) as { trades: Json[]; total_trades: number };
    expect(page.total_trades).toBe(page.trades.length);
    has(page.trades[0], TRADE);
    const sides = await get('/profit_all');
    has(sides['all'], PROFIT);
    const balance = (await get('/balance')) as { currencies: Json[] };
    has(balance, BALANCE);
    has(balance.currencies[0], CURRENCY);
    const wallet = await get('/historic_balance');
    expect(wallet['columns']).toEqual(expect.arrayContaining(['__date_ts', 'total_quote']));
    has(wallet, ['data', 'capture_start_ts']);
    // dates out of the database have no zone
    expect((wallet['data'] as unknown[][])[0]![0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/);
    expect(page.trades[0]!['orders']).toMatchObject([{ funding_fee: 0 }, { funding_fee: 0 }]);
    has(await get('/whitelist'), ['whitelist', 'method']);
    for (const period of ['daily', 'weekly', 'monthly']) {
      const answer = (await get(`/${period}?timescale=20`)) as { data: Json[] };
      has(answer, ['data', 'stake_currency', 'fiat_display_currency']);
      has(answer.data[0], ['date', 'abs_profit', 'rel_profit', 'starting_balance', 'fiat_value', 'trade_count']);
    }
    for (const [path, name] of [
      ['performance', 'pair'],
      ['entries', 'enter_tag'],
      ['exits', 'exit_reason'],
      ['mix_tags', 'mix_tag'],
    ]) {
      const rows = (await get(`/${path}`)) as unknown as Json[];
      has(rows[0], [name!, 'profit_ratio', 'profit_abs', 'count']);
    }
    has(await get(`/strategy/${config['strategy'] as string}`), ['strategy', 'timeframe', 'code', 'params']);
    // the strategy has none
    expect(await get('/plot_config')).toEqual({});
    const logs = (await get('/logs')) as { logs: unknown[][] };
    expect(logs.logs[0]).toHaveLength(5);
    const custom = await send('GET', `/trades/${page.trades[0]!['trade_id'] as number}/custom-data`);
    expect([200, 404]).toContain(custom.status);
    expect((await send('POST', `/trades/${page.trades[0]!['trade_id'] as number}/reload`, {})).status).toBe(200);
  });

  it('reads candles both ways, with the columns it looks for', async () => {
    const body = { pair: 'ETH/USDT', timeframe: (await get('/show_config'))['timeframe'], columns: ['enter_tag', 'exit_tag'] };
    const { status, body: chosen } = await send('POST', '/pair_candles', body);
    expect(status).toBe(200);
    has(chosen, CANDLES);
    expect(CANDLE_COLUMNS.filter((name) => !(chosen['columns'] as string[]).includes(name))).toEqual([]);
    const first = (chosen['data'] as unknown[][])[0]!;
    expect(first[(chosen['columns'] as string[]).indexOf('__date_ts')]).toBeGreaterThan(1e12);
    has(await get(`/pair_candles?pair=ETH%2FUSDT&timeframe=${body.timeframe as string}`), CANDLES);
  });

  it('refreshes with one token many times at once, and asks for the log-in with 401 where it is none', async () => {
    const broken = await Promise.all(Array.from({ length: 7 }, () => send('GET', '/status', undefined, 'Bearer expired')));
    expect(broken.map(({ status }) => status)).toEqual(Array(7).fill(401));
    const fresh = await Promise.all(Array.from({ length: 7 }, () => send('POST', '/token/refresh', {}, `Bearer ${refresh}`)));
    expect(fresh.map(({ status }) => status)).toEqual(Array(7).fill(200));
    const repeats = await Promise.all(
      fresh.map(({ body }) => send('GET', '/status', undefined, `Bearer ${body['access_token'] as string}`)),
    );
    expect(repeats.map(({ status }) => status)).toEqual(Array(7).fill(200));
    expect((await send('POST', '/token/refresh', {}, 'Bearer expired')).status).toBe(401);
  });

  it('listens twice in one tab, and is told of fills in flat messages', async () => {
    const open = async () => {
      const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws?token=${access}`);
      const heard: Json[] = [];
      socket.on('message', (data) => heard.push(JSON.parse(String(data)) as Json));
      await once(socket, 'open');
      const topics = ['whitelist', 'entry_fill', 'exit_fill', 'entry_cancel', 'exit_cancel', 'new_candle'];
      socket.send(JSON.stringify({ type: 'subscribe', data: topics }));
      socket.send(JSON.stringify({ type: 'whitelist', data: '' }));
      return { socket, heard };
    };
    const tabs = await Promise.all([open(), open()]);
    await send('POST', '/forcebuy', { pair: 'BTC/USDT' });
    for (const { heard } of tabs) {
      await until(async () => heard.find(({ type }) => type === 'entry_fill') ?? null, 'an entry');
      has(
        heard.find(({ type }) => type === 'entry_fill'),
        ['pair', 'direction', 'open_rate'],
      );
      expect(heard.find(({ type }) => type === 'whitelist')!['data']).toBeInstanceOf(Array);
    }
    await send('POST', '/forcesell', { tradeid: 'all' });
    for (const { socket, heard } of tabs) {
      await until(async () => heard.find(({ type }) => type === 'exit_fill') ?? null, 'an exit');
      socket.close();
    }
  });

  it('keeps lists and steers the bot by the old names', async () => {
    expect((await send('POST', '/blacklist', { blacklist: ['XRP/USDT', 'LTC/USDT'] })).body['blacklist']).toEqual(['XRP/USDT', 'LTC/USDT']);
    const left = await send('DELETE', '/blacklist?pairs_to_delete=XRP%2FUSDT&pairs_to_delete=LTC%2FUSDT');
    expect(left.body).toMatchObject({ blacklist: [], errors: {} });
    const wrong = await send('POST', '/blacklist', { blacklist: ['NOT/A/PAIR('] });
    expect(Object.values(wrong.body['errors'] as Json)[0]).toHaveProperty('error_msg');
    await send('POST', '/locks', [{ pair: 'ETH/USDT', until: '2099-01-01 00:00:00Z', reason: 'r', side: '*' }]);
    const { locks } = (await get('/locks')) as { locks: Json[] };
    has(locks[0], ['id', 'pair', 'lock_end_timestamp', 'reason', 'side', 'active']);
    expect((await send('DELETE', `/locks/${locks[0]!['id'] as number}`)).body).toHaveProperty('locks');
    await send('POST', '/stop', {});
    expect(await send('GET', '/count')).toEqual({ status: 502, body: { error: 'Error querying /api/v1/count: trader is not running' } });
    expect((await send('POST', '/stopbuy', {})).body).toEqual({
      status: 'starting bot with trader in paused state, no entries will occur. Run /start to enable entries.',
    });
    expect((await get('/show_config'))['state']).toBe('paused');
    expect((await send('POST', '/stopbuy', {})).body).toEqual({
      status: 'paused, no more entries will occur from now. Run /start to enable entries.',
    });
    expect(await get('/count')).toMatchObject({ current: 0 });
    for (const call of ['stopbuy', 'stop', 'start', 'reload_config']) {
      const { status, body } = await send('POST', `/${call}`, {});
      expect(`${call} ${status}`).toBe(`${call} 200`);
      has(body, ['status']);
    }
  });

  it('serves the page of any address, and tells which page it is', async () => {
    const version = await fetch(`${bot.url}/ui_version`);
    expect(Object.keys((await version.json()) as Json)).toContain('version');
    for (const path of ['/', '/trade', '/dashboard', '/some/view']) {
      const answer = await fetch(`${bot.url}${path}`);
      expect(answer.headers.get('content-type')).toContain('text/html');
      const text = await answer.text();
      const base = /<base href="([^"]+)"/.exec(text)?.[1] ?? '/';
      const code = await fetch(new URL(/src="([^"]+\.js)"/.exec(text)![1]!, new URL(base, `${bot.url}${path}`)));
      expect([code.status, code.headers.get('content-type')]).toEqual([200, expect.stringContaining('javascript')]);
    }
  });

  it('says what is not there in this mode as freqtrade does', async () => {
    for (const path of ['/backtest', '/background', '/available_pairs'])
      expect(await send('GET', path)).toMatchObject({ status: 503, body: { detail: 'Bot is not in the correct state.' } });
  });
});
