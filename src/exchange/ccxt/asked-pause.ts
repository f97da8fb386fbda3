/** How long is waited where an exchange asks for it without saying how long, ms. */
const USUAL_MS = 2000;
/** The longest ban of any exchange, ms. Source: Binance, "Limits". */
const LONGEST_MS = 3 * 86_400_000;
/** A moment in ms since epoch, as some say in words until when they will not answer. */
const UNTIL = /(?:until|expires at)\s+(\d{13})\b/i;

/**
 * How long an exchange asks to be left alone, ms.
 * @param words of the answer @param headers of the answer, under whatever capitals; a date is taken by the clock of whoever has sent it
 * @param now ms since epoch, UTC
 */
export function askedPause(words: string, headers: unknown, now: number): number {
  const named = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value).trim()]));
  const given = pauseOf(named.get('retry-after'), Date.parse(named.get('date') ?? '') || now);
  const until = UNTIL.exec(words)?.[1];
  const asked = Math.max(given ?? 0, until === undefined ? 0 : Number(until) - now);
  return asked > 0 ? Math.min(asked, LONGEST_MS) : USUAL_MS;
}

/** Seconds, or a date. Source: Fielding, "HTTP Semantics", Retry-After. */
function pauseOf(written: string | undefined, now: number): number | null {
  if (written === undefined || written === '') return null;
  const seconds = Number(written);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(written) - now;
  return Number.isFinite(ms) ? ms : null;
}
