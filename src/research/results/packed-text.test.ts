import { crc32, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crcOf, packPart, packPartHere } from './packed-text.ts';

it('parts that are packed apart are one stream with one checksum', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 })), fc.uint8Array(), async (before, last) => {
      const parts = [...before.map((content) => packPartHere(content, 1)), await packPart(last, 6, true)];
      const whole = Buffer.concat([...before, last]);
      expect(inflateRawSync(Buffer.concat(parts.map(({ bytes }) => bytes))).equals(whole)).toBe(true);
      expect(crcOf(parts)).toBe(crc32(whole));
      expect(parts.reduce((sum, { size }) => sum + size, 0)).toBe(whole.length);
    }),
    { numRuns: 50 },
  );
});
