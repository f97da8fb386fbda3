import { setImmediate } from 'node:timers/promises';

/** Longest work in one go, ms. */
const SLICE_MS = 10;

/** Work is done until the slice is over; then everybody else has their turn. */
export class Slices {
  #began = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#began >= SLICE_MS;
  }

  async rest(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}

/** A JSON list of many elements, written in slices: what `JSON.stringify` makes of them at once. */
export async function jsonList<T>(elements: readonly T[], present: (element: T) => object): Promise<string> {
  const slices = new Slices();
  const written: string[] = [];
  for (const element of elements) {
    written.push(JSON.stringify(present(element)));
    if (slices.isOver) await slices.rest();
  }
  return `[${written.join(',')}]`;
}
