import { useSettings } from './stores/settings.ts';

/** Numbers and times for people, in the language and time zone they have chosen. */

function locale(): string {
  const { settings } = useSettings();
  return settings.locale || (settings.language === 'de' ? 'de-DE' : 'en-GB');
}

const formats = new Map<string, Intl.NumberFormat>();

function fixed(value: number, decimals: number): string {
  const key = `${locale()} ${decimals}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(key, format);
  }
  return format.format(value);
}

const isMissing = (value: number | null | undefined): value is null | undefined =>
  value === null || value === undefined || Number.isNaN(value);

/** Sign, number and unit stay on one line. @param ratio 0.01 = 1 % */
export function percent(ratio: number | null | undefined, sign = true): string {
  if (isMissing(ratio)) return '–';
  return `${sign && ratio > 0 ? '+' : ''}${fixed(ratio * 100, 2)}\u00a0%`;
}

/** An amount of money; small ones keep their digits. */
export function money(value: number | null | undefined, sign = false): string {
  if (isMissing(value)) return '–';
  const decimals = value === 0 ? 2 : Math.max(2, Math.min(8, 1 - Math.floor(Math.log10(Math.abs(value)))));
  return `${sign && value > 0 ? '+' : ''}${fixed(value, decimals)}`;
}

/** Decimals of a market's price grid, or those that tell rates of this size apart. */
function rateDecimals(value: number, tick: number | null | undefined): number {
  if (tick !== null && tick !== undefined && tick > 0 && tick < 1) return Math.round(-Math.log10(tick));
  if (tick !== null && tick !== undefined && tick >= 1) return 0;
  return Math.max(0, 5 - Math.ceil(Math.log10(Math.abs(value) || 1)));
}

/** A rate with the decimals its market has. @param tick grid of prices */
export function rate(value: number | null | undefined, tick?: number | null): string {
  return isMissing(value) ? '–' : fixed(value, rateDecimals(value, tick));
}

export function amount(value: number | null | undefined): string {
  return isMissing(value) ? '–' : new Intl.NumberFormat(locale(), { maximumSignificantDigits: 8 }).format(value);
}

export function decimal(value: number | null | undefined, decimals = 2): string {
  return isMissing(value) ? '–' : fixed(value, decimals);
}

const dates = new Map<string, Intl.DateTimeFormat>();

/** A formatter is dear to make; each is kept. */
function dated(ms: number, kind: 'clock' | 'day', options: Intl.DateTimeFormatOptions): string {
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

/** A span of time in its two largest units. */
export function span(ms: number | null | undefined): string {
  if (isMissing(ms)) return '–';
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Class of a gain or a loss. */
export function tone(value: number | null | undefined): string {
  return isMissing(value) || value === 0 ? '' : value > 0 ? 'gain' : 'loss';
}

/** Sign of a gain or a loss, for those who don't see its colour. */
export function arrow(value: number | null | undefined): string {
  return isMissing(value) || value === 0 ? '' : value > 0 ? '▲ ' : '▼ ';
}

/** What makes the first number and the first date, while answers are on their way: a browser's first formatter is dear. */
export function warmFormats(): (() => void)[] {
  return [() => void money(1), () => void clock(Date.now())];
}
