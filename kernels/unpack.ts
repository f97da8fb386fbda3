// LZ4 and Snappy. Sixteen bytes are copied at a time, up to fifteen too many: behind packed content and behind what it is unpacked
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
