import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../scripts/generate.ts';

it('what is made from records and schemas is up to date; "npm run generate" makes it so', async () => {
  await generate((texts) => {
    for (const [path, text] of Object.entries(texts)) expect(readFileSync(join(import.meta.dirname, '..', path), 'utf8'), path).toBe(text);
  });
}, 20_000);
