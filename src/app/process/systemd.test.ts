import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { systemdNotifier } from './systemd.ts';

const folder = mkdtempSync(join(tmpdir(), 'freqtrade-ts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program of systemd's name that notes what it is called with. */
const written = join(folder, 'written');
const program = join(folder, 'systemd-notify');
writeFileSync(program, `#!/bin/sh\n[ "$1" = --version ] || echo "$@" >> "${written}"\n`);
chmodSync(program, 0o755);

it('tells systemd that the bot is ready, alive and about to stop, in this order', async () => {
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  const notifier = systemdNotifier(true, { ...process.env, NOTIFY_SOCKET: '/run/n', WATCHDOG_USEC: '100000' }, () => 'running');
  notifier.tell('READY=1');
  await vi.waitFor(() => expect(existsSync(written) && readFileSync(written, 'utf8')).toContain('WATCHDOG=1 STATUS=State: RUNNING.'), 5000);
  await notifier.close();
  const lines = readFileSync(written, 'utf8').trim().split('\n');
  expect(lines[0]).toBe('READY=1');
  expect(lines.at(-1)).toBe('STOPPING=1');
});

it('is silent where nobody listens, and refused by name where it could not be heard', async () => {
  rmSync(written, { force: true });
  const silent = systemdNotifier(true, {}, () => 'running');
  silent.tell('READY=1');
  await silent.close();
  expect(existsSync(written)).toBe(false);
  vi.stubEnv('PATH', join(folder, 'empty'));
  expect(() => systemdNotifier(true, { NOTIFY_SOCKET: '/run/n' }, () => 'running')).toThrow(/internals\.sd_notify: found true/);
  vi.unstubAllEnvs();
});
