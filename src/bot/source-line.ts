import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StrategyError } from '../strategy/guard.ts';

/** A call under way, as a stack names it. */
export interface Frame {
  /** Empty for code outside functions. */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const OURS = fileURLToPath(new URL('..', import.meta.url));
/** Frames shown of a stack. */
const SHOWN = 12;
/** Of a line of code, characters. */
const LONGEST = 160;

/**
 * The place in the user's file, from the stack of what was thrown, and what stands there: ` (file:line:column: code)`; empty where
 * none of it is the user's.
 * @param thrown whatever it was; what has caused it is looked at first
 */
export function sourceLine(thrown: unknown): string {
  const within = thrown instanceof Error && thrown.cause instanceof Error ? sourceLine(thrown.cause) : '';
  if (within !== '') return within;
  const frame = userFrame(framesOf(thrown));
  if (frame !== null) return ` (${placeOf(frame)}${lineOf(frame.path, frame.line)})`;
  return isOfStrategy(thrown) ? memberLine(thrown) : '';
}

/** Known by its code: commands that load no strategy need not load its guard. */
function isOfStrategy(thrown: unknown): thrown is StrategyError {
  return thrown instanceof Error && (thrown as Partial<StrategyError>).code === 'STRATEGY_ERROR';
}

/** Files that strategies consist of, the last one first. */
const userFiles = new Set<string>();

/** Notes a file in which members of strategies are looked for. */
export function noteUserFile(path: string): void {
  userFiles.add(path);
}

/** Where the member of a class is written, or else the class: of what was answered no stack tells. */
function memberLine({ owner, callback }: StrategyError): string {
  const name = escaped(owner);
  for (const path of [...userFiles].reverse()) {
    const lines = linesOf(path);
    const declares = new RegExp(
      `^\\s*(?:(?:export|default|abstract)\\s+)*(?:class\\s+${name}\\b|(?:const|let|var)\\s+${name}\\s*=\\s*class\\b)`,
    );
    const begins = lines.findIndex((line) => declares.test(line));
    if (begins < 0) continue;
    const after = lines.findIndex((line, at) => at > begins && /^(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s/.test(line));
    const own = lines.slice(begins, after < 0 ? undefined : after);
    const member = new RegExp(`^\\s*(?:(?:public|protected|override|async|get|readonly)\\s+)*${escaped(callback)}\\s*[(=:<?!]`);
    const at = own.findIndex((line) => member.test(line));
    const line = begins + Math.max(at, 0) + 1;
    return ` (${path}:${line}${lineOf(path, line)})`;
  }
  return '';
}

function escaped(name: string): string {
  return name.replace(/[$]/g, '\\$&');
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** What stands in a line of a file, behind a colon; empty where it can't be read. */
export function lineOf(path: string, line: number): string {
  const text = linesOf(path)[line - 1]?.trim() ?? '';
  return text === '' ? '' : `: ${text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text}`;
}

/** The innermost call in a file that is neither ours nor a package's. */
export function userFrame(frames: readonly Frame[]): Frame | null {
  return (
    frames.find(({ path }) => path.startsWith('/') && !path.startsWith(OURS) && !path.includes('/node_modules/')) ??
    frames.find(({ path }) => /^[A-Za-z]:/.test(path) && !path.startsWith(OURS) && !path.includes('node_modules')) ??
    null
  );
}

/** The calls on one line, innermost first. */
export function stackText(frames: readonly Frame[]): string {
  return frames
    .slice(0, SHOWN)
    .map((frame) => `${frame.name === '' ? '' : `${frame.name} `}${placeOf(frame)}`)
    .join(' < ');
}

export function framesOf(thrown: unknown): Frame[] {
  const frames: Frame[] = [];
  for (const line of textOfStack(thrown).split('\n')) {
    const match = /^\s+at (?:async )?(?:(.*?) \()?([^()]+?):(\d+):(\d+)\)?$/.exec(line);
    if (match !== null) frames.push({ name: match[1] ?? '', path: filePath(match[2]!), line: Number(match[3]), column: Number(match[4]) });
  }
  return frames;
}

/** A file's path, from an address that may say which version of it was loaded. */
export function filePath(address: string): string {
  const plain = address.replace(/\?[^/]*$/, '');
  if (!plain.startsWith('file:')) return plain;
  try {
    return fileURLToPath(plain);
  } catch {
    return plain;
  }
}

function placeOf({ path, line, column }: Frame): string {
  return `${path}:${line}:${column}`;
}

function textOfStack(thrown: unknown): string {
  try {
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  }
}
