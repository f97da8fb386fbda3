import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort, removeFolder, temporaryFolder } from './harness.ts';

const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** On CI a missing server is a failure; on a machine without one the rest of the tests still says something. */
export const isWithoutRedis: boolean = !hasRedis && process.env['CI'] === undefined;

export const REDIS_PASSWORD = 'a-word-that/must@not:be-shown';

export interface RedisServer {
  /** With the password. */
  readonly url: string;
  /** File of the authority that its certificate is signed by, where it speaks TLS. */
  readonly ca: string;
  /** A connection, to be ended by whoever wanted it. */
  connect(): Redis;
  /** Ends it at once, as a crash would; what was in it is gone. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis that keeps nothing on disk and asks for a password. @param isTls whether it speaks TLS only, with a certificate of its own */
export async function startRedis({ isTls = false } = {}): Promise<RedisServer> {
  const folder = temporaryFolder();
  const [ca, key] = [join(folder, 'ca.pem'), join(folder, 'key.pem')];
  if (isTls) {
    const what = ['-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', ca, ...what], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  }
  const port = await freePort();
  let child: ChildProcess | null = null;
  const connect = () =>
    new Redis({
      ...(isTls && { tls: { ca: readFileSync(ca) } }),
      port,
      host: '127.0.0.1',
      password: REDIS_PASSWORD,
      maxRetriesPerRequest: null,
      retryStrategy: () => 100,
    });
  const crash = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  const start = async (): Promise<void> => {
    const tls = ['--tls-cert-file', ca, '--tls-key-file', key, '--tls-ca-cert-file', ca, '--tls-auth-clients', 'no'];
    const ports = isTls ? ['--port', '0', '--tls-port', String(port), ...tls] : ['--port', String(port)];
    const options = [...ports, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', REDIS_PASSWORD];
    child = spawn('redis-server', [...options, '--dir', folder], { stdio: 'ignore' });
    const client = connect();
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  };
  await start();
  return {
    url: `${isTls ? 'rediss' : 'redis'}://:${encodeURIComponent(REDIS_PASSWORD)}@127.0.0.1:${port}/2`,
    ca,
    connect,
    crash,
    start,
    close: async () => {
      await crash();
      removeFolder(folder);
    },
  };
}
