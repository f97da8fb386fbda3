import { setFlagsFromString } from 'node:v8';

/** How a heap grows is as `NODE_FLAGS` of `scripts/setup.mjs` has it, %. */
const SLOWLY = 15;

/** While a program comes up nearly all that is made stays: to look through it again and again would cost a sixth of the start. */
export function growFreely(): void {
  setFlagsFromString('--heap-growing-percent=0');
}

/** From here on the heap stays small. */
export function growSlowly(): void {
  setFlagsFromString(`--heap-growing-percent=${SLOWLY}`);
}
