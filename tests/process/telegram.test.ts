import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/notify/telegram/commands.ts';
import { type SentMessage, TelegramServer } from '../fakes/telegram-server.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';

const CHAT = 4711;
const TOKEN = '123456:token-of-the-test-bot';

describe('Telegram', () => {
  const server = new TelegramServer();
  let simulator: SimulatorProcess;
  let bot: BotProcess;

  beforeAll(async () => {
    const root = await server.listen();
    simulator = await startSimulatorProcess();
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']) await simulator.control('POST', 'price', { symbol, price: 100, hold: true });
    const config = botConfig(simulator, await freePort(), {
      order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false },
      telegram: {
        enabled: true,
        token: TOKEN,
        chat_id: String(CHAT),
        authorized_users: ['7'],
        api_root: root,
        notification_settings: { entry: 'silent', entry_fill: 'on', exit: 'off', exit_fill: { force_exit: 'on', '*': 'off' } },
      },
    });
    bot = await startBotProcess({ config });
    await until(async () => /Telegram is listening/.test(bot.output()) || null, 'Telegram to listen');
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    await server.close();
    if (bot) removeFolder(bot.folder);
  });

  /** What is said after something was done. */
  async function said(action: () => void, pattern: RegExp): Promise<SentMessage> {
    const from = server.sent.length;
    action();
    return until(async () => server.sent.slice(from).find(({ text }) => pattern.test(text)) ?? null, `an answer like ${pattern}`);
  }
  const ask = (line: string, pattern: RegExp) => said(() => server.types(line, CHAT), pattern);

  it('tells the start, and trades as loud as each is set', async () => {
    await until(async () => server.sent.find(({ text }) => text.includes('Dry run is enabled')) ?? null, 'the start');
    const entering = await said(() => server.types('/forcelong BTC/USDT', CHAT), /Entering BTC\/USDT<\/b> \(#1\)/);
    expect(entering.disable_notification).toBe(true);
    expect(entering.text).toContain('Binance (dry)');
    const filled = await until(async () => server.sent.find(({ text }) => /New trade BTC\/USDT/.test(text)) ?? null, 'the fill');
    expect(filled).toMatchObject({ disable_notification: false, chat_id: String(CHAT) });
    expect(filled.text).toContain('<b>Total:</b> <code>');
    expect(filled.reply_markup?.keyboard?.flat().map(({ text }) => text)).toContain('/status table');
  });

  it('answers every command of its list, each with something to say', async () => {
    const help = await ask('/help', /<b>\/help<\/b>/);
    const names = COMMANDS.flatMap((command) => command.names);
    for (const name of names) expect(help.text).toContain(`/${name}`);
    // freqtrade's names
    for (const name of 'status order trades profit profit_long profit_short balance start stop pause stopbuy stopentry forceexit forcesell fx forcelong forcebuy forceshort reload_trade delete cancel_open_order coo performance entries exits mix_tags stats daily weekly monthly count locks unlock delete_locks reload_config reload_conf show_config show_conf whitelist blacklist blacklist_delete bl_delete logs health help version marketdir list_custom_data tg_info'.split(
      ' ',
    ))
      expect(names).toContain(name);
    await ask('/status', /Long BTC\/USDT<\/b> \(#1\)[\s\S]*Stoploss Distance/);
    const table = await ask('/status table', /<pre>ID\s+Pair\s+Since\s+Profit/);
    expect(table.reply_markup?.inline_keyboard?.[0]?.[0]).toEqual({ text: 'Refresh', callback_data: 'refresh /status table' });
    await ask('/order 1', /buy\s+market\s+closed/);
    await ask('/count', /current\s+max\s+total stake/);
    await ask('/profit', /No trade has been closed yet/);
    await ask('/profit_short', /no short trades on spot/);
    await ask('/balance', /<b>USDT:<\/b>[\s\S]*Estimated value/);
    await ask('/daily 3', /Profit by day/);
    await ask('/weekly', /Profit by week/);
    await ask('/monthly', /Profit by month/);
    await ask('/whitelist sorted baseonly', /BTC, ETH, SOL/);
    await ask('/blacklist DOGE/USDT', /Blacklist with 1 entries/);
    await ask('/bl_delete doge/usdt', /Blacklist with 0 entries/);
    await ask('/locks', /No pair is locked/);
    await ask('/show_config', /Dry-run[\s\S]*QuietStrategy/);
    await ask('/version', /Version/);
    await ask('/health', /Last process/);
    await ask('/logs 3', /<code>/);
    await ask('/marketdir long', /was <code>none<\/code> and is now <code>long<\/code>/);
    await ask('/marketdir', /long/);
    await ask('/tg_info', /4711/);
    await ask('/list_custom_data 1', /No custom-data found/);
  });

  it('exits by a button, tells it, and counts it', async () => {
    const choice = await ask('/forceexit', /Which trade/);
    const button = choice.reply_markup?.inline_keyboard?.[0]?.[0];
    expect(button?.text).toMatch(/^#1 BTC\/USDT/);
    await said(() => server.presses(button!.callback_data, CHAT), /Created exit order for trade 1/);
    await until(async () => server.sent.find(({ text }) => /Exited BTC\/USDT/.test(text)) ?? null, 'the exit');
    expect(server.sent.some(({ text }) => /Exiting BTC/.test(text))).toBe(false);
    await ask('/trades', /1 recent trades[\s\S]*BTC\/USDT \(#1\)/);
    await ask('/performance', /BTC\/USDT/);
    await ask('/exits', /force_exit/);
    await ask('/entries', /force_entry/);
    await ask('/mix_tags', /force_entry force_exit/);
    await ask('/stats', /Exit reason[\s\S]*Avg\. duration/);
    await ask('/profit', /Closed trades[\s\S]*Max drawdown/);
    await ask('/profit 7', /last 7 days/);
    const refreshed = await said(() => server.presses('refresh /count', CHAT), /Updated/);
    expect(refreshed.method).toBe('editMessageText');
  });

  it('explains what it does not understand, and is deaf to strangers', async () => {
    await ask('/statsu', /There is no command "\/statsu".*Did you mean \/stats\?|Did you mean \/status\?/);
    await ask('/delete', /needs the id of a trade/);
    await ask('/daily many', /is not a number/);
    await ask('/forceexit 99', /invalid argument/);
    const before = server.sent.length;
    server.types('/stop', CHAT + 1);
    server.types('/stop', CHAT, 8);
    await until(
      async () => (/user 8 was left unanswered/.test(bot.output()) && /not telegram.chat_id/.test(bot.output())) || null,
      'the log',
    );
    await ask('/count', /current/);
    expect(server.sent.length).toBe(before + 1);
    expect((await bot.api<{ state: string }>('GET', 'show_config')).body.state).toBe('running');
  });

  it('stops, pauses and starts the bot, and keeps order while Telegram is away', async () => {
    await ask('/stop', /stopping trader/);
    await ask('/start', /starting trader/);
    server.failing = 502;
    await bot.api('POST', 'stopentry');
    await bot.api('POST', 'start');
    await until(async () => /could not be sent and waits/.test(bot.output()) || null, 'the word that it waits');
    const from = server.sent.length;
    server.failing = null;
    await until(
      async () => (server.sent.slice(from).filter(({ text }) => /Status:/.test(text)).length >= 2 ? true : null),
      'both messages',
      20_000,
    );
    const told = server.sent.slice(from).map(({ text }) => text);
    expect(told.findIndex((text) => /paused/.test(text))).toBeLessThan(told.findIndex((text) => /running/.test(text)));
    expect(bot.output()).not.toContain(TOKEN);
    expect([...server.tokens]).toEqual([TOKEN]);
  });
});
