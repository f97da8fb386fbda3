import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/core/market/timerange.ts';
import { candleFile, type DataFormat, loadCandles, saveCandles } from '../../src/data/candle-files.ts';
import { END_AT_ONCE } from '../process/end-at-once.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const DATA = join(ROOT, 'tests/golden/backtest/data');
const run = promisify(execFile);

/** freqtrade's own loader and pandas, over two folders: equal dtypes, equal values, or the difference is printed. */
const COMPARE = `
import sys, pathlib, numpy as np, pandas as pd
from freqtrade.data.history.datahandlers import get_datahandler
from freqtrade.enums import CandleType
ours, theirs, fmt = sys.argv[1:4]
def load(folder, form): return get_datahandler(pathlib.Path(folder), form).ohlcv_load("S000/USDT", "5m", candle_type=CandleType.SPOT, fill_missing=False, drop_incomplete=False)
a, b = load(ours, fmt), load(theirs, "feather")
assert len(a) > 1000 and len(a) == len(b) and (a.date == b.date).all()
# pandas itself reads texts of numbers to some 15 digits
for c in ("open", "high", "low", "close", "volume"): assert np.allclose(a[c], b[c], rtol=1e-13 if fmt != "feather" else 0, atol=0), c
if fmt in ("feather", "parquet"):
    x = (pd.read_feather if fmt == "feather" else pd.read_parquet)(pathlib.Path(ours) / f"S000_USDT-5m.{fmt}")
    y = pd.read_feather(pathlib.Path(theirs) / "S000_USDT-5m.feather")
    assert x.equals(y) and list(x.dtypes) == list(y.dtypes), (x.dtypes, y.dtypes)
get_datahandler(pathlib.Path(ours), fmt).ohlcv_store("S001/USDT", "5m", b, CandleType.SPOT)
print("equal")
${END_AT_ONCE}`;

/** The kinds that have other columns than candles: freqtrade reads ours, writes its own, and both files look alike. */
const COMPARE_VALUES = `
import sys, pathlib, pandas as pd
from freqtrade.data.history.datahandlers import get_datahandler
from freqtrade.enums import CandleType
folder, fmt = sys.argv[1:3]
store = get_datahandler(pathlib.Path(folder), fmt)
for kind, columns in ((CandleType.FUNDING_RATE, ["funding_rate"]), (CandleType.OPEN_INTEREST, ["open_interest_amount", "open_interest_value"])):
    frame = store.ohlcv_load("S000/USDT:USDT", "1h", candle_type=kind, fill_missing=False, drop_incomplete=False)
    # pandas itself reads texts of numbers to some 15 digits
    assert len(frame) == 4 and frame[columns[0]].round(15).tolist() == [0.0001, -0.0002, 0.0003, 0.0], frame
    store.ohlcv_store("S001/USDT:USDT", "1h", frame, kind)
    if fmt in ("feather", "parquet"):
        read = pd.read_feather if fmt == "feather" else pd.read_parquet
        a, b = (read(pathlib.Path(folder) / "futures" / f"{base}_USDT_USDT-1h-{kind}.{fmt}") for base in ("S000", "S001"))
        assert list(a.columns) == list(b.columns) == ["date", *columns], (a.columns, b.columns)
print("equal")
${END_AT_ONCE}`;

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('candle files beside the real freqtrade', () => {
  const folder = temporaryFolder();
  afterAll(() => removeFolder(folder));

  it.each(['feather', 'parquet', 'json', 'jsongz'] as const)('%s: funding rates and open interest too', async (format: DataFormat) => {
    const values = [0.0001, -0.0002, 0.0003, 0];
    const column = (...cells: number[]) => Float64Array.from(cells);
    const none = column(0, 0, 0, 0);
    const time = column(...values.map((_value, row) => 1_704_067_200_000 + row * 8 * 3_600_000));
    const candles = { length: 4, time, open: column(...values), high: column(5, 6, 7, 8), low: none, close: none, volume: none };
    mkdirSync(join(folder, 'futures'), { recursive: true });
    for (const type of ['funding_rate', 'open_interest'] as const)
      await saveCandles(candleFile(folder, 'S000/USDT:USDT', '1h', type, format), candles, format, type);
    const { stdout } = await run(join(PEERS, 'bin/python'), ['-c', COMPARE_VALUES, folder, format], { timeout: 60_000 });
    expect(stdout).toContain('equal');
    const rates = (await loadCandles(folder, 'S001/USDT:USDT', '1h', 'funding_rate', format, EVERYTHING, false))!;
    expect([...rates.time]).toEqual([...time]);
    expect([...rates.open]).toEqual(values);
    const interest = (await loadCandles(folder, 'S001/USDT:USDT', '1h', 'open_interest', format, EVERYTHING, false))!;
    expect([...interest.open]).toEqual(values);
    expect([...interest.high]).toEqual([5, 6, 7, 8]);
  });

  it.each(['feather', 'parquet', 'json', 'jsongz'] as const)('%s: each reads what the other wrote', async (format: DataFormat) => {
    const candles = (await loadCandles(DATA, 'S000/USDT', '5m', 'spot', 'feather', EVERYTHING))!;
    await saveCandles(candleFile(folder, 'S000/USDT', '5m', 'spot', format), candles, format, 'spot');
    const { stdout } = await run(join(PEERS, 'bin/python'), ['-c', COMPARE, folder, DATA, format], { timeout: 60_000 });
    expect(stdout).toContain('equal');
    const back = (await loadCandles(folder, 'S001/USDT', '5m', 'spot', format, EVERYTHING))!;
    expect(back.length).toBe(candles.length);
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) expect(back[name]).toEqual(candles[name]);
  });

  it('leaves no half file behind', () => {
    expect(
      readFileSync(candleFile(folder, 'S000/USDT', '5m', 'spot', 'feather'))
        .subarray(0, 6)
        .toString(),
    ).toBe('ARROW1');
  });
});
