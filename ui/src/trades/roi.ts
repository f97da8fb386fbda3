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

/** What a target's rate depends on: rates, fees as ratios (0.001 = 0.1 %), leverage. */
interface Entered {
  readonly open_rate: number;
  readonly fee_open?: number | null;
  readonly fee_close?: number | null;
  readonly leverage?: number | null;
  readonly is_short: boolean;
}

/** Rate at which a trade has made a profit, after fees; funding and interest are not foreseen. @param ratio 0.01 = 1 % */
export function targetRate(
  { open_rate: open, fee_open: paid, fee_close: toPay, leverage, is_short: isShort }: Entered,
  ratio: number,
): number {
  const move = ratio / (leverage ?? 1);
  return isShort
    ? (open * (1 - (paid ?? 0)) * (1 - move)) / (1 + (toPay ?? 0))
    : (open * (1 + (paid ?? 0)) * (1 + move)) / (1 - (toPay ?? 0));
}
