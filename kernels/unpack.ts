// LZ4, Snappy and Parquet's runs. Sixteen bytes are copied at a time, up to fifteen too many: behind packed content and behind what it is unpacked
// to there must be memory for them. Whatever the packed content says, nothing else is touched.

/** Copies what does not overlap, or lies sixteen bytes apart at least. */
@inline
function copyWide(from: usize, to: usize, length: usize): void {
  const end = to + length;
  do {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  } while (to < end);
}

/** Repeats what lies `distance` bytes before `to`. */
@inline
function repeat(to: usize, distance: usize, length: usize): void {
  const from = to - distance;
  if (distance >= 16) {
    copyWide(from, to, length);
    return;
  }
  const end = to + length;
  if (distance >= 8) {
    for (let at: usize = 0; to + at < end; at += 8) store<u64>(to + at, load<u64>(from + at));
    return;
  }
  for (let at: usize = 0; to + at < end; at++) store<u8>(to + at, load<u8>(from + at));
}

/** Bytes that a short sequence reads and writes at most. */
const SHORT: usize = 64;

/**
 * Unpacks one block of LZ4.
 * @param first where the content begins, of earlier blocks too: no match points before it
 * @returns where the content of this block ends; 0 where it is damaged
 */
export function unpackLz4(source: usize, sourceEnd: usize, first: usize, limit: usize, to: usize): usize {
  let from = source;
  while (from < sourceEnd) {
    const token = <usize>load<u8>(from++);
    let literals = token >> 4;
    // most sequences are short: both parts at once, each in a few steps, far from both ends
    if (literals < 15 && (token & 15) < 15 && sourceEnd - from > SHORT && limit - to > SHORT) {
      v128.store(to, v128.load(from));
      const target = to + literals;
      const distance = <usize>load<u16>(from + literals);
      if (distance >= 8 && distance <= target - first) {
        store<u64>(target, load<u64>(target - distance));
        store<u64>(target + 8, load<u64>(target - distance + 8));
        store<u16>(target + 16, load<u16>(target - distance + 16));
        from += literals + 2;
        to = target + (token & 15) + 4;
        continue;
      }
    }
    if (literals == 15) {
      let more: usize;
      do {
        if (from >= sourceEnd) return 0;
        more = <usize>load<u8>(from++);
        literals += more;
      } while (more == 255 && literals <= limit - to);
    }
    if (literals > sourceEnd - from || literals > limit - to) return 0;
    copyWide(from, to, literals);
    from += literals;
    to += literals;
    if (from >= sourceEnd) break;
    if (sourceEnd - from < 2) return 0;
    const distance = <usize>load<u16>(from);
    from += 2;
    let length = token & 15;
    if (length == 15) {
      let more: usize;
      do {
        if (from >= sourceEnd) return 0;
        more = <usize>load<u8>(from++);
        length += more;
      } while (more == 255 && length <= limit - to);
    }
    length += 4;
    if (distance == 0 || distance > to - first || length > limit - to) return 0;
    repeat(to, distance, length);
    to += length;
  }
  return to;
}

/** Unpacks Snappy without the length that it begins with. @returns where the content ends; 0 where it is damaged */
export function unpackSnappy(source: usize, sourceEnd: usize, first: usize, limit: usize): usize {
  let from = source;
  let to = first;
  while (from < sourceEnd) {
    const tag = <usize>load<u8>(from++);
    const kind = tag & 3;
    if (kind == 0) {
      let length = tag >> 2;
      if (length >= 60) {
        const bytes = length - 59;
        if (sourceEnd - from < bytes) return 0;
        length = <usize>load<u32>(from);
        if (bytes < 4) length &= (<usize>1 << (bytes * 8)) - 1;
        from += bytes;
      }
      // the longest there can be is one less than nothing
      if (length >= sourceEnd - from || length >= limit - to) return 0;
      length++;
      copyWide(from, to, length);
      from += length;
      to += length;
      continue;
    }
    let length: usize;
    let distance: usize;
    if (kind == 1) {
      if (from >= sourceEnd) return 0;
      length = 4 + ((tag >> 2) & 7);
      distance = ((tag >> 5) << 8) | <usize>load<u8>(from++);
    } else {
      const bytes: usize = kind == 2 ? 2 : 4;
      if (sourceEnd - from < bytes) return 0;
      length = 1 + (tag >> 2);
      distance = kind == 2 ? <usize>load<u16>(from) : <usize>load<u32>(from);
      from += bytes;
    }
    if (distance == 0 || distance > to - first || length > limit - to) return 0;
    repeat(to, distance, length);
    to += length;
  }
  return to;
}

/**
 * Puts values of a dictionary where Parquet's runs say: a position repeated, or eight at a time packed into bits. Behind the runs
 * must be eight bytes of memory.
 * @param width bits of a position, below 32
 * @returns 0; 1 where there are fewer than `length`; 2 where a position is not in the dictionary
 */
export function lookUpRuns(source: usize, end: usize, width: u32, dictionary: usize, size: u32, target: usize, length: u32): i32 {
  let from = source;
  let to = target;
  const last = target + (<usize>length << 3);
  const mask: u64 = (<u64>1 << width) - 1;
  while (to < last) {
    let head: u32 = 0;
    let byte: u32;
    let shift: u32 = 0;
    do {
      if (from >= end || shift > 28) return 1;
      byte = load<u8>(from++);
      head |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    const rest = <u64>((last - to) >> 3);
    if ((head & 1) == 1) {
      const announced = <u64>(head >> 1) << 3;
      const count = min(rest, announced);
      if ((count * width + 7) >> 3 > <u64>(end - from)) return 1;
      const bits = count * width;
      for (let bit: u64 = 0, row: u64 = 0; row < count; bit += width, row++) {
        const position = <u32>((load<u64>(from + <usize>(bit >> 3)) >> (bit & 7)) & mask);
        if (position >= size) return 2;
        store<f64>(to, load<f64>(dictionary + (<usize>position << 3)));
        to += 8;
      }
      // the last of the eight may be there, or not
      from += <usize>((bits + 7) >> 3);
      if (count < announced) break;
    } else {
      const bytes = (width + 7) >> 3;
      if (<u32>(end - from) < bytes) return 1;
      const position = <u32>(load<u32>(from) & ((<u64>1 << (bytes << 3)) - 1));
      from += bytes;
      if (position >= size) return 2;
      const value = load<f64>(dictionary + (<usize>position << 3));
      const stop = to + (<usize>min(rest, <u64>(head >> 1)) << 3);
      for (; to < stop; to += 8) store<f64>(to, value);
    }
  }
  return 0;
}

/** Whether whole numbers of 64 bits rise by the same step from row to row. */
export function risesBy(source: usize, n: i32, step: f64): bool {
  const by = i64x2.splat(<i64>step);
  let same = i64x2.splat(-1);
  let i = 0;
  for (; i + 3 <= n; i += 2, source += 16) same = v128.and(same, i64x2.eq(i64x2.sub(v128.load(source, 8), v128.load(source)), by));
  if (!i64x2.all_true(same)) return false;
  for (; i + 2 <= n; i++, source += 8) if (load<i64>(source, 8) - load<i64>(source) != <i64>step) return false;
  return true;
}
