import type { Analysis } from '../../bot/port.ts';
import type { PairHistory } from '../../wire/answers/market.ts';

type Annotations = NonNullable<Analysis['annotations']>;

/** Times as text, and only what is set. Source: freqtrade 2026.9's annotations. */
export function presentAnnotations(annotations: Annotations): NonNullable<PairHistory['annotations']> {
  return annotations.map((annotation) => {
    const shared = { color: annotation.color, label: annotation.label, z_level: annotation.zLevel };
    if (annotation.type === 'point') {
      const { x, y, size, shape, rotate } = annotation;
      return { type: annotation.type, ...set({ ...shared, x: text(x), y, size, shape, rotate }) };
    }
    const { start, end, yStart, yEnd } = annotation;
    const spanning = { ...shared, start: text(start), end: text(end), y_start: yStart, y_end: yEnd };
    if (annotation.type === 'area') return { type: annotation.type, ...set(spanning) };
    return { type: annotation.type, ...set({ ...spanning, width: annotation.width, line_style: annotation.lineStyle }) };
  });
}

function text(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z');
}

type Set<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function set<T extends object>(fields: T): Set<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Set<T>;
}
