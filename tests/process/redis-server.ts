import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort, removeFolder, temporaryFolder } from './harness.ts';

const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** On CI a missing server is a failure; on a machine without one the rest of the tests still says something. */
export const isWithoutRedis: boolean = !hasRedis && process.env['CI'] === undefined;

export const REDIS_PASSWORD = 'a-word-that/must@not:be-shown';

export interface RedisServer {
  /** With the password. */
  readonly url: string;
  /** A connection, to be ended by whoever wanted it. */
  connect(): Redis;
  /** Ends it at once, as a crash would; what was in it is gone. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A Redis that keeps nothing on disk and asks for a password. */
export async function startRedis(): Promise<RedisServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  let child: ChildProcess | null = null;
  const connect = () =>
    new Redis({ port, host: '127.0.0.1', password: REDIS_PASSWORD, maxRetriesPerRequest: null, retryStrategy: () => 100 });
  const crash = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  const start = async (): Promise<void> => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', REDIS_PASSWORD];
    child = spawn('redis-server', [...options, '--dir', folder], { stdio: 'ignore' });
    const client = connect();
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  };
  await start();
  return {
    url: `redis://:${encodeURIComponent(REDIS_PASSWORD)}@127.0.0.1:${port}/2`,
    connect,
    crash,
    start,
    close: async () => {
      await crash();
      removeFolder(folder);
    },
  };
}
