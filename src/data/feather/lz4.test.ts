import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blocksOf, frameAround, packFrame, unpackFrame } from './lz4.ts';

/** One block of LZ4, byte by byte, as its description says. */
function unpackedSlowly(block: Uint8Array): Uint8Array {
  const out: number[] = [];
  let at = 0;
  const more = (length: number): number => {
    if (length < 15) return length;
    let total = length;
    for (let next = 255; next === 255; total += next) next = block[at++]!;
    return total;
  };
  while (at < block.length) {
    const token = block[at++]!;
    for (let left = more(token >> 4); left > 0; left--) out.push(block[at++]!);
    if (at >= block.length) break;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    for (let left = more(token & 15) + 4; left > 0; left--) out.push(out[out.length - distance]!);
  }
  return Uint8Array.from(out);
}

/** Blocks of sequences of every length and distance, with literals at the end. */
const block = fc
  .array(
    fc.record({ literals: fc.uint8Array({ maxLength: 40 }), length: fc.integer({ min: 4, max: 60 }), distance: fc.nat({ max: 40 }) }),
    {
      maxLength: 60,
    },
  )
  .map((sequences) => {
    const bytes: number[] = [];
    let there = 0;
    const rest = (length: number) => (length < 15 ? [] : [length - 15]);
    for (const { literals, length, distance } of sequences) {
      if (there + literals.length === 0) continue;
      bytes.push((Math.min(literals.length, 15) << 4) | Math.min(length - 4, 15), ...rest(literals.length), ...literals);
      there += literals.length;
      bytes.push(Math.min(distance + 1, there), 0, ...rest(length - 4));
      there += length;
    }
    return Uint8Array.from([...bytes, 0x50, 1, 2, 3, 4, 5]);
  });

function frame(packed: Uint8Array): Uint8Array {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, packed.length, true);
  return Buffer.concat(frameAround([size, packed]));
}

it('unpacks every sequence as it is meant', () => {
  fc.assert(
    fc.property(block, (packed) => {
      const expected = unpackedSlowly(packed);
      expect([...unpackFrame(frame(packed), expected.length)]).toEqual([...expected]);
    }),
  );
});

it('gives again what it has packed', () => {
  const content = fc.array(fc.tuple(fc.uint8Array({ maxLength: 12 }), fc.nat({ max: 30 })), { maxLength: 80 });
  fc.assert(
    fc.property(content, (parts) => {
      const bytes = Uint8Array.from(parts.flatMap(([part, times]) => Array.from({ length: times }, () => [...part]).flat()));
      const packed = Buffer.concat(packFrame(blocksOf(bytes)));
      expect([...unpackFrame(packed, bytes.length)]).toEqual([...bytes]);
    }),
  );
});

it('refuses a match from before the beginning, wherever it stands', () => {
  // sixteen literals, and sequences that are short: the second points two bytes too far back
  const good = [0x40, 1, 2, 3, 4, 4, 0, 0x00, 8, 0];
  const rest = Array.from({ length: 20 }, () => [0x00, 8, 0]).flat();
  const bad = Uint8Array.from([...good.slice(0, 7), 0x00, 10, 0, ...rest, 0x50, 1, 2, 3, 4, 5]);
  expect(() => unpackFrame(frame(bad), 4 + 4 + 4 + 20 * 4 + 5)).toThrow('damaged');
});
