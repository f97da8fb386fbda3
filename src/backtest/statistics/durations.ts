/** Whole days and what is left of them, which is never negative: four minutes less than nothing are a day less and 23:56. */
function daysAndRest(seconds: number): { days: number; rest: number } {
  const days = Math.floor(seconds / 86_400);
  return { days, rest: seconds - days * 86_400 };
}

/** `2 days, 3:31:00`, as Python writes a time span. */
export function spanText(seconds: number): string {
  const { days, rest } = daysAndRest(seconds);
  const clock = `${Math.floor(rest / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}`;
  return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? '' : 's'}, ${clock}`;
}

/** `25 days 22:45:00`, as pandas writes a time span. */
export function longSpanText(seconds: number): string {
  const { days, rest } = daysAndRest(seconds);
  return `${days} days ${days < 0 ? '+' : ''}${two(rest / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}`;
}

/** `1d 06:30` */
export function shortSpanText(seconds: number): string {
  const { days, rest } = daysAndRest(seconds);
  return `${days}d ${two(rest / 3600)}:${two((rest % 3600) / 60)}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
