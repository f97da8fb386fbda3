import { exchangeFacts, OPTIONAL, OPTIONAL_FUTURES, presentName, REQUIRED, SUPPORTED, UNSUITABLE } from '../facts.ts';
import { GRADES } from '../grades.ts';

/** An exchange that ccxt knows. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly isSupported: boolean;
  /** Whether everything that trading needs is there. */
  readonly isUsable: boolean;
  readonly isDex: boolean;
  readonly isAlias: boolean;
  /** `spot`, or margin mode and trading mode such as `isolated futures`. */
  readonly modes: readonly string[];
  /** What is missing; empty for nothing. */
  readonly reason: string;
  /** The same for futures. */
  readonly futuresReason: string;
  /** How far orders there are held by tests: gold, silver, bronze; empty where none can be placed for real. */
  readonly grade: string;
  /** Trading mode and margin mode. */
  readonly tradeModes: readonly (readonly [string, string])[];
}

/** Every exchange of ccxt, by name. All of ccxt is loaded for it. */
export async function exchangeCatalogue(): Promise<CatalogueEntry[]> {
  const { default: ccxt } = await import('ccxt');
  const classes = ccxt as unknown as Record<
    string,
    new () => { name: string; has: Record<string, unknown>; dex?: boolean; alias?: boolean }
  > & {
    exchanges: string[];
    pro: Record<string, new () => { has: Record<string, unknown> }>;
  };
  return classes.exchanges
    .map((id) => entryOf(id, new classes[id]!(), classes.pro[id] === undefined ? {} : new classes.pro[id]!().has))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

function entryOf(
  id: string,
  client: { name: string; has: Record<string, unknown>; dex?: boolean; alias?: boolean },
  pro: Record<string, unknown>,
): CatalogueEntry {
  const has: Record<string, unknown> = { ...client.has, ...(pro['watchOHLCV'] ? { watchOHLCV: pro['watchOHLCV'] } : {}) };
  const isThere = (name: string, instead: readonly string[]) =>
    Boolean(has[name]) || (instead.length > 0 && instead.every((other) => Boolean(has[other])));
  const lacking = (needs: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(needs)
      .filter(([name, instead]) => !isThere(name, instead))
      .map(([name]) => name);
  const missing = lacking(REQUIRED);
  const missingOptional = lacking(OPTIONAL);
  const missingFutures = lacking(OPTIONAL_FUTURES);
  const unsuitable = UNSUITABLE[id];
  const reasons = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unsuitable === undefined ? [] : [unsuitable]),
    ...(missingOptional.length > 0 && unsuitable === undefined ? [`missing opt: ${missingOptional.join(', ')}`] : []),
  ];
  return {
    id,
    name: client.name,
    isSupported: SUPPORTED.includes(id),
    isUsable: missing.length === 0 && unsuitable === undefined,
    isDex: client.dex === true,
    isAlias: client.alias === true,
    modes: exchangeFacts(id, false).modes.map(([mode, margin]) => (margin === '' ? mode : `${margin} ${mode}`)),
    reason: reasons.join('; '),
    futuresReason: missingFutures.length > 0 ? `missing futures opt: ${missingFutures.join(', ')}` : '',
    grade: GRADES[presentName(id)] ?? '',
    tradeModes: exchangeFacts(id, false).modes,
  };
}
