import { packBlock, Unpacking, UnpackingError } from '../unpacking.ts';

/**
 * LZ4 as Arrow files hold it: frames of blocks. Written here since candle files are read on the hot path of a backtest and
 * every package for it either compiles at install or is several times slower.
 */

const FRAME_MAGIC = 0x184d2204;
/** Most bytes of content in a block. */
export const BLOCK_SIZE = 4 << 20;

/** A frame, unpacked, only until something else is. @param size bytes that its content has @throws UnpackingError */
export function unpackFrame(source: Uint8Array, size: number): Uint8Array {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (source.length < 7 || view.getUint32(0, true) !== FRAME_MAGIC) throw new UnpackingError('not an LZ4 frame');
  const flags = source[4]!;
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const unpacking = new Unpacking(source, size);
  let at = 6;
  if ((flags & 0x08) !== 0) at += 8;
  if ((flags & 0x01) !== 0) at += 4;
  at += 1;
  let written = 0;
  for (;;) {
    if (at + 4 > source.length) throw new UnpackingError('the frame ends early');
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) break;
    const length = head & 0x7fffffff;
    if (at + length > source.length) throw new UnpackingError('a block ends early');
    const isPacked = (head & 0x80000000) === 0;
    written = isPacked ? unpacking.lz4(at, at + length, written) : unpacking.copied(at, at + length, written);
    at += length + (hasBlockChecksum ? 4 : 0);
  }
  return unpacking.look(written);
}

/** The blocks of a content. */
export function* blocksOf(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += BLOCK_SIZE) yield content.subarray(start, start + BLOCK_SIZE);
}

/** A frame around blocks, in memory of its own: pieces of a file may be handed over to another thread. */
export function frameAround(blocks: readonly Uint8Array[]): Uint8Array[] {
  return [Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73), ...blocks, new Uint8Array(4)];
}

/** Packs blocks of content into one frame, in pieces that follow each other. */
export function packFrame(blocks: Iterable<Uint8Array>): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (const block of blocks) parts.push(...framedBlock(block));
  return frameAround(parts);
}

/** A block of a frame, after its size. @param isSteady whether it stays as it is */
export function framedBlock(block: Uint8Array, isSteady = true): Uint8Array[] {
  const packed = packBlock(block);
  const size = new Uint8Array(4);
  const isSmaller = packed.length < block.length;
  new DataView(size.buffer).setUint32(0, isSmaller ? packed.length : (block.length | 0x80000000) >>> 0, true);
  // what is packed next takes its place
  return [size, isSmaller ? packed.slice() : isSteady ? block : block.slice()];
}
