import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../../scripts/setup.mjs';
import { QueueWatch } from '../../src/app/research/queue/queue-watch.ts';
import { queueAddress } from '../../src/queue/address.ts';
import { connect } from '../../src/queue/connection.ts';
import { queueNames } from '../../src/queue/names.ts';
import { readSweep, wantedSweepFile } from '../../src/research/sweep/sweep-file.ts';
import type { SweepRow } from '../../src/research/sweep/sweep-row.ts';
import { marketAddresses, serveMarkets } from '../golden/markets.ts';
import { ROOT, removeFolder, temporaryFolder } from './harness.ts';
import { isWithoutRedis, REDIS_PASSWORD, type RedisServer, startRedis } from './redis-server.ts';

const EPOCHS = 120;

/** One try of a file. */
interface Line {
  readonly current_epoch: number;
  readonly loss: number;
  readonly is_best: boolean;
  readonly params_dict: object;
  readonly results_metrics: { readonly trades: readonly object[] };
}

/** A program that runs, and what it has said. */
interface Running {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly exit: Promise<number | null>;
}

describe.skipIf(isWithoutRedis)('a search over a queue', () => {
  const folder = temporaryFolder();
  const running: ChildProcess[] = [];
  let markets: Server;
  let redis: RedisServer;

  beforeAll(async () => {
    [markets, redis] = [await serveMarkets(), await startRedis()];
    mkdirSync(join(folder, 'strategies'), { recursive: true });
    cpSync(join(ROOT, 'examples/oracle/hyper.ts'), join(folder, 'strategies/hyper.ts'));
    const asked = JSON.parse(readFileSync(join(ROOT, 'tests/golden/hyperopt/case.json'), 'utf8')) as { config: { exchange: object } };
    const exchange = { ...asked.config.exchange, key: 'the-key-of-an-account', ccxt_config: { urls: marketAddresses(markets) } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...asked.config, exchange }));
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await redis?.close();
    markets?.close();
    removeFolder(folder);
  });

  function start(args: readonly string[]): Running {
    const child = spawn(nodeBinary(), [...NODE_FLAGS, join(ROOT, 'src/cli/main.ts'), ...args], {
      env: { ...process.env, ...NODE_ENVIRONMENT, FREQTRADE_QUEUE: redis.url },
      cwd: folder,
    });
    running.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const exit = once(child, 'exit').then(([code]) => code as number | null);
    return { child, text: () => said, exit };
  }

  /** @param name of a folder for its results */
  function search(name: string, ...args: string[]): Running {
    const user = join(folder, name);
    mkdirSync(user, { recursive: true });
    cpSync(join(folder, 'strategies'), join(user, 'strategies'), { recursive: true });
    const data = ['--config', join(folder, 'config.json'), '--userdir', user, '--datadir', join(ROOT, 'tests/golden/backtest/data')];
    const what = ['--strategy', 'Hyper', '--timerange', '20240102-20240201', '--spaces', 'all', '--hyperopt-loss', 'SharpeHyperOptLoss'];
    return start(['hyperopt', ...data, ...what, '--epochs', String(EPOCHS), '--random-state', '42', '--sampler', 'TPESampler', ...args]);
  }

  function worker(name: string, ...args: string[]): Running {
    return start(['worker', '--queue', redis.url, '-j', '1', '--userdir', join(folder, name), ...args]);
  }

  function lines(name: string): Line[] {
    const results = join(folder, name, 'hyperopt_results');
    const file = existsSync(results) ? readdirSync(results).find((path) => path.endsWith('.fthypt')) : undefined;
    if (file === undefined) return [];
    const whole = readFileSync(join(results, file), 'utf8').split('\n').slice(0, -1);
    return whole.map((line) => JSON.parse(line) as Line);
  }

  async function until(isTrue: () => boolean, of: Running): Promise<void> {
    while (!isTrue()) {
      if (of.child.exitCode !== null) throw new Error(`It has ended: ${of.text()}`);
      await pause(20);
    }
  }

  const facts = (found: readonly Line[]): object[] =>
    found.map(({ current_epoch, loss, is_best, params_dict, results_metrics }) => ({
      current_epoch,
      loss,
      is_best,
      params_dict,
      trades: results_metrics.trades.length,
    }));

  it('is the same as on one machine, though a worker is killed and the Redis loses everything', async () => {
    const alone = search('alone', '-j', '2');
    const [first, second] = [worker('one'), worker('two')];
    expect(await alone.exit, alone.text()).toBe(0);
    await until(() => first.text().includes('Ready.'), first);
    await until(() => second.text().includes('Ready.'), second);
    const list = start(['worker', '--queue', 'env', '--list-workers']);
    expect(await list.exit).toBe(0);
    for (const { child } of [first, second]) expect(list.text()).toContain(` ${child.pid} `);
    // one of another build, which would be quicker than anybody else
    const client = await connect(queueAddress(redis.url), { onLost: () => undefined, onBack: () => undefined });
    const stranger = { id: 'stranger', host: 'elsewhere', pid: 1, threads: 64, since: 1, doing: [], done: 0, rate: 0 };
    await client.set(queueNames('2026.9-of-another-build').worker('stranger'), JSON.stringify(stranger));
    client.disconnect();
    const watch = new QueueWatch(queueAddress(redis.url), () => undefined);
    const { queue, problem, workers } = await watch.look();
    expect([queue, problem]).toEqual([queueAddress(redis.url).shown, null]);
    const own = workers.filter(({ isOther }) => !isOther);
    expect(own.map(({ pid, threads }) => [pid, threads]).sort()).toEqual([first, second].map(({ child }) => [child.pid, 1]).sort());
    expect(workers.filter(({ isOther }) => isOther).map(({ host, version }) => [host, version])).toEqual([
      ['elsewhere', '2026.9-of-another-build'],
    ]);
    watch.close();
    const over = search('over', '--queue', 'env');
    await until(() => lines('over').length >= 20, over);
    expect(over.text()).toContain('Workers of another version are at the queue (2026.9-of-another-build).');
    expect(over.text()).toContain('2 threads of workers are there.');
    first.child.kill('SIGKILL');
    await until(() => lines('over').length >= 45, over);
    // so that the search can't be through before the Redis is gone
    second.child.kill('SIGSTOP');
    await redis.crash();
    const before = lines('over').length;
    await redis.start();
    second.child.kill('SIGCONT');
    expect(await over.exit, over.text()).toBe(0);
    expect(before).toBeLessThan(EPOCHS);
    expect(lines('over')).toHaveLength(EPOCHS);
    expect(facts(lines('over'))).toEqual(facts(lines('alone')));
    expect(new Set(lines('over').map(({ params_dict }) => JSON.stringify(params_dict))).size).toBe(EPOCHS);
    second.child.kill('SIGTERM');
    expect(await second.exit, second.text()).toBe(0);
    const refused = start(['worker', '--queue', redis.url.replace(/:[^:@]+@/, ':a-wrong-word@'), '--userdir', join(folder, 'three')]);
    expect(await refused.exit, refused.text()).toBe(78);
    expect(refused.text()).toMatch(/The queue redis:\/\/127\.0\.0\.1:\d+\/2 does not take this user and password\./);
    expect(refused.text()).not.toContain('a-wrong-word');
    for (const { text } of [first, second, over]) {
      expect(text()).not.toContain(REDIS_PASSWORD);
      expect(text()).not.toContain(encodeURIComponent(REDIS_PASSWORD));
    }
  });

  it('makes sweeps, with the results of backtests, each combination once', async () => {
    const secure = await startRedis({ isTls: true });
    try {
      const address = `${secure.url}?ca=${encodeURIComponent(secure.ca)}`;
      const data = ['--config', join(folder, 'config.json'), '--datadir', join(ROOT, 'tests/golden/backtest/data'), '--strategy', 'Hyper'];
      const what = ['--timeranges', '20240102-20240106', '20240106-20240109', '--parameters', 'entry_rsi=25,30', 'stoploss=-0.05,-0.2'];
      const sweep = (name: string, ...args: string[]): Running => {
        cpSync(join(folder, 'strategies'), join(folder, name, 'strategies'), { recursive: true });
        return start(['sweep', ...data, '--userdir', join(folder, name), ...what, ...args]);
      };
      const rowsOf = (name: string): SweepRow[] => [...readSweep(wantedSweepFile(join(folder, name, 'sweep_results'), null))];
      const crew = start(['worker', '--queue', address, '-j', '2', '--userdir', join(folder, 'crew')]);
      const [here, there] = [sweep('here', '-j', '2'), sweep('there', '--queue', address)];
      expect(await here.exit, here.text()).toBe(0);
      expect(await there.exit, there.text()).toBe(0);
      const rows = rowsOf('here');
      expect(rows).toHaveLength(8);
      expect(new Set(rows.map(({ key }) => key)).size).toBe(8);
      // the folders of the two are part of their configuration, and so of the keys
      const figures = (found: readonly SweepRow[]): object[] => found.map(({ key: _key, ...figure }) => figure);
      expect(figures(rowsOf('there')), there.text()).toEqual(figures(rows));
      expect(there.text()).not.toContain(encodeURIComponent(REDIS_PASSWORD));
      crew.child.kill('SIGTERM');
      expect(await crew.exit, crew.text()).toBe(0);
      expect(crew.text()).not.toContain(encodeURIComponent(REDIS_PASSWORD));
      // a combination is a backtest with its values
      const plain = rows.find(
        ({ params, timerange }) => params['entry_rsi'] === 30 && params['stoploss'] === -0.05 && timerange.endsWith('06'),
      )!;
      const range = ['--timerange', plain.timerange, '--userdir', join(folder, 'here'), '--export', 'none'];
      const backtest = start(['backtesting', ...data, ...range]);
      expect(await backtest.exit).toBe(0);
      expect(backtest.text()).toMatch(new RegExp(`Total/Daily Avg Trades +│ ${plain.total_trades} / `));
      expect(backtest.text()).toMatch(new RegExp(`Absolute profit +│ ${plain.profit_total_abs.toFixed(3)} USDT`));
      // what is there is not tried again
      const [file] = readdirSync(join(folder, 'here/sweep_results'));
      const path = join(folder, 'here/sweep_results', file!);
      writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 3).join('\n'));
      const again = sweep('here', '-j', '1', '--resume');
      expect(await again.exit, again.text()).toBe(0);
      expect(rowsOf('here')).toEqual(rows);
    } finally {
      await secure.close();
    }
  });

  it('goes through TLS, and believes the authority that its address names', async () => {
    const secure = await startRedis({ isTls: true });
    const news = { onLost: () => undefined, onBack: () => undefined };
    try {
      const believed = await connect(queueAddress(`${secure.url}?ca=${encodeURIComponent(secure.ca)}`), news);
      expect(await believed.ping()).toBe('PONG');
      believed.disconnect();
      const refused = async (address: string): Promise<string> => {
        const { message } = await connect(queueAddress(address), news).then(
          () => new Error('it was believed'),
          (error: Error) => error,
        );
        expect(message).not.toContain('a-word-that');
        return message;
      };
      expect(await refused(secure.url)).toMatch(/^The certificate of the queue rediss:.* is not believed .*\?ca=FILE\.$/);
      expect(await refused(`${secure.url}?ca=/nowhere.pem`)).toBe('--queue: ?ca=/nowhere.pem can not be read: ENOENT');
      const other = secure.url.replace(/:[^:@]+@/, ':a-wrong-word@');
      expect(await refused(`${other}?ca=${encodeURIComponent(secure.ca)}`)).toMatch(/does not take this user and password\.$/);
    } finally {
      await secure.close();
    }
  });
});
