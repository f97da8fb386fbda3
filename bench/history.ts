import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import autocannon from 'autocannon';
import { MIGRATIONS } from '../src/database/migrations.ts';
import { startSimulatorProcess } from '../tests/process/harness.ts';
import { AUTHORIZATION, end, launch, memoryMb, OURS, THEIRS } from './api.ts';

const TRADES = Number(process.env['BENCH_TRADES'] ?? 100_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6);
const CLIENTS = 4;
/** The texts of all trades are made by then, which begins when the bot is up. */
const READY_MS = 25_000;
/** Pages that one client asks for, each for the first time. */
const NEW_PAGES = 300;
const PATHS = [
  'trades?limit=500',
  'profit',
  'stats',
  'performance',
  'entries',
  'exits',
  'mix_tags',
  'daily?timescale=30',
  'balance',
  'count',
  'status',
  'show_config',
];

/** A database with a long history, as freqtrade itself would have written it. @param snapshots of the wallet */
export function writeHistory(folder: string, trades = TRADES, bases: readonly string[] = ['BTC', 'ETH', 'SOL'], snapshots = 0): void {
  const database = new DatabaseSync(join(folder, 'tradesv3.dryrun.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  for (const statement of MIGRATIONS[0]!.statements) database.exec(statement);
  database.exec('BEGIN');
  const date = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', '000');
  const trade = database.prepare(
    `INSERT INTO trades (id, exchange, pair, base_currency, stake_currency, is_open, fee_open, fee_close, open_rate, open_trade_value, close_rate,
     realized_profit, close_profit, close_profit_abs, stake_amount, max_stake_amount, amount, amount_requested, open_date, close_date, stop_loss, stop_loss_pct,
     initial_stop_loss, initial_stop_loss_pct, is_stop_loss_trailing, max_rate, min_rate, exit_reason, strategy, enter_tag, timeframe, trading_mode,
     amount_precision, price_precision, precision_mode, precision_mode_price, contract_size, leverage, is_short, interest_rate, funding_fees, record_version)
     VALUES (?, 'binance', ?, ?, 'USDT', 0, 0.001, 0.001, 100, 100.1, ?, ?, ?, ?, 100, 100, 1, 1, ?, ?, 90, -0.1, 90, -0.1, 0, 110, 95, ?, 'QuietStrategy', ?, 5,
     'SPOT', 0.001, 0.01, 4, 4, 1, 1, 0, 0, 0, 2)`,
  );
  const order = database.prepare(
    `INSERT INTO orders (ft_trade_id, ft_order_side, ft_pair, ft_is_open, ft_amount, ft_price, order_id, status, symbol, order_type, side, price, average,
     amount, filled, remaining, cost, order_date, order_filled_date, order_update_date)
     VALUES (?, ?, ?, 0, 1, ?, ?, 'closed', ?, 'limit', ?, ?, ?, 1, 1, 0, ?, ?, ?, ?)`,
  );
  const began = Date.now() - trades * 300_000;
  for (let id = 1; id <= trades; id++) {
    const base = bases[id % bases.length]!;
    const pair = `${base}/USDT`;
    const [opened, closed] = [began + id * 299_000, began + id * 299_000 + 3_600_000];
    const profit = ((id * 7919) % 2001) / 1000 - 0.95;
    const rate = 100 + profit;
    trade.run(
      id,
      pair,
      base,
      rate,
      profit,
      profit / 100,
      profit,
      date(opened),
      date(closed),
      ['roi', 'stop_loss', 'exit_signal'][id % 3]!,
      ['ema', 'rsi'][id % 2]!,
    );
    for (const [side, price, at] of [
      ['buy', 100, opened],
      ['sell', rate, closed],
    ] as const)
      order.run(id, side, pair, price, `dry_run_${side}_${id}`, pair, side, price, price, price, date(at), date(at), date(at));
  }
  const worth = database.prepare(
    `INSERT INTO wallet_history (timestamp, currency, rate, quote_currency, balance, total_quote, leverage, bot_managed)
     VALUES (?, 'USDT', 1, 'USDT', ?, ?, 1, 1)`,
  );
  for (let index = 0; index < snapshots; index++) worth.run(date(began + index * 150_000), 1000 + (index % 97), 1000 + (index % 97));
  database.exec('COMMIT');
  database.close();
}

interface Answer {
  perSecond: number;
  p99: number;
}

/** Every read endpoint with a long history of closed trades behind it, and what it costs in memory. */
export async function benchHistory(): Promise<void> {
  const simulator = await startSimulatorProcess();
  try {
    const results: Record<string, Answer>[] = [];
    const memory: number[] = [];
    const newPages: NewPages[] = [];
    const one: number[] = [];
    for (const contender of [OURS, THEIRS]) {
      const { child, folder, url } = await launch(contender, simulator, async (prepared) => writeHistory(prepared));
      const found: Record<string, Answer> = {};
      await new Promise((resolve) => setTimeout(resolve, READY_MS));
      one.push((await ask(url, 'trades?limit=500', 1)).p99);
      for (const path of PATHS) {
        found[path] = await ask(url, path, CLIENTS);
      }
      newPages.push(await askNewPages(url, contender === OURS ? NEW_PAGES : NEW_PAGES / 10));
      memory.push(memoryMb(child.pid!));
      results.push(found);
      if (contender === OURS) await manyClients(url);
      await end(child, folder);
    }
    const line = (...cells: string[]) =>
      console.log(cells.map((cell, column) => (column === 0 ? cell.padEnd(28) : cell.padStart(14))).join(''));
    console.log(`${TRADES} closed trades, ${CLIENTS} clients`);
    line('', 'freqtrade /s', 'ours /s', 'ratio', 'ours p99 ms');
    for (const path of PATHS) {
      const [our, their] = [results[0]![path]!, results[1]![path]!];
      const ratio = their.perSecond === 0 ? 'no answer' : `${(our.perSecond / their.perSecond).toFixed(0)}x`;
      line(path, their.perSecond.toFixed(1), our.perSecond.toFixed(0), ratio, String(our.p99));
    }
    console.log(`trades?limit=500, one client, p99, ms: ${one[0]} (freqtrade ${one[1]})  asked 5`);
    const [our, their] = [newPages[0]!, newPages[1]!];
    console.log(
      `a page of 500 that was never asked for, one client, ms: median ${our.median.toFixed(2)}, p99 ${our.p99.toFixed(2)} (freqtrade ${their.median.toFixed(0)}, ${their.p99.toFixed(0)})`,
    );
    line('memory afterwards, MB', memory[1]!.toFixed(0), memory[0]!.toFixed(0), `${(memory[1]! / memory[0]!).toFixed(1)}x`);
  } finally {
    await simulator.close();
  }
}

async function ask(url: string, path: string, connections: number): Promise<Answer> {
  const headers = { authorization: AUTHORIZATION };
  const result = await autocannon({ url: `${url}/${path}`, connections, duration: SECONDS, timeout: 60, headers });
  return { perSecond: result['2xx'] / SECONDS, p99: result.latency.p99 };
}

interface NewPages {
  readonly median: number;
  readonly p99: number;
}

/** How long pages of 500 take that nobody has asked for before, one after the other, ms. */
async function askNewPages(url: string, count: number): Promise<NewPages> {
  const times: number[] = [];
  const step = Math.floor((TRADES - 500) / count);
  for (let page = 0; page < count; page++) {
    // all over the history, in no order that could be foreseen
    const offset = ((page * 7919) % count) * step + 17;
    const asked = performance.now();
    const answer = await fetch(`${url}/trades?limit=500&offset=${offset}`, { headers: { authorization: AUTHORIZATION } });
    const { byteLength } = Buffer.from(await answer.arrayBuffer());
    times.push(performance.now() - asked);
    if (!answer.ok || byteLength < 100_000) throw new Error(`page ${offset}: ${answer.status}, ${byteLength} bytes`);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(count / 2)]!, p99: times[Math.ceil(count * 0.99) - 1]! };
}

/** 200 clients on /status for a while: nothing fails, and the loop keeps its rhythm. */
async function manyClients(url: string): Promise<void> {
  const health = async () =>
    ((await (await fetch(`${url}/health`, { headers: { authorization: AUTHORIZATION } })).json()) as { last_process_ts: number })
      .last_process_ts;
  const stamps: number[] = [];
  const timer = setInterval(
    () =>
      void health().then(
        (stamp) => stamps.push(stamp),
        () => stamps.push(0),
      ),
    1000,
  );
  const duration = SECONDS * 5;
  const result = await autocannon({ url: `${url}/status`, connections: 200, duration, headers: { authorization: AUTHORIZATION } });
  clearInterval(timer);
  const gaps = [...new Set(stamps)].sort((a, b) => a - b).map((stamp, index, all) => (index === 0 ? 0 : stamp - all[index - 1]!));
  console.log(
    `200 clients on /status for ${duration} s: ${result.requests.average.toFixed(0)} a second, p99 ${result.latency.p99} ms, ${result.errors + result.non2xx} errors, longest pause of the loop ${Math.max(...gaps)} s (its rhythm is 5 s)`,
  );
}
