import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import {
  type BotProcess,
  botConfig,
  freePort,
  type Ledger,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../process/harness.ts';
import { type DatabaseFacts, integrity, ledgerProblems, readDatabase } from '../process/ledger.ts';
import { type Chance, chanceFrom } from './chance.ts';

const PAIRS = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ADA/USDT', 'LINK/USDT', 'AVAX/USDT', 'DOT/USDT', 'ATOM/USDT'];
/** What was in flight must be settled in this time once all is well, ms. */
const SETTLE_MS = 90_000;

export interface GroundOptions {
  readonly seed: string;
  readonly configChanges?: Record<string, unknown>;
  readonly environment?: Record<string, string>;
  /** Where the bot keeps its files; a temporary folder where left out. */
  readonly folder?: string;
  /** SQLite in the folder where left out. */
  readonly databaseUrl?: string;
  /** What the database says, where it is not that file. */
  readonly readDatabase?: () => Promise<DatabaseFacts>;
  /** What else must be so in the end. */
  readonly alsoWrong?: (ledger: Ledger, facts: DatabaseFacts) => string[];
}

/** A live bot on the built-in exchange, with whatever is done to them by chance. */
export class Ground {
  readonly chance: Chance;
  readonly pairs: readonly string[] = PAIRS;
  readonly folder: string;
  simulator!: SimulatorProcess;
  bot!: BotProcess;
  /** How often the process ended by itself. */
  ends = 0;
  actions = 0;
  readonly #options: GroundOptions;
  readonly #config: (port: number) => Record<string, unknown>;
  readonly #outputs: BotProcess[] = [];

  constructor(options: GroundOptions) {
    this.#options = options;
    this.chance = chanceFrom(options.seed);
    this.folder = options.folder ?? temporaryFolder();
    this.#config = (port) =>
      botConfig(this.simulator, port, {
        dry_run: false,
        strategy: 'EagerStrategy',
        max_open_trades: 6,
        position_adjustment_enable: true,
        order_types: { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false },
        exchange: { pair_whitelist: PAIRS },
        ...options.configChanges,
      });
  }

  async start(): Promise<void> {
    this.simulator = await startSimulatorProcess(['--seed', this.#options.seed, '--pairs', PAIRS.join(','), '--balance', 'USDT=20000']);
    mkdirSync(this.folder, { recursive: true });
    await this.startBot();
  }

  /** Starts the bot, or starts it again where it was ended. */
  async startBot(): Promise<void> {
    const { environment, databaseUrl } = this.#options;
    const bot = await startBotProcess({
      config: this.#config(await freePort()),
      folder: this.folder,
      waitForRunning: false,
      ...(environment === undefined ? {} : { environment }),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    });
    this.bot = bot;
    this.#outputs.push(bot);
    await until(
      async () => {
        if (bot.process.exitCode !== null) throw new Error(`The bot ended with ${bot.process.exitCode}:\n${bot.output().slice(-3000)}`);
        return (await bot.ask('GET', 'ping').catch(() => null))?.status === 200;
      },
      'the API to answer',
      60_000,
    );
  }

  async kill(): Promise<void> {
    this.bot.process.kill('SIGKILL');
    await this.bot.ended();
  }

  get hasEnded(): boolean {
    return this.bot.process.exitCode !== null || this.bot.process.signalCode !== null;
  }

  /** Trades by chance for so long: positions in and out, orders cancelled, prices and books moved. */
  async trade(ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await this.#act().catch(() => undefined);
      await sleep(Math.min(this.chance.whole(30, 400), Math.max(end - performance.now(), 0)));
    }
  }

  async #act(): Promise<void> {
    const { chance, bot, simulator } = this;
    this.actions++;
    const dice = chance.next();
    const pair = chance.pick(PAIRS);
    const symbol = pair.replace('/', '');
    const ordertype = chance.pick(['market', 'limit']);
    const open = async () => (await bot.api<{ trade_id: number; has_open_orders: boolean }[]>('GET', 'status')).body;
    const ask = (method: string, path: string, body?: object) =>
      Promise.race([bot.ask(method, path, body), sleep(chance.whole(200, 1500))]);
    if (dice < 0.35) await ask('POST', 'forceenter', { pair, ordertype, stakeamount: chance.whole(20, 200) });
    else if (dice < 0.65) {
      const trades = await open();
      if (trades.length > 0) await ask('POST', 'forceexit', { tradeid: String(chance.pick(trades).trade_id), ordertype });
    } else if (dice < 0.75) {
      const waiting = (await open()).filter(({ has_open_orders }) => has_open_orders);
      if (waiting.length > 0) await ask('DELETE', `trades/${chance.pick(waiting).trade_id}/open-order`);
    } else if (dice < 0.92) await simulator.control('POST', 'price', { symbol, factor: 0.985 + chance.next() * 0.03 });
    else await simulator.control('POST', 'liquidity', { symbol, value: chance.pick([15, 60, 400, 20_000]) });
  }

  /** All is well again; what is left over must come to one story. @returns what does not */
  async settle(): Promise<string[]> {
    await this.simulator.control('DELETE', 'faults');
    await this.simulator.control('POST', 'latency', { ms: 0 });
    await this.simulator.control('POST', 'clock', { offset_ms: 0 });
    for (const pair of PAIRS) await this.simulator.control('POST', 'liquidity', { symbol: pair.replace('/', ''), value: 20_000 });
    if (this.hasEnded) {
      this.ends++;
      return [
        `the process ended by itself: ${this.bot.process.exitCode ?? this.bot.process.signalCode}\n${this.bot.output().slice(-2000)}`,
      ];
    }
    await this.bot.api('POST', 'stopbuy').catch(() => undefined);
    const read = this.#options.readDatabase ?? (async () => readDatabase(this.bot.database));
    const end = performance.now() + SETTLE_MS;
    for (;;) {
      let problems: string[];
      try {
        const facts = await read();
        const ledger = await this.simulator.ledger();
        problems = ledgerProblems(ledger, facts);
        if (facts.pending > 0) problems.push(`${facts.pending} orders whose outcome is not known`);
        problems.push(...(this.#options.alsoWrong?.(ledger, facts) ?? []));
        const pairs = facts.trades.filter(({ is_open }) => is_open === 1).map(({ pair }) => pair);
        if (new Set(pairs).size < pairs.length) problems.push(`two open trades of a pair: ${pairs.join(', ')}`);
      } catch (error) {
        problems = [`the database can't be read: ${(error as Error).message}`];
      }
      if (problems.length === 0) return [];
      if (performance.now() > end) return problems;
      await sleep(1000);
    }
  }

  integrity(): string {
    return integrity(this.bot.database);
  }

  /** Keeps what the bots have said beside the seed that made them say it. */
  keepOutput(path: string): void {
    writeFileSync(path, '');
    for (const bot of this.#outputs) appendFileSync(path, `${bot.output()}\n--- next process ---\n`);
  }

  async close(): Promise<void> {
    this.bot?.process.kill('SIGCONT');
    this.bot?.process.kill('SIGKILL');
    await this.bot?.ended();
    await this.simulator?.close();
    if (this.#options.folder === undefined) removeFolder(this.folder);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
