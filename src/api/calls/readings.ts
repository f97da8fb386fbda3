/** What a schema says of the kinds of its values. */
export interface KindsOfValues {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly KindsOfValues[];
  readonly properties?: Readonly<Record<string, KindsOfValues>>;
  readonly items?: KindsOfValues;
}

const INTEGER = /^\s*[+-]?\d+(_\d+)*(\.0*)?\s*$/;
const NUMBER = /^\s*[+-]?(\d+(_\d+)*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'true', 't', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['0', 'false', 'f', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);

/**
 * Reads the values of a body in place, where another kind is wanted: numbers and truth values written as texts. What can't be read
 * stays for the check. Source: freqtrade 2026.9.
 */
export function readBody(data: unknown, schema: KindsOfValues): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    const { items } = schema;
    if (items !== undefined) for (const element of data) readBody(element, items);
    return;
  }
  eachValue(data as Record<string, unknown>, schema, readValue);
}

/** Reads a query or a path in place: its texts as those of a body; of a value that is given several times, the last counts. */
export function readTexts(data: unknown, schema: KindsOfValues): void {
  eachValue(data as Record<string, unknown>, schema, (value, kinds) =>
    readValue(Array.isArray(value) && !kinds.has('array') ? value.at(-1) : value, kinds),
  );
}

function eachValue(
  record: Record<string, unknown>,
  { properties = {} }: KindsOfValues,
  read: (value: unknown, kinds: ReadonlySet<string>) => unknown,
): void {
  for (const [name, schema] of Object.entries(properties)) if (name in record) record[name] = read(record[name], kindsOf(schema));
}

function kindsOf({ type = [], anyOf = [] }: KindsOfValues): Set<string> {
  return new Set([type, ...anyOf.map((part) => part.type ?? [])].flat());
}

function readValue(value: unknown, kinds: ReadonlySet<string>): unknown {
  const isNumber = kinds.has('number') || kinds.has('integer');
  if (typeof value !== 'string') return value;
  if (kinds.has('boolean')) return TRUTHS.get(value.toLowerCase()) ?? value;
  if (kinds.has('string') || !isNumber) return value;
  return (kinds.has('number') ? NUMBER : INTEGER).test(value) ? Number(value.replaceAll('_', '')) : value;
}
