import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './harness.ts';

/** Starts the built-in exchange with options that it must refuse. */
function refused(...args: readonly string[]): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(ROOT, 'src/simulator/main.ts'), '--port', '0', ...args], (_error, _out, err) =>
      resolve({ code: child.exitCode, err }),
    );
  });
}

it('the built-in exchange refuses what it can not offer, by name', async () => {
  expect(await refused('--dialect', 'okxx')).toEqual({ code: 78, err: expect.stringMatching(/"okxx" is not one of binance, .*okx/) });
  expect(await refused('--dialect', 'kucoin', '--perpetuals')).toEqual({
    code: 78,
    err: expect.stringContaining('--perpetuals: no contracts are offered in the dialect of kucoin.'),
  });
});
