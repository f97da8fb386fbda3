import type { Candles } from '../../src/core/market/candles.ts';
import { CANDLE_COLUMNS } from '../../src/core/market/candles.ts';
import { type FlatField, type FlatNode, writeFlat } from '../../src/data/feather/flatbuffer.ts';
import { blocksOf, packFrame } from '../../src/data/feather/lz4.ts';

/**
 * A feather file as pyarrow 0.17 wrote it, in spring 2020: version 4 of the metadata, buffers packed one by one with the length of their
 * content before them, and the codec told beside each batch, in capitals, under a name of trial, since the format had no place for it yet.
 * No wheel of it runs on a Python of today; freqtrade's pyarrow, which still reads such files, shows whether this is one.
 */
export function asPyarrow017(candles: Candles): Uint8Array {
  const pieces: Uint8Array[] = [];
  let position = 0;
  const push = (...added: Uint8Array[]): void => {
    for (const piece of added) {
      pieces.push(piece);
      position += piece.length;
    }
  };
  const padding = (length: number) => new Uint8Array((8 - (length % 8)) % 8);
  const pushMessage = (message: Uint8Array): number => {
    const space = padding(message.length);
    const head = new Uint8Array(8);
    new DataView(head.buffer).setUint32(0, 0xffffffff, true);
    new DataView(head.buffer).setInt32(4, message.length + space.length, true);
    push(head, message, space);
    return 8 + message.length + space.length;
  };
  push(ascii('ARROW1\0\0'));
  pushMessage(writeFlat(table(int16(V4), int8(1), child(schema()), int64(0))));

  const buffers = [BigInt64Array.from(candles.time, BigInt), ...CANDLE_COLUMNS.map((name) => candles[name])].map((values) =>
    packed(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
  const places: number[] = [];
  let size = 0;
  for (const buffer of buffers) {
    // no bits for what is missing: nothing is
    places.push(size, 0, size, buffer.length);
    size += buffer.length + padding(buffer.length).length;
  }
  const nodes = buffers.flatMap(() => [candles.length, 0]);
  const batch = table(int64(candles.length), structs(nodes, 2), structs(places, 2));
  const told = child({ node: 'tables', items: [table(text('ARROW:experimental_compression'), text('LZ4'))] });
  const at = position;
  const metadata = pushMessage(writeFlat(table(int16(V4), int8(3), child(batch), int64(size), told)));
  for (const buffer of buffers) push(buffer, padding(buffer.length));
  push(new Uint8Array(new BigInt64Array([0xffffffffn]).buffer));

  const block = new Uint8Array(new BigInt64Array([BigInt(at), BigInt(metadata), BigInt(size)]).buffer);
  const none = child({ node: 'structs', bytes: new Uint8Array(), count: 0 });
  const footer = writeFlat(table(int16(V4), child(schema()), none, child({ node: 'structs', bytes: block, count: 1 })));
  push(footer, new Uint8Array(Int32Array.of(footer.length).buffer), ascii('ARROW1'));
  return Buffer.concat(pieces);
}

const V4 = 3;
const table = (...fields: FlatField[]): FlatNode => ({ node: 'table', fields });
const child = (value: FlatNode): FlatField => ({ kind: 'child', value });
const int8 = (value: number): FlatField => ({ kind: 'int8', value });
const int16 = (value: number): FlatField => ({ kind: 'int16', value });
const int64 = (value: number): FlatField => ({ kind: 'int64', value });
const text = (value: string): FlatField => child({ node: 'text', value });
const ascii = (value: string): Uint8Array => new TextEncoder().encode(value);
const structs = (values: readonly number[], width: number): FlatField =>
  child({ node: 'structs', bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer), count: values.length / width });

function schema(): FlatNode {
  const empty = child({ node: 'tables', items: [] });
  const field = (name: string, type: number, details: FlatNode) => table(text(name), int8(1), int8(type), child(details), null, empty);
  const items = [field('date', 10, table(int16(1), text('UTC'))), ...CANDLE_COLUMNS.map((name) => field(name, 3, table(int16(2))))];
  return table(int16(0), child({ node: 'tables', items }));
}

function packed(content: Uint8Array): Uint8Array {
  return Buffer.concat([new Uint8Array(BigInt64Array.of(BigInt(content.length)).buffer), ...packFrame(blocksOf(content))]);
}
