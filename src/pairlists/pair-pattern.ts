import { RE2JS } from 're2js';
import { dropOldest } from '../core/oldest.ts';

/**
 * Pairs named by patterns, as freqtrade names them: Python's regular expressions, whole names, whatever their case. They come from
 * configurations, callers of the API and remote lists, so they run on an engine without backtracking (RE2: time grows with the
 * length of a name, whatever the pattern), are bounded in length and number, and compiled once.
 */
export interface PairPattern {
  /** Name in small letters, where the pattern is a plain name. */
  readonly name: string | null;
  /** About how many it compiles to. */
  readonly steps: number;
  test(pair: string): boolean;
}

/** A pattern can't be used; the message says why, and what would do. */
export class PatternRefused extends Error {
  /** Whether it is no regular expression at all. */
  readonly isInvalid: boolean;
  constructor(message: string, isInvalid = false) {
    super(message);
    this.isInvalid = isInvalid;
  }
}

/** Characters of one pattern. */
const LONGEST = 5000;
/** Repetitions that a pattern may count: no name is longer. */
const MOST_REPEATED = 100;
/** Steps of a compiled pattern, and of all of a list; ten thousand take about 15 ms to compile. */
const LARGEST = 10_000;
const LARGEST_LIST = 50_000;
/** Patterns of one list, and entries with plain names. */
const MOST_PATTERNS = 200;
const MOST_ENTRIES = 10_000;

const KEPT_PATTERNS = 1000;
const KEPT_ANSWERS = 10_000;

const kept = new Map<string, PairPattern | PatternRefused>();

/** The compiled pattern. @throws PatternRefused */
export function pairPattern(pattern: string): PairPattern {
  let known = kept.get(pattern);
  if (known === undefined) {
    known = compiled(pattern);
    // refused ones may be as long as somebody likes
    if (pattern.length <= LONGEST) kept.set(pattern, known);
    dropOldest(kept, KEPT_PATTERNS);
  }
  if (known instanceof PatternRefused) throw known;
  return known;
}

/** Takes the entries of a list one after another, as many as a list may have. */
export class PatternBounds {
  #entries = 0;
  #expressions = 0;
  #steps = 0;

  /** @throws PatternRefused */
  take(pattern: string): void {
    if (this.#entries >= MOST_ENTRIES) throw new PatternRefused(`A list of pairs may have ${MOST_ENTRIES} entries at most.`);
    if (pattern.length > LONGEST || !isPlain(pattern)) {
      if (this.#expressions >= MOST_PATTERNS)
        throw new PatternRefused(`A list of pairs may have ${MOST_PATTERNS} patterns at most: write several as one, (A|B|C)/.*`);
      const { steps } = pairPattern(pattern);
      if (this.#steps + steps > LARGEST_LIST)
        throw new PatternRefused('The patterns of this list are too large together. Name some pairs instead.');
      this.#steps += steps;
      this.#expressions++;
    }
    this.#entries++;
  }
}

/** @throws PatternRefused for the first entry that can't be taken */
function checkAll(patterns: readonly string[]): void {
  const bounds = new PatternBounds();
  for (const pattern of patterns) bounds.take(pattern);
}

/** What is wrong with a list of patterns, for whoever wrote it; null for nothing. */
export function patternsProblem(patterns: readonly string[]): string | null {
  try {
    checkAll(patterns);
    return null;
  } catch (error) {
    if (error instanceof PatternRefused) return error.message;
    throw error;
  }
}

/**
 * Pairs of a pattern list: exact names, or regular expressions such as `.*\/USDT`, in the order they are found.
 * @throws PatternRefused
 */
export function expandPairs(patterns: readonly string[], known: readonly string[], keepUnknown: boolean): string[] {
  checkAll(patterns);
  const byName = new PairNames(known);
  return patterns.flatMap((pattern) => {
    const matches = byName.matching(pattern);
    return matches.length === 0 && keepUnknown ? [pattern] : matches;
  });
}

/** Pairs that patterns are looked for in; plain names are found without going through all. */
export class PairNames {
  readonly #pairs: readonly string[];
  readonly #byName = new Map<string, string[]>();

  constructor(pairs: readonly string[]) {
    this.#pairs = pairs;
    for (const pair of pairs) {
      const name = pair.toLowerCase();
      const same = this.#byName.get(name);
      if (same === undefined) this.#byName.set(name, [pair]);
      else same.push(pair);
    }
  }

  /** @throws PatternRefused */
  matching(pattern: string): readonly string[] {
    const { name, test } = pairPattern(pattern);
    return name === null ? this.#pairs.filter(test) : (this.#byName.get(name) ?? []);
  }
}

/** Whether a pair is named by any of the patterns. @throws PatternRefused */
export function matcherOf(patterns: readonly string[]): (pair: string) => boolean {
  checkAll(patterns);
  const all = patterns.map(pairPattern);
  const names = new Set(all.map(({ name }) => name));
  const expressions = all.filter(({ name }) => name === null);
  return (pair) => names.has(pair.toLowerCase()) || expressions.some(({ test }) => test(pair));
}

/** Whether a pattern is a name and nothing else. */
function isPlain(pattern: string): boolean {
  return /^[\p{L}\p{N}_/:-]+$/u.test(pattern);
}

function compiled(pattern: string): PairPattern | PatternRefused {
  if (pattern.length > LONGEST)
    return new PatternRefused(`Pair pattern "${pattern.slice(0, 50)} …" has ${pattern.length} characters; at most ${LONGEST} are taken.`);
  if (isPlain(pattern)) {
    const name = pattern.toLowerCase();
    return { name, steps: 1, test: (pair) => pair.toLowerCase() === name };
  }
  const named = `Pair pattern "${pattern.length > 200 ? `${pattern.slice(0, 200)} …` : pattern}"`;
  const beyond = beyondReach(pattern);
  if (beyond !== null)
    return new PatternRefused(
      `${named} has ${beyond}, which this bot does not take: no pattern may make it stand still. Name the pairs instead.`,
    );
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(asRe2(pattern), RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    return new PatternRefused(`${named} is not a valid wildcard: ${(error as Error).message}.`, true);
  }
  const answers = new Map<string, boolean>();
  return {
    name: null,
    steps: stepsOf(pattern),
    test: (pair) => {
      let answer = answers.get(pair);
      if (answer === undefined) {
        answer = expression.testExact(pair);
        if (answers.size >= KEPT_ANSWERS) answers.clear();
        answers.set(pair, answer);
      }
      return answer;
    },
  };
}

/** What of Python's expressions an engine without backtracking can't do, or what would make one too large; null for nothing. */
function beyondReach(pattern: string): string | null {
  for (const [token, count] of tokensOf(pattern)) {
    if (/^\(\?<?[=!]$/.test(token)) return 'look-ahead or look-behind';
    if (/^\\[1-9]$/.test(token) || token === '(?P=') return 'a reference back to a group';
    if (token === '(?(') return 'a condition';
    if (token === '(?>' || token === '++') return 'a group that gives nothing back';
    if (count !== undefined && count > MOST_REPEATED) return `more than ${MOST_REPEATED} repetitions of one thing`;
  }
  return stepsOf(pattern) > LARGEST ? 'too many steps' : null;
}

/** About how many steps a pattern compiles to: what is repeated counts as often as it is repeated. */
function stepsOf(pattern: string): number {
  const open: number[] = [];
  let steps = 0;
  let last = 0;
  for (const [token, count, isInClass] of tokensOf(pattern)) {
    if (isInClass) continue;
    if (token.startsWith('(')) {
      open.push(steps);
      [steps, last] = [0, 0];
    } else if (token === ')') {
      last = steps + 2;
      steps = (open.pop() ?? 0) + last;
    } else if (count !== undefined) {
      steps += last * Math.max(0, count - 1);
      last *= Math.max(1, count);
    } else {
      last = 1;
      steps++;
    }
  }
  return steps + open.reduce((sum, outer) => sum + outer, 0);
}

/** Python's spelling in RE2's: Unicode letters and digits, the end of the text, a repetition without its lower end. */
function asRe2(pattern: string): string {
  return tokensOf(pattern)
    .map(([token, , isInClass]) => {
      switch (token) {
        case '\\w':
          return isInClass ? '\\p{L}\\p{N}_' : '[\\p{L}\\p{N}_]';
        case '\\W':
          return isInClass ? token : '[^\\p{L}\\p{N}_]';
        case '\\d':
          return '\\p{Nd}';
        case '\\D':
          return '\\P{Nd}';
        case '\\Z':
          return '\\z';
        default:
          return token.startsWith('{,') ? `{0${token.slice(1)}` : token;
      }
    })
    .join('');
}

/** Pieces of a pattern: escapes, openings of groups, repetitions with the largest number they count to, single characters. */
function tokensOf(pattern: string): [token: string, count: number | undefined, isInClass: boolean][] {
  const tokens: [string, number | undefined, boolean][] = [];
  let isInClass = false;
  for (const [token] of pattern.matchAll(/\\[\s\S]|\(\?(?:<[=!]|P=|[=!>(])|\{\d*,?\d*\}|[*+?}]\+|[\s\S]/g)) {
    if (isInClass) {
      // in a class these are characters like any other
      for (const part of token.startsWith('\\') ? [token] : token) {
        tokens.push([part, undefined, true]);
        if (part === ']') isInClass = false;
      }
      continue;
    }
    if (/^[*+?}]\+$/.test(token)) tokens.push(['++', undefined, false]);
    else
      tokens.push([
        token,
        token.startsWith('{') && token !== '{' ? Math.max(...(token.match(/\d+/g)?.map(Number) ?? [0])) : undefined,
        false,
      ]);
    if (token === '[') isInClass = true;
  }
  return tokens;
}
