import { setFlagsFromString } from 'node:v8';

const FLAG = '--heap-growing-percent=';
/** As `scripts/setup.mjs` has it for this command, %; 0 where it leaves that to V8. */
const STARTED = Number(process.execArgv.find((flag) => flag.startsWith(FLAG))?.slice(FLAG.length) ?? 0);

/** While a program comes up nearly all that is made stays: to look through it again and again would cost a sixth of the start. */
export function growFreely(): void {
  setFlagsFromString(`${FLAG}0`);
}

/** From here on the heap grows as the program was started: slowly where it goes on for months. */
export function growAsStarted(): void {
  setFlagsFromString(`${FLAG}${STARTED}`);
}

/** Threads that begin from now on have a small young generation: most of what they make is columns, which lie elsewhere. */
export function beginSmall(): void {
  setFlagsFromString('--min-semi-space-size=2');
  setFlagsFromString('--max-semi-space-size=2');
}
