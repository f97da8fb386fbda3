import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT, setUp } from './setup.mjs';

/** Runs the comparison of Python strategies with a Python that has freqtrade. */
try {
  setUp();
  const peers = join(process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers'), 'bin/python');
  const python = process.env['FREQTRADE_PYTHON'] ?? (existsSync(peers) ? peers : 'python3');
  const { status, error } = spawnSync(python, [join(ROOT, 'tests/fuzz/collection.py'), ...process.argv.slice(2)], { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  fail(error);
}
