import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate as lintDockerfile } from 'dockerfile-utils';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ROOT, removeFolder, temporaryFolder } from './harness.ts';

/** Files for containers and for systemd: no engine is needed to see that they hold together. `tests/image/in-chroot.mjs` builds the image. */

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));
const source = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const isMissing = (program: string) => process.env['CI'] === undefined && spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0;

describe('the image', () => {
  it('has a Dockerfile without a fault: two stages, no root in the second, a health check', () => {
    const text = source('Dockerfile');
    expect(lintDockerfile(text)).toEqual([]);
    const [, build, final] = text.split(/^FROM /m);
    expect(build).toMatch(/^node:24-bookworm-slim AS build\n/);
    expect(final).toMatch(/^USER node$/m);
    expect(final).toMatch(/^HEALTHCHECK .*CMD \["freqtrade-client", "ping"\]$/m);
    expect(final).toMatch(/^ENTRYPOINT \["freqtrade"\]\nCMD \["trade"\]$/m);
    expect(lintDockerfile('FORM node\nRUN true').length).toBeGreaterThan(0);
  });

  it('installs packages once: what is installed before the source is copied is found there afterwards', () => {
    const [, build = ''] = source('Dockerfile').split(/^FROM /m);
    expect(build).not.toContain('npm ci');
    const calls = [...build.matchAll(/node -e "(import\('\/freqtrade\/scripts\/setup\.mjs'\)\.then\(\(\{ (\w+) \}\) => \w+\(\)\))"/g)];
    expect(calls.map(([, , name]) => name)).toEqual(['installPackages', 'setUp']);
    // the first call twice, with an npm that only tells that it was called
    const copied = join(folder, 'freqtrade');
    mkdirSync(join(copied, 'scripts'), { recursive: true });
    for (const file of ['package.json', 'package-lock.json', 'scripts/setup.mjs', 'scripts/program.mjs'])
      copyFileSync(join(ROOT, file), join(copied, file));
    writeFileSync(join(copied, 'npm'), '#!/bin/sh\necho "npm $1" >> npm.log\n', { mode: 0o755 });
    const install = calls[0]![1]!.replaceAll('/freqtrade/', `${copied}/`);
    for (const _time of [1, 2])
      execFileSync(process.execPath, ['-e', install], { env: { ...process.env, PATH: `${copied}:${process.env['PATH']}` } });
    expect(readFileSync(join(copied, 'npm.log'), 'utf8')).toBe('npm ci\n');
  });

  it('takes no secret, no database and nothing built elsewhere in', () => {
    expect(source('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['user_data', '.env', '.git', '**/node_modules', '**/dist']),
    );
  });
});

describe.skipIf(isMissing('docker-compose'))('compose files', () => {
  const composed = (files: readonly string[], environment: Record<string, string>) =>
    spawnSync('docker-compose', [...files.flatMap((file) => ['-f', file]), 'config'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...environment },
    });

  it('with SQLite: reached from this machine only, secrets from outside', () => {
    const { stdout, stderr, status } = composed(['docker-compose.yml'], { FREQTRADE__API_SERVER__PASSWORD: 'from the environment' });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/ports:\n\s+- 127\.0\.0\.1:8080:8080\/tcp\n/);
    expect(stdout).toContain('FREQTRADE__API_SERVER__PASSWORD: from the environment');
    expect(stdout).toContain('FREQTRADE__EXCHANGE__SECRET: null');
    expect(stdout).toContain('sqlite:////freqtrade/user_data/tradesv3.sqlite');
  });

  it('with PostgreSQL: its password is asked for, nobody else reaches it', () => {
    const files = ['docker-compose.yml', 'deploy/docker-compose.postgres.yml'];
    expect(composed(files, {}).stderr).toMatch(/POSTGRES_PASSWORD.*set it in \.env/);
    const { stdout, stderr, status } = composed(files, { POSTGRES_PASSWORD: 'p' });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('FREQTRADE__DB_URL: postgresql://freqtrade:p@postgres:5432/freqtrade');
    expect(stdout).not.toContain('sqlite');
    expect(stdout.match(/ports:/g)).toHaveLength(1);
  });

  it('behind Caddy: the name is allowed, the proxy believed', () => {
    const { stdout, stderr, status } = composed(['docker-compose.yml', 'deploy/docker-compose.caddy.yml'], {
      FREQTRADE_DOMAIN: 'trade.example.com',
    });
    expect(status, stderr).toBe(0);
    const environment = Object.fromEntries(
      [...stdout.matchAll(/^ +(FREQTRADE__\w+): '?(.*?)'?$/gm)]
        .filter(([, , value]) => value !== 'null')
        .map(([, name, value]) => [name!, value!]),
    );
    const { config } = loadConfig({ files: [join(ROOT, 'examples/config.json')], environment });
    expect(config.api_server).toMatchObject({
      listen_ip_address: '0.0.0.0',
      listen_port: 8080,
      allowed_hosts: ['trade.example.com'],
      trusted_proxies: ['172.16.0.0/12', '192.168.0.0/16'],
    });
  });
});

it.skipIf(isMissing('caddy'))('the Caddyfile is one that Caddy takes', () => {
  const { stderr, status } = spawnSync('caddy', ['validate', '--config', join(ROOT, 'deploy/Caddyfile'), '--adapter', 'caddyfile'], {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, FREQTRADE_DOMAIN: 'trade.example.com' },
  });
  expect(status, stderr).toBe(0);
});

describe('systemd', () => {
  it.skipIf(isMissing('systemd-analyze'))('takes the unit', () => {
    const unit = join(folder, 'freqtrade.service');
    writeFileSync(unit, source('deploy/freqtrade.service').replaceAll('/opt/freqtrade', ROOT.replace(/\/$/, '')));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    const own = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('freqtrade.service'));
    expect(own).toEqual([]);
  });
});

it('the example of a configuration is valid, and refused for others to reach before its secrets are changed', () => {
  const { config, warnings } = loadConfig({ files: [join(ROOT, 'examples/config.json')], environment: {} });
  expect(warnings).toEqual([]);
  expect(config).toMatchObject({ dry_run: true, force_entry_enable: false });
  execFileSync('sh', ['-c', `cp ${join(ROOT, 'examples/config.json')} ${folder}`]);
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'src/cli/main.ts'), 'trade', '-c', 'config.json', '--userdir', folder],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, FREQTRADE__API_SERVER__LISTEN_IP_ADDRESS: '0.0.0.0' },
    },
  );
  expect(status).toBe(78);
  expect(stderr).toMatch(/api_server\.password: found the example from the documentation; .*new-secret/);
});
