import type { Strategy } from './strategy.ts';

/**
 * Whether a strategy is asked for its stop right after a fill, where its answer may loosen the stop. Freqtrade sees it by the names of the
 * function's arguments; here all of them come in one object, so that only the code shows it. One that knows nothing of fills must not be asked.
 */

const FOUND = new WeakMap<Strategy, boolean>();

/** As `stopsAfterFill` says; where it says nothing, whether the code of the stop, or of a method that this goes on to, reads `afterFill`. Found out once. */
export function usesAfterFill(strategy: Strategy): boolean {
  const { customStoploss, stopsAfterFill } = strategy;
  if (customStoploss === undefined) return false;
  if (stopsAfterFill !== null) return stopsAfterFill;
  const known = FOUND.get(strategy);
  if (known !== undefined) return known;
  const found = readsAfterFill(strategy, customStoploss);
  FOUND.set(strategy, found);
  return found;
}

type Code = (...given: never[]) => unknown;
const READ = /\bafterFill\b/;
/** What a strategy is given, which has no code of its own. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['config', 'dp', 'trades', 'wallets', 'locks']);

function readsAfterFill(strategy: Strategy, stop: Code): boolean {
  const reached = new Set<Code>([stop]);
  // what is added while it goes through is gone through, too
  for (const code of reached) {
    const text = withoutComments(code);
    if (READ.test(text)) return true;
    const bound = /^bound (.+)$/.exec(code.name)?.[1];
    if (bound !== undefined) for (const next of members(strategy, bound)) reached.add(next);
    // whatever it is asked of: `this`, what stands for it, or what was taken out of it
    for (const [, owner, name = ''] of text.matchAll(/(?:\b(super)\s*\??\.\s*)?(#?[A-Za-z_$][\w$]*)/g)) {
      if (name.startsWith('#') && classes(strategy).some((one) => readsBeside(withoutComments(one), name))) return true;
      const found = name === 'constructor' ? [] : members(strategy, name);
      // which of them `super` means is not seen from here
      for (const next of owner === undefined ? found.slice(0, 1) : found) reached.add(next);
      for (const next of heldIn(strategy, name)) reached.add(next);
    }
  }
  return false;
}

/** Whether a class has a private member of a name and reads `afterFill`: private ones can't be looked at by themselves. */
function readsBeside(text: string, name: string): boolean {
  return text.includes(name) && READ.test(text);
}

/** The functions of a name that a strategy has, the nearest first; none is called. */
function members(strategy: Strategy, name: string): Code[] {
  const found: Code[] = [];
  for (let at: unknown = strategy; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const member = Object.getOwnPropertyDescriptor(at, name);
    const code: unknown = member?.get ?? member?.value;
    if (isCode(code)) found.push(code);
  }
  return found;
}

/** The functions of an object that a strategy keeps under a name; no getter is asked. */
function heldIn(strategy: Strategy, name: string): Code[] {
  if (OF_THE_HOST.has(name)) return [];
  const held: unknown = Object.getOwnPropertyDescriptor(strategy, name)?.value;
  const found: Code[] = [];
  for (let at = held; typeof at === 'object' && at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (key !== 'constructor' && isCode(value)) found.push(value);
  return found;
}

/** Its class, and those it is made from. */
function classes(strategy: Strategy): Code[] {
  const found: Code[] = [];
  for (let at: unknown = strategy.constructor; isCode(at) && at !== Function.prototype; at = Object.getPrototypeOf(at)) found.push(at);
  return found;
}

function isCode(value: unknown): value is Code {
  return typeof value === 'function';
}

/** The text of a function, with what stands in quotes, and without what is said beside the code. */
function withoutComments(code: Code): string {
  const parts = /(["'`])(?:\\.|(?!\1)[^\\])*\1|\/\/.*|\/\*[\s\S]*?\*\//g;
  return Function.prototype.toString.call(code).replaceAll(parts, (part) => (part.startsWith('/') ? ' ' : part));
}
