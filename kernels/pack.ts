// LZ4. Sixteen bytes are copied at a time, up to fifteen too many: behind content and packed content there must be memory for them.

const HASH_BITS: u32 = 14;
const MAX_DISTANCE: usize = 0xffff;
/** Matches may not begin in the last bytes of a block, nor reach into the very last. */
const MATCH_LIMIT: usize = 12;
const LAST_LITERALS: usize = 5;
/** Misses after which the steps grow, as a power of two. */
const SKIP_AFTER: u32 = 6;

@inline
function writeLength(to: usize, length: usize): usize {
  for (; length >= 255; length -= 255) store<u8>(to++, 255);
  store<u8>(to++, <u8>length);
  return to;
}

/** A token with literals. @param more what the match that follows has beyond the least, up to 15 */
@inline
function writeLiterals(to: usize, from: usize, count: usize, more: usize): usize {
  store<u8>(to++, <u8>((min<usize>(count, 15) << 4) | more));
  if (count >= 15) to = writeLength(to, count - 15);
  for (let at: usize = 0; at < count; at += 16) v128.store(to + at, v128.load(from + at));
  return to + count;
}

/**
 * Packs one block.
 * @param table room for 65,536 bytes
 * @returns where the packed block ends; it is at most a 255th longer than its content, and 16 bytes
 */
export function packLz4(source: usize, length: usize, target: usize, table: usize): usize {
  memory.fill(table, 255, 4 << HASH_BITS);
  const end = source + length;
  const limit = end - LAST_LITERALS;
  let to = target;
  let anchor = source;
  let at = source;
  let misses: u32 = 0;
  while (at + MATCH_LIMIT < end) {
    const word = load<u32>(at);
    const slot = table + (<usize>((word * 2654435761) >>> (32 - HASH_BITS)) << 2);
    const known = load<i32>(slot);
    store<i32>(slot, <i32>(at - source));
    const match = source + <usize>known;
    if (known < 0 || at - match > MAX_DISTANCE || load<u32>(match) != word) {
      // content that does not repeat is searched in ever larger steps
      at += 1 + (misses++ >> SKIP_AFTER);
      continue;
    }
    misses = 0;
    let size: usize = 4;
    while (at + size + 8 <= limit && load<u64>(match + size) == load<u64>(at + size)) size += 8;
    while (at + size < limit && load<u8>(match + size) == load<u8>(at + size)) size++;
    const extra = size - 4;
    to = writeLiterals(to, anchor, at - anchor, min<usize>(extra, 15));
    store<u16>(to, <u16>(at - match));
    to += 2;
    if (extra >= 15) to = writeLength(to, extra - 15);
    at += size;
    anchor = at;
  }
  return writeLiterals(to, anchor, end - anchor, 0);
}
