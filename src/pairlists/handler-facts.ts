interface Parameter {
  readonly type: 'number' | 'boolean' | 'string' | 'list' | 'option';
  readonly default: number | boolean | string | readonly string[] | null;
  readonly description: string;
  readonly help: string;
  readonly options?: readonly string[];
}

export interface HandlerFacts {
  readonly name: string;
  readonly description: string;
  readonly is_pairlist_generator: boolean;
  readonly params: Readonly<Record<string, Parameter>>;
}

const number = (value: number | null, description: string, help: string): Parameter => ({
  type: 'number',
  default: value,
  description,
  help,
});
const text = (value: string, description: string, help: string): Parameter => ({ type: 'string', default: value, description, help });
const option = (value: string | null, options: readonly string[], description: string, help: string): Parameter => ({
  type: 'option',
  default: value,
  options,
  description,
  help,
});

const COUNT = 'Number of assets';
const refresh = (seconds: number) => number(seconds, 'Refresh period', 'After how many seconds the answer is made anew.');
const lookback = (period: number) => ({
  lookback_days: number(null, 'Lookback days', 'Days to look back; in place of timeframe and period.'),
  lookback_timeframe: text('1d', 'Lookback timeframe', 'Length of the candles to look back at.'),
  lookback_period: number(period, 'Lookback period', 'How many of these candles.'),
});
const sort = (value: string | null) =>
  option(value, ['', 'asc', 'desc'], 'Sort direction', 'Rising (asc), falling (desc), or as they come.');
const listMode = option('whitelist', ['whitelist', 'blacklist'], 'Mode', 'Keep these pairs, or leave them out.');

/** What can be chosen of each handler, for forms. Names, types and defaults are freqtrade's. */
export const HANDLER_FACTS: readonly HandlerFacts[] = [
  {
    name: 'AgeFilter',
    description: 'Leaves out pairs that are too new, or too old.',
    is_pairlist_generator: false,
    params: {
      min_days_listed: number(10, 'Minimum days listed', 'How many days a pair must have been traded.'),
      max_days_listed: number(null, 'Maximum days listed', 'How many days a pair may have been traded at most.'),
    },
  },
  {
    name: 'CrossMarketPairList',
    description: 'Pairs that spot and futures both have, or only one of them.',
    is_pairlist_generator: true,
    params: {
      pairs_exist_on: option('both_markets', ['current_market_only', 'both_markets'], 'Where', 'On both markets, or on this one only.'),
      refresh_period: refresh(1800),
    },
  },
  {
    name: 'DelistFilter',
    description: 'Leaves out pairs that the exchange is going to end.',
    is_pairlist_generator: false,
    params: { max_days_from_now: number(0, 'Days from now', 'Only those that end within so many days; 0 for all.') },
  },
  { name: 'FullTradesFilter', description: 'No pairs while every trade slot is taken.', is_pairlist_generator: false, params: {} },
  {
    name: 'MarketCapPairList',
    description: 'The largest coins, as CoinGecko ranks them.',
    is_pairlist_generator: true,
    params: {
      number_assets: number(30, COUNT, 'How many pairs to take.'),
      max_rank: number(30, 'Largest rank', 'How far down the ranks to look.'),
      categories: { type: 'list', default: [], description: 'Categories', help: "CoinGecko's categories to choose from; none for all." },
      refresh_period: refresh(86_400),
      mode: listMode,
    },
  },
  {
    name: 'OffsetFilter',
    description: 'Leaves out the first pairs, and keeps a number of those after them.',
    is_pairlist_generator: false,
    params: {
      offset: number(0, 'Offset', 'How many pairs to leave out at the front.'),
      number_assets: number(0, COUNT, 'How many pairs to keep; 0 for all.'),
    },
  },
  {
    name: 'PairInformationFilter',
    description: 'Chooses by anything the exchange tells of a market.',
    is_pairlist_generator: false,
    params: {
      selection_mode: option('whitelist', ['whitelist', 'blacklist'], 'Mode', 'Keep the pairs that match, or leave them out.'),
      info_key: text('', 'What to look at', 'Path in what the exchange tells, e.g. info.status.'),
      info_compare_value: text('', 'What it is to be', 'The value there.'),
    },
  },
  {
    name: 'PercentChangePairList',
    description: 'The pairs whose price has changed most.',
    is_pairlist_generator: true,
    params: {
      number_assets: number(30, COUNT, 'How many pairs to take.'),
      min_value: number(null, 'Smallest change', 'Per cent.'),
      max_value: number(null, 'Largest change', 'Per cent.'),
      sort_direction: sort('desc'),
      refresh_period: refresh(1800),
      ...lookback(0),
    },
  },
  {
    name: 'PerformanceFilter',
    description: 'The pairs that earned most first.',
    is_pairlist_generator: false,
    params: {
      minutes: number(0, 'Minutes', 'Count trades closed within so many minutes; 0 for all.'),
      min_profit: number(null, 'Smallest profit', 'Leave out pairs below this ratio, 0.01 = 1 %.'),
    },
  },
  {
    name: 'PrecisionFilter',
    description: 'Leaves out pairs whose price steps are too coarse for a stop.',
    is_pairlist_generator: false,
    params: {},
  },
  {
    name: 'PriceFilter',
    description: 'Chooses by price.',
    is_pairlist_generator: false,
    params: {
      low_price_ratio: number(0, 'Largest price step', 'Leave out pairs whose smallest step is a larger part of the price.'),
      min_price: number(0, 'Smallest price', 'Leave out pairs below this price; 0 for none.'),
      max_price: number(0, 'Largest price', 'Leave out pairs above this price; 0 for none.'),
      max_value: number(0, 'Largest amount step', 'Leave out pairs where one step of the amount is worth more.'),
    },
  },
  {
    name: 'ProducerPairList',
    description: 'Pairs of another bot that this one listens to.',
    is_pairlist_generator: true,
    params: {
      number_assets: number(0, COUNT, 'How many pairs to take; 0 for all.'),
      producer_name: text('default', 'Producer name', 'Name of that bot in external_message_consumer.'),
    },
  },
  {
    name: 'RangeStabilityFilter',
    description: 'Chooses by how far the price has moved.',
    is_pairlist_generator: false,
    params: {
      min_rate_of_change: number(0.01, 'Smallest range', 'Highest to lowest price, ratio of the lowest.'),
      max_rate_of_change: number(null, 'Largest range', 'Highest to lowest price, ratio of the lowest.'),
      sort_direction: sort(null),
      refresh_period: refresh(1800),
      ...lookback(10),
    },
  },
  {
    name: 'RemotePairList',
    description: 'Pairs of a document at an address, or of a file.',
    is_pairlist_generator: true,
    params: {
      pairlist_url: text('', 'Address', 'Where the document is: {"pairs": [...]}.'),
      number_assets: number(null, COUNT, 'How many pairs to take.'),
      mode: listMode,
      processing_mode: option('filter', ['filter', 'append'], 'Processing', 'Choose from the pairs there are, or add to them.'),
      refresh_period: refresh(1800),
      keep_pairlist_on_failure: { type: 'boolean', default: true, description: 'Keep on failure', help: 'Go on with the pairs of before.' },
      read_timeout: number(60, 'Time limit', 'Seconds to wait for the document.'),
      bearer_token: text('', 'Bearer token', 'Sent with the request.'),
      save_to_file: text('', 'Save to file', 'Where to write the pairs.'),
    },
  },
  {
    name: 'ShuffleFilter',
    description: 'Puts the pairs into random order.',
    is_pairlist_generator: false,
    params: {
      shuffle_frequency: option('candle', ['candle', 'iteration'], 'How often', 'With every candle, or every time.'),
      seed: number(null, 'Random seed', 'The same seed gives the same order.'),
    },
  },
  {
    name: 'SpreadFilter',
    description: 'Leaves out pairs with a wide gap between bid and ask.',
    is_pairlist_generator: false,
    params: { max_spread_ratio: number(0.005, 'Largest spread', 'Ratio of the ask, 0.005 = 0.5 %.') },
  },
  {
    name: 'StaticPairList',
    description: 'The pairs of the configuration.',
    is_pairlist_generator: true,
    params: {
      allow_inactive: {
        type: 'boolean',
        default: false,
        description: 'Allow inactive pairs',
        help: 'Also pairs that are not traded at present.',
      },
    },
  },
  {
    name: 'VolatilityFilter',
    description: 'Chooses by how much the price varies.',
    is_pairlist_generator: false,
    params: {
      min_volatility: number(0, 'Smallest volatility', 'Standard deviation of the changes, over the lookback.'),
      max_volatility: number(null, 'Largest volatility', 'Standard deviation of the changes, over the lookback.'),
      sort_direction: sort(null),
      refresh_period: refresh(1800),
      ...lookback(10),
    },
  },
  {
    name: 'VolumePairList',
    description: 'The most traded pairs.',
    is_pairlist_generator: true,
    params: {
      number_assets: number(30, COUNT, 'How many pairs to take.'),
      sort_key: option('quoteVolume', ['quoteVolume'], 'Sort by', 'What is compared.'),
      min_value: number(0, 'Smallest volume', 'In stake currency.'),
      max_value: number(null, 'Largest volume', 'In stake currency.'),
      refresh_period: refresh(1800),
      ...lookback(0),
    },
  },
];
