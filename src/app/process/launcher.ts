import { readFileSync } from 'node:fs';
import { guarded } from '../../core/guarded.ts';

/** How often it is looked whether npm is still there, ms. */
const LOOK_MS = 500;
/** Shells between npm and what it starts, at most. */
const SHELLS = 3;

/**
 * npm and the shell it starts a program with don't hand every signal on: they end, and the program goes on as an orphan that nobody
 * stops. So a program that npm has started ends with it. What was started by anything else (a service, the launcher itself, a terminal)
 * is left alone.
 * @param onGone called once, when npm or its shell has ended
 * @returns what stops looking
 */
export function watchNpm(onGone: () => void, world: ProcessWorld = PROCESSES): () => void {
  const chain = chainToNpm(world);
  if (chain === null) return () => undefined;
  const look = (): void => {
    if (chain.every(({ pid, parent }) => world.parentOf(pid) === parent)) return;
    clearInterval(timer);
    onGone();
  };
  const timer = setInterval(guarded(look, look), LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** What is seen of other processes. */
export interface ProcessWorld {
  readonly pid: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Null where that is not known. */
  parentOf(pid: number): number | null;
  /** Command line; null where that is not known. */
  commandOf(pid: number): string | null;
}

const PROCESSES: ProcessWorld = {
  pid: process.pid,
  environment: process.env,
  parentOf: (pid) => {
    if (pid === process.pid) return process.ppid;
    // the name in brackets may hold anything
    const fields = read(`/proc/${pid}/stat`)
      ?.replace(/^.*\)\s*/s, '')
      .split(' ');
    return fields === undefined ? null : Number(fields[1]);
  },
  commandOf: (pid) => read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? null,
};

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** This process, the shells above it, up to npm, each with its parent; null where npm has not started it. */
function chainToNpm(world: ProcessWorld): { readonly pid: number; readonly parent: number | null }[] | null {
  // inherited by everything below npm, so that it says nothing alone
  if (world.environment['npm_execpath'] === undefined) return null;
  const chain: { pid: number; parent: number | null }[] = [];
  for (let pid = world.pid; chain.length <= SHELLS; ) {
    const parent = world.parentOf(pid);
    chain.push({ pid, parent });
    const command = parent === null || parent <= 1 ? null : world.commandOf(parent);
    // where commands can't be read, the parent is all there is to look at
    if (command === null || parent === null) return chain.length === 1 && parent !== null && parent > 1 ? chain : null;
    if (/\b(npm|npx|npm-cli|npx-cli|pnpm|yarn)\b/.test(command)) return chain;
    if (!/^\S*\b(sh|dash|bash|zsh|ash|busybox)\b/.test(command)) return null;
    pid = parent;
  }
  return null;
}
