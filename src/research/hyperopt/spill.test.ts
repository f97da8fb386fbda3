import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EpochFile, readEpochs } from './epoch-file.ts';
import { SpillingText } from './spill.ts';

const MIB = 1024 * 1024;
const PLACE = { current_epoch: 7, is_initial_point: false, is_best: true };

describe('text that is written bit by bit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spill-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('stays in memory while it is short, and then goes into a file, whatever a bit ends with', () => {
    const own = join(folder, 'own');
    const text = new SpillingText(own, 200_000);
    const bit = 'ä€😀'.repeat(1000);
    for (const bits of [3, 100, 1]) {
      for (let count = 0; count < bits; count++) text.add(`${count}${bit}`);
      const taken = text.take('{');
      expect(taken instanceof Uint8Array).toBe(bits < 100);
      const bytes = taken instanceof Uint8Array ? taken : Buffer.concat([taken.before, readFileSync(taken.file)]);
      expect(new TextDecoder().decode(bytes)).toBe(`{${Array.from({ length: bits }, (_value, count) => `${count}${bit}`).join('')}`);
    }
    text.add(bit);
    text.drop();
    expect(text.take('none')).toEqual(new TextEncoder().encode('none'));
  });

  it('needs no memory for what is longer', () => {
    const text = new SpillingText(join(folder, 'long'));
    const bit = 'x'.repeat(1000);
    const { external, arrayBuffers } = process.memoryUsage();
    for (let count = 0; count < 60_000; count++) text.add(bit);
    const after = process.memoryUsage();
    expect(after.external + after.arrayBuffers - external - arrayBuffers).toBeLessThan(30 * MIB);
    const taken = text.take('');
    expect(taken instanceof Uint8Array ? null : readFileSync(taken.file).length).toBe(60_000_000);
  });

  it('is one line of the file of tries like any other, and its own file is gone', async () => {
    const path = join(folder, 'a.fthypt');
    const file = new EpochFile(path);
    const text = new SpillingText(join(folder, 'lines'), 1000);
    const notes = 'n'.repeat(200_000);
    text.add(`"notes":"${notes}"`);
    const long = text.take('{"loss":1,');
    const first = await file.add(new TextEncoder().encode('{"loss":3'), PLACE);
    const second = await file.add(long, PLACE);
    await file.add(new TextEncoder().encode('{"loss":2'), PLACE);
    expect(long instanceof Uint8Array || existsSync(long.file)).toBe(false);
    const losses = [];
    for await (const { loss } of readEpochs(path)) losses.push(loss);
    expect(losses).toEqual([3, 1, 2]);
    expect(await file.at(first)).toMatchObject({ loss: 3, is_best: true });
    expect(await file.at(second)).toMatchObject({ loss: 1, notes, current_epoch: 7 });
    await file.close();
  });
});
