import { axisDecimals } from './charts/axis.ts';
import { useSettings } from './stores/settings.ts';

/** Numbers and times for people, in the language and time zone they have chosen. */

function locale(): string {
  const { settings } = useSettings();
  return settings.locale || (settings.language === 'de' ? 'de-DE' : 'en-GB');
}

const formats = new Map<string, Intl.NumberFormat>();

/** With so many decimals; what rounds to nothing has no sign. */
function fixed(value: number, decimals: number): string {
  const key = `${locale()} ${decimals}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(key, format);
  }
  return format.format(isNothing(value, decimals) ? 0 : value);
}
const isNothing = (value: number, decimals: number): boolean => Number(value.toFixed(decimals)) === 0;

/** @param sign whether gains have a plus */
function signed(value: number, decimals: number, sign: boolean): string {
  return `${sign && value > 0 && !isNothing(value, decimals) ? '+' : ''}${fixed(value, decimals)}`;
}

const isMissing = (value: number | null | undefined): value is null | undefined =>
  value === null || value === undefined || Number.isNaN(value);

/** Sign, number and unit stay on one line. @param ratio 0.01 = 1 % @param sign whether it is a gain or a loss, and not a part or a distance */
export function percent(ratio: number | null | undefined, sign = true): string {
  return isMissing(ratio) ? '–' : `${signed(ratio * 100, 2, sign)}\u00a0%`;
}

const FIAT = new Set(
  'AUD BRL CAD CHF CLP CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN MYR NOK NZD PHP PKR PLN RUB UAH SEK SGD THB TRY TWD ZAR USD'.split(
    ' ',
  ),
);
/** Decimals of an amount in a currency: freqtrade's for coins, cents for money of states. */
export function currencyDecimals(currency: string): number {
  return currency === 'BTC' ? 8 : currency === 'ETH' ? 5 : FIAT.has(currency) ? 2 : 3;
}

/** An amount of money, with the decimals of its currency. */
export function money(value: number | null | undefined, currency: string, sign = false): string {
  return isMissing(value) ? '–' : signed(value, currencyDecimals(currency), sign);
}

/** What a market says of its numbers: as freqtrade has it with every trade. Modes: 2 decimals, 3 digits that count, else the grid itself. */
export interface Market {
  readonly price_precision?: number | null;
  readonly precision_mode_price?: number | null;
  readonly amount_precision?: number | null;
  readonly precision_mode?: number | null;
}
const [BY_DECIMALS, BY_DIGITS] = [2, 3];
const MOST_DECIMALS = 12;

/** Decimals of a grid: 0.25 has two. */
function gridDecimals(tick: number): number {
  return tick.toFixed(MOST_DECIMALS).replace(/0+$/, '').split('.')[1]?.length ?? 0;
}

/** Null where the market does not tell. */
function marketDecimals(precision: number | null | undefined, mode: number | null | undefined): number | null {
  if (isMissing(precision) || mode === BY_DIGITS) return null;
  if (mode === BY_DECIMALS) return Math.min(MOST_DECIMALS, Math.max(0, precision));
  return precision > 0 ? gridDecimals(precision) : null;
}

/** Decimals that distinguish numbers of this size. */
const sizeDecimals = (value: number): number => Math.min(MOST_DECIMALS, Math.max(0, 5 - Math.ceil(Math.log10(Math.abs(value) || 1))));

/** A rate with the decimals its market has. @param market or the grid of its prices */
export function rate(value: number | null | undefined, market?: Market | number | null): string {
  if (isMissing(value)) return '–';
  const ofMarket =
    typeof market === 'number'
      ? marketDecimals(market, null)
      : marketDecimals(market?.price_precision, market?.precision_mode_price ?? market?.precision_mode);
  return fixed(value, ofMarket ?? sizeDecimals(value));
}

/** An amount of coins with the decimals its market has. */
export function amount(value: number | null | undefined, market?: Market): string {
  if (isMissing(value)) return '–';
  return fixed(value, marketDecimals(market?.amount_precision, market?.precision_mode) ?? sizeDecimals(value));
}

/** An amount of a coin, to what a cent of the stake currency buys. @param worth of one coin in stake currency */
export function coins(value: number | null | undefined, worth: number | null | undefined, stake: string): string {
  if (isMissing(value)) return '–';
  const decimals = isMissing(worth) || !(worth > 0) ? 8 : currencyDecimals(stake) + Math.ceil(Math.log10(worth) - 0.05);
  return fixed(value, Math.min(8, Math.max(0, decimals)));
}

export function decimal(value: number | null | undefined, decimals = 2): string {
  return isMissing(value) ? '–' : fixed(value, decimals);
}

/** What a chart counts in where its values are ratios. */
const RATIO = '%';
/** A value beside an axis that names the unit. */
export function bare(value: number, unit: string): string {
  return unit === RATIO ? percent(value, false) : fixed(value, unitDecimals(unit));
}
/** The least that values of a unit are distinguished by. */
export function leastStep(unit: string): number {
  return unit === RATIO ? 1e-4 : 10 ** -unitDecimals(unit);
}
const unitDecimals = (unit: string): number => (/^[A-Z\d]+$/.test(unit) ? currencyDecimals(unit) : 0);
/** A value with its unit. @param unit a currency, a word, or % for a ratio (0.01 = 1 %) */
export function measured(value: number | null | undefined, unit: string): string {
  if (unit === RATIO) return percent(value);
  return isMissing(value) ? '–' : `${fixed(value, unitDecimals(unit))} ${unit}`;
}

/** Values of an axis, with the decimals that tell them apart. */
export function axisTexts(values: readonly number[], unit: string): string[] {
  const shown = unit === RATIO ? values.map((value) => value * 100) : values;
  const decimals = axisDecimals(shown);
  return shown.map((value) => fixed(value, decimals));
}

const dates = new Map<string, Intl.DateTimeFormat>();

/** A formatter is dear to make; each is kept. */
function dated(ms: number, kind: string, options: Intl.DateTimeFormatOptions): string {
  const { timeZone } = useSettings().settings;
  const key = `${locale()} ${timeZone} ${kind} ${options.year ?? ''}`;
  let format = dates.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale(), { ...options, ...(timeZone === 'utc' ? { timeZone: 'UTC' } : {}) });
    dates.set(key, format);
  }
  return format.format(ms);
}

/** Day and time. @param ms since epoch, UTC */
export function clock(ms: number | null | undefined): string {
  if (isMissing(ms)) return '–';
  const isThisYear = new Date(ms).getUTCFullYear() === new Date().getUTCFullYear();
  return dated(ms, 'clock', {
    ...(isThisYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

export function day(ms: number | null | undefined): string {
  return isMissing(ms) ? '–' : dated(ms, 'day', { year: 'numeric', month: 'short', day: '2-digit' });
}

/** A day where there is little room: 30 Oct 26. @param ms since epoch, UTC */
export function shortDay(ms: number | null | undefined): string {
  return isMissing(ms) ? '–' : dated(ms, 'short day', { year: '2-digit', month: 'short', day: '2-digit' });
}

/** A day, week or month of a breakdown: 31 Oct, Oct 26. @param date its first day, as the API has it (2026-10-31) */
export function periodLabel(date: string, period: 'daily' | 'weekly' | 'monthly'): string {
  const ms = Date.parse(date);
  if (Number.isNaN(ms)) return date;
  const options: Intl.DateTimeFormatOptions =
    period === 'monthly' ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' };
  // it is a day of the bot's, wherever the reader is
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(ms);
}

const TICKS: readonly Intl.DateTimeFormatOptions[] = [
  { year: 'numeric' },
  { month: 'short' },
  { day: 'numeric' },
  { hour: '2-digit', minute: '2-digit' },
  { hour: '2-digit', minute: '2-digit', second: '2-digit' },
];
/** A place on an axis of time, in the time zone that was chosen. @param kind what it begins: a year, month, day, or a minute or second */
export function timeTick(ms: number, kind: number): string {
  return dated(ms, `tick ${kind}`, TICKS[kind] ?? TICKS[3]!);
}

/** A span of time in its two largest units. */
export function span(ms: number | null | undefined): string {
  if (isMissing(ms)) return '–';
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Whether a text shows a number other than nothing. */
const showsSomething = (text: string): boolean => /[1-9]/.test(text);

/** Class of a gain or a loss; none for what is written as zero. @param text as it is written */
export function tone(value: number | null | undefined, text = '1'): string {
  return isMissing(value) || value === 0 || !showsSomething(text) ? '' : value > 0 ? 'gain' : 'loss';
}

/** Sign of a gain or a loss, for those who don't see its colour. */
export function arrow(value: number | null | undefined, text = '1'): string {
  const kind = tone(value, text);
  return kind === '' ? '' : kind === 'gain' ? '▲ ' : '▼ ';
}

/** What makes the first number and the first date, while answers are on their way: a browser's first formatter is dear. */
export function warmFormats(): (() => void)[] {
  return [() => void money(1, 'USDT'), () => void clock(Date.now())];
}
