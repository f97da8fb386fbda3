/** A value in words, as the author of a strategy knows it: what stands where something else belongs. @internal */
export function described(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'an array';
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return String(value);
  if ('crossedAbove' in value) return 'a column';
  if ('not' in value && 'and' in value) return 'a mask';
  if (isFrame(value)) return 'a data frame';
  return isParameter(value) ? 'a parameter of the strategy' : 'an object';
}

/** @internal */
export function isFrame(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'columnNames' in value && 'close' in value;
}

/** A number or choice of a strategy that can be set from outside. @internal */
export function isParameter(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'space' in value && 'value' in value;
}
