/** A moment that was asked for, ms since epoch; or why a text is none, in freqtrade's words. */
export type ReadMoment = { readonly at: number } | { readonly type: string; readonly message: string; readonly why: string | null };

/** Larger numbers are ms, others s. Source: freqtrade 2026.9. */
const LARGEST_SECONDS = 2e10;
/** From the beginning of the year 1 to the end of 9999, ms since epoch: what dates in the database can be. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)/;
const TIME = /^[Tt _](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d\d:?\d\d)?$/;

/** Reads a date with its time and zone, or a number of s or ms since epoch, written as text. */
export function readMoment(text: string): ReadMoment {
  if (NUMBER.test(text)) {
    const number = Number(text);
    const at = Math.abs(number) > LARGEST_SECONDS ? number : number * 1000;
    return Math.abs(at) > LAST_MS ? notRead('dates after 9999 are not supported as unix timestamps') : { at: Math.trunc(at) };
  }
  const [day, year, month, date] = DAY.exec(text) ?? [];
  if (day === undefined) return notRead(wrongDay(text));
  if (Number(month) < 1 || Number(month) > 12) return notRead('month value is outside expected range of 1-12');
  if (Number(year) === 0) return notRead('year 0 is out of range');
  // of years of less than three digits Date.UTC makes others
  const midnight = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(date));
  if (Number(date) < 1 || new Date(midnight).getUTCDate() !== Number(date)) return notRead('day value is outside expected range');
  const rest = text.slice(day.length);
  const [time, hours, minutes, seconds = '0', part = '0', zone] = TIME.exec(rest) ?? [];
  const isTime = time !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60 && isZone(zone);
  if (rest !== '' && !isTime) return notRead('unexpected extra characters at the end of the input');
  if (zone === undefined) return { type: 'timezone_aware', message: 'Input should have timezone info', why: null };
  const since = (Number(hours) * 60 + Number(minutes) - minutesOf(zone)) * 60_000 + Number(seconds) * 1000;
  const at = midnight + since + Math.trunc(Number(`0.${part}`) * 1000);
  return at < FIRST_MS || at > LAST_MS ? notRead('date value out of range') : { at };
}

function notRead(why: string): ReadMoment {
  return { type: 'datetime_from_date_parsing', message: `Input should be a valid datetime or date, ${why}`, why };
}

function wrongDay(text: string): string {
  if (text.length < 10) return 'input is too short';
  if (!/^\d{4}/.test(text)) return 'invalid character in year';
  if (text[4] !== '-') return 'invalid date separator, expected `-`';
  if (!/^\d\d/.test(text.slice(5))) return 'invalid character in month';
  return text[7] === '-' ? 'invalid character in day' : 'invalid date separator, expected `-`';
}

function isZone(zone: string | undefined): boolean {
  return zone === undefined || Math.abs(minutesOf(zone)) < 24 * 60;
}

/** How far a zone is ahead of UTC, min. */
function minutesOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
