import { isRecord } from '../core/is-record.ts';
import { strayKey } from '../core/stray-key.ts';
import { described } from '../indicators/described.ts';

/** What a strategy wants drawn, looked at: a key that nothing reads would be left out without a word. */

/** How a column is drawn: what freqtrade's plots and FreqUI read. Source: freqtrade 2026.9. */
const LINE_KEYS = ['color', 'type', 'fill_to', 'fill_label', 'fill_color', 'plotly', 'scatterSymbolSize'];
const LINE_TYPES = ['line', 'bar', 'scatter'];

function linesProblem(where: string, lines: unknown): string | null {
  if (!isRecord(lines)) return `${where} must be an object of columns, and is ${described(lines)}`;
  for (const [column, line] of Object.entries(lines)) {
    const at = `${where}.${column}`;
    if (!isRecord(line)) return `${at} must be an object with any of ${LINE_KEYS.join(', ')}, and is ${described(line)}`;
    const stray = strayKey(line, LINE_KEYS);
    if (stray !== null) return `${at}: ${stray}`;
    const { type } = line;
    if (type !== undefined && !LINE_TYPES.some((known) => known === type))
      return `${at}.type must be "line", "bar" or "scatter", and is ${described(type)}`;
  }
  return null;
}

/** What is wrong with the columns of a `plotConfig` whose own keys are right; null where nothing is. */
export function plotProblem({ main_plot: main = {}, subplots = {} }: Readonly<Record<string, unknown>>): string | null {
  const wrong = linesProblem('plotConfig.main_plot', main);
  if (wrong !== null || !isRecord(subplots)) return wrong;
  for (const [name, lines] of Object.entries(subplots)) {
    const found = linesProblem(`plotConfig.subplots.${name}`, lines);
    if (found !== null) return found;
  }
  return null;
}

const EVERY = ['type', 'color', 'label', 'zLevel'];
const SPANNING = [...EVERY, 'start', 'end', 'yStart', 'yEnd'];
const ANNOTATION_KEYS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['area', SPANNING],
  ['line', [...SPANNING, 'width', 'lineStyle']],
  ['point', [...EVERY, 'x', 'y', 'size', 'shape', 'rotate']],
]);

/** What is wrong with one of the entries that `plotAnnotations` returns; null where nothing is. */
export function annotationProblem(entry: unknown): string | null {
  if (!isRecord(entry)) return `an entry must be an object with a type, and is ${described(entry)}`;
  const known = ANNOTATION_KEYS.get(entry['type']);
  if (known === undefined) return `the type of an entry must be "area", "line" or "point", and is ${described(entry['type'])}`;
  const stray = strayKey(entry, known);
  return stray === null ? null : `of an entry of type "${String(entry['type'])}", ${stray}`;
}
