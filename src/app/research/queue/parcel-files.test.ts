import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candleList } from './candle-list.ts';
import { codeFiles, innermostFolder } from './code-files.ts';
import { digestOf, layFiles, packFiles } from './parcel-files.ts';

describe('files of a study', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parcel-'));
    for (const inner of ['strategies/parts', 'data/futures']) mkdirSync(join(folder, inner), { recursive: true });
    const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
    write(
      'strategies/one.ts',
      "import { Strategy } from 'freqtrade-ts';\nimport { two } from './parts/two.ts';\nexport class One extends Strategy {}\n",
    );
    write('strategies/parts/two.ts', "export { three as two } from '../three.mjs';\nimport('./two.ts');\n");
    write('strategies/three.mjs', 'export const three = 3;\n');
    write('strategies/other.ts', 'export const other = 4;\n');
    for (const name of ['BTC_USDT-5m', 'BTC_USDT-1h', 'BTC_USDT-1d', 'ETH_USDT-5m', 'XBTC_USDT-5m']) write(`data/${name}.feather`, name);
    for (const name of ['BTC_USDT_USDT-1h-mark', 'BTC_USDT_USDT-5m-futures', 'ETH_USDT_USDT-1h-mark'])
      write(`data/futures/${name}.feather`, name);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are a strategy with all it imports by a relative path', () => {
    const found = codeFiles(join(folder, 'strategies/one.ts'));
    expect(found).toEqual(['one.ts', 'parts/two.ts', 'three.mjs'].map((path) => join(folder, 'strategies', path)));
    expect(innermostFolder(found)).toBe(join(folder, 'strategies'));
    expect(innermostFolder([...found, join(folder, 'data/x')])).toBe(folder);
    expect(codeFiles(join(folder, 'strategies/none.json'))).toEqual([]);
  });

  it('are the candles of its pairs and timeframes, and what belongs to pairs of futures', () => {
    const list = (pairs: string[], timeframes: string[]) =>
      candleList({ folder: join(folder, 'data'), format: 'feather' }, pairs, timeframes).map((path) => path.slice(folder.length + 6));
    expect(list(['BTC/USDT'], ['5m', '1h'])).toEqual(['BTC_USDT-1h.feather', 'BTC_USDT-5m.feather']);
    expect(list(['BTC/USDT:USDT'], ['5m'])).toEqual(['futures/BTC_USDT_USDT-1h-mark.feather', 'futures/BTC_USDT_USDT-5m-futures.feather']);
  });

  it('lie elsewhere as they lay here, and are fetched once', async () => {
    const packed = await packFiles(folder, [join(folder, 'strategies/parts/two.ts')]);
    const files = packed.map(({ file }) => file);
    const fetched: string[] = [];
    const fetch = async (digest: string): Promise<Buffer> => {
      fetched.push(digest);
      return packed[0]!.read();
    };
    for (const place of ['first', 'second']) {
      await layFiles(join(folder, place), files, join(folder, 'cache'), fetch);
      expect(readFileSync(join(folder, place, 'strategies/parts/two.ts'), 'utf8')).toContain('three as two');
    }
    expect(fetched).toEqual([files[0]!.digest]);
    // two at once, before either has it
    const both = Promise.withResolvers<void>();
    let askers = 0;
    const fetchTogether = async (): Promise<Buffer> => {
      if (++askers === 20) both.resolve();
      await both.promise;
      return packed[0]!.read();
    };
    const places = Array.from({ length: 20 }, (_value, index) => `together-${index}`);
    await Promise.all(places.map((place) => layFiles(join(folder, place), files, join(folder, 'other-cache'), fetchTogether)));
    // what was changed in the cache is fetched again
    writeFileSync(join(folder, 'cache', files[0]!.digest), 'other');
    await layFiles(join(folder, 'third'), files, join(folder, 'cache'), fetch);
    expect(fetched).toHaveLength(2);
    expect(readFileSync(join(folder, 'third/strategies/parts/two.ts'), 'utf8')).toContain('three as two');
  });

  it('are refused with other bytes, and outside of their folder', async () => {
    const lay = (path: string, digest: string) =>
      layFiles(join(folder, 'place'), [{ path, digest }], join(folder, 'cache'), async () => Buffer.from('x'));
    await expect(lay('a.ts', digestOf(Buffer.from('y')))).rejects.toThrow('other bytes than it says');
    for (const path of ['../a.ts', 'inner/../../a.ts', '/a.ts'])
      await expect(lay(path, digestOf(Buffer.from('x')))).rejects.toThrow('outside of its folder');
  });
});
