import { isRecord } from '../core/is-record.ts';
import { strayKey } from '../core/stray-key.ts';
import { described } from '../indicators/described.ts';

/** What a strategy wants drawn, looked at: a key that nothing reads would be left out without a word. */

/** What a value must be, in words; null where it is. */
type Wanted = (value: unknown) => string | null;

const text: Wanted = (value) => (typeof value === 'string' ? null : 'a text');
const number: Wanted = (value) => (typeof value === 'number' && Number.isFinite(value) ? null : 'a number');
const object: Wanted = (value) => (isRecord(value) ? null : 'an object');
const moment: Wanted = (value) => (number(value) === null ? null : 'a moment in ms since epoch');
const word =
  (...words: readonly string[]): Wanted =>
  (value) =>
    words.some((known) => known === value)
      ? null
      : words
          .map((one) => `"${one}"`)
          .join(', ')
          .replace(/, ([^,]*)$/, ' or $1');

/** How a column is drawn: what freqtrade's plots and FreqUI read. Source: freqtrade 2026.9. */
const LINE: Readonly<Record<string, Wanted>> = {
  color: text,
  type: word('line', 'bar', 'scatter'),
  fill_to: text,
  fill_label: text,
  fill_color: text,
  plotly: object,
  scatterSymbolSize: number,
};

/** The first thing that is wrong with the values of an object: a key that nothing reads, or what one holds. @returns null where nothing is */
function valuesProblem(given: Readonly<Record<string, unknown>>, known: Readonly<Record<string, Wanted>>): string | null {
  const stray = strayKey(given, Object.keys(known));
  if (stray !== null) return `: ${stray}`;
  for (const [key, value] of Object.entries(given)) {
    const wanted = value === undefined || value === null ? null : (known[key]?.(value) ?? null);
    if (wanted !== null) return `.${key} must be ${wanted}, and is ${described(value)}`;
  }
  return null;
}

function linesProblem(where: string, lines: unknown): string | null {
  if (!isRecord(lines)) return `${where} must be an object of columns, and is ${described(lines)}`;
  for (const [column, line] of Object.entries(lines)) {
    const at = `${where}.${column}`;
    if (!isRecord(line)) return `${at} must be an object with any of ${Object.keys(LINE).join(', ')}, and is ${described(line)}`;
    const wrong = valuesProblem(line, LINE);
    if (wrong !== null) return `${at}${wrong}`;
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

const EVERY: Readonly<Record<string, Wanted>> = { type: text, color: text, label: text, zLevel: number };
const SPANNING: Readonly<Record<string, Wanted>> = { ...EVERY, start: moment, end: moment, yStart: number, yEnd: number };
const SHAPES = ['circle', 'rect', 'roundRect', 'triangle', 'pin', 'arrow', 'none'];
const ANNOTATIONS: ReadonlyMap<unknown, Readonly<Record<string, Wanted>>> = new Map([
  ['area', SPANNING],
  ['line', { ...SPANNING, width: number, lineStyle: word('solid', 'dashed', 'dotted') }],
  ['point', { ...EVERY, x: moment, y: number, size: number, shape: word(...SHAPES), rotate: number }],
]);

/** What is wrong with one of the entries that `plotAnnotations` returns; null where nothing is. */
export function annotationProblem(entry: unknown): string | null {
  if (!isRecord(entry)) return `an entry must be an object with a type, and is ${described(entry)}`;
  const known = ANNOTATIONS.get(entry['type']);
  if (known === undefined) return `the type of an entry must be "area", "line" or "point", and is ${described(entry['type'])}`;
  const wrong = valuesProblem(entry, known);
  return wrong === null ? null : `of an entry of type "${String(entry['type'])}"${wrong.replace(/^: /, ', ').replace(/^\./, ', ')}`;
}
