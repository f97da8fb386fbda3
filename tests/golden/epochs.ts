import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { EpochRunner } from '../../src/research/hyperopt/epoch-runner.ts';
import { type EpochRecord, presentEpoch } from '../../src/research/hyperopt/present-epoch.ts';
import { recordOfLine } from "../../src/research/hyperopt/epoch-text.ts";
import { compareJson } from './compare-json.ts';

/** When a try happened. */
const MOMENTS = ['backtest_run_start_ts', 'backtest_run_end_ts'];
const OF_ONE_TRY = ['loss', 'params_dict', 'params_details', 'params_not_optimized', 'results_explanation', 'total_profit'] as const;

/** The tries in a recorded file of freqtrade 2026.9. */
export function goldenEpochs(name: string): EpochRecord[] {
  return gunzipSync(readFileSync(new URL(`hyperopt/${name}`, import.meta.url)))
    .toString()
    .trimEnd()
    .split('\n')
    .map(recordOfLine);
}

/** What differs between tries of freqtrade's and ours of the same points: every field, figure and trade, twenty lines at most. */
export async function differencesOfEpochs(tries: readonly EpochRecord[], loss: string, runner: EpochRunner): Promise<string[]> {
  const differences: string[] = [];
  const fields = (record: Pick<EpochRecord, (typeof OF_ONE_TRY)[number]>) => Object.fromEntries(OF_ONE_TRY.map((key) => [key, record[key]]));
  for (const golden of tries) {
    const ours = presentEpoch(await runner.run(golden.params_dict), [loss]);
    const label = String(golden.current_epoch);
    compareJson(fields(golden), fields(ours), label, differences);
    expect(ours.params_dict).toEqual(golden.params_dict);
    compareJson(golden.results_metrics, ours.results_metrics, `${label} metrics`, differences, MOMENTS);
  }
  return differences.slice(0, 20);
}
