import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { CompressionCodec, Compressors } from 'hyparquet';
import { inOnePiece, type ThreadCodec } from '../unpack-ahead.ts';
import { Unpacking, UnpackingError } from '../unpacking.ts';

/** How pages of parquet files are unpacked. */
export const CODECS: Compressors = {
  GZIP: (packed, size) => gunzipSync(packed, inOnePiece(size)),
  BROTLI: (packed, size) => brotliDecompressSync(packed, inOnePiece(size)),
  ZSTD: (packed, size) => zstdDecompressSync(packed, inOnePiece(size)),
  SNAPPY: (packed, size) => snappy(packed, size).slice(),
  LZ4_RAW: (packed, size) => block(packed, size).slice(),
  LZ4: (packed, size) => hadoop(packed, size).slice(),
};

/** What is unpacked in memory that the next page takes. */
const LOOKS: Compressors = { SNAPPY: snappy, LZ4_RAW: block, LZ4: hadoop };

/** What is unpacked in other threads. */
export const THREAD_CODECS: Readonly<Partial<Record<CompressionCodec, ThreadCodec>>> = { GZIP: 'gzip', BROTLI: 'brotli', ZSTD: 'zstd' };

function hadoop(packed: Uint8Array, size: number): Uint8Array {
  return hadoopBlocks(packed, size) ?? block(packed, size);
}

/** A page, unpacked, only until another is. @throws Error when it is not as long as announced */
export function unpackPage(codec: CompressionCodec, packed: Uint8Array, size: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  const unpack = LOOKS[codec] ?? CODECS[codec];
  if (unpack === undefined) throw new Error(`packed with ${codec}, which is not known`);
  // nothing is packed into nothing
  const content = size === 0 ? new Uint8Array() : unpack(packed, size);
  if (content.length !== size) throw new Error('the file is damaged: a page is not as long as announced');
  return content;
}

/** LZ4 can't make less of a page, nor can Snappy. */
const LARGEST_RATIO = 255;

function unpacking(packed: Uint8Array, size: number): Unpacking {
  if (!(size >= 0 && size <= packed.length * LARGEST_RATIO)) throw new UnpackingError('a page can not be as long as announced');
  return new Unpacking(packed, size);
}

function snappy(packed: Uint8Array, size: number): Uint8Array {
  // the length of the content, seven bits a byte
  let [at, announced] = [0, 0];
  for (let factor = 1; at < 5; factor *= 128) {
    const byte = packed[at++] ?? 0;
    announced += (byte & 127) * factor;
    if (byte < 128) break;
  }
  if (announced !== size) throw new UnpackingError('a page is not as long as announced');
  const work = unpacking(packed, size);
  return work.look(work.snappy(at, packed.length));
}

function block(packed: Uint8Array, size: number): Uint8Array {
  const work = unpacking(packed, size);
  return work.look(work.lz4(0, packed.length, 0));
}

/** Hadoop puts the two lengths of each block before it; null where it was not Hadoop that packed. */
function hadoopBlocks(packed: Uint8Array, size: number): Uint8Array | null {
  const work = unpacking(packed, size);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let [at, to] = [0, 0];
  while (at + 8 <= packed.length) {
    const [length, packedLength] = [view.getUint32(at), view.getUint32(at + 4)];
    at += 8;
    if (at + packedLength > packed.length || to + length > size) return null;
    if (work.lz4(at, at + packedLength, to) !== to + length) return null;
    at += packedLength;
    to += length;
  }
  return at === packed.length && to === size ? work.look(to) : null;
}
