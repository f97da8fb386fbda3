/** Deterministic noise: every value is a pure function of its key, so two runs with one seed agree. */

/** 32-bit hash of a text (FNV-1a, then an avalanche step). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

/** Uniform in [0, 1) from a stream key and a counter that may exceed 32 bits. */
export function unit(key: number, counter: number): number {
  const low = counter % 0x100000000;
  const high = Math.floor(counter / 0x100000000);
  return mix(mix(key ^ Math.imul(low | 0, 0x9e3779b1)) + Math.imul(high | 0, 0x85ebca6b)) / 0x100000000;
}

/** Smooth noise in [-1, 1] at a real position: hashed values at the integers, eased in between. */
export function noise(key: number, position: number): number {
  const cell = Math.floor(position);
  const fraction = position - cell;
  const eased = fraction * fraction * (3 - 2 * fraction);
  const left = unit(key, cell) * 2 - 1;
  const right = unit(key, cell + 1) * 2 - 1;
  return left + (right - left) * eased;
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
