import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { framesOf, sourceLine, stackText } from '../../bot/source-line.ts';
import { dropOldest } from '../../core/oldest.ts';
import { reasonOf } from '../../core/reason.ts';

/**
 * The last net of a process that must go on: what nobody caught is reported, with its place, and costs nothing else. Threads tell what
 * falls into theirs over a channel, to whoever listens in the main thread.
 */

export type Tell = (text: string) => void;

const CHANNEL = 'freqtrade-ts: what nobody caught';
/** The same failure is reported once within this time, ms. */
const QUIET_MS = 60_000;
/** Failures reported within that time, of whatever kind. */
const MOST_REPORTED = 30;
/** Failures that are distinguished. */
const MOST_KNOWN = 500;

/** From now on, in this thread, no error that nobody caught ends the process. @returns what takes the net away */
export function castLastNet(tell: Tell, clock: () => number = () => performance.now()): () => void {
  const report = strayTeller(tell, clock);
  const onRejection = (reason: unknown) => report('A promise that nobody awaited was rejected', reason);
  const onException = (error: unknown) => report('An error that nobody caught', error);
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
 * Tells failures with their reason and place. One that comes again and again is reported once a minute with how often, and no more than
 * some are reported a minute, so that reporting can't become the fault. Never throws.
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
      if (++count > MOST_REPORTED) return;
      known.delete(key);
      known.set(key, { at: now, silent: 0 });
      dropOldest(known, MOST_KNOWN);
      const again = before === undefined || before.silent === 0 ? '' : ` (${before.silent} times more since it was last reported)`;
      const stack = frames.length > 0 ? ` Stack: ${stackText(frames)}` : '';
      const last = count === MOST_REPORTED ? ' More of the kind are not reported for a minute.' : '';
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
    // where nothing can be reported, going on is what is left
  }
}
