import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { framesOf, sourceLine, stackText } from '../../bot/source-line.ts';
import { dropOldest } from '../../core/oldest.ts';
import { reasonOf } from '../../core/reason.ts';

/**
 * The last net of a process that must go on: what nobody caught is told, with its place, and costs nothing else. Threads tell what
 * falls into theirs over a channel, to whoever listens in the main thread.
 */

export type Tell = (text: string) => void;

const CHANNEL = 'freqtrade-ts: what nobody caught';
/** The same failure is told once within this time, ms. */
const QUIET_MS = 60_000;
/** Failures told within that time, of whatever kind. */
const MOST_TOLD = 30;
/** Failures that are told apart. */
const MOST_KNOWN = 500;

/** From now on, in this thread, no error that nobody caught ends the process. @returns what takes the net away */
export function castLastNet(tell: Tell, clock: () => number = () => performance.now()): () => void {
  const told = strayTeller(tell, clock);
  const onRejection = (reason: unknown) => told('A promise that nobody awaited was rejected', reason);
  const onException = (error: unknown) => told('An error that nobody caught', error);
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  if (isMainThread) hearThreads(tell);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}

let heard: BroadcastChannel | null = null;

/** Tells what falls into the nets of threads; the last one to ask for it does. */
export function hearThreads(tell: Tell): void {
  heard ??= new BroadcastChannel(CHANNEL);
  heard.onmessage = (event: unknown) => quietly(tell, String((event as { data: unknown }).data));
  heard.unref();
}

/** The same for a thread that works for a process with a net: its main thread tells. */
export function castNetOfThread(): void {
  if (isMainThread) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  castLastNet((text) => channel.postMessage(`In a thread: ${text}`));
}

/**
 * Tells failures with their reason and place. One that comes again and again is told once a minute with how often, and no more than
 * some are told a minute, so that telling can't become the fault. Never throws.
 */
export function strayTeller(tell: Tell, clock: () => number): (what: string, thrown: unknown) => void {
  const known = new Map<string, { at: number; silent: number }>();
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return (what, thrown) => {
    try {
      const frames = framesOf(thrown);
      const now = clock();
      // a text that holds a number is another one each time; the place is not
      const key = frames.length > 0 ? stackText(frames.slice(0, 3)) : reasonOf(thrown);
      const before = known.get(key);
      if (before !== undefined && now - before.at < QUIET_MS) {
        before.silent++;
        return;
      }
      if (now - since >= QUIET_MS) {
        since = now;
        count = 0;
      }
      if (++count > MOST_TOLD) return;
      known.delete(key);
      known.set(key, { at: now, silent: 0 });
      dropOldest(known, MOST_KNOWN);
      const again = before === undefined || before.silent === 0 ? '' : ` (${before.silent} times more since it was last told)`;
      const stack = frames.length > 0 ? ` Stack: ${stackText(frames)}` : '';
      const last = count === MOST_TOLD ? ' More of the kind stay untold for a minute.' : '';
      quietly(tell, `${what}${again}, all goes on: ${reasonOf(thrown)}${sourceLine(thrown)}.${stack}${last}`);
    } catch {
      // whatever was thrown must not come back as another error
    }
  };
}

function quietly(tell: Tell, text: string): void {
  try {
    tell(text);
  } catch {
    // where nothing can be told, going on is what is left
  }
}
