import { described } from './described.ts';

/** What methods of columns and frames are handed: types are stripped before a strategy runs. */

/** What a strategy hands over is not what a function or method takes. @internal */
export class ArgumentError extends TypeError {
  readonly code = 'ARGUMENT_ERROR';
}

function wrong(method: string, wanted: string, value: unknown, hint = ''): ArgumentError {
  return new ArgumentError(`${method}: it takes ${wanted}, and this is ${described(value)}.${hint}`);
}

/** @throws ArgumentError @internal */
export function needWhole(method: string, value: unknown, least = Number.NEGATIVE_INFINITY): void {
  const from = least === Number.NEGATIVE_INFINITY ? '' : ` from ${least} on`;
  if (!Number.isInteger(value) || Number(value) < least) throw wrong(method, `a whole number of candles${from}`, value);
}

/** @throws ArgumentError @internal */
export function needNumber(method: string, value: unknown, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): void {
  const isOne = typeof value === 'number' && !Number.isNaN(value) && value >= least && value <= most;
  if (!isOne) throw wrong(method, least === Number.NEGATIVE_INFINITY ? 'a number' : `a number from ${least} to ${most}`, value);
}

/** @throws ArgumentError @internal */
export function needFunction(method: string, value: unknown): void {
  if (typeof value !== 'function') throw wrong(method, 'a function', value);
}

/** @throws ArgumentError @internal */
export function needText(method: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw wrong(method, 'a text', value);
}

/** An array of what may stand in a column. @throws ArgumentError @internal */
export function needValues(method: string, values: unknown, isTruth: boolean): void {
  const wanted = isTruth ? 'an array of truth values' : 'an array of numbers';
  if (typeof values !== 'object' || values === null || !('length' in values)) throw wrong(method, wanted, values);
  if ('peek' in values) {
    if (isTruth && 'crossedAbove' in values) throw wrong(method, wanted, values, ' Compare it: column.above(70).');
    return;
  }
  const stranger = Array.isArray(values) ? values.find((value) => !isPlain(value)) : undefined;
  if (stranger !== undefined) throw wrong(method, wanted, stranger);
  const other = isTruth ? Array.from(values as ArrayLike<unknown>).find((value) => typeof value === 'number' && !isBit(value)) : undefined;
  if (other !== undefined) throw wrong(method, `${wanted} (or 0 and 1)`, other);
}

function isBit(value: number): boolean {
  return value === 0 || value === 1 || Number.isNaN(value);
}

function isPlain(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean';
}

/** @throws ArgumentError where weights of an exponential average can't be used @internal */
export function needWeights(weights: unknown): void {
  const ways = ['span', 'alpha', 'halfLife', 'com'];
  const wanted = `one of { ${ways.join(' }, { ')} }`;
  if (typeof weights !== 'object' || weights === null) throw wrong('ewm', wanted, weights, ' Write ewm({ span: 20 }).');
  const given = weights as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((key) => ![...ways, 'adjust', 'least'].includes(key));
  if (unknown !== undefined) throw new ArgumentError(`ewm: there is no "${unknown}". It takes ${wanted}, with "adjust" and "least".`);
  const chosen = ways.filter((way) => given[way] !== undefined);
  if (chosen.length !== 1) throw new ArgumentError(`ewm: it takes ${wanted}, and there is ${chosen.join(' and ') || 'none of them'}.`);
  needNumber(`ewm({ ${chosen[0]} })`, given[chosen[0]!]);
  if (given['adjust'] !== undefined && typeof given['adjust'] !== 'boolean')
    throw wrong('ewm({ adjust })', 'true or false', given['adjust']);
  if (given['least'] !== undefined) needWhole('ewm({ least })', given['least']);
}
