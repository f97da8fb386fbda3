import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { traitsOf } from '../../src/exchange/traits/all.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { killCells, lostAnswerCells, lostLifeCells, peacefulLife, runCells, someOfEach, stopCells } from '../conformance/dialect-cells.ts';
import { contractLife } from '../fakes/contract-life.ts';
import { SPOT_DIALECTS } from '../fakes/spot-dialects.ts';
import { liveWithStops, stopMarkets } from '../fakes/stop-life.ts';
import { futuresLife, startHedged } from '../process/futures-life.ts';
import { type Ledger, ROOT, temporaryFolder } from '../process/harness.ts';
import { type DatabaseFacts, factsFrom } from '../process/ledger.ts';
import { isWithoutPostgres, startPostgres } from '../process/postgres-server.ts';
import { chanceFrom } from './chance.ts';
import { Ground, type GroundOptions, sleep } from './ground.ts';

export interface Part {
  /** Turns of the long run, and of the short one on CI. */
  readonly turns: number;
  readonly fewTurns: number;
  /** @param exchanges dialects of the parts that go through several @returns what went wrong; empty for nothing */
  run(seed: string, turns: number, onGround: (ground: Ground) => void, exchanges: readonly string[]): Promise<string[]>;
}

async function onGround(
  options: GroundOptions,
  tell: (ground: Ground) => void,
  work: (ground: Ground) => Promise<string[] | undefined>,
): Promise<string[]> {
  const ground = new Ground(options);
  tell(ground);
  try {
    await ground.start();
    const found = (await work(ground)) ?? [];
    return [...found, ...(await ground.settle())];
  } catch (error) {
    return [`${(error as Error).message}`];
  } finally {
    await ground.close();
  }
}

/** Ended by SIGKILL at any moment, and started again at once. */
const kills: Part = {
  turns: 100,
  fewTurns: 2,
  run: (seed, turns, tell) =>
    onGround({ seed }, tell, async (ground) => {
      for (let turn = 0; turn < turns; turn++) {
        await ground.trade(ground.chance.whole(100, 2500));
        if (ground.hasEnded) return [`turn ${turn}: the process ended by itself`];
        await ground.kill();
        if (ground.integrity() !== 'ok') return [`turn ${turn}: the database is damaged`];
        await ground.startBot();
      }
      await ground.trade(1000);
      return undefined;
    }),
};

/** Stopped for longer than an order's window, while every answer takes almost a second. */
const suspends: Part = {
  turns: 20,
  fewTurns: 0,
  run: (seed, turns, tell) =>
    onGround({ seed }, tell, async (ground) => {
      await ground.trade(1500);
      await ground.simulator.control('POST', 'latency', { ms: 900 });
      for (let turn = 0; turn < turns; turn++) {
        const trading = ground.trade(3000);
        await sleep(ground.chance.whole(300, 2500));
        ground.bot.process.kill('SIGSTOP');
        await sleep(9000);
        ground.bot.process.kill('SIGCONT');
        await trading;
      }
      return undefined;
    }),
};

const ORDER_FAULTS = [
  { kind: 'ban_after', status: 429, ms: 1500 },
  { kind: 'ban_after', status: 418, ms: 3000 },
  { kind: 'http_after', status: 429 },
  { kind: 'http_after', status: 418 },
  { kind: 'http_after', status: 502 },
  { kind: 'http_before', status: 503 },
  { kind: 'empty_after' },
  { kind: 'empty_before' },
  { kind: 'no_id_after' },
  { kind: 'foreign_id_after' },
  { kind: 'refusal_after' },
  { kind: 'refusal_before', status: 408 },
  { kind: 'refusal_before', status: 400, code: -2010, msg: 'Account has insufficient balance for requested action.' },
  { kind: 'drop_after' },
  { kind: 'drop_before' },
  { kind: 'hang_after' },
  { kind: 'stall_body' },
  { kind: 'delay_before', ms: 2500 },
  { kind: 'delay_after', ms: 2500 },
  { kind: 'forget_order', ms: 4000 },
] as const;

const OTHER_FAULTS = [
  { kind: 'unknown_order', match: '(GET|DELETE) /api/v3/order' },
  { kind: 'fill_before', match: 'DELETE /api/v3/order', ratio: 1 },
  { kind: 'fill_before', match: 'DELETE /api/v3/order', ratio: 0.4 },
  { kind: 'drop_after', match: 'DELETE /api/v3/order' },
  { kind: 'ban_after', match: 'DELETE /api/v3/order', status: 429, ms: 1000 },
  { kind: 'empty_after', match: '(GET|DELETE) /api/v3/order' },
  { kind: 'foreign_id_after', match: 'GET /api/v3/order' },
  { kind: 'empty_list', match: 'GET /api/v3/(openOrders|allOrders)' },
  { kind: 'http_before', match: 'GET', status: 502 },
  { kind: 'ban_before', match: 'GET', status: 418, ms: 2000 },
  { kind: 'drop_before', match: 'GET /api/v3/account' },
] as const;

/** Of these one at a time. */
const DENIALS: readonly string[] = ['unknown_order', 'empty_list'];

/** Answers lost, wrong, late and forbidden, for orders, look-ups, cancels and lists; streams cut; outages. */
const faults: Part = {
  turns: 250,
  fewTurns: 10,
  run: (seed, turns, tell) =>
    onGround({ seed }, tell, async (ground) => {
      const { chance, simulator } = ground;
      for (let turn = 0; turn < turns; turn++) {
        const dice = chance.next();
        if (dice < 0.6)
          await simulator.control('POST', 'faults', {
            match: chance.pick(['POST /api/v3/order', 'POST /api/v3/order.*side=BUY', 'POST /api/v3/order.*side=SELL']),
            ...chance.pick(ORDER_FAULTS),
            count: chance.pick([1, 1, 2]),
          });
        else if (dice < 0.93) {
          const fault = chance.pick(OTHER_FAULTS);
          // an exchange that denies an order wherever it is looked for leaves nothing to find it by
          if (DENIALS.includes(fault.kind)) await simulator.control('DELETE', 'faults');
          await simulator.control('POST', 'faults', { ...fault, count: chance.pick([1, 2, 3]) });
        } else if (dice < 0.96) await simulator.control('POST', 'streams/cut');
        else await simulator.control('POST', 'outage', { ms: chance.whole(500, 4000) });
        await ground.trade(chance.whole(200, 1200));
        if (turn % 10 === 9) await simulator.control('DELETE', 'faults');
        if (ground.hasEnded) break;
      }
      return undefined;
    }),
};

/** The exchange's clock and the machine's move by seconds, minutes and an hour, either way. */
const clocks: Part = {
  turns: 30,
  fewTurns: 0,
  run: (seed, turns, tell) => {
    const folder = mkdtempSync(join(tmpdir(), 'clock-'));
    const file = join(folder, 'offset');
    writeFileSync(file, '0');
    const preload = pathToFileURL(join(ROOT, 'tests/battery/clock-offset.mjs')).href;
    const environment = { NODE_OPTIONS: `--import ${preload}`, TEST_CLOCK_FILE: file };
    return onGround({ seed, environment }, tell, async (ground) => {
      const { chance, simulator } = ground;
      for (let turn = 0; turn < turns; turn++) {
        if (chance.next() < 0.5)
          await simulator.control('POST', 'clock', { offset_ms: chance.pick([0, 3000, -3000, 6000, -6000, 30_000]) });
        else writeFileSync(file, String(chance.pick([0, 3000, -3000, 10_000, -10_000, -3_600_000, 60_000])));
        await ground.trade(chance.whole(1500, 5000));
        if (ground.hasEnded) break;
      }
      writeFileSync(file, '0');
      return undefined;
    }).finally(() => rmSync(folder, { recursive: true, force: true }));
  },
};

/** PostgreSQL restarts, crashes, and cuts its connections. */
const postgres: Part = {
  turns: 20,
  fewTurns: 1,
  run: async (seed, turns, tell) => {
    if (isWithoutPostgres) return [];
    const server = await startPostgres();
    try {
      const databaseUrl = await server.database('battery');
      const read = (): Promise<DatabaseFacts> => factsFrom((text) => server.query(databaseUrl, text));
      return await onGround({ seed, databaseUrl, readDatabase: read }, tell, async (ground) => {
        for (let turn = 0; turn < turns; turn++) {
          await ground.trade(ground.chance.whole(800, 3000));
          const trading = ground.trade(2500);
          await sleep(ground.chance.whole(50, 800));
          if (ground.chance.next() < 0.5) {
            server.crash();
            await sleep(ground.chance.whole(0, 3000));
            server.start();
          } else
            await server.query(
              databaseUrl,
              'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
            );
          await trading;
          if (ground.hasEnded) break;
        }
        return undefined;
      });
    } finally {
      server.close();
    }
  },
};

/** The database file locked by another program, and a disk that is full for a while. */
const disk: Part = {
  turns: 12,
  fewTurns: 2,
  run: async (seed, turns, tell) => {
    const folder = temporaryFolder();
    const isMounted = mounted(folder);
    try {
      return await onGround({ seed, folder }, tell, async (ground) => {
        const filler = join(folder, 'filler');
        for (let turn = 0; turn < turns; turn++) {
          await ground.trade(ground.chance.whole(800, 2000));
          const ms = ground.chance.whole(500, 6000);
          if (isMounted && turn % 2 === 1) {
            fill(filler);
            await ground.trade(ms);
            rmSync(filler, { force: true });
          } else {
            const other = new DatabaseSync(ground.bot.database, { timeout: 10_000 });
            other.exec('BEGIN IMMEDIATE');
            await ground.trade(ms);
            other.exec('ROLLBACK');
            other.close();
          }
          if (ground.hasEnded) break;
        }
        return undefined;
      });
    } finally {
      if (isMounted) execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A small disk of its own, where this may be made. */
function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fill(path: string): void {
  for (const size of [1 << 20, 1 << 14, 1 << 12]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // full, but for what a smaller piece takes
    }
  }
}

const READS = [
  'status',
  'balance',
  'profit',
  'trades?limit=500',
  'performance',
  'count',
  'whitelist',
  'logs',
  'health',
  'stats',
  'locks',
  'show_config',
  'pair_candles?pair=BTC/USDT&timeframe=1m',
];

/** Twenty clients that ask for everything, without a pause. */
const storms: Part = {
  turns: 12,
  fewTurns: 1,
  run: (seed, turns, tell) =>
    onGround({ seed }, tell, async (ground) => {
      let isOver = false;
      let failures = 0;
      const client = async (): Promise<void> => {
        while (!isOver) {
          const answer = await ground.bot.ask('GET', ground.chance.pick(READS)).catch(() => null);
          if (answer === null || answer.status >= 500) failures++;
        }
      };
      const clients = Array.from({ length: 20 }, () => client());
      await ground.trade(turns * 5000);
      isOver = true;
      await Promise.all(clients);
      return failures > 0 ? [`${failures} reads failed`] : undefined;
    }),
};

/** Every way to lose an answer, and a kill at every step, in every dialect of the built-in exchange. Turns: cells of each kind. */
const dialects: Part = {
  turns: 1000,
  fewTurns: 0,
  run: async (seed, turns, _tell, exchanges) => {
    const problems: string[] = [];
    for (const dialect of SPOT_DIALECTS.filter(({ name }) => exchanges.includes(name))) {
      const { folder, steps } = await peacefulLife(dialect);
      try {
        const all = [lostAnswerCells(dialect), lostLifeCells(dialect, folder, steps), killCells(dialect, folder, steps)];
        const cells = all.flatMap((some) => someOfEach(some, `${seed} ${dialect.name}`, turns));
        const found = await runCells(cells);
        process.stdout.write(`  ${dialect.name}: ${cells.length} cells, ${found.length} problems\n`);
        problems.push(...found.map((problem) => `${dialect.name}: ${problem}`));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    return problems;
  },
};

const STOP = 'POST /api/v3/order.*STOP_LOSS';
const STOP_FAULTS = [
  ...ORDER_FAULTS.map((fault) => ({ ...fault, match: STOP })),
  { kind: 'refusal_before', match: STOP, status: 400, code: -2010, msg: 'Stop price would trigger immediately.' },
  { kind: 'drop_after', match: 'DELETE /api/v3/order' },
  { kind: 'drop_before', match: 'DELETE /api/v3/order' },
  { kind: 'fill_before', match: 'DELETE /api/v3/order', ratio: 0.4 },
  { kind: 'unknown_order', match: '(GET|DELETE) /api/v3/order' },
] as const;

/** Every trade has one stop on the exchange, and nothing else has one. */
function stopProblems(ledger: Ledger, { trades, orders }: DatabaseFacts): string[] {
  const resting = ledger.orders.filter((order) => (order as { type?: string }).type === 'STOP_LOSS_LIMIT' && order.status === 'NEW');
  return ledger.orders
    .map(({ symbol }) => symbol)
    .filter((symbol, index, all) => all.indexOf(symbol) === index)
    .flatMap((symbol) => {
      const open = trades.filter(({ is_open, pair, amount }) => is_open === 1 && amount > 0 && pair.replace('/', '') === symbol);
      const isLeft = orders.some((order) => order.ft_is_open === 1 && order.ft_order_side === 'sell' && order.ft_trade_id === open[0]?.id);
      const wanted = isLeft ? 0 : open.length;
      const there = resting.filter((order) => order.symbol === symbol).length;
      return there === wanted ? [] : [`${there} stops of ${symbol}, ${open.length} trades${isLeft ? ' that are being left' : ''}`];
    });
}

/** Ended at any moment, and answers lost, while stops lie on the exchange and follow the price. */
const stops: Part = {
  turns: 120,
  fewTurns: 0,
  run: (seed, turns, tell) => {
    const types = { entry: 'limit', exit: 'limit', stoploss: 'limit', stoploss_on_exchange: true, stoploss_on_exchange_interval: 1 };
    const configChanges = { order_types: types, trailing_stop: true, stoploss: -0.01 };
    return onGround({ seed, configChanges, alsoWrong: stopProblems }, tell, async (ground) => {
      const { chance, simulator } = ground;
      for (let turn = 0; turn < turns; turn++) {
        if (chance.next() < 0.7) await simulator.control('POST', 'faults', { ...chance.pick(STOP_FAULTS), count: chance.pick([1, 1, 2]) });
        await ground.trade(chance.whole(400, 2500));
        if (ground.hasEnded) return [`turn ${turn}: the process ended by itself`];
        if (turn % 5 === 4) await simulator.control('DELETE', 'faults');
        if (chance.next() < 0.4) {
          await ground.kill();
          await ground.startBot();
        }
      }
      return undefined;
    });
  },
};

/** A bot on contracts, in every dialect that has some, ended at steps of its life; few of it are `conformance/killed-contracts.test.ts`. */
const contracts: Part = {
  turns: 40,
  fewTurns: 0,
  run: async (seed, turns, _tell, exchanges) => {
    const problems: string[] = [];
    for (const dialect of Object.values(DIALECTS)) {
      if (traitsOf(dialect.name, true).futures === null || !exchanges.includes(dialect.name)) continue;
      const chance = chanceFrom(`${seed} ${dialect.name}`);
      const whole = await contractLife(dialect, Number.POSITIVE_INFINITY);
      problems.push(...whole.problems.map((problem) => `${dialect.name}: ${problem}`));
      for (let turn = 0; turn < turns; turn++) {
        const at = 1 + Math.floor(((turn + chance.next()) / turns) * whole.steps);
        const { problems: found, last } = await contractLife(dialect, at);
        problems.push(...found.map((problem) => `${dialect.name}, killed at step ${at}, ${last}: ${problem}`));
      }
      process.stdout.write(`  ${dialect.name}: ${whole.steps} steps, ended at ${turns} of them, ${problems.length} problems so far\n`);
    }
    return problems;
  },
};

/** Stops that lie on the exchange, in every dialect, mode and type that has them: kills at every point, every way to lose an answer. Turns: cells of each kind. */
const laid: Part = {
  turns: 2,
  fewTurns: 0,
  run: async (seed, turns, _tell, exchanges) => {
    const problems: string[] = [];
    for (const market of stopMarkets(Object.values(DIALECTS).filter(({ name }) => exchanges.includes(name)))) {
      const whole = await liveWithStops(market, {});
      const cells = someOfEach(stopCells(market, whole.steps), `${seed} ${market.name}`, turns);
      const found = [...whole.problems, ...(await runCells(cells))];
      process.stdout.write(`  ${market.name}: ${cells.length} cells, ${found.length} problems\n`);
      problems.push(...found.map((problem) => `${market.name}: ${problem}`));
    }
    return problems;
  },
};

/** Contracts with a real process, in every dialect that has some: sides, leverage, stops, funding, what is done by hand, the account's mode. */
const positions: Part = {
  turns: 1,
  fewTurns: 0,
  run: async (_seed, turns, _tell, exchanges) => {
    const problems: string[] = [];
    for (const { name } of Object.values(DIALECTS)) {
      if (traitsOf(name, true).futures === null || !exchanges.includes(name)) continue;
      for (let turn = 0; turn < turns; turn++) {
        const found = await futuresLife(name).catch((error: unknown) => [String(error)]);
        process.stdout.write(`  ${name}: ${found.length} problems\n`);
        problems.push(...found.map((problem) => `${name}: ${problem}`));
      }
      const ended = await startHedged(name);
      const isRefused = ended?.code === 78 && /Hedge Mode is not supported by freqtrade/.test(ended.output);
      if (isRefused !== HEDGED_REFUSED.includes(name)) problems.push(`${name}: an account that keeps sides apart gave ${ended?.code}`);
    }
    return problems;
  },
};

/** Others trade such accounts, or have none. */
const HEDGED_REFUSED: readonly string[] = ['binance', 'bybit', 'gate', 'bitget'];

export const PARTS: Readonly<Record<string, Part>> = {
  stops,
  kills,
  suspends,
  faults,
  clocks,
  postgres,
  disk,
  storms,
  dialects,
  contracts,
  laid,
  positions,
};
