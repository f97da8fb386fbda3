import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { House } from './references.ts';

/** Reads what ARCHITECTURE.md says holds its statements, and says what of it isn't so. */

const KINDS: ReadonlySet<string> = new Set(['types', 'lint', 'arrows', 'names', 'wish']);
/** Statements that a mark may stand for at once. */
const MOST_SENTENCES = 3;

/** Paragraphs and points of a document, without headings, tables and pictures, each in one line. */
export function statementsOf(text: string): string[] {
  return text
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .split(/\n\s*\n|\n(?=- )/)
    .map((block) => block.trim().replaceAll(/\s*\n\s*/g, ' '))
    .filter((block) => block !== '' && !/^[#|]/.test(block));
}

/** What is wrong with the marks at the end of a statement. */
export function markProblems(statement: string, house: House): string[] {
  const shown = statement.slice(0, 60);
  const marks = /((?: \[[^[\]]+\])+)$/.exec(statement)?.[1] ?? '';
  if (marks === '') return [`nothing holds "${shown}…"`];
  const names = [...marks.matchAll(/\[([^[\]]+)\]/g)].map(([, mark]) => mark!);
  const sentences = statement.slice(0, -marks.length).split(/[.!?]\s+(?=[A-Z`*])/).length;
  const isTested = names.some((name) => !KINDS.has(name));
  return [
    ...(isTested && sentences > MOST_SENTENCES ? [`${sentences} sentences under one mark: "${shown}…"`] : []),
    ...names.filter((name) => !KINDS.has(name)).flatMap((name) => testProblem(name, house)),
  ];
}

function testProblem(mark: string, house: House): string[] {
  const [file, title] = mark.split(': ') as [string, string | undefined];
  const paths = house.files.filter((path) => path.endsWith(`/${file}`));
  const path = paths[0];
  if (path === undefined || paths.length > 1) return [`[${mark}]: ${paths.length} files are called so`];
  if (title === undefined || readFileSync(path, 'utf8').includes(title)) return [];
  return [`[${mark}]: ${relative(house.root, path)} has no test of that name`];
}

/** Rows of the table of rooms as the rules of the dependency cruiser have them: what each may import. */
export function roomRows(rules: string): Map<string, string> {
  const rooms = runInNewContext(`${/const ROOMS = \{[\s\S]*?\n\};/.exec(rules)?.[0]}\nROOMS`) as Readonly<
    Record<string, readonly string[]>
  >;
  const all = Object.keys(rooms).filter((name) => !name.includes('/'));
  return new Map(
    Object.entries(rooms).map(([room, allowed]) => {
      const missing = all.filter((name) => name !== room && !allowed.includes(name));
      const text = allowed.length === 0 ? '–' : missing.length < 4 ? `all but ${missing.join(', ')}` : allowed.join(', ');
      return [`\`${room}/\``, text];
    }),
  );
}

/** The first and third cell of each row of the document's table of rooms. */
export function shownRows(text: string): Map<string, string> {
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(rows.map((row) => row.split('|').map((cell) => cell.trim())).map((cells) => [cells[1]!, cells[3]!]));
}
