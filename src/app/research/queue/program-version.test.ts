import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { digestOfSources, programVersion } from './program-version.ts';

it('is another one when a source has changed, its tests and what is made of it left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'version-'));
  try {
    const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
    for (const name of ['inner', 'dist']) mkdirSync(join(folder, name));
    write('first.ts', 'export const one = 1;');
    write('inner/second.ts', 'export const two = 2;');
    const before = digestOfSources([folder]);
    write('first.test.ts', 'a test');
    write('dist/first.mjs', 'made');
    expect(digestOfSources([folder])).toBe(before);
    write('inner/second.ts', 'export const two = 3;');
    expect(digestOfSources([folder])).not.toBe(before);
    write('inner/second.ts', 'export const two = 2;');
    expect(digestOfSources([folder])).toBe(before);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(programVersion()).toMatch(/^2026\.9-[0-9a-f]{12}$/);
  expect(programVersion()).toBe(programVersion());
});
