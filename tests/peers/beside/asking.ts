import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from '../../process/harness.ts';
import { ASKING_GATES } from './asking-strategy.ts';
import { LIMIT_MS, PEERS, startReal } from './real.ts';

/** The real freqtrade and ours in a dry run on one simulator, with strategies that ask all that can be asked and write down the answers. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a strategy has written down. */
export interface Written {
  /** By when they were given: a callback's, or those of all that is open and filled. */
  readonly answers: Readonly<Record<string, Json>>;
  /** Columns of the first frame of each pair, by pair and time. */
  readonly rows: Readonly<Record<string, Json>>;
  readonly turns: Readonly<Record<string, number>>;
}

const IN_PYTHON = join(ROOT, 'tests/peers/beside/real');
const LEVERAGE = 3;
const AWAY = 1.02;

/**
 * Runs the scene, both on the same prices.
 * @param isPython whether ours is given the same file, or its like in TypeScript @param tell takes what both have printed
 */
export async function asking(
  isFutures: boolean,
  isPython: boolean,
  tell: (text: string) => void = () => undefined,
): Promise<{ readonly ours: Written; readonly theirs: Written }> {
  const folders = [temporaryFolder()];
  const files = ['ours', 'theirs'].map((name) => join(folders[0]!, `${name}.json`));
  const contestants: { output: () => string; stop: () => Promise<unknown> }[] = [];
  let simulator: SimulatorProcess | null = null;
  try {
    simulator = await startSimulator(isFutures);
    const [ours, theirs] = await Promise.all(files.map((file) => setupOf(isFutures, simulator!, file, folders)));
    const starting = [startOurs(ours!, isPython), startReal({ ...theirs!, strategies: IN_PYTHON, untilItRuns: true })];
    for (const started of await Promise.allSettled(starting)) if (started.status === 'fulfilled') contestants.push(started.value);
    await Promise.all(starting);
    await scene(isFutures, simulator, files);
    return { ours: written(files[0]!), theirs: written(files[1]!) };
  } catch (error) {
    const said = contestants.map(({ output }, index) => `${index === 0 ? 'Ours' : 'The real one'} said:\n${output().slice(-6000)}`);
    throw new Error(`${(error as Error).message}\n${said.join('\n')}`, { cause: error });
  } finally {
    for (const { output } of contestants) tell(output());
    await Promise.all(contestants.map(({ stop }) => stop()));
    await simulator?.close();
    for (const folder of folders) removeFolder(folder);
  }
}

async function startSimulator(isFutures: boolean): Promise<SimulatorProcess> {
  const pairs = Object.keys(ASKING_GATES).map((base) => `${base}/USDT`);
  const simulator = await startSimulatorProcess([
    ...['--dialect', 'binance', '--seed', 'asking', '--pairs', pairs.join(',')],
    ...(isFutures ? ['--perpetuals'] : []),
  ]);
  for (const base of Object.keys(ASKING_GATES)) {
    await simulator.control('POST', 'liquidity', { symbol: `${base}USDT`, value: 1e8 });
    await setPrice(simulator, base, AWAY);
  }
  return simulator;
}

/** @param factor of the price that its pair is entered at */
async function setPrice(simulator: SimulatorProcess, base: string, factor: number): Promise<void> {
  await simulator.control('POST', 'price', { symbol: `${base}USDT`, price: ASKING_GATES[base]! * factor, hold: true });
}

async function setupOf(isFutures: boolean, simulator: SimulatorProcess, file: string, folders: string[]) {
  const reach = await simulator.control<{ ccxt_config: object }>('GET', 'ccxt');
  const config = botConfig(simulator, await freePort(), {
    strategy: isFutures ? 'AskingContracts' : 'AskingStrategy',
    max_open_trades: 5,
    stake_amount: 'unlimited',
    dry_run_wallet: 2000,
    // an exchange counts what is asked of it
    internals: { process_throttle_secs: 1 },
    trading_mode: isFutures ? 'futures' : 'spot',
    margin_mode: isFutures ? 'isolated' : '',
    exchange: {
      name: 'binance',
      pair_whitelist: Object.keys(ASKING_GATES).map((base) => (isFutures ? `${base}/USDT:USDT` : `${base}/USDT`)),
      ccxt_config: { ...reach.ccxt_config, rateLimit: 20 },
    },
  });
  return { config, folders, environment: { ANSWERS_FILE: file } };
}

async function startOurs({ config, folders, environment }: Awaited<ReturnType<typeof setupOf>>, isPython: boolean) {
  const bot = await startBotProcess({
    config: isPython ? { ...config, python: join(PEERS, 'bin/python') } : config,
    strategyPath: isPython ? IN_PYTHON : join(ROOT, 'tests/peers/beside'),
    environment,
    patienceMs: LIMIT_MS,
  });
  folders.push(bot.folder);
  return bot;
}

/** What is open and filled when both are looked at, in their order. */
export const STAGES: readonly string[] = [
  '1 open, 1 fills',
  '2 open, 2 fills',
  '3 open, 3 fills',
  '2 open, 4 fills',
  '2 open, 5 fills',
  '2 open, 6 fills',
  '3 open, 7 fills',
  '2 open, 8 fills',
];

async function scene(isFutures: boolean, simulator: SimulatorProcess, files: readonly string[]): Promise<void> {
  // a profit of a position, by its direction and leverage
  const gain = (base: string, profit: number) =>
    setPrice(simulator, base, 1 + ((isFutures && base === 'SOL' ? -1 : 1) * profit) / (isFutures ? LEVERAGE : 1));
  // three entries, each after the other is known; enough, more of what has fallen, less of what has risen, one more that is given up
  const moves: readonly (readonly [string, number])[] = [
    ['BTC', 0],
    ['ETH', 0],
    ['SOL', 0],
    ['ETH', 0.09],
    ['SOL', -0.035],
    ['BTC', 0.03],
    ['ADA', 0],
    ['ADA', -0.04],
  ];
  for (const [index, [base, profit]] of moves.entries()) {
    await gain(base, profit);
    await told(files, STAGES[index]!);
  }
}

/** Until both have written down their answers of a stage some times, so that nothing moves any more. */
async function told(files: readonly string[], stage: string): Promise<void> {
  const turns = () => files.map((file) => written(file).turns);
  await until(
    async () => turns().every((counts) => (counts[stage] ?? 0) > 3),
    `answers at ${stage}`,
    LIMIT_MS,
    async () => turns(),
  );
}

function written(file: string): Written {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Written;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { answers: {}, rows: {}, turns: {} };
    throw error;
  }
}

/** Where answers differ, in words. */
export function otherAnswers(ours: Json | undefined, theirs: Json | undefined, path: string): string[] {
  if (typeof ours === 'number' && typeof theirs === 'number')
    return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs)) ? [] : [`${path}: ours ${ours}, theirs ${theirs}`];
  if (typeof ours === 'object' && ours !== null && typeof theirs === 'object' && theirs !== null) {
    const [left, right] = [new Map<string, Json>(Object.entries(ours)), new Map<string, Json>(Object.entries(theirs))];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => otherAnswers(left.get(key), right.get(key), `${path}/${key}`));
  }
  return ours === theirs ? [] : [`${path}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`];
}
