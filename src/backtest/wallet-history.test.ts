import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Trade } from '../core/trade/trade.ts';
import { walletStatistics } from './statistics/wallet-statistics.ts';
import { type RowSink, WalletHistory, type WalletRows } from './wallet-history.ts';

/** Of each candle what trades had brought by then, and what was held: currency, coins, rate. */
interface Wallet {
  readonly moments: readonly {
    readonly at: number;
    readonly realized: number;
    readonly held: readonly (readonly [string, number, number])[];
  }[];
  readonly figures: Readonly<Record<string, number>>;
}

const { wallets } = JSON.parse(gunzipSync(readFileSync(new URL('../../tests/golden/sums.json.gz', import.meta.url))).toString()) as {
  wallets: Wallet[];
};
const HOURS = 3_600_000;
const held = (base: string, amount: number) =>
  ({ pair: `${base}/USDT`, base, amount, stakeAmount: 0, realizedProfit: 0, orders: [] }) as unknown as Trade;

const emptyHistory = (onRows: RowSink | null) =>
  new WalletHistory({ start: 200, stakeCurrency: 'USDT', isFutures: false, isKept: true, candles: 0, onRows });

/** @param isPassed candles are passed over, as where nothing happens */
function historyOf({ moments }: Wallet, isPassed: boolean): WalletHistory {
  const wallet = emptyHistory(null);
  for (const { at, realized, held: quoted } of moments) {
    wallet.update(
      quoted.map(([base, coins]) => held(base, coins)),
      realized,
    );
    if (isPassed) {
      const pairs = quoted.map(([base, , rate]) => ({
        holding: wallet.holding(`${base}/USDT`),
        data: { candles: { open: Float64Array.of(rate), per: 1, length: 1 } },
        rowAt: () => 0,
      }));
      wallet.pass(pairs, at, 6 * HOURS, 1);
    } else {
      wallet.begin(at);
      for (const [base, , rate] of quoted) wallet.add(wallet.holding(`${base}/USDT`), rate);
    }
  }
  return wallet;
}

function figuresOf(wallet: WalletHistory): Record<string, number> {
  const { start, end, high, low, sharpe, sortino, calmar, fall } = walletStatistics(wallet)!;
  return {
    start_balance: start,
    end_balance: end,
    high_balance: high.balance,
    low_balance: low.balance,
    sharpe,
    sortino,
    calmar,
    low_ts: low.at,
    high_ts: high.at,
    max_drawdown_account: fall.ratio,
    max_relative_drawdown: fall.largestRatio,
    max_drawdown_abs: fall.abs,
    drawdown_start_ts: fall.start,
    drawdown_end_ts: fall.end,
    drawdown_duration_s: (fall.end - fall.start) / 1000,
    max_drawdown_low: fall.low,
    max_drawdown_high: fall.high,
  };
}

describe('what a wallet was worth, beside freqtrade', () => {
  it.each([false, true])('has the same figures to the last digit, which tells the deepest of equal falls (passed over: %s)', (isPassed) => {
    for (const wallet of wallets) expect(figuresOf(historyOf(wallet, isPassed))).toEqual(wallet.figures);
  });

  it('has no row for what is nothing, and no candle without a row', () => {
    const given: WalletRows[] = [];
    const wallet = emptyHistory((rows) => given.push(rows));
    wallet.begin(0);
    wallet.update([held('A', 2)], -200);
    for (const at of [1, 2]) {
      wallet.begin(at);
      if (at === 2) wallet.add(wallet.holding('A/USDT'), 90);
    }
    wallet.pass([], 3, 1, 2);
    expect(given).toEqual([]);
    wallet.end();
    expect([[...wallet.times.values()], [...wallet.totals()]]).toEqual([
      [0, 2],
      [200, 180],
    ]);
    const [{ length, date, currency, rate, balance, currencies }] = given as [WalletRows];
    const seen = [date, currency, rate, balance].map((column) => [...column.subarray(0, length)]);
    expect([given.length, ...seen, currencies]).toEqual([1, [0, 2], [0, 1], [1, 90], [200, 2], ['USDT', 'A']]);
  });
});
