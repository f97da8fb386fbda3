import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoredResults } from './stored-results.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, trades: number, extra: object = {}): void {
  const result = {
    strategy: { Sample: { trades: [{ enter_tag: '"strategy_comparison": [{}]' }], stake_currency: 'USDT' } },
    strategy_comparison: [
      { key: 'Sample', trades, profit_total: 0.02, profit_total_abs: 20, sharpe: 1.5, max_drawdown_account: '0.01', ...extra },
    ],
  };
  writeFileSync(join(folder, `${name}.zip`), zipSync({ [`${name}.json`]: strToU8(JSON.stringify(result)) }));
  writeFileSync(join(folder, `${name}.meta.json`), JSON.stringify({ Sample: { run_id: 'x', backtest_start_time: 1 } }));
}

test('tells what came of each stored result; what can not be read is left out, what was written anew is read anew', async () => {
  const stored = new StoredResults(folder);
  expect(await stored.figures()).toEqual([]);
  write('a', 7);
  const row = { strategy: 'Sample', stakeCurrency: 'USDT', profit: 20, profitRatio: 0.02, drawdown: 0.01, sharpe: 1.5 };
  expect(await stored.figures()).toEqual([{ ...row, filename: 'a', trades: 7 }]);
  write('broken', 1);
  writeFileSync(join(folder, 'broken.zip'), 'no zip');
  writeFileSync(join(folder, 'gone.meta.json'), '{}');
  write('a', 8);
  utimesSync(join(folder, 'a.zip'), new Date(), new Date(Date.now() + 5000));
  expect(await stored.figures()).toEqual([{ ...row, filename: 'a', trades: 8 }]);
  rmSync(join(folder, 'a.meta.json'));
  expect(await stored.figures()).toEqual([]);
});
