/** One parameter of a pairlist handler, as forms and documents show it. */
export interface Parameter {
  readonly type: 'number' | 'boolean' | 'string' | 'list' | 'option';
  /** What forms begin with. */
  readonly default: number | boolean | string | readonly string[] | null;
  /** What holds where it is left out, if that is not what forms begin with. */
  readonly unset?: number;
  /** Its name for people. */
  readonly label: string;
  /** What it does, in a sentence. */
  readonly help: string;
  /** The values an option may have. */
  readonly options?: readonly string[];
}

export const number = (value: number | null, label: string, help: string, unset?: number): Parameter => ({
  type: 'number',
  default: value,
  label,
  help,
  ...(unset === undefined ? {} : { unset }),
});

export const text = (value: string, label: string, help: string): Parameter => ({ type: 'string', default: value, label, help });

export const boolean = (value: boolean, label: string, help: string): Parameter => ({ type: 'boolean', default: value, label, help });

export const list = (label: string, help: string): Parameter => ({ type: 'list', default: [], label, help });

export const option = (value: string | null, options: readonly string[], label: string, help: string): Parameter => ({
  type: 'option',
  default: value,
  options,
  label,
  help,
});

/** How many pairs to take. */
export const count = (value: number | null, help = 'How many pairs to take.') => number(value, 'Number of assets', help);

/** @param seconds what forms begin with @param unset what holds where it is left out, seconds */
export const refreshPeriod = (seconds = 1800, unset?: number) => ({
  refresh_period: number(seconds, 'Refresh period', 'After how many seconds the answer is made anew.', unset),
});

/** Which past candles to look at. @param period candles */
export const lookback = (period: number) => ({
  lookback_days: number(null, 'Lookback days', 'Days to look back; in place of timeframe and period.'),
  lookback_timeframe: text('1d', 'Lookback timeframe', 'Length of the candles to look back at.'),
  lookback_period: number(period, 'Lookback period', 'How many of these candles.'),
});

export const sortDirection = (value: string | null) => ({
  sort_direction: option(value, ['', 'asc', 'desc'], 'Sort direction', 'Rising (asc), falling (desc), or as they come.'),
});

/** Whether a handler's pairs are kept or left out. */
export const listMode = { mode: option('whitelist', ['whitelist', 'blacklist'], 'Mode', 'Keep these pairs, or leave them out.') };
