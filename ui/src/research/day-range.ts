import { clock, day } from '../format.ts';
import { t } from '../messages/index.ts';

/** Two days of a form as freqtrade's timerange; empty for all data. */
export function dayRange(from: string, to: string): string {
  const plain = (date: string) => date.replaceAll('-', '');
  return from === '' && to === '' ? '' : `${plain(from)}-${plain(to)}`;
}

/** The day it is in any time zone. */
const NOON = 12;
/** A timerange as people read it: days, or moments where it names seconds or milliseconds since epoch. */
export function rangeText(timerange: string): string {
  if (timerange === '' || timerange === '-') return t('result.allCandles');
  const written = (end: string | undefined): string => {
    if (end === undefined || end === '') return '…';
    const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(end) ?? [];
    if (year !== undefined) return day(Date.UTC(Number(year), Number(month) - 1, Number(date), NOON));
    const moment = Number(end);
    return Number.isFinite(moment) ? clock(end.length > 11 ? moment : moment * 1000) : end;
  };
  const [from, to] = timerange.split('-');
  return `${written(from)} – ${written(to)}`;
}
