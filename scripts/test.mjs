import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, nodeBinary, ROOT, setUp } from './setup.mjs';

/** Sets up what is missing, runs every test, and ends with one line that counts them. */
try {
  setUp();
  const report = join(ROOT, 'node_modules', '.freqtrade-ts', 'tests.json');
  rmSync(report, { force: true });
  const { status } = spawnSync(
    nodeBinary(),
    [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { cwd: ROOT, stdio: 'inherit' },
  );
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = numFailedTests === 0 && status !== 0 ? Math.max(numFailedTestSuites, 1) : numFailedTests;
  process.stdout.write(`\n${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}\n`);
  process.exitCode = status ?? 1;
} catch (error) {
  fail(error);
}
