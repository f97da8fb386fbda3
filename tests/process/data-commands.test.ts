import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../../scripts/setup.mjs';
import { columnsOf } from '../../src/core/market/candles.ts';
import { EVERYTHING } from '../../src/core/market/timerange.ts';
import { candleFile, loadCandles, saveCandles } from '../../src/data/candle-files.ts';
import { loadTrades } from '../../src/data/trade-files.ts';
import { END_AT_ONCE } from './end-at-once.ts';
import { botConfig, ROOT, removeFolder, type SimulatorProcess, startSimulatorProcess, temporaryFolder, until } from './harness.ts';

const run = promisify(execFile);
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const RECORDED = join(ROOT, 'tests/golden/candles');
const HOUR = 3_600_000;

interface Ended {
  code: number;
  out: string;
  err: string;
}

describe('commands about data', () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data/binance');
  let simulator: SimulatorProcess;
  let config: string;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', 'BTC/USDT,ETH/USDT,SOL/USDT']);
    config = join(folder, 'bot.json');
    writeFileSync(config, JSON.stringify(botConfig(simulator, 8080)));
  });
  afterAll(async () => {
    await simulator?.close();
    removeFolder(folder);
  });

  const command = (...args: string[]) => [...NODE_FLAGS, join(ROOT, 'src/cli/main.ts'), ...args];
  async function freqtrade(...args: string[]): Promise<Ended> {
    return run(nodeBinary(), command(...args), { env: { ...process.env, ...NODE_ENVIRONMENT }, cwd: folder, timeout: 60_000 }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout, err: error.stderr }),
    );
  }
  const ours = (name: string, ...args: string[]) => freqtrade(name, '--config', config, '--userdir', folder, ...args);
  const stored = async (pair: string, timeframe: string) =>
    (await loadCandles(data, pair, timeframe, 'spot', 'feather', EVERYTHING, false))!;

  it('downloads, goes on where it ended, adds in front when asked, and begins anew', async () => {
    const first = await ours('download-data', '--days', '2', '-t', '5m', '1h', '-p', '(BTC|ETH)/USDT');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(data).sort()).toEqual(['BTC_USDT-1h.feather', 'BTC_USDT-5m.feather', 'ETH_USDT-1h.feather', 'ETH_USDT-5m.feather']);
    const candles = await stored('BTC/USDT', '5m');
    expect(candles.time[0]! % (24 * HOUR)).toBe(0);
    for (let row = 1; row < candles.length; row++) expect(candles.time[row]! - candles.time[row - 1]!).toBe(300_000);
    expect(Date.now() - candles.time.at(-1)!).toBeLessThan(11 * 60_000);
    const front = await ours('download-data', '--days', '3', '-t', '5m', '-p', 'BTC/USDT');
    expect(front.err).toContain('--prepend downloads what is before');
    expect((await stored('BTC/USDT', '5m')).time[0]).toBe(candles.time[0]);
    expect((await ours('download-data', '--days', '3', '-t', '5m', '-p', 'BTC/USDT', '--prepend')).code).toBe(0);
    const longer = await stored('BTC/USDT', '5m');
    expect(longer.time[0]).toBe(candles.time[0]! - 24 * HOUR);
    expect(longer.close.subarray(288, 288 + candles.length - 1)).toEqual(candles.close.subarray(0, candles.length - 1));
    // what is missing in between stays so, as in freqtrade, until it is asked for
    const holed = columnsOf(
      Array.from(longer.time, (at, row) => [at, 1, 1, 1, 1, row] as const).filter((_row, index) => index < 50 || index > 52),
    );
    await saveCandles(candleFile(data, 'BTC/USDT', '5m', 'spot', 'feather'), holed, 'feather', 'spot');
    const holes = async () => (await stored('BTC/USDT', '5m')).time.findIndex((at, row, all) => row > 0 && at - all[row - 1]! > 300_000);
    expect((await ours('download-data', '--days', '3', '-t', '5m', '-p', 'BTC/USDT')).code).toBe(0);
    expect(await holes()).toBe(50);
    expect((await ours('download-data', '--days', '3', '-t', '5m', '-p', 'BTC/USDT', '--fill-gaps')).code).toBe(0);
    expect(await holes()).toBe(-1);
    const day = new Date(candles.time[0]! - 48 * HOUR).toISOString().slice(0, 10).replaceAll('-', '');
    const next = new Date(candles.time[0]! - 24 * HOUR).toISOString().slice(0, 10).replaceAll('-', '');
    expect((await ours('download-data', '--timerange', `${day}-${next}`, '-t', '5m', '-p', 'BTC/USDT', '--erase')).code).toBe(0);
    expect((await stored('BTC/USDT', '5m')).length).toBe(289);
  });

  it('survives errors of the exchange, and keeps what has come when it is interrupted', async () => {
    await simulator.control('POST', 'faults', { kind: 'http_before', match: 'klines', status: 503, count: 2 });
    await simulator.control('POST', 'faults', { kind: 'drop_before', match: 'klines', count: 1 });
    const ended = await ours('download-data', '--days', '1', '-t', '15m', '-p', 'SOL/USDT');
    expect(ended.err.match(/Asking again in/g)?.length).toBe(3);
    expect(ended.code).toBe(0);
    const child = spawn(
      nodeBinary(),
      command('download-data', '--config', config, '--userdir', folder, '--days', '900', '-t', '1m', '-p', 'SOL/USDT'),
      {
        env: { ...process.env, ...NODE_ENVIRONMENT },
        cwd: folder,
      },
    );
    let out = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    await until(async () => /About to download/.test(out) || null, 'the download to begin');
    // a fault that does nothing counts what is asked for: a thousand candles each time
    await simulator.control('POST', 'faults', { kind: 'delay_before', match: '/api/v3/klines', ms: 0, count: 100_000 });
    const struck = async () => (await simulator.control<{ struck: number }[]>('GET', 'faults')).at(-1)?.struck ?? 0;
    await until(async () => (await struck()) > 4, 'candles to come');
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    expect(readdirSync(data).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    const kept = await stored('SOL/USDT', '1m');
    expect(kept.length).toBeGreaterThan(1000);
    for (let row = 1; row < kept.length; row++) expect(kept.time[row]! - kept.time[row - 1]!).toBe(60_000);
  });

  it('explains what it can not download', async () => {
    expect((await ours('download-data', '-p', 'QQQ/USDT')).err).toContain('binance does not trade QQQ/USDT.');
    expect((await ours('download-data', '-p', 'BTCUSDT')).err).toContain('binance does not trade BTCUSDT. Did you mean BTC/USDT?');
    expect((await ours('download-data', '-t', '7m')).err).toMatch(/binance has no 7m; it has .*1m, 3m, 5m/);
    expect((await ours('download-data', '--days', '0')).err).toContain('--days: "0" is not a whole number of at least 1');
    expect((await freqtrade('list-data')).err).toContain('Name an exchange');
    expect((await ours('convert-data', '--format-from', 'feather')).err).toContain('--format-to is needed');
  });

  it('lists pairs, markets, timeframes, exchanges and what a pairlist chooses, as freqtrade does', async () => {
    expect((await ours('list-pairs', '--print-json')).out).toBe('["BTC/USDT","ETH/USDT","SOL/USDT"]\n');
    expect((await ours('list-pairs', '-1')).out).toBe('BTC/USDT\nETH/USDT\nSOL/USDT\n');
    expect((await ours('list-pairs', '--print-list')).out).toBe('\nExchange Binance has 3 active pairs: BTC/USDT, ETH/USDT, SOL/USDT.\n');
    expect((await ours('list-markets', '--print-csv', '--base', 'BTC')).out).toBe(
      'Id,Symbol,Base,Quote,Active,Spot,Margin,Future,Leverage,Min Stake\nBTCUSDT,BTC/USDT,BTC,USDT,True,Spot,,,1.0,5.25\n',
    );
    expect((await ours('list-markets', '--base', 'BTC', 'ETH', '--quote', 'USDT')).out).toContain(
      'Exchange Binance has 2 active markets with BTC, ETH as base currencies and with USDT as quote currency',
    );
    expect((await ours('list-pairs', '--base', 'QQQ')).out).toBe('\nExchange Binance has 0 active pairs with QQQ as base currency.\n');
    expect((await ours('list-timeframes')).out).toBe(
      'Timeframes available for the exchange `Binance`: 1s, 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d, 3d, 1w, 1M\n',
    );
    expect((await ours('test-pairlist')).out).toBe("Pairs for USDT: \n['BTC/USDT', 'ETH/USDT', 'SOL/USDT']\n");
    expect((await ours('test-pairlist', '--print-json')).out).toBe('["BTC/USDT","ETH/USDT","SOL/USDT"]\n');
    const exchanges = (await freqtrade('list-exchanges', '-1')).out.split('\n');
    expect(exchanges).toEqual(expect.arrayContaining(['binance', 'kraken', 'okx', 'bybit']));
    expect(exchanges).not.toContain('poloniex');
  });

  it('lists recorded data with ranges and gaps', async () => {
    const args = ['--datadir', RECORDED, '--exchange', 'binance', '--userdir', folder];
    expect((await freqtrade('list-data', ...args)).out).toMatch(
      /Found 4 pair \/ timeframe combinations\.[\s\S]*UNITTEST\/BTC │\s+1m, 5m │\s+spot/,
    );
    const ranges = (await freqtrade('list-data', ...args, '--show-timerange', '--show-gaps')).out;
    expect(ranges).toMatch(/UNITTEST\/BTC │\s+1m │ spot │ 2017-11-04 23:02:00 │ 2017-11-14 22:59:00 │\s+13681 │\s+717/);
    expect((await freqtrade('list-data', ...args, '--trades', '--show-timerange')).out).toContain('2019-10-13 11:19:28 │  12477');
    expect((await freqtrade('list-data', ...args, '--trading-mode', 'futures', '--show-timerange')).out).toMatch(
      /XRP\/USDT:USDT │\s+8h │ funding_rate │ 2021-11-18 00:00:00/,
    );
  });

  it.each(['parquet', 'json', 'jsongz'])('converts candles and trades to %s and back without a difference', async (format) => {
    const place = join(folder, `convert-${format}`);
    cpSync(RECORDED, place, { recursive: true });
    const args = ['--datadir', place, '--exchange', 'binance', '--userdir', folder];
    const before = (await loadCandles(place, 'XRP/ETH', '1m', 'spot', 'feather', EVERYTHING, false))!;
    const there = await freqtrade('convert-data', ...args, '--format-from', 'feather', '--format-to', format, '-t', '1m', '--erase');
    expect(there).toMatchObject({ code: 0, out: expect.stringContaining('Converted 2469 1m spot candles of XRP/ETH') });
    expect(existsSync(join(place, 'XRP_ETH-1m.feather'))).toBe(false);
    await freqtrade('convert-data', ...args, '--format-from', format, '--format-to', 'feather', '-t', '1m');
    expect(await loadCandles(place, 'XRP/ETH', '1m', 'spot', 'feather', EVERYTHING, false)).toEqual(before);
    expect(
      (await freqtrade('convert-trade-data', ...args, '--format-from', 'feather', '--format-to', format, '-p', 'XRP/ETH')).out,
    ).toContain('Converted 12477 trades of XRP/ETH');
  });

  it("takes Binance's public trades, and keeps a format where both are the same", async () => {
    const place = join(folder, 'vendor');
    mkdirSync(place);
    const at = Date.UTC(2025, 0, 1);
    writeFileSync(
      join(folder, 'BTCUSDT-trades-2025-01.csv'),
      `11,100.5,2,201,${at}250,True,True\n12,101,1,101,${at + 1}999,False,True\n12,101,1,101,${at + 1}999,False,True\n`,
    );
    const args = ['--datadir', place, '--exchange', 'binance', '--userdir', folder];
    const ended = await freqtrade(
      ...[
        'convert-trade-data',
        ...args,
        '--format-from',
        'csv',
        '--format-to',
        'feather',
        '--csv-files',
        join(folder, 'BTCUSDT-trades-2025-01.csv'),
      ],
    );
    expect(ended).toMatchObject({
      code: 0,
      out: expect.stringContaining('Converted 2 trades of BTC/USDT (3 rows read, 1 dropped: there already)'),
    });
    const file = join(place, 'BTC_USDT-trades.feather');
    expect((await loadTrades(file, 'feather'))!.side).toEqual(['sell', 'buy']);
    const again = await freqtrade('convert-trade-data', ...args, '--format-from', 'feather', '--format-to', 'feather', '--erase');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Converted 2 trades of BTC/USDT') });
    expect(existsSync(file)).toBe(true);
  });

  it.skipIf(!existsSync(join(PEERS, 'bin/python')) && process.env['CI'] === undefined)(
    'makes of trades what freqtrade makes of them, and the files are read by it',
    async () => {
      const place = join(folder, 'trades');
      cpSync(RECORDED, place, { recursive: true });
      mkdirSync(join(folder, 'theirs'));
      cpSync(join(RECORDED, 'XRP_ETH-trades.feather'), join(folder, 'theirs/XRP_ETH-trades.feather'));
      const args = ['--exchange', 'binance', '--userdir', folder];
      await freqtrade('convert-trade-data', '--datadir', place, ...args, '--format-from', 'feather', '--format-to', 'parquet');
      await freqtrade('trades-to-ohlcv', '--datadir', place, ...args, '-p', 'XRP/ETH', '-t', '1m', '5m');
      const script = `
import sys, pathlib, pandas as pd
from freqtrade.data.converter import trades_to_ohlcv
from freqtrade.data.history import get_datahandler
from freqtrade.enums import CandleType, TradingMode
ours = pathlib.Path(sys.argv[1])
trades = get_datahandler(ours, 'feather').trades_load('XRP/ETH', TradingMode.SPOT)
again = get_datahandler(ours, 'parquet').trades_load('XRP/ETH', TradingMode.SPOT)
pd.testing.assert_frame_equal(trades, again)
for timeframe in ('1m', '5m'):
    theirs = trades_to_ohlcv(trades, timeframe)
    mine = pd.read_feather(ours / f'XRP_ETH-{timeframe}.feather')
    mine['date'] = mine['date'].astype(theirs['date'].dtype)
    pd.testing.assert_frame_equal(mine, theirs.reset_index(drop=True), rtol=1e-12)
print('equal')
${END_AT_ONCE}`;
      const { stdout } = await run(join(PEERS, 'bin/python'), ['-W', 'ignore', '-c', script, place], { timeout: 60_000 });
      expect(stdout).toContain('equal');
    },
  );

  it('names files that are damaged, cut off, empty or foreign, and changes nothing', async () => {
    const place = join(folder, 'damaged');
    cpSync(RECORDED, place, { recursive: true });
    const file = join(place, 'XRP_ETH-1m.feather');
    const args = [
      '--datadir',
      place,
      '--exchange',
      'binance',
      '--userdir',
      folder,
      '--format-from',
      'feather',
      '--format-to',
      'json',
      '-p',
      'XRP/ETH',
      '-t',
      '1m',
    ];
    const damage: Record<string, () => void> = {
      cut: () => truncateSync(file, 5000),
      empty: () => writeFileSync(file, ''),
      foreign: () => writeFileSync(file, 'date,open\n1,2\n'),
      trades: () => cpSync(join(place, 'XRP_ETH-trades.feather'), file),
    };
    for (const [name, spoil] of Object.entries(damage)) {
      spoil();
      const before = readFileSync(file);
      const ended = await freqtrade('convert-data', ...args);
      expect(ended, name).toMatchObject({
        code: 78,
        err: expect.stringMatching(/XRP_ETH-1m\.feather can't be used: .+\. Delete it and download it again\./),
      });
      expect(readFileSync(file).equals(before), name).toBe(true);
      expect(existsSync(join(place, 'XRP_ETH-1m.json')), name).toBe(false);
    }
  });
});
