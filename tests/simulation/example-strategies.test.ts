import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AdvancedStrategy } from '../../examples/strategies/advanced-strategy.ts';
import { MinimalStrategy } from '../../examples/strategies/minimal-strategy.ts';
import { SampleStrategy } from '../../examples/strategies/sample-strategy.ts';
import { validate } from '../../src/config/validate.ts';
import { type CandleRow, candlesFromRows } from '../../src/core/market/candles.ts';
import type { Market } from '../../src/core/market/market.ts';
import { candleFile, saveCandles } from '../../src/data/candle-files.ts';
import { backtestStrategy } from '../../src/research/backtest-strategy.ts';
import { PriceSource } from '../../src/simulator/engine/price.ts';
import { DEFAULT_SYMBOLS } from '../../src/simulator/engine/symbol.ts';
import type { DataFrame } from '../../src/strategy/data-frame.ts';
import type { EntryContext, Informative, Strategy } from '../../src/strategy/strategy.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';

/** What "freqtrade new-strategy" gives a newcomer must not burn a wallet on candles it has never seen. */

const MINUTE = 60_000;
const TIMEFRAME = 5 * MINUTE;
const END = Date.UTC(2026, 9, 1);
const DAYS = 14;
const SEEDS = ['demo', 'another'];
const PLACES = [...SEEDS, 'recorded'];
const PAIRS = DEFAULT_SYMBOLS.slice(0, 6);
const TEMPLATES = { SampleStrategy, MinimalStrategy, AdvancedStrategy };

const folder = temporaryFolder();
const markets = new Map<string, Market>();

beforeAll(async () => {
  for (const seed of SEEDS) {
    mkdirSync(join(folder, seed, 'futures'), { recursive: true });
    for (const symbol of PAIRS) {
      const pair = `${symbol.base}/${symbol.quote}`;
      markets.set(pair, spotMarket(pair, { pricePrecision: symbol.tickSize, amountPrecision: symbol.stepSize, minAmount: symbol.minQty }));
      const source = new PriceSource(symbol, seed);
      const rows: CandleRow[] = [];
      for (let at = END - DAYS * 86_400_000; at < END; at += TIMEFRAME) {
        const bar = source.bar(at, at + TIMEFRAME, END);
        if (bar !== null) rows.push([at, bar.open, bar.high, bar.low, bar.close, bar.volume]);
      }
      await saveCandles(candleFile(join(folder, seed), pair, '5m', 'spot', 'feather'), candlesFromRows(rows, TIMEFRAME), 'feather', 'spot');
      if (symbol !== PAIRS[0]) continue;
      // another kind of candles, each price a tenth
      const tenth = rows.map(([at, open, high, low, close]): CandleRow => [at, open / 10, high / 10, low / 10, close / 10, 0]);
      await saveCandles(
        candleFile(join(folder, seed), pair, '5m', 'mark', 'feather'),
        candlesFromRows(tenth, TIMEFRAME),
        'feather',
        'mark',
      );
    }
  }
  mkdirSync(join(folder, 'recorded'));
  copyFileSync(join(ROOT, 'tests/golden/candles/UNITTEST_BTC-5m.feather'), join(folder, 'recorded/UNITTEST_BTC-5m.feather'));
  markets.set('UNITTEST/BTC', spotMarket('UNITTEST/BTC', { pricePrecision: 1e-8, amountPrecision: 1e-3, minCost: 0.0001 }));
});
afterAll(() => removeFolder(folder));

/** Profit of the whole wallet, ratio, and the number of trades. */
async function tried(strategy: Strategy, place: string): Promise<{ profit: number; trades: number; warnings: string[] }> {
  const isRecorded = place === 'recorded';
  const { config } = validate(
    {
      stake_currency: isRecorded ? 'BTC' : 'USDT',
      stake_amount: isRecorded ? 1 : 100,
      max_open_trades: 6,
      dry_run_wallet: isRecorded ? 10 : 1000,
      exchange: { name: 'binance' },
    },
    new Map(),
    'config.json',
    'backtest',
  );
  const warnings: string[] = [];
  const { figures } = await backtestStrategy(
    { config, timerange: '', timeframeDetail: '', enableProtections: false, positionStacking: false, keepsRejected: false, fee: 0.001 },
    strategy,
    {
      store: { folder: join(folder, place), format: 'feather' },
      pairs: isRecorded ? ['UNITTEST/BTC'] : PAIRS.map(({ base, quote }) => `${base}/${quote}`),
      markets,
      pairsOfCandle: null,
      download: async () => ({ command: 'freqtrade download-data', exchange: 'binance', timeframes: ['5m'] }),
      now: () => END,
      files: null,
      others: [],
      onProgress: () => undefined,
      onWarning: (message) => warnings.push(message),
    },
  );
  return { profit: figures.totals.all.profitRatio, trades: figures.totals.all.trades, warnings };
}

describe('strategies that new-strategy starts from', () => {
  it.each(Object.entries(TEMPLATES))('%s trades, and keeps its wallet on candles it was not made for', async (_name, Template) => {
    for (const place of PLACES) {
      const { profit, trades, warnings } = await tried(new Template(), place);
      expect(warnings).toEqual([]);
      expect(trades, place).toBeGreaterThan(5);
      expect(profit, place).toBeGreaterThan(-0.05);
    }
  });

  it('are begun before a backtest asks them for anything, and may wait for candles then', async () => {
    const asked: string[] = [];
    class Begun extends MinimalStrategy {
      highest = Number.NaN;
      override async botStart(): Promise<void> {
        const frame = await this.dp.historicFrame('BTC/USDT', '5m');
        this.highest = Math.max(...frame!.high.values);
        asked.push(`botStart in ${this.dp.runMode}`);
      }
      override informativePairs(): readonly [string, string][] {
        asked.push('informativePairs');
        return [];
      }
      override confirmTradeEntry(): boolean {
        return Number.isFinite(this.highest);
      }
    }
    const { trades } = await tried(new Begun(), 'demo');
    expect(trades).toBeGreaterThan(5);
    expect(asked.slice(0, 2)).toEqual(['botStart in backtest', 'informativePairs']);
    expect(asked.filter((what) => what.startsWith('botStart'))).toHaveLength(1);
    class Failing extends MinimalStrategy {
      override botStart(): void {
        throw new Error('no list of coins');
      }
    }
    await expect(tried(new Failing(), 'demo')).rejects.toThrow('Failing.botStart failed: no list of coins');
  });

  it('look at candles of another kind, while they analyse and while they trade', async () => {
    const differences: number[] = [];
    class Marked extends MinimalStrategy {
      override informativePairs(): readonly [string, string, 'mark'][] {
        return [['BTC/USDT', '5m', 'mark']];
      }
      override informative(): readonly Informative[] {
        return [{ timeframe: '5m', asset: 'BTC/{stake}', kind: 'mark', format: 'mark_{column}', populate: (frame) => frame }];
      }
      override populateIndicators(frame: DataFrame): DataFrame {
        const marks = this.dp.pairFrame('BTC/USDT', '5m', 'mark')!;
        differences.push(marks.length - frame.length, frame.get('mark_close').last() - marks.close.last());
        return super.populateIndicators(frame);
      }
      override confirmTradeEntry({ pair, currentTime }: EntryContext): boolean {
        if (pair !== 'BTC/USDT') return true;
        const [marks, own] = [this.dp.pairFrame('BTC/USDT', '5m', 'mark')!, this.dp.pairFrame('BTC/USDT', '5m')!];
        differences.push(marks.close.last() * 10 - own.close.last(), marks.time.at(-1)! + TIMEFRAME - currentTime);
        return true;
      }
    }
    await tried(new Marked(), 'demo');
    expect(differences.length).toBeGreaterThan(8);
    expect(differences.filter((difference) => Math.abs(difference) > 1e-6)).toEqual([]);
  });

  it('see all recorded candles before there is trading, of any pair, and later those that have ended', async () => {
    const seen: Record<string, unknown[]> = {};
    class Looking extends MinimalStrategy {
      look(when: string, now = END): void {
        seen[when] ??= (['BTC/USDT 5m', 'ETH/USDT 5m', 'BTC/USDT 15m', 'NONE/USDT 5m'] as const).map((key) => {
          const [pair = '', timeframe = ''] = key.split(' ');
          const frame = this.dp.pairFrame(pair, timeframe);
          return frame === null ? null : [frame.length, (now - frame.time.at(-1)!) / TIMEFRAME];
        });
        seen[`${when} facts`] ??= [this.dp.currentWhitelist().length, this.dp.market('BTC/USDT')?.pair, this.isPairLocked('ETH/USDT')];
      }
      override botStart(): void {
        this.lockPair('ETH/USDT', END + TIMEFRAME, 'at the start');
        this.look('botStart');
      }
      override populateIndicators(frame: DataFrame): DataFrame {
        this.look('populate');
        return super.populateIndicators(frame);
      }
      override confirmTradeEntry({ currentTime }: EntryContext): boolean {
        this.look('confirm', currentTime);
        return true;
      }
    }
    const { warnings } = await tried(new Looking(), 'demo');
    const all = (DAYS * 86_400_000) / TIMEFRAME;
    expect(seen['botStart']).toEqual([[all, 1], [all, 1], null, null]);
    expect(seen['populate']).toEqual(seen['botStart']);
    const [own, other, ...none] = seen['confirm'] as [[number, number], [number, number], ...null[]];
    expect(own[0]).toBeLessThan(all);
    expect([own[1], other, none]).toEqual([1, own, [null, null]]);
    expect(seen['botStart facts']).toEqual([PAIRS.length, 'BTC/USDT', true]);
    expect(seen['confirm facts']).toEqual([PAIRS.length, 'BTC/USDT', false]);
    expect(warnings).toEqual(['Looking locks ETH/USDT before there is trading: these locks end where a backtest begins, and hold live.']);
  });

  it('has every callback in the advanced one, which changes nothing before it is changed', async () => {
    const source = (path: string) => readFileSync(join(ROOT, path), 'utf8');
    // what a strategy in a process of its own answers to its host with is written by nobody
    const forTheHost = ['beginAnalysis', 'analysePairs', 'close', 'otherCandles', 'onRecorded'];
    // in place of a rule that every strategy has
    const ownRules = ['minRoiReached', 'minRoiReachedEntry'];
    const found = [...source('src/strategy/strategy.ts').matchAll(/^ {2}(\w+)\?\(/gm)].map(([, name]) => name!);
    const callbacks = found.filter((name) => !forTheHost.includes(name) && !ownRules.includes(name));
    expect(callbacks).toContain('adjustTradePosition');
    const advanced = source('examples/strategies/advanced-strategy.ts');
    for (const name of callbacks) {
      expect(advanced, name).toMatch(new RegExp(`^ {2}override (async )?${name}\\(`, 'm'));
      expect(advanced, `words on ${name}`).toMatch(new RegExp(`\\*/\\n {2}override (async )?${name}\\(`));
    }
    for (const place of PLACES) expect(await tried(new AdvancedStrategy(), place)).toEqual(await tried(new MinimalStrategy(), place));
  });
});
