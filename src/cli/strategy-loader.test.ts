import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;
const GOOD = `import { type DataFrame, Strategy } from 'freqtrade-ts';
export class NAME extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 0.1 };
  override stoploss = -0.1;
  override populateIndicators(frame: DataFrame): DataFrame { return frame; }
  override populateEntryTrend(frame: DataFrame): DataFrame { return frame; }
  override populateExitTrend(frame: DataFrame): DataFrame { return frame; }
}
`;

/** Strategies are loaded by Node itself, so this is tried in a process of its own. */
function list(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return execFileSync(
    process.execPath,
    [join(ROOT, 'src/cli/main.ts'), 'list-strategies', '--strategy-path', folder, '--userdir', folder],
    { encoding: 'utf8' },
  );
}

describe('strategy files', () => {
  it('load as they are, types and all', () => {
    expect(list({ 'good.ts': GOOD.replace('NAME', 'Good') })).toMatch(/Good +OK/);
  });
  it('that are wrong are explained with file and line', () => {
    const text = list({
      'enumerated.ts': `enum A { B }\n${GOOD.replace('NAME', 'Enumerated')}`,
      'throwing.ts': `${GOOD.replace('NAME', 'Throwing')}\nthrow new Error('on purpose');\n`,
      'foreign.ts': 'class Other {}\nexport class Foreign extends Other {}\n',
      'incomplete.ts': GOOD.replace('NAME', 'Incomplete').replace('override stoploss = -0.1;', ''),
    });
    expect(text).toMatch(/Enumerated +FAILED .*enumerated\.ts.*const object in place of an enum/);
    expect(text).toMatch(/Throwing +FAILED .*throwing\.ts:11: on purpose/);
    expect(text).toMatch(/Foreign +FAILED .*must extend Strategy/);
    expect(text).toMatch(/Incomplete +FAILED .*must set stoploss/);
  });
});
