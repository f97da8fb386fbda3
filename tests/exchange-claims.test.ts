import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exchangeClaims } from '../scripts/generate/exchanges.ts';
import { exchangeCatalogue } from '../src/exchange/ccxt/catalogue.ts';
import { NATIVE } from './fakes/native-answers.ts';

const ROOT = join(import.meta.dirname, '..');

it('every claim about an exchange has its test, and that test is of the exchange', async () => {
  const claims = await exchangeClaims();
  expect(claims.length).toBeGreaterThan(50);
  const missing = claims.flatMap(({ exchange, claim, proofs }) =>
    proofs
      .filter(([file, test]) => !readFileSync(join(ROOT, file), 'utf8').includes(test))
      .map((proof) => `${exchange}, ${claim}: ${proof.join(': ')}`),
  );
  expect(missing).toEqual([]);
  // tests of dialects go through all of them; those of answers through a list
  const listed = claims.filter(({ hasDialect }) => !hasDialect).map(({ exchange }) => exchange);
  expect(listed.filter((name) => NATIVE[name] === undefined)).toEqual([]);
});

it('list-exchanges shows the grade of those whose orders are known, and of no other', async () => {
  const graded = (await exchangeCatalogue()).filter(({ grade }) => grade !== '');
  const byName = Object.fromEntries(graded.map(({ id, grade }) => [id, grade]));
  expect(byName).toMatchObject({ binance: 'gold', binanceus: 'gold', coinex: 'bronze', kraken: 'gold' });
  expect(byName['bitmart']).toBeUndefined();
});
