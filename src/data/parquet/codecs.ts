import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type CompressionCodec, type Compressors, snappyUncompress } from 'hyparquet';
import { Lz4Error, unpackBlock } from '../feather/lz4.ts';

/** How pages of parquet files are unpacked. */
export const CODECS: Compressors = {
  GZIP: (packed, size) => gunzipSync(packed, { maxOutputLength: Math.max(1, size) }),
  BROTLI: (packed, size) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, size) }),
  ZSTD: (packed, size) => zstdDecompressSync(packed, { maxOutputLength: Math.max(1, size) }),
  SNAPPY: snappy,
  LZ4_RAW: block,
  LZ4: (packed, size) => hadoopBlocks(packed, size) ?? block(packed, size),
};

/** A page, unpacked. @throws Error when it is not as long as announced */
export function unpackPage(codec: CompressionCodec, packed: Uint8Array, size: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  const unpack = CODECS[codec];
  if (unpack === undefined) throw new Error(`packed with ${codec}, which is not known`);
  // nothing is packed into nothing
  const content = size === 0 ? new Uint8Array() : unpack(packed, size);
  if (content.length !== size) throw new Error('the file is damaged: a page is not as long as announced');
  return content;
}

/** LZ4 can't make less of a page, nor can Snappy. */
const LARGEST_RATIO = 255;

function target(packed: Uint8Array, size: number): Uint8Array {
  if (!(size >= 0 && size <= packed.length * LARGEST_RATIO)) throw new Lz4Error('a page can not be as long as announced');
  return new Uint8Array(size);
}

function snappy(packed: Uint8Array, size: number): Uint8Array {
  const content = target(packed, size);
  snappyUncompress(packed, content);
  return content;
}

function block(packed: Uint8Array, size: number): Uint8Array {
  const content = target(packed, size);
  const written = unpackBlock(packed, 0, packed.length, content, 0);
  if (written !== size) throw new Lz4Error('less content than announced');
  return content;
}

/** Hadoop puts the two lengths of each block before it; null where it was not Hadoop that packed. */
function hadoopBlocks(packed: Uint8Array, size: number): Uint8Array | null {
  const content = target(packed, size);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let [at, to] = [0, 0];
  while (at + 8 <= packed.length) {
    const [length, packedLength] = [view.getUint32(at), view.getUint32(at + 4)];
    at += 8;
    if (at + packedLength > packed.length || to + length > size) return null;
    if (unpackBlock(packed, at, at + packedLength, content, to) !== to + length) return null;
    at += packedLength;
    to += length;
  }
  return at === packed.length && to === size ? content : null;
}
