import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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
  return frame === null ? '' : ` (${placeOf(frame)}${lineOf(frame.path, frame.line)})`;
}

/** What stands in a line of a file, behind a colon; empty where it can't be read. */
export function lineOf(path: string, line: number): string {
  try {
    const text = readFileSync(path, 'utf8').split('\n')[line - 1]?.trim() ?? '';
    return text === '' ? '' : `: ${text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text}`;
  } catch {
    return '';
  }
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
