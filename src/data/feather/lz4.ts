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

/** The content is not LZ4, or is damaged. */
export class Lz4Error extends Error {}

/** Unpacks a frame into `target`, which must be as long as the content. @throws Lz4Error */
export function unpackFrame(source: Uint8Array, target: Uint8Array): void {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (source.length < 7 || view.getUint32(0, true) !== FRAME_MAGIC) throw new Lz4Error('not an LZ4 frame');
  const flags = source[4]!;
  const hasBlockChecksum = (flags & 0x10) !== 0;
  let at = 6;
  if ((flags & 0x08) !== 0) at += 8;
  if ((flags & 0x01) !== 0) at += 4;
  at += 1;
  let written = 0;
  for (;;) {
    if (at + 4 > source.length) throw new Lz4Error('the frame ends early');
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const length = size & 0x7fffffff;
    if (at + length > source.length) throw new Lz4Error('a block ends early');
    if ((size & 0x80000000) !== 0) {
      if (written + length > target.length) throw new Lz4Error('more content than announced');
      target.set(source.subarray(at, at + length), written);
      written += length;
    } else written = unpackBlock(source, at, at + length, target, written);
    at += length + (hasBlockChecksum ? 4 : 0);
  }
  if (written !== target.length) throw new Lz4Error('less content than announced');
}

/** Bytes that are copied at once. */
const WORD = 4;
/** Longer parts are copied by a call. */
const WORTH_A_CALL = 128;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Unpacks one block into `target` from `position` on. @returns where the content ends @throws Lz4Error */
export function unpackBlock(source: Uint8Array, start: number, end: number, target: Uint8Array, position: number): number {
  let from = start;
  let to = position;
  const limit = target.length;
  // four bytes at a time, and up to three too many, which what follows writes over
  const [read, write] = [viewOf(source), viewOf(target)];
  const [lastRead, lastWrite] = [end - WORD, limit - WORD];
  while (from < end) {
    const token = source[from++]!;
    let literals = token >> 4;
    if (literals === 15) {
      let more: number;
      do {
        if (from >= end) throw new Lz4Error('a block ends early');
        more = source[from++]!;
        literals += more;
      } while (more === 255);
    }
    if (from + literals > end || to + literals > limit) throw new Lz4Error('literals run past the end');
    if (literals > WORTH_A_CALL) {
      target.set(source.subarray(from, from + literals), to);
      to += literals;
      from += literals;
    } else if (from + literals <= lastRead && to + literals <= lastWrite) {
      for (let at = 0; at < literals; at += WORD) write.setUint32(to + at, read.getUint32(from + at, true), true);
      to += literals;
      from += literals;
    } else for (const stop = from + literals; from < stop; ) target[to++] = source[from++]!;
    if (from >= end) break;
    if (from + 2 > end) throw new Lz4Error('a block ends early');
    const distance = source[from]! | (source[from + 1]! << 8);
    from += 2;
    let length = token & 15;
    if (length === 15) {
      let more: number;
      do {
        if (from >= end) throw new Lz4Error('a block ends early');
        more = source[from++]!;
        length += more;
      } while (more === 255);
    }
    length += MIN_MATCH;
    const back = to - distance;
    if (distance === 0 || back < 0 || to + length > limit) throw new Lz4Error('a match points outside');
    if (distance >= length && length > WORTH_A_CALL) {
      target.copyWithin(to, back, back + length);
      to += length;
    } else if (distance >= WORD && to + length <= lastWrite) {
      for (let at = 0; at < length; at += WORD) write.setUint32(to + at, write.getUint32(back + at, true), true);
      to += length;
    } else for (const stop = to + length; to < stop; to++) target[to] = target[to - distance]!;
  }
  return to;
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
