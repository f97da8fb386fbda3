import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchangeFacts } from '../../src/exchange/facts.ts';
import { traitsOf } from '../../src/exchange/traits/all.ts';
import type { KnownTraits } from '../../src/exchange/traits/traits.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { MADE } from './listing.ts';

export type Grade = 'gold' | 'silver' | 'bronze';

/** What a test holds: `FILE: beginning of its name`, below the root. */
export type Proof = readonly [file: string, test: string];

const DIALECT = 'tests/conformance/dialect.suite.ts';
const MATRIX = 'tests/conformance/dialect-matrix.test.ts';
const CONTRACTS = 'tests/conformance/perpetuals.suite.ts';
const KILLED = 'tests/conformance/killed-contracts.test.ts';
const STOPS = 'tests/conformance/stops.test.ts';
const NATIVE = 'src/exchange/ccxt/live-orders.test.ts';

/** One column of the table: what works on an exchange, and which test says so. Null: there is nothing of the kind to be done there. */
interface Column {
  readonly title: string;
  readonly of: (exchange: Graded) => { readonly text: string; readonly isThere: boolean; readonly proofs: readonly Proof[] } | null;
}

/** What the claims about an exchange are made from. */
interface Graded {
  readonly name: string;
  readonly hasDialect: boolean;
  /** Whether its dialect is of contracts only. */
  readonly isOfContracts: boolean;
  readonly hasFutures: boolean;
  readonly isTraded: (mode: 'spot' | 'futures') => boolean;
  readonly hasStops: (mode: 'spot' | 'futures') => boolean;
}

const NO = { text: 'no', isThere: false, proofs: [] } as const;
const yes = (...proofs: Proof[]) => ({ text: 'yes', isThere: true, proofs });

const COLUMNS: readonly Column[] = [
  {
    title: 'spot orders, look-ups',
    of: ({ hasDialect, isOfContracts }) => {
      if (isOfContracts) return null;
      if (!hasDialect)
        return { text: 'by answers', isThere: false, proofs: [[NATIVE, 'have an id of the form it takes, and are found by it']] };
      return yes([DIALECT, 'finds an order by both ids while it rests'], [DIALECT, 'fills a market order to %s by the amount']);
    },
  },
  {
    title: 'lost answers',
    of: ({ hasDialect, isOfContracts }) => {
      if (!hasDialect) return NO;
      if (isOfContracts) return yes([DIALECT, 'an order whose answer is lost']);
      return yes([MATRIX, 'an answer that is lost is never taken for a refusal'], [MATRIX, 'a bot whose answers are lost']);
    },
  },
  {
    title: 'kills',
    of: ({ hasDialect, isOfContracts, hasFutures }) => {
      if (!hasDialect) return NO;
      const contracts: readonly Proof[] = hasFutures ? [[KILLED, 'on $name neither loses nor doubles an order']] : [];
      return yes(...(isOfContracts ? [] : [[MATRIX, 'a bot that is killed'] as const]), ...contracts);
    },
  },
  {
    title: 'stops there',
    of: ({ hasDialect, isTraded, hasStops }) => {
      const modes = (['spot', 'futures'] as const).filter((mode) => isTraded(mode) && hasStops(mode));
      if (modes.length === 0) return null;
      return hasDialect ? { ...yes([STOPS, 'sells when the price has come to it']), text: modes.join(', ') } : NO;
    },
  },
  {
    title: 'futures',
    of: ({ hasFutures, hasDialect, isTraded }) => {
      if (!isTraded('futures')) return null;
      return hasFutures && hasDialect
        ? yes([CONTRACTS, 'tells amounts in base currency'], [CONTRACTS, 'an order whose answer is lost'])
        : NO;
    },
  },
  { title: 'streams', of: ({ hasDialect }) => (hasDialect ? yes([DIALECT, 'pushes prices and what becomes of our orders']) : NO) },
];

function gradedOf(name: string): Graded {
  const dialect = Object.hasOwn(DIALECTS, name) ? DIALECTS[name] : undefined;
  const { modes } = exchangeFacts(name, false);
  return {
    name,
    hasDialect: dialect !== undefined,
    isOfContracts: dialect?.contractsOnlyIn !== undefined,
    hasFutures: traitsOf(name, true).futures !== null,
    isTraded: (mode) => modes.some(([known]) => known === mode),
    hasStops: (mode) => exchangeFacts(name, mode === 'futures').facts.stoploss_on_exchange,
  };
}

/** All of it: gold. What is ordered is ordered once, but something is missing: silver. Without a dialect: bronze. */
function gradeOf(exchange: Graded): Grade {
  if (!exchange.hasDialect) return 'bronze';
  return COLUMNS.every(({ of }) => of(exchange)?.isThere !== false) ? 'gold' : 'silver';
}

/** Every claim of the table with the tests that hold it. */
export async function exchangeClaims(): Promise<{ exchange: string; hasDialect: boolean; claim: string; proofs: readonly Proof[] }[]> {
  return (await allGraded()).flatMap(({ exchange }) =>
    COLUMNS.flatMap(({ title, of }) => {
      const cell = of(exchange);
      const { name, hasDialect } = exchange;
      return cell === null || cell.proofs.length === 0 ? [] : [{ exchange: name, hasDialect, claim: title, proofs: cell.proofs }];
    }),
  );
}

async function allGraded(): Promise<{ exchange: Graded; branches: readonly string[] }[]> {
  const { KNOWN_TRAITS } = (await import('../../src/exchange/traits/known.ts')) as { KNOWN_TRAITS: Readonly<Record<string, KnownTraits>> };
  return Object.entries(KNOWN_TRAITS).map(([name, { branches = [] }]) => ({ exchange: gradedOf(name), branches }));
}

const BEGINS = '<!-- Made by "npm run generate" from here: scripts/generate/exchanges.ts -->';
const ENDS = '<!-- to here -->';
const ORDER: readonly Grade[] = ['gold', 'silver', 'bronze'];

/** Grades of exchanges for the command line, and their table in the document. */
export async function generateExchanges(root: string): Promise<Record<string, string>> {
  const all = (await allGraded())
    .map((one) => ({ ...one, grade: gradeOf(one.exchange) }))
    .sort((a, b) => ORDER.indexOf(a.grade) - ORDER.indexOf(b.grade) || (a.exchange.name < b.exchange.name ? -1 : 1));
  const names = all.flatMap(({ exchange, branches, grade }) => [exchange.name, ...branches].map((name) => `  ${name}: '${grade}',\n`));
  const grades = `${MADE}export type Grade = 'gold' | 'silver' | 'bronze';

/** How far orders on an exchange are held by tests, by its name and those of its branches; \`docs/exchanges.md\` says what each means. */
export const GRADES: Readonly<Record<string, Grade>> = {
${names.sort().join('')}};
`;
  const rows = all.map(({ exchange, branches, grade }) => [
    [exchange.name, ...branches].join(', '),
    grade,
    ...COLUMNS.map(({ of }) => of(exchange)?.text ?? '–'),
  ]);
  const path = join(root, 'docs/exchanges.md');
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGINS);
  const after = rest?.split(ENDS)[1];
  if (after === undefined) throw new Error(`${path} has no place for the table of exchanges.`);
  const table = markdownTable(['exchange', 'grade', ...COLUMNS.map(({ title }) => title)], rows);
  return { 'src/exchange/grades.ts': grades, 'docs/exchanges.md': `${before}${BEGINS}\n\n${table}\n${ENDS}${after}` };
}

/** With cells as wide as the widest of their column. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return `${line(head)}${line(widths.map((width) => '-'.repeat(width)))}${rows.map(line).join('')}`;
}
