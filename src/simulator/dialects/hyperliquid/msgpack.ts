/**
 * MessagePack of what an action is made of: texts, whole numbers, truth values, lists, and maps in the order of their keys. It is what is
 * signed. Source: MessagePack, "Specification". @throws Error for anything else
 */
export function packed(value: unknown): Buffer {
  const parts: Buffer[] = [];
  pack(value, parts);
  return Buffer.concat(parts);
}

function pack(value: unknown, parts: Buffer[]): void {
  if (value === null) parts.push(Buffer.from([0xc0]));
  else if (typeof value === 'boolean') parts.push(Buffer.from([value ? 0xc3 : 0xc2]));
  else if (typeof value === 'number') parts.push(packedNumber(value));
  else if (typeof value === 'string') {
    const text = Buffer.from(value);
    parts.push(head(text.length, [0xa0, 31], [0xd9, 0xda, 0xdb]), text);
  } else if (Array.isArray(value)) {
    parts.push(head(value.length, [0x90, 15], [null, 0xdc, 0xdd]));
    for (const entry of value) pack(entry, parts);
  } else if (typeof value === 'object') {
    const entries = Object.entries(value);
    parts.push(head(entries.length, [0x80, 15], [null, 0xde, 0xdf]));
    for (const entry of entries) for (const part of entry) pack(part, parts);
  } else throw new Error(`A ${typeof value} can't be packed.`);
}

/** @param short code of the shortest form, and the longest it holds @param codes of lengths in one, two and four bytes */
function head(length: number, [code, most]: readonly [number, number], codes: readonly [number | null, number, number]): Buffer {
  if (length <= most) return Buffer.from([code | length]);
  const [one, two, four] = codes;
  if (one !== null && length < 2 ** 8) return Buffer.from([one, length]);
  if (length < 2 ** 16) return withBytes(two, length, 2);
  return withBytes(four, length, 4);
}

function packedNumber(value: number): Buffer {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${value} can't be packed.`);
  if (value < 128) return Buffer.from([value]);
  if (value < 2 ** 8) return withBytes(0xcc, value, 1);
  if (value < 2 ** 16) return withBytes(0xcd, value, 2);
  if (value < 2 ** 32) return withBytes(0xce, value, 4);
  const bytes = Buffer.alloc(9, 0xcf);
  bytes.writeBigUInt64BE(BigInt(value), 1);
  return bytes;
}

function withBytes(code: number, value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(1 + bytes, code);
  buffer.writeUIntBE(value, 1, bytes);
  return buffer;
}
