import { editDistance, nearest } from '../core/nearest.ts';
import { couldHold, isCallback, MEMBERS } from './attributes.ts';

/** Members of strategies that are written nearly like those that count. Fields and methods of a strategy's own are nobody's business. */

/** Letters that a name and the one that is meant begin with, where they are not the same but for capitals. */
const COMMON = 8;
/** Letters of a name for each that may be wrong in it. */
const LETTERS_PER_FAULT = 6;
/** A name that only begins like another has as many letters at least. */
const SHORTEST_BEGINNING = 10;

/** What is written before the name of what is answered. */
const BEFORE = /^(?:on|get|do|handle)(?=[A-Z])/;

/** A member that nothing calls or reads by its name. */
export interface OwnMember {
  readonly name: string;
  readonly value: unknown;
  /** Whether the strategy itself uses it. */
  readonly isUsed: boolean;
}

/** What is said of members that nothing reads or calls, written nearly like one that is. */
export function misspelt(members: readonly OwnMember[]): string[] {
  return members.flatMap((member) => {
    const meant = MEMBERS.includes(member.name) ? null : meantBy(member);
    return meant === null ? [] : [`there is no ${member.name}; did you mean ${meant}?`];
  });
}

function meantBy({ name, value, isUsed }: OwnMember): string | null {
  const close = nearest(name, MEMBERS);
  if (close !== null && close.toLowerCase() === name.toLowerCase()) return close;
  // a second one of a kind
  if (/\d$/.test(name)) return null;
  if (
    close !== null &&
    isCallback(close) &&
    typeof value === 'function' &&
    close.slice(0, COMMON) === name.slice(0, COMMON) &&
    Math.abs(close.length - name.length) <= 1
  )
    return close;
  return isUsed ? null : (MEMBERS.find((known) => couldHold(known, value) && isLike(name, known)) ?? null);
}

/** Whether a name that nobody uses was meant to be another. */
function isLike(written: string, known: string): boolean {
  const name = camelCase(written).replace(BEFORE, '');
  const [own, others] = [wordsOf(name), wordsOf(known)];
  const [one, other] = [own.join(''), others.join('')];
  const faults = Math.max(1, Math.floor(other.length / LETTERS_PER_FAULT));
  if (Math.abs(one.length - other.length) <= faults && editDistance(one, other) <= faults) return true;
  if (one.length >= SHORTEST_BEGINNING && other.startsWith(one)) return true;
  // a word is left out
  return own.length >= 2 && own.length === others.length - 1 && own[0] === others[0] && isWithin(own, others);
}

/** Whether words stand among others in the same order. */
function isWithin(words: readonly string[], others: readonly string[]): boolean {
  let found = 0;
  for (const word of others) if (word === words[found]) found++;
  return found === words.length;
}

/** Words of a name, small and in the singular. */
function wordsOf(name: string): string[] {
  const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  return words.map((word) => word.replace(/ies$/, 'y').replace(/(?<!s)s$/, ''));
}

export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Whether a source asks an object for a member: `.name`, `['name']` or `{ name } = …`, but not `.name = …`. */
export function uses(source: string, name: string): boolean {
  const word = name.replaceAll('$', '\\$');
  const asked = new RegExp(`(?:\\.\\s*${word}\\b(?!\\s*=[^=>])|\\[\\s*['"\`]${word}['"\`]|\\{[^{}]*\\b${word}\\b[^{}]*\\}\\s*=[^=>])`);
  return asked.test(source);
}
