import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { candlesOfRows, readCsvCandles } from './csv-candles.ts';
import { csvFiles } from './csv-files.ts';
import { readCsvTrades } from './csv-trades.ts';
import { filesByPair, readKrakenTrades } from './kraken-trades.ts';
import { readVendorName, timeframeOf } from './vendor-name.ts';

const T = Date.UTC(2025, 0, 1);
const HOUR = 3_600_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const WISH = { columns: null, unit: null, base: 'ETH' } as const;
const lines = (count: number, line: (row: number) => string) => Array.from({ length: count }, (_value, row) => line(row)).join('\n');

describe('CSV files of vendors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'csv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['Binance', lines(3, (row) => `${T + row * HOUR},1,9,0.5,${row + 2},7,${T + (row + 1) * HOUR - 1},9,2,3,4,0`)],
    [
      'Binance since 2025',
      `open_time,open,high,low,close,volume,close_time,quote_volume,count\n${lines(3, (row) => `${(T + row * HOUR) * 1000},1,9,0.5,${row + 2},7,0,9,2`)}`,
    ],
    [
      'CryptoDataDownload',
      `https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume USDT,Volume ETH,tradecount\n${lines(3, (row) => `${(T + (2 - row) * HOUR) / 1000}.0,2025-01-01 00:00:00,ETHUSDT,1,9,0.5,${4 - row},900,7,3`)}`,
    ],
    ['Kraken', lines(3, (row) => `${(T + row * HOUR) / 1000},1,9,0.5,${row + 2},7,12`)],
    ['Bitfinex, newest first and in its order', lines(3, (row) => `${T + (2 - row) * HOUR},1,${4 - row},5,0.5,7`)],
    [
      'a notebook',
      `"Date";"Open";"High";"Low";"Close";"Volume"\n${lines(3, (row) => `"2025-01-01 0${row}:00:00";"1";"5";"0.5";"${row + 2}";"7"`)}`,
    ],
  ])(
    '%s',
    (_vendor, text) => {
      const { rows, dropped } = readCsvCandles(bytes(text), WISH);
      const candles = candlesOfRows(rows);
      expect([...candles.time]).toEqual([T, T + HOUR, T + 2 * HOUR]);
      expect([...candles.close]).toEqual([2, 3, 4]);
      expect([...candles.volume]).toEqual([7, 7, 7]);
      expect(dropped.size).toBe(0);
      expect(timeframeOf(candles.time)).toBe('1h');
    },
    10_000,
  );

  it('drops what is no candle, and says why', () => {
    const { rows, dropped } = readCsvCandles(
      bytes(`time,open,high,low,close,volume\n${T},1,2,1,1,1\n,1,2,1,1,1\n12,1,2,1,1,1\n${T},1,x,1,1,1\n`),
      WISH,
    );
    expect(rows.length).toBe(1);
    expect(Object.fromEntries(dropped)).toEqual({
      'no date': 1,
      'a date that can not be one of a market': 1,
      'a price or volume that is no number': 1,
    });
  });

  it('takes columns by name or number, a unit that is said, and refuses what makes no candles', () => {
    const text = bytes(`when,a,b,c,d,e\n${T},2,9,1,3,5\n`);
    expect(() => readCsvCandles(text, WISH)).not.toThrow();
    expect(readCsvCandles(text, { ...WISH, columns: ['when', 'a', 'b', '4', '5', 'e'] }).rows).toEqual([[T, 2, 9, 1, 3, 5]]);
    expect(readCsvCandles(text, { ...WISH, columns: ['1', '2', '3', '4', '5', '6'], unit: 's' }).dropped.size).toBe(1);
    expect(() => readCsvCandles(bytes(lines(4, () => `${T},5,1,9,7,1`)), WISH)).toThrow('highs are below closes');
  });

  it('finds files in folders and packed ones, and what their names tell', () => {
    writeFileSync(join(folder, 'BTCUSDT-1h-2025-01.zip'), zipSync({ 'BTCUSDT-1h-2025-01.csv': bytes('1,2') }));
    writeFileSync(join(folder, 'ETHUSDT-5m.csv'), '1,2');
    const files = csvFiles([folder]);
    expect(files.map(({ name }) => name)).toEqual(['BTCUSDT-1h-2025-01', 'ETHUSDT-5m']);
    expect(new TextDecoder().decode(files[0]!.bytes())).toBe('1,2');
    expect(readVendorName('BTCUSDT-1h-2025-01')).toEqual({ pair: 'BTC/USDT', timeframe: '1h' });
    expect(readVendorName('Binance_ETHUSDT_d')).toEqual({ pair: 'ETH/USDT', timeframe: '1d' });
    expect(readVendorName('XBTUSD_60')).toEqual({ pair: 'BTC/USD', timeframe: '1h' });
    expect(readVendorName('SOL_USDT-1mo')).toEqual({ pair: 'SOL/USDT', timeframe: '1M' });
    expect(readVendorName('candles')).toEqual({ pair: null, timeframe: null });
  });

  it.each([
    ['trades since 2025, in microseconds', `11,100.5,2,201,${T}250,True,True\n12,101,1,101,${T + 1}999,False,True\n`],
    ['trades of before', `11,100.5,2,201,${T},True,True\n12,101,1,101,${T + 1},False,True\n`],
    ['trades of futures', `id,price,qty,quote_qty,time,is_buyer_maker\n12,101,1,101,${T + 1},false\n11,100.5,2,201,${T},true\n`],
    ['aggTrades', `11,100.5,2,1,1,${T}000,True,True\n12,101,1,2,3,${T + 1}000,False,True\n12,101,1,2,3,${T + 1}000,False,True\n`],
    [
      'aggTrades of futures',
      `agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n11,100.5,2,1,1,${T},true\n12,101,1,2,3,${T + 1},false\n`,
    ],
    ['any with names', `Timestamp;Side;Price;Amount;Trade ID\n${T / 1000}.000;SELL;100.5;2;11\n${T / 1000}.001;BUY;101;1;12\n`],
  ])("reads Binance's public trades: %s", (_what, text) => {
    writeFileSync(join(folder, 'BTCUSDT-trades-2025-01.csv'), text);
    const byPair = filesByPair(csvFiles([join(folder, 'BTCUSDT-trades-2025-01.csv')]));
    const { trades } = readCsvTrades(byPair.get('BTC/USDT')!);
    expect(trades).toEqual({
      length: 2,
      time: Float64Array.of(T, T + 1),
      id: ['11', '12'],
      type: [null, null],
      side: ['sell', 'buy'],
      price: Float64Array.of(100.5, 101),
      amount: Float64Array.of(2, 1),
      cost: Float64Array.of(201, 101),
    });
    writeFileSync(join(folder, 'BTCUSDT-trades-2025-01.csv'), '1,2,3,4\n');
    expect(() => readCsvTrades(byPair.get('BTC/USDT')!)).toThrow('names no columns of trades');
  });

  it("reads Kraken's trades as freqtrade does", () => {
    writeFileSync(join(folder, 'XBTUSD.csv'), `time,price,volume\n${T / 1000 + 1}.5,100,2\n${T / 1000}.25,101,1\n${T / 1000}.25,102,1\n`);
    const byPair = filesByPair(csvFiles([join(folder, 'XBTUSD.csv')]));
    const { trades, repeated, undated } = readKrakenTrades(byPair.get('BTC/USD')!);
    expect([...trades.time]).toEqual([T + 250, T + 1500]);
    expect([...trades.cost]).toEqual([101, 200]);
    // no ids, so that trades of one moment are one
    expect({ repeated, undated }).toEqual({ repeated: 1, undated: 1 });
  });
});
