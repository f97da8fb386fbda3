// Made by "npm run generate" from the schemas in src/wire; not to be edited by hand.

/**
 * Commands of freqtrade-client, each named as the call it makes: its help, and its parameters in the order they may be given.
 * @typedef {{ name: string, field: string, help: string, type?: 'number' | 'boolean' | 'list', required?: boolean, unset?: string,
 *   call?: string }} Parameter `field` of the request; `call` is made in place of the command's where the parameter is given
 * @type {Record<string, { help: string, parameters: readonly Parameter[] }>}
 */
export const COMMANDS = {
  available_pairs: {
    help: 'Pairs that candle data has been downloaded for.',
    parameters: [
      { name: 'timeframe', field: 'timeframe', help: 'length of a candle, e.g. 5m' },
      { name: 'stake_currency', field: 'stake_currency', help: 'only pairs of this stake currency' },
    ],
  },
  balance: {
    help: 'What the account holds, by currency.',
    parameters: [],
  },
  blacklist: {
    help: 'Pairs that are never traded; with pairs given, adds them.',
    parameters: [
      { name: 'add', field: 'blacklist', help: 'pairs to add, separated by spaces', type: 'list', call: 'blacklist_add' },
    ],
  },
  cancel_open_order: {
    help: 'Cancel the open order of a trade.',
    parameters: [
      { name: 'trade_id', field: 'tradeid', help: 'number of the trade, as status shows it', type: 'number', required: true },
    ],
  },
  count: {
    help: 'How many trades are open, and how many may be.',
    parameters: [],
  },
  daily: {
    help: 'Profit and number of trades for each day.',
    parameters: [
      { name: 'days', field: 'timescale', help: 'how many days to go back', type: 'number' },
    ],
  },
  delete_lock: {
    help: 'End a lock.',
    parameters: [
      { name: 'lock_id', field: 'lockid', help: 'number of the lock, as locks shows it', type: 'number', required: true },
    ],
  },
  delete_trade: {
    help: 'Remove a trade from the database and cancel its orders; what was bought stays on the exchange.',
    parameters: [
      { name: 'trade_id', field: 'tradeid', help: 'number of the trade, as status shows it', type: 'number', required: true },
    ],
  },
  edge: {
    help: 'Pairs validated by Edge, if it is on.',
    parameters: [],
  },
  entries: {
    help: 'Performance by enter tag.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT' },
    ],
  },
  exits: {
    help: 'Performance by exit reason.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT' },
    ],
  },
  forcebuy: {
    help: 'Enter a long trade at once; the old name of forceenter.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT', required: true },
      { name: 'price', field: 'price', help: "limit price; the market's when left out", type: 'number' },
    ],
  },
  forceenter: {
    help: 'Enter a trade at once.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT', required: true },
      { name: 'side', field: 'side', help: 'long or short', required: true },
      { name: 'price', field: 'price', help: "limit price; the market's when left out", type: 'number' },
      { name: 'order_type', field: 'ordertype', help: 'limit or market' },
      { name: 'stake_amount', field: 'stakeamount', help: 'stake of this trade', type: 'number' },
      { name: 'leverage', field: 'leverage', help: 'leverage of this trade', type: 'number' },
      { name: 'enter_tag', field: 'entry_tag', help: 'tag of this entry' },
    ],
  },
  forceexit: {
    help: 'Leave a trade at once, or all of them.',
    parameters: [
      { name: 'tradeid', field: 'tradeid', help: 'number of the trade, or "all"', required: true },
      { name: 'ordertype', field: 'ordertype', help: 'limit or market' },
      { name: 'amount', field: 'amount', help: 'part to sell, in base currency; everything when left out', type: 'number' },
      { name: 'price', field: 'price', help: 'limit price', type: 'number' },
    ],
  },
  health: {
    help: 'When the trading loop last ran.',
    parameters: [],
  },
  list_custom_data: {
    help: 'Data a strategy has stored with a trade.',
    parameters: [
      { name: 'trade_id', field: 'tradeid', help: 'number of the trade, as status shows it', type: 'number', required: true },
      { name: 'key', field: 'key', help: 'only this key' },
    ],
  },
  list_open_trades_custom_data: {
    help: 'Data a strategy has stored with the open trades.',
    parameters: [
      { name: 'key', field: 'key', help: 'only this key' },
      { name: 'limit', field: 'limit', help: 'trades a page', type: 'number' },
      { name: 'offset', field: 'offset', help: 'trades to skip', type: 'number' },
    ],
  },
  lock_add: {
    help: 'Keep a pair from being entered for a while.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT', required: true },
      { name: 'until', field: 'until', help: 'end of the lock, e.g. "2027-01-30 16:00:00Z"', required: true },
      { name: 'side', field: 'side', help: 'long, short or *', unset: '*' },
      { name: 'reason', field: 'reason', help: 'why', unset: '' },
    ],
  },
  locks: {
    help: 'Pairs that are locked now.',
    parameters: [],
  },
  logs: {
    help: "The last lines of the bot's log.",
    parameters: [
      { name: 'limit', field: 'limit', help: 'how many lines; all when left out', type: 'number' },
    ],
  },
  mix_tags: {
    help: 'Performance by enter tag and exit reason together.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT' },
    ],
  },
  monthly: {
    help: 'Profit and number of trades for each month.',
    parameters: [
      { name: 'months', field: 'timescale', help: 'how many months to go back', type: 'number' },
    ],
  },
  pair_candles: {
    help: 'Candles and indicators of a pair, as the bot has them now.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT', required: true },
      { name: 'timeframe', field: 'timeframe', help: 'length of a candle, e.g. 5m', required: true },
      { name: 'limit', field: 'limit', help: 'only the last candles', type: 'number' },
      { name: 'columns', field: 'columns', help: 'indicator columns wanted, separated by commas', type: 'list', call: 'pair_candles_columns' },
    ],
  },
  pair_history: {
    help: 'Candles and indicators of a pair from stored data.',
    parameters: [
      { name: 'pair', field: 'pair', help: 'market, e.g. BTC/USDT', required: true },
      { name: 'timeframe', field: 'timeframe', help: 'length of a candle, e.g. 5m', required: true },
      { name: 'strategy', field: 'strategy', help: 'strategy that computes the indicators', required: true },
      { name: 'timerange', field: 'timerange', help: 'e.g. 20240101-20240201' },
      { name: 'freqaimodel', field: 'freqaimodel', help: 'FreqAI model' },
    ],
  },
  pairlists_available: {
    help: 'Pairlist handlers that can be used.',
    parameters: [],
  },
  pause: {
    help: 'Open no new trades; manage those that are open.',
    parameters: [],
  },
  performance: {
    help: 'Performance by pair.',
    parameters: [],
  },
  ping: {
    help: 'Whether the bot answers; needs no password.',
    parameters: [],
  },
  plot_config: {
    help: 'What the strategy wants shown on charts.',
    parameters: [],
  },
  profit: {
    help: 'Profit and loss of all trades, and figures on them.',
    parameters: [],
  },
  reload_config: {
    help: 'Read configuration and strategy again.',
    parameters: [],
  },
  reload_trade: {
    help: "Take a trade's orders from the exchange again.",
    parameters: [
      { name: 'trade_id', field: 'tradeid', help: 'number of the trade, as status shows it', type: 'number', required: true },
    ],
  },
  show_config: {
    help: 'The settings the bot trades by.',
    parameters: [],
  },
  start: {
    help: 'Start trading.',
    parameters: [],
  },
  stats: {
    help: 'Outcomes by exit reason, and how long trades took.',
    parameters: [],
  },
  status: {
    help: 'The open trades.',
    parameters: [],
  },
  stop: {
    help: 'Stop trading; nothing is managed until start.',
    parameters: [],
  },
  stopbuy: {
    help: 'Open no new trades; the same as pause.',
    parameters: [],
  },
  strategies: {
    help: 'Strategies that can be used.',
    parameters: [],
  },
  strategy: {
    help: 'Source text and parameters of a strategy.',
    parameters: [
      { name: 'strategy', field: 'strategy', help: 'name of its class', required: true },
    ],
  },
  sysinfo: {
    help: 'Load of the machine.',
    parameters: [],
  },
  trade: {
    help: 'One trade.',
    parameters: [
      { name: 'trade_id', field: 'tradeid', help: 'number of the trade, as status shows it', type: 'number', required: true },
    ],
  },
  trades: {
    help: 'Closed trades, at most 500 a call.',
    parameters: [
      { name: 'limit', field: 'limit', help: 'how many', type: 'number' },
      { name: 'offset', field: 'offset', help: 'trades to skip', type: 'number' },
      { name: 'order_by_id', field: 'order_by_id', help: 'true: by number; false: the latest first', type: 'boolean' },
    ],
  },
  version: {
    help: 'Version of the bot.',
    parameters: [],
  },
  weekly: {
    help: 'Profit and number of trades for each week.',
    parameters: [
      { name: 'weeks', field: 'timescale', help: 'how many weeks to go back', type: 'number' },
    ],
  },
  whitelist: {
    help: 'Pairs that are traded.',
    parameters: [],
  },
};
