import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

const FLAG = '--heap-growing-percent=';
/** As `scripts/setup.mjs` has it for this command, %; 0 where it leaves that to V8. */
const STARTED = Number(process.execArgv.find((flag) => flag.startsWith(FLAG))?.slice(FLAG.length) ?? 0);

/** While a program comes up nearly all that is made stays: to look through it again and again would cost a sixth of the start. */
export function growFreely(): void {
  setFlagsFromString(`${FLAG}0`);
}

/** From here on the heap grows as the program was started. */
export function growAsStarted(): void {
  setFlagsFromString(`${FLAG}${STARTED}`);
}

/** A bot lives for months: a heap that grows by this much keeps it a fifth smaller, %. */
const SLOWLY = 15;
/** What was compiled has been kept by then (`src/app/process/bundled-parts.mjs`), ms: V8 takes it only with the settings it was made with. */
const KEPT_MS = 15_000;

/**
 * Some time from here on the heap grows slowly: what goes on for months is up. Threads that begin afterwards find no compiled code, so this is not for
 * who begins one for each piece of work: it takes a fifth longer then.
 */
export function growSlowly(): void {
  setTimeout(() => {
    flushCompileCache();
    setFlagsFromString(`${FLAG}${SLOWLY}`);
  }, KEPT_MS).unref();
}

/** Threads that begin from now on have a small young generation: most of what they make is columns, which lie elsewhere. */
export function beginSmall(): void {
  setFlagsFromString('--min-semi-space-size=2');
  setFlagsFromString('--max-semi-space-size=2');
}
