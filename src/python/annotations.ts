import type { Annotation } from '../strategy/annotation.ts';

const NAMES: Readonly<Record<string, string>> = { z_level: 'zLevel', y_start: 'yStart', y_end: 'yEnd', line_style: 'lineStyle' };

/** What a class wants drawn, from freqtrade's names of it. Moments that come as texts are read as dates. */
export function annotationsFrom(found: unknown): readonly Annotation[] {
  if (!Array.isArray(found)) return [];
  return found.map((facts: Readonly<Record<string, unknown>>) => {
    const own = Object.entries(facts).map(([name, value]) => [NAMES[name] ?? name, MOMENTS.has(name) ? momentOf(value) : value]);
    return Object.fromEntries(own) as Annotation;
  });
}

const MOMENTS = new Set(['start', 'end', 'x']);

function momentOf(value: unknown): unknown {
  return typeof value === 'string' ? Date.parse(value) : value;
}
