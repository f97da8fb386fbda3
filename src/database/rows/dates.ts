/** Length of `YYYY-MM-DD HH:MM:SS.ffffff`, and of what stands before its point. */
const WHOLE = 26;
const SECONDS_END = 19;
const ZERO = 48;

/** ms since epoch to the text SQLAlchemy stores. */
export function dateText(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').slice(0, -1)}000`;
}

/** The text SQLAlchemy stores to ms since epoch. */
export function dateMs(text: string): number {
  if (text.length === WHOLE && text[SECONDS_END] === '.') {
    const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
    const millis = twoDigits(text, SECONDS_END + 1) * 10 + digit(text, SECONDS_END + 3);
    const ms = Date.UTC(
      year,
      twoDigits(text, 5) - 1,
      twoDigits(text, 8),
      twoDigits(text, 11),
      twoDigits(text, 14),
      twoDigits(text, 17),
      millis,
    );
    // years below 100 are taken for ones of 1900
    if (year >= 100) return ms;
  }
  const [day = '', time = '00:00:00'] = text.split(/[ T]/);
  return Date.parse(`${day}T${time.slice(0, 12)}Z`);
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - ZERO;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

/** The same where there may be none. */
export const dateOrNull = (ms: number | null): string | null => (ms === null ? null : dateText(ms));
export const msOrNull = (text: string | null): number | null => (text === null ? null : dateMs(text));
