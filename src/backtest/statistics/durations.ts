/** `2 days, 3:31:00`, as Python writes a time span. */
export function spanText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const clock = `${Math.floor((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'}, ${clock}`;
}

/** `25 days 22:45:00`, as pandas writes a time span. */
export function longSpanText(seconds: number): string {
  return `${Math.floor(seconds / 86_400)} days ${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

/** `1d 06:30` */
export function shortSpanText(seconds: number): string {
  return `${Math.floor(seconds / 86_400)}d ${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** Whole number nearest to a value, ties to the even one. */
export function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
