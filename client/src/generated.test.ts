import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GENERATED, generateClient } from '../../scripts/generate-client.ts';

it('the library is what the schemas make of it; "npm run generate" brings it up to date', () => {
  const { calls, types } = generateClient();
  expect(readFileSync(GENERATED.calls, 'utf8')).toBe(calls);
  expect(readFileSync(GENERATED.types, 'utf8')).toBe(types);
});
