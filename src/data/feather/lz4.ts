import { Unpacking, UnpackingError } from '../unpacking.ts';

/**
 * LZ4 as Arrow files hold it: frames of blocks. Written here since candle files are read on the hot path of a backtest and
 * every package for it either compiles at install or is several times slower.
 */

const FRAME_MAGIC = 0x184d2204;
const MIN_MATCH = 4;
/** Matches may not begin in the last bytes of a block. */
const LAST_LITERALS = 5;
const MATCH_LIMIT = 12;
const HASH_BITS = 14;
const MAX_DISTANCE = 0xffff;
const BLOCK_SIZE = 4 << 20;

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

/** Packs content into one frame. */
export function packFrame(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73)];
  for (let start = 0; start < content.length; start += BLOCK_SIZE) {
    const block = content.subarray(start, start + BLOCK_SIZE);
    const packed = packBlock(block);
    const size = new Uint8Array(4);
    const isSmaller = packed.length < block.length;
    new DataView(size.buffer).setUint32(0, isSmaller ? packed.length : (block.length | 0x80000000) >>> 0, true);
    parts.push(size, isSmaller ? packed : block);
  }
  parts.push(new Uint8Array(4));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Misses after which the steps grow, as a power of two. */
const SKIP_AFTER = 6;

function packBlock(source: Uint8Array): Uint8Array {
  const target = new Uint8Array(source.length + Math.ceil(source.length / 255) + 16);
  const table = new Int32Array(1 << HASH_BITS).fill(-1);
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const end = source.length - MATCH_LIMIT;
  let to = 0;
  let anchor = 0;
  let at = 0;
  let misses = 0;
  const writeLength = (length: number): void => {
    let rest = length;
    for (; rest >= 255; rest -= 255) target[to++] = 255;
    target[to++] = rest;
  };
  const writeLiterals = (until: number, matchNibble: number): void => {
    const count = until - anchor;
    target[to++] = (Math.min(count, 15) << 4) | matchNibble;
    if (count >= 15) writeLength(count - 15);
    target.set(source.subarray(anchor, until), to);
    to += count;
  };
  while (at < end) {
    const word = view.getUint32(at, true);
    const hash = Math.imul(word, 2654435761) >>> (32 - HASH_BITS);
    const match = table[hash]!;
    table[hash] = at;
    if (match < 0 || at - match > MAX_DISTANCE || view.getUint32(match, true) !== word) {
      // content that does not repeat is searched in ever larger steps
      at += 1 + (misses++ >> SKIP_AFTER);
      continue;
    }
    misses = 0;
    let length = MIN_MATCH;
    const limit = source.length - LAST_LITERALS;
    while (at + length < limit && source[match + length] === source[at + length]) length++;
    const extra = length - MIN_MATCH;
    writeLiterals(at, Math.min(extra, 15));
    const distance = at - match;
    target[to++] = distance & 0xff;
    target[to++] = distance >> 8;
    if (extra >= 15) writeLength(extra - 15);
    at += length;
    anchor = at;
  }
  writeLiterals(source.length, 0);
  return target.subarray(0, to);
}
