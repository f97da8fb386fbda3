const MINUTE_MS = 60_000;

/** Profit ratio that is enough after a time; null where there is none. @param table minutes to ratio @param ageMs time open */
export function enoughAfter(table: Readonly<Record<string, unknown>>, ageMs: number): number | null {
  let found: number | null = null;
  let latest = -1;
  for (const [minutes, ratio] of Object.entries(table)) {
    const since = Number(minutes);
    if (since * MINUTE_MS <= ageMs && since > latest) {
      latest = since;
      found = Number(ratio);
    }
  }
  return found;
}
