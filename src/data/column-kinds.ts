import { floatText } from '../core/float-text.ts';
import type { FeatherColumn } from './feather/feather.ts';

/** A number as files spell it: Python reads these, and so do we. */
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;
const SPECIAL: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, infinity: Number.POSITIVE_INFINITY };

/** A column as the kind that is wanted of it. @throws Error that says what it holds instead */
export function asKind(name: string, column: FeatherColumn, kind: FeatherColumn['kind']): FeatherColumn {
  if (column.kind === kind) return column;
  switch (kind) {
    case 'number':
      if (column.kind === 'integer') return { kind, values: column.values };
      if (column.kind === 'time') throw new Error(`its column "${name}" has dates`);
      return { kind, values: numbersOf(name, column.values as (string | null)[]) };
    case 'integer':
      if (column.kind === 'time') return { kind, values: column.values };
      if (column.kind === 'number') return { kind, values: column.values.map(Math.trunc) };
      return { kind, values: numbersOf(name, column.values as (string | null)[]).map(Math.trunc) };
    case 'time':
      if (column.values.length === 0) return { kind, unit: 'ms', values: new Float64Array() };
      throw new Error(
        column.kind === 'text'
          ? `its column "${name}" has texts, not dates; write it as a timestamp`
          : `its column "${name}" has numbers, which do not tell their unit; write it as a timestamp`,
      );
    case 'text': {
      const text = column.kind === 'number' ? floatText : String;
      return { kind, values: Array.from(column.values as Float64Array, (value) => (Number.isNaN(value) ? null : text(value))) };
    }
  }
}

function numbersOf(name: string, texts: readonly (string | null)[]): Float64Array<ArrayBuffer> {
  return Float64Array.from(texts, (text) => {
    if (text === null) return Number.NaN;
    const number = numberIn(text);
    if (number === null) throw new Error(`its column "${name}" has texts`);
    return number;
  });
}

/** The number that a text spells; null for none. */
export function numberIn(text: string): number | null {
  if (NUMBER.test(text)) return Number(text);
  const [, sign, word] = /^\s*([+-]?)([a-z]+)\s*$/i.exec(text) ?? [];
  const special = SPECIAL[word?.toLowerCase() ?? ''];
  return special === undefined ? null : sign === '-' ? -special : special;
}
