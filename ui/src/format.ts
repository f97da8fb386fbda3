/** Numbers for people. */
export function percent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return '–';
  return `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(2)} %`;
}

export function money(value: number | null | undefined, sign = false): string {
  if (value === null || value === undefined) return '–';
  const text = value.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return sign && value > 0 ? `+${text}` : text;
}

/** A rate with the decimals its market has. */
export function rate(value: number | null | undefined, tick: number | null): string {
  if (value === null || value === undefined) return '–';
  const decimals = tick === null || tick <= 0 ? 4 : Math.max(0, Math.round(-Math.log10(tick)));
  return value.toFixed(decimals);
}

export function amount(value: number): string {
  return String(Number(value.toPrecision(8)));
}

export function clock(ms: number | null): string {
  return ms === null
    ? '–'
    : new Date(ms).toLocaleString('en-GB', { month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

export function duration(fromMs: number, toMs: number): string {
  const minutes = Math.max(0, Math.floor((toMs - fromMs) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Class of a gain or a loss. */
export function tone(value: number | null): string {
  return value === null || value === 0 ? '' : value > 0 ? 'gain' : 'loss';
}

/** Sign of a gain or a loss, for those who don't see its colour. */
export function arrow(value: number | null): string {
  return value === null || value === 0 ? '' : value > 0 ? '▲ ' : '▼ ';
}
