import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib';

/** A part of a text in the packing of zip files: parts that follow each other are one stream, which the last one ends. */
export interface PackedPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes before it was packed. */
  readonly size: number;
  /** Checksum of these. */
  readonly crc: number;
}

const CHUNK = 1 << 16;
const deflated = promisify(deflateRaw);

function optionsOf(level: number, isLast: boolean): ZlibOptions {
  return { level, chunkSize: CHUNK, finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH };
}

/** Packs a part in Node's threads. @param level 1 to 9 */
export async function packPart(content: Uint8Array, level: number, isLast: boolean): Promise<PackedPart> {
  return { bytes: await deflated(content, optionsOf(level, isLast)), size: content.length, crc: crc32(content) };
}

/** Packs a part that others follow, here and now, into memory of its own. @param level 1 to 9 */
export function packPartHere(content: Uint8Array, level: number): PackedPart {
  return { bytes: new Uint8Array(deflateRawSync(content, optionsOf(level, false))), size: content.length, crc: crc32(content) };
}

/** Checksum of all parts together: that of what came before goes on over as many zeros, and what zeros alone add is taken out. */
export function crcOf(parts: readonly PackedPart[]): number {
  const zeros = new Uint8Array(Math.max(0, ...parts.map(({ size }) => size)));
  let crc = 0;
  for (const part of parts) {
    const silence = zeros.subarray(0, part.size);
    crc = (crc32(silence, crc) ^ crc32(silence, 0) ^ part.crc) >>> 0;
  }
  return crc;
}
