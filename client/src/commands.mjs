/**
 * Every command: what it asks of the bot, and its parameters in the order they may be given.
 * @typedef {{ name: string, help: string, type?: 'number' | 'boolean' | 'list', required?: boolean, field?: string }} Parameter
 * @typedef {{ help: string, method: 'GET' | 'POST' | 'DELETE', path: string, parameters?: Parameter[], body?: boolean,
 *   prepare?: (values: Record<string, unknown>) => Record<string, unknown> | unknown[] }} Command
 * A path may hold `{name}`; parameters named so go into it, the others into the query, or the body where `body` is set.
 */

const TRADE_ID = {
  name: 'trade_id',
  help: 'number of the trade, as status shows it',
  type: /** @type {const} */ ('number'),
  required: true,
};
const PAIR = { name: 'pair', help: 'market, e.g. BTC/USDT', required: true };
const DAYS = { name: 'days', help: 'how many days to go back', type: /** @type {const} */ ('number'), field: 'timescale' };
const TIMEFRAME = { name: 'timeframe', help: 'length of a candle, e.g. 5m', required: true };

/** @type {Record<string, Command>} */
export const COMMANDS = {
  available_pairs: {
    help: 'Pairs that candle data has been downloaded for.',
    method: 'GET',
    path: 'available_pairs',
    parameters: [
      { ...TIMEFRAME, required: false },
      { name: 'stake_currency', help: 'only pairs of this stake currency' },
    ],
  },
  balance: { help: 'What the account holds, by currency.', method: 'GET', path: 'balance' },
  blacklist: {
    help: 'Pairs that are never traded; with pairs given, adds them.',
    method: 'GET',
    path: 'blacklist',
    parameters: [{ name: 'add', help: 'pairs to add, separated by spaces', type: 'list' }],
  },
  cancel_open_order: {
    help: 'Cancel the open order of a trade.',
    method: 'DELETE',
    path: 'trades/{trade_id}/open-order',
    parameters: [TRADE_ID],
  },
  count: { help: 'How many trades are open, and how many may be.', method: 'GET', path: 'count' },
  daily: { help: 'Profit and number of trades for each day.', method: 'GET', path: 'daily', parameters: [DAYS] },
  delete_lock: {
    help: 'End a lock.',
    method: 'DELETE',
    path: 'locks/{lock_id}',
    parameters: [{ name: 'lock_id', help: 'number of the lock, as locks shows it', type: 'number', required: true }],
  },
  delete_trade: {
    help: 'Remove a trade from the database and cancel its orders; what was bought stays on the exchange.',
    method: 'DELETE',
    path: 'trades/{trade_id}',
    parameters: [TRADE_ID],
  },
  edge: { help: 'Pairs validated by Edge, if it is on.', method: 'GET', path: 'edge' },
  entries: { help: 'Performance by enter tag.', method: 'GET', path: 'entries', parameters: [{ ...PAIR, required: false }] },
  exits: { help: 'Performance by exit reason.', method: 'GET', path: 'exits', parameters: [{ ...PAIR, required: false }] },
  forcebuy: {
    help: 'Enter a long trade at once; the old name of forceenter.',
    method: 'POST',
    path: 'forcebuy',
    body: true,
    parameters: [PAIR, { name: 'price', help: "limit price; the market's when left out", type: 'number' }],
  },
  forceenter: {
    help: 'Enter a trade at once.',
    method: 'POST',
    path: 'forceenter',
    body: true,
    parameters: [
      PAIR,
      { name: 'side', help: 'long or short', required: true },
      { name: 'price', help: "limit price; the market's when left out", type: 'number' },
      { name: 'order_type', help: 'limit or market', field: 'ordertype' },
      { name: 'stake_amount', help: 'stake of this trade', type: 'number', field: 'stakeamount' },
      { name: 'leverage', help: 'leverage of this trade', type: 'number' },
      { name: 'enter_tag', help: 'tag of this entry', field: 'entry_tag' },
    ],
  },
  forceexit: {
    help: 'Leave a trade at once, or all of them.',
    method: 'POST',
    path: 'forceexit',
    body: true,
    parameters: [
      { name: 'tradeid', help: 'number of the trade, or "all"', required: true },
      { name: 'ordertype', help: 'limit or market' },
      { name: 'amount', help: 'part to sell, in base currency; everything when left out', type: 'number' },
      { name: 'price', help: 'limit price', type: 'number' },
    ],
    prepare: (values) => ({ ...values, tradeid: String(values['tradeid']) }),
  },
  health: { help: 'When the trading loop last ran.', method: 'GET', path: 'health' },
  list_custom_data: {
    help: 'Data a strategy has stored with a trade.',
    method: 'GET',
    path: 'trades/{trade_id}/custom-data',
    parameters: [TRADE_ID, { name: 'key', help: 'only this key' }],
  },
  list_open_trades_custom_data: {
    help: 'Data a strategy has stored with the open trades.',
    method: 'GET',
    path: 'trades/open/custom-data',
    parameters: [
      { name: 'key', help: 'only this key' },
      { name: 'limit', help: 'trades a page', type: 'number' },
      { name: 'offset', help: 'trades to skip', type: 'number' },
    ],
  },
  lock_add: {
    help: 'Keep a pair from being entered for a while.',
    method: 'POST',
    path: 'locks',
    body: true,
    parameters: [
      PAIR,
      { name: 'until', help: 'end of the lock, e.g. "2027-01-30 16:00:00Z"', required: true },
      { name: 'side', help: 'long, short or *' },
      { name: 'reason', help: 'why' },
    ],
    prepare: (values) => [{ side: '*', reason: '', ...values }],
  },
  locks: { help: 'Pairs that are locked now.', method: 'GET', path: 'locks' },
  logs: {
    help: "The last lines of the bot's log.",
    method: 'GET',
    path: 'logs',
    parameters: [{ name: 'limit', help: 'how many lines; all when left out', type: 'number' }],
  },
  mix_tags: {
    help: 'Performance by enter tag and exit reason together.',
    method: 'GET',
    path: 'mix_tags',
    parameters: [{ ...PAIR, required: false }],
  },
  monthly: {
    help: 'Profit and number of trades for each month.',
    method: 'GET',
    path: 'monthly',
    parameters: [{ ...DAYS, name: 'months', help: 'how many months to go back' }],
  },
  pair_candles: {
    help: 'Candles and indicators of a pair, as the bot has them now.',
    method: 'GET',
    path: 'pair_candles',
    parameters: [
      PAIR,
      TIMEFRAME,
      { name: 'limit', help: 'only the last candles', type: 'number' },
      { name: 'columns', help: 'indicator columns wanted, separated by commas', type: 'list' },
    ],
  },
  pair_history: {
    help: 'Candles and indicators of a pair from stored data.',
    method: 'GET',
    path: 'pair_history',
    parameters: [
      PAIR,
      TIMEFRAME,
      { name: 'strategy', help: 'strategy that computes the indicators', required: true },
      { name: 'timerange', help: 'e.g. 20240101-20240201' },
      { name: 'freqaimodel', help: 'FreqAI model' },
    ],
  },
  pairlists_available: { help: 'Pairlist handlers that can be used.', method: 'GET', path: 'pairlists/available' },
  pause: { help: 'Open no new trades; manage those that are open.', method: 'POST', path: 'pause' },
  performance: { help: 'Performance by pair.', method: 'GET', path: 'performance' },
  ping: { help: 'Whether the bot answers; needs no password.', method: 'GET', path: 'ping' },
  plot_config: { help: 'What the strategy wants shown on charts.', method: 'GET', path: 'plot_config' },
  profit: { help: 'Profit and loss of all trades, and figures on them.', method: 'GET', path: 'profit' },
  reload_config: { help: 'Read configuration and strategy again.', method: 'POST', path: 'reload_config' },
  reload_trade: {
    help: "Take a trade's orders from the exchange again.",
    method: 'POST',
    path: 'trades/{trade_id}/reload',
    parameters: [TRADE_ID],
  },
  show_config: { help: 'The settings the bot trades by.', method: 'GET', path: 'show_config' },
  start: { help: 'Start trading.', method: 'POST', path: 'start' },
  stats: { help: 'Outcomes by exit reason, and how long trades took.', method: 'GET', path: 'stats' },
  status: { help: 'The open trades.', method: 'GET', path: 'status' },
  stop: { help: 'Stop trading; nothing is managed until start.', method: 'POST', path: 'stop' },
  stopbuy: { help: 'Open no new trades; the same as pause.', method: 'POST', path: 'stopbuy' },
  strategies: { help: 'Strategies that can be used.', method: 'GET', path: 'strategies' },
  strategy: {
    help: 'Source text and parameters of a strategy.',
    method: 'GET',
    path: 'strategy/{strategy}',
    parameters: [{ name: 'strategy', help: 'name of its class', required: true }],
  },
  sysinfo: { help: 'Load of the machine.', method: 'GET', path: 'sysinfo' },
  trade: { help: 'One trade.', method: 'GET', path: 'trade/{trade_id}', parameters: [TRADE_ID] },
  trades: {
    help: 'Closed trades, at most 500 a call.',
    method: 'GET',
    path: 'trades',
    parameters: [
      { name: 'limit', help: 'how many', type: 'number' },
      { name: 'offset', help: 'trades to skip', type: 'number' },
      { name: 'order_by_id', help: 'true: by number; false: the latest first', type: 'boolean' },
    ],
  },
  version: { help: 'Version of the bot.', method: 'GET', path: 'version' },
  weekly: {
    help: 'Profit and number of trades for each week.',
    method: 'GET',
    path: 'weekly',
    parameters: [{ ...DAYS, name: 'weeks', help: 'how many weeks to go back' }],
  },
  whitelist: { help: 'Pairs that are traded.', method: 'GET', path: 'whitelist' },
};

/** The text of `help`. */
export function helpText() {
  const parts = Object.entries(COMMANDS).map(([name, { help, parameters }]) => {
    const lines = (parameters ?? []).map(
      (parameter) => `\t    ${parameter.name}${parameter.required ? ' (required)' : ''}: ${parameter.help}`,
    );
    return [name, `\t${help}`, ...lines].join('\n');
  });
  return `Possible commands:\n\n${parts.join('\n\n')}\n`;
}
