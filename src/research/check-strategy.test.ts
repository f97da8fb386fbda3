import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawConfig } from '../config/raw.ts';
import { validate } from '../config/validate.ts';
import { candleFile, saveCandles } from '../data/candle-files.ts';
import { Column, type DataFrame, ema, type Informative, rsi, Strategy } from '../index.ts';
import { checkStrategy } from './check-strategy.ts';
import { sampleCandles } from './sample-candles.ts';
import { recursiveTask } from './tasks/recursive.ts';
import type { TaskWorld } from './tasks/task.ts';

const plain = { stake_currency: 'USDT', stake_amount: 100, dry_run: true, exchange: { name: 'binance', pair_whitelist: [] } };
const config = validate(plain, new Map(), 'test', 'backtest').config as RawConfig;

class Dip extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 0.1 };
  override stoploss = -0.1;
  override startupCandleCount = 400;
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame.set('rsi', rsi(frame.close, 14)).set('slow', ema(frame.close, 40));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.get('rsi').crossedAbove(35));
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('rsi').above(70));
  }
}

describe('a strategy on made-up candles', () => {
  it('is found without fault where it has none, and says the same every time', async () => {
    const found = await checkStrategy(new Dip(), config);
    expect(found).toMatchObject({ pairs: ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'], candles: 1500, silent: [] });
    expect(found.entries).toBeGreaterThan(10);
    expect(found.exits).toBeGreaterThan(10);
    expect(found.lookahead).toEqual({ totalSignals: 24, biasedEntries: 0, biasedExits: 0, biasedIndicators: [] });
    for (const row of Object.values(found.recursive.results)) expect(Math.abs(row['400'] ?? 1)).toBeLessThan(1e-9);
    expect(await checkStrategy(new Dip(), config)).toEqual(found);
  });

  it('is begun before it is asked for anything', async () => {
    const asked: string[] = [];
    class Begun extends Dip {
      override async botStart(): Promise<void> {
        await Promise.resolve();
        asked.push(`botStart in ${this.dp.runMode}, ${this.dp.currentWhitelist().length} pairs, ${this.wallets.free('USDT')} USDT`);
      }
      override informativePairs(): [string, string][] {
        asked.push('informativePairs');
        return [];
      }
    }
    await checkStrategy(new Begun(), config);
    expect(asked.slice(0, 2)).toEqual(['botStart in backtest, 3 pairs, 1000 USDT', 'informativePairs']);
    expect(asked.filter((what) => what.startsWith('botStart'))).toHaveLength(1);
    class Failing extends Dip {
      override botStart(): void {
        throw new Error('no list of coins');
      }
    }
    await expect(checkStrategy(new Failing(), config)).rejects.toThrow('Failing.botStart failed: no list of coins');
  });

  it('is asked by its callbacks, too: what they fail with is told, and which of them nothing has led to', async () => {
    expect((await checkStrategy(new Dip(), config)).tried).toMatchObject({ failures: [], unasked: [] });
    class Wrong extends Dip {
      override plotAnnotations(): [] {
        return [{ type: 'area', start: 'today' }] as unknown as [];
      }
      override customExit(): boolean {
        return 5 as unknown as boolean;
      }
      override leverage(): number {
        throw new Error('no idea');
      }
      override adjustTradePosition(): null {
        return null;
      }
    }
    const { tried } = await checkStrategy(new Wrong(), config);
    expect(tried?.trades).toBeGreaterThan(5);
    expect(tried?.failures.map(({ callback }) => callback).sort()).toEqual(['customExit', 'leverage', 'plotAnnotations']);
    expect(tried?.unasked).toEqual(['adjustTradePosition']);
    class Untradable extends Dip {
      override stoploss = 0.1;
    }
    expect((await checkStrategy(new Untradable(), config)).tried).toBeNull();
  });

  it('is caught where it knows what comes later', async () => {
    class Ahead extends Dip {
      override populateIndicators(frame: DataFrame): DataFrame {
        return super.populateIndicators(frame).set('next', frame.close.shift(-1));
      }
      override populateEntryTrend(frame: DataFrame): DataFrame {
        return frame.signal('enter_long', frame.get('next').above(frame.close.times(1.002)));
      }
    }
    const { lookahead } = await checkStrategy(new Ahead(), config);
    expect(lookahead.biasedIndicators).toEqual(['next']);
    expect(lookahead.biasedEntries).toBeGreaterThan(0);
  });

  it('is caught where it scales by the whole frame', async () => {
    class Scaled extends Dip {
      override populateIndicators(frame: DataFrame): DataFrame {
        const most = Math.max(...frame.close.values);
        return super.populateIndicators(frame).set('share', Column.from(frame.close.values.map((value) => value / most)));
      }
    }
    expect((await checkStrategy(new Scaled(), config)).lookahead.biasedIndicators).toEqual(['share']);
  });

  it('shows which indicators need more start-up candles', async () => {
    class Short extends Dip {
      override startupCandleCount = 20;
    }
    const { recursive } = await checkStrategy(new Short(), config);
    expect(Object.keys(recursive.results)).toEqual(expect.arrayContaining(['slow']));
  });

  it('gets candles of the timeframes it wants, enough of them for an average', async () => {
    class Daily extends Dip {
      override informative(): readonly Informative[] {
        return [{ timeframe: '1d', asset: 'BTC/{stake}', populate: (frame) => frame.set('slow', ema(frame.close, 50)) }];
      }
      override populateEntryTrend(frame: DataFrame): DataFrame {
        return frame.signal('enter_long', frame.get('btc_usdt_slow_1d').isKnown());
      }
    }
    const found = await checkStrategy(new Daily(), config);
    expect(found.candles).toBe(120 * 288);
    expect(found.entries).toBeGreaterThan(10_000);
    expect(found.lookahead.biasedEntries).toBe(0);
  });

  it('sees public trades where the configuration asks for order flow', async () => {
    class Flow extends Dip {
      override populateIndicators(frame: DataFrame): DataFrame {
        return frame.set(
          'levels',
          frame.orderFlow.map((flow) => flow?.orderflow.size ?? Number.NaN),
        );
      }
      override populateEntryTrend(frame: DataFrame): DataFrame {
        return frame.signal('enter_long', frame.get('delta').crossedAbove(0).and(frame.get('levels').above(2)));
      }
      override populateExitTrend(frame: DataFrame): DataFrame {
        return frame.signal('exit_long', frame.get('delta').crossedBelow(0));
      }
    }
    const orderflow = { max_candles: 1500, scale: 0.05, stacked_imbalance_range: 2, imbalance_volume: 1, imbalance_ratio: 2 };
    const asked = { ...plain, orderflow, exchange: { ...plain.exchange, use_public_trades: true } };
    const found = await checkStrategy(new Flow(), validate(asked, new Map(), 'test', 'backtest').config as RawConfig);
    expect(found.entries).toBeGreaterThan(50);
    expect(found.lookahead).toMatchObject({ biasedEntries: 0, biasedExits: 0, biasedIndicators: [] });
    await expect(checkStrategy(new Flow(), config)).rejects.toThrow('There is no order flow: set "use_public_trades"');
  });

  it('sees prices that could be: no gaps, high above low, never below 1', () => {
    const { length, time, open, high, low, close, volume } = sampleCandles('BTC/USDT', 5000, 300_000);
    for (let row = 0; row < length; row++) {
      if (row > 0) expect(time[row]! - time[row - 1]!).toBe(300_000);
      const [most, least] = [Math.max(open[row]!, close[row]!), Math.min(open[row]!, close[row]!)];
      if (!(high[row]! >= most && low[row]! <= least && low[row]! > 0.9 && volume[row]! > 0)) throw new Error(`candle ${row}`);
    }
    expect(Math.max(...close) / Math.min(...close)).toBeGreaterThan(1.5);
  });
});

describe('recursive analysis', () => {
  it('begins candles of other timeframes as late as those of its own, so that their columns are shown, too', async () => {
    class Hourly extends Dip {
      override startupCandleCount = 30;
      override informative(): readonly Informative[] {
        return [{ timeframe: '1h', populate: (frame) => frame.set('slow', ema(frame.close, 40)) }];
      }
      override populateIndicators(frame: DataFrame): DataFrame {
        const hours = this.dp.pairFrame('BTC/USDT', '1h');
        return super.populateIndicators(frame).set('hours', new Float64Array(frame.length).fill(hours?.length ?? 0));
      }
    }
    const folder = mkdtempSync(join(tmpdir(), 'recursive-'));
    const [own, hour] = [300_000, 3_600_000];
    for (const [timeframe, count, length] of [
      ['5m', 3000, own],
      ['1h', 250, hour],
    ] as const)
      await saveCandles(
        candleFile(folder, 'BTC/USDT', timeframe, 'spot', 'json'),
        sampleCandles('BTC/USDT', count, length),
        'json',
        'spot',
      );
    const made = async () => new Hourly();
    const world = {
      loadStrategy: async () => ({ strategy: await made(), code: '', parameterFile: null, anew: made, close: () => undefined }),
      downloadHint: async () => ({ command: '' }),
      warn: () => undefined,
      now: () => 0,
    } as unknown as TaskWorld;
    const where = { config, store: { folder, format: 'json' as const }, folders: [], markets: [], pairs: ['BTC/USDT'] };
    const task = { ...where, strategy: 'Hourly', timeframe: null, timerange: '20240105-20240111T0500', startupCandles: [30, 60, 200] };
    const { results } = await recursiveTask(task, world, () => undefined);
    rmSync(folder, { recursive: true });
    const differences = [30, 60, 200].map((count) => results['slow_1h']?.[count]);
    // too few for an average of 40 to be known; then nearer and nearer
    expect(differences[0]).toBeNull();
    expect(Math.abs(differences[1] ?? 0)).toBeGreaterThan(1e-4);
    expect(Math.abs(differences[2] ?? 1)).toBeLessThan(1e-5);
    // with its own 30, there are as many before the range and those of the range itself
    const hours = (count: number) => (count + 1) / (30 + 6 * 24 + 6) - 1;
    for (const count of [30, 60, 200]) expect(results['hours']?.[count]).toBeCloseTo(hours(count), 9);
    // raw candles are the same wherever one begins
    expect(Object.keys(results)).not.toContain('close_1h');
  });
});
