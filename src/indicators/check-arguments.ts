import { Column, Mask } from './column.ts';
import { described, isFrame, isParameter } from './described.ts';
import { ArgumentError } from './method-arguments.ts';

/** What an argument must be. `prices` with the columns it needs, `one of` with the words there are. */
export type ArgumentKind =
  | 'column'
  | 'mask'
  | 'operand'
  | 'number'
  | 'width'
  | 'whole'
  | 'count'
  | 'levels'
  | 'truth'
  | 'trade'
  | 'order'
  | 'filter'
  | 'moment'
  | 'text'
  | 'any'
  | `prices ${string}`
  | `one of ${string}`
  | `average of ${string}`
  | `options ${string}`;

/** One parameter of a function, by its name. */
export type Parameter = readonly [name: string, kind: ArgumentKind, isOptional?: boolean];

/** A function of columns whose arguments are looked at before it runs. @internal */
export function checked<Of extends (...values: never[]) => unknown>(name: string, of: Of, parameters: readonly Parameter[]): Of {
  return new Proxy(of, {
    apply: (target, self, values: unknown[]): unknown => {
      checkArguments(name, parameters, values);
      return Reflect.apply(target, self, values);
    },
  });
}

/** @throws ArgumentError @internal */
export function checkArguments(name: string, parameters: readonly Parameter[], values: readonly unknown[]): void {
  for (const [index, [parameter, kind, isOptional]] of parameters.entries()) {
    const value = values[index];
    if (value === undefined && isOptional) continue;
    const wanted = mismatch(kind, value);
    if (wanted !== null)
      throw new ArgumentError(`${name}: "${parameter}" must be ${wanted}, and is ${described(value)}.${hint(kind, value)}`);
  }
  if (values.length > parameters.length)
    throw new ArgumentError(
      `${name} takes ${parameters.map(([parameter]) => parameter).join(', ')}; there are ${values.length} arguments.`,
    );
}

/** What is wanted, in words; null where the value is it. */
function mismatch(kind: ArgumentKind, value: unknown): string | null {
  switch (kind) {
    case 'column':
      return value instanceof Column ? null : 'a column';
    case 'mask':
      return value instanceof Mask ? null : 'a mask (true or false per candle)';
    case 'operand':
      return value instanceof Column || typeof value === 'number' ? null : 'a column or a number';
    case 'levels':
      return Number.isInteger(value) && Number(value) >= 1 ? null : 'a whole number, from 1 on';
    case 'count':
      if (!Number.isInteger(value)) return 'a whole number of candles';
      return Number(value) >= 1 ? null : 'a whole number of candles, from 1 on';
    case 'trade':
      return has(value, 'orders') && has(value, 'pair') ? null : 'a trade';
    case 'order':
      return has(value, 'ftAmount') ? null : 'an order of a trade';
    case 'filter':
      return filterProblem(value);
    case 'moment':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'a moment in ms since epoch';
    case 'truth':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'number':
      return typeof value === 'number' && !Number.isNaN(value) ? null : 'a number';
    case 'width':
      return typeof value === 'number' && value >= 0 ? null : 'a number, from 0 on';
    case 'whole':
      return Number.isInteger(value) && Number(value) >= 0 ? null : 'a whole number of candles';
    case 'text':
      return typeof value === 'string' ? null : 'a text';
    case 'any':
      return null;
    default:
      if (kind.startsWith('one of ')) return noneOf(kind.slice('one of '.length), value);
      if (kind.startsWith('average of ')) return noAverage(kind.slice('average of '.length), value);
      return kind.startsWith('options ') ? noOptions(kind.slice('options '.length), value) : lacks(kind.slice('prices '.length), value);
  }
}

const has = (value: unknown, name: string): boolean => typeof value === 'object' && value !== null && name in value;

const FILTER: Readonly<Record<string, 'string' | 'number'>> = {
  pair: 'string',
  openedSince: 'number',
  openedAfter: 'number',
  closedSince: 'number',
  closedAfter: 'number',
  enterTag: 'string',
};

function filterProblem(value: unknown): string | null {
  const wanted = `an object with any of ${Object.keys(FILTER).join(', ')}`;
  if (typeof value !== 'object' || value === null) return wanted;
  const stranger = Object.entries(value).find(([key, found]) => found !== undefined && typeof found !== FILTER[key]);
  if (stranger === undefined) return null;
  const [key, found] = stranger;
  const kind = FILTER[key];
  return `${wanted}; ${kind === undefined ? `"${key}" is none of them` : `"${key}" takes a ${kind === 'string' ? 'text' : kind}, not ${described(found)}`}`;
}

function noAverage(words: string, value: unknown): string | null {
  const { period, type } = (typeof value === 'object' && value !== null ? value : {}) as { period?: unknown; type?: unknown };
  const isOne = Number.isInteger(period) && Number(period) >= 1 && noneOf(words, type) === null;
  return isOne ? null : `{ period, type }, a number of candles and one of ${words.replaceAll(',', ', ')}`;
}

function noOptions(names: string, value: unknown): string | null {
  const wanted = `an object with any of ${names.replaceAll(',', ', ')}`;
  if (typeof value !== 'object' || value === null) return wanted;
  const stranger = Object.keys(value).find((key) => !names.split(',').includes(key));
  return stranger === undefined ? null : `${wanted}, without "${stranger}"`;
}

function noneOf(words: string, value: unknown): string | null {
  return typeof value === 'string' && words.split(',').includes(value) ? null : `one of ${words.replaceAll(',', ', ')}`;
}

function lacks(columns: string, value: unknown): string | null {
  const needed = columns === '' ? [] : columns.split(',');
  const wanted = `a data frame${needed.length === 0 ? '' : ` or an object with ${needed.join(', ')}`}`;
  if (typeof value !== 'object' || value === null || value instanceof Column || value instanceof Mask) return wanted;
  const found = value as Readonly<Record<string, unknown>>;
  return needed.every((name) => found[name] instanceof Column) ? null : wanted;
}

/** How to write what was meant, where that can be seen. */
function hint(kind: ArgumentKind, value: unknown): string {
  if (isParameter(value)) return ' Write its ".value".';
  if (kind === 'column' && isFrame(value)) return ' Name one of its columns: frame.close, frame.get("…").';
  if (kind === 'column' && Array.isArray(value)) return ' Make one of it: Column.from(values).';
  if (kind === 'mask' && value instanceof Column) return ' Compare it: column.above(70).';
  if (kind.startsWith('prices') && value instanceof Column) return ' Hand over the frame itself.';
  return '';
}
