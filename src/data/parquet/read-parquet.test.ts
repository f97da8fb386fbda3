import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readParquet } from './read-parquet.ts';

const ROWS = 40_000;
/** Numbers that hardly shrink, so that packed pages are large; every tenth is missing. */
const numbers = Float64Array.from({ length: ROWS }, (_value, row) => (row % 10 === 3 ? Number.NaN : Math.sin(row) * 1e6));
const PACKERS = {
  GZIP: (content: Uint8Array) => gzipSync(content, { level: 1 }),
  BROTLI: (content: Uint8Array) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  ZSTD: (content: Uint8Array) => zstdCompressSync(content),
} as const;

function written(codec: keyof typeof PACKERS): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'open', data: Array.from(numbers), type: 'DOUBLE' },
      { name: 'close', data: Array.from(numbers, (value) => (Number.isNaN(value) ? null : -value)), type: 'DOUBLE', nullable: true },
    ],
    codec,
    compressors: { [codec]: PACKERS[codec] },
    pageSize: 50_000,
  });
  return new Uint8Array(buffer);
}

describe('parquet files of many pages', () => {
  it.each(Object.keys(PACKERS) as (keyof typeof PACKERS)[])('packed with %s give back what was written', async (codec) => {
    const read = await readParquet(written(codec));
    expect(read.get('open')?.values).toEqual(numbers);
    expect(read.get('close')?.values).toEqual(numbers.map((value) => -value));
  });

  it('whose page is damaged are refused, wherever it is unpacked', async () => {
    const whole = written('ZSTD');
    const pages: number[] = [];
    // each begins with the number of the format
    for (let at = 0; at + 4 < whole.length; at++) if (new DataView(whole.buffer, at, 4).getUint32(0, true) === 0xfd2fb528) pages.push(at);
    expect(pages.length).toBeGreaterThan(10);
    for (const at of [pages[0]!, pages[5]!, pages.at(-1)!]) {
      const damaged = whole.slice();
      damaged[at] = 0;
      await expect(readParquet(damaged)).rejects.toThrow();
    }
  });
});
