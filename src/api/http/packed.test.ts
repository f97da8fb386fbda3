import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Packed } from './packed.ts';

it('an answer that is sent again is compressed once, for whoever understands it', async () => {
  const packed = new Packed();
  const bytes = Buffer.from('{"trades":[]}'.repeat(1000));
  for (const accepted of [undefined, 'deflate, br', 'gzip;q=0', 'gzip; q=0.0']) expect(await packed.of(bytes, accepted)).toBeNull();
  const first = await packed.of(bytes, 'gzip, deflate, br');
  expect(gunzipSync(first!)).toEqual(bytes);
  const [second, third] = await Promise.all([packed.of(bytes, 'GZIP'), packed.of(bytes, 'br, gzip;q=0.5')]);
  expect(gunzipSync(second!)).toEqual(bytes);
  expect(third).toBe(second);
  // thoroughly, now that it is worth it
  expect(second!.length).toBeLessThan(first!.length);
  expect(await packed.of(Buffer.from(bytes), 'gzip')).toEqual(first);
});
