import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ROOT, removeFolder, temporaryFolder } from '../../../tests/process/harness.ts';
import { epochCsv } from './epoch-csv.ts';
import { readEpochs, withoutTables } from './epoch-file.ts';
import type { EpochRecord } from './present-epoch.ts';

it('reads tries of which lists keep a part, and know no less', async () => {
  const folder = temporaryFolder();
  try {
    const path = join(folder, 'tries.fthypt');
    writeFileSync(path, gunzipSync(readFileSync(join(ROOT, 'tests/golden/hyperopt/seed-42-40.fthypt.gz'))));
    const records: EpochRecord[] = [];
    for await (const record of readEpochs(path)) records.push(record);
    const kept = records.map(withoutTables);
    expect(epochCsv(kept)).toBe(epochCsv(records));
    expect(JSON.stringify(kept).length).toBeLessThan(JSON.stringify(records).length / 5);
    expect(kept[0]!.results_metrics.trades).toEqual([]);
    expect(records[0]!.results_metrics.trades.length).toBeGreaterThan(0);
  } finally {
    removeFolder(folder);
  }
});
