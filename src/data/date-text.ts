const DATE =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?:\s*([AaPp])[Mm])?(?:\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?\s*$/;

/** ms since epoch of a date as files of others spell it, in UTC where it names no zone; null for what is none. Parts of a ms are left out. */
export function momentIn(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  let hour = Number(match[4] ?? 0);
  const [minute, second] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const half = match[8]?.toLowerCase();
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3)));
  // a day that its month does not have is one of the next
  if (new Date(at).getUTCDate() !== day) return null;
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(match[9] ?? '');
  return zone === null ? at : at - (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60_000;
}
