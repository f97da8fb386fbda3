import { expectancy } from '../../core/statistics/summary.ts';
import { pairwiseMean, pairwiseSum } from '../../core/statistics/sums.ts';
import { drawdownOfResults, outcomes, type TradeResult } from '../statistics/figures.ts';
import { dailyReturns, sharpeOfDays, sortinoOfDays } from './daily-returns.ts';
import type { HyperoptLoss, LossInput } from './loss.ts';

const profitsOf = (trades: readonly TradeResult[]): number[] => trades.map(({ profitAbs }) => profitAbs);
const profitOf = ({ trades }: LossInput): number => pairwiseSum(profitsOf(trades));

/** Many short trades: a part each for duration, number of trades and profit. */
const shortTrades: HyperoptLoss = ({ trades, tradeCount }) => {
  const aims = { trades: 600, profitRatios: 3, minutes: 300 };
  const profit = pairwiseSum(trades.map(({ profitRatio }) => profitRatio));
  const minutes = pairwiseMean(trades.map((trade) => trade.minutes));
  const ofTrades = 1 - 0.25 * Math.exp(-((tradeCount - aims.trades) ** 2) / 10 ** 5.8);
  const ofProfit = Math.max(0, 1 - profit / aims.profitRatios);
  return ofTrades + ofProfit + 0.4 * Math.min(minutes / aims.minutes, 1);
};

/** Profit over the largest fall; profit alone where nothing fell. */
const drawdown: HyperoptLoss = (input) => {
  const { abs } = drawdownOfResults(input.trades, 0);
  return abs === 0 ? -profitOf(input) : -profitOf(input) / abs;
};

/** Profit over the largest fall and the largest fall's ratio, which may be another one. */
const relativeDrawdown: HyperoptLoss = (input) => {
  const { abs, largestRatio } = drawdownOfResults(input.trades, input.startingBalance);
  return abs === 0 ? -profitOf(input) : -profitOf(input) / abs / largestRatio;
};

/** The worst pair's profit over its fall; less than one is bad by itself. */
const drawdownPerPair: HyperoptLoss = ({ figures }) => {
  const [least, penalty] = [1, 20];
  const scores = figures.tables.pairs
    .filter(({ key }) => key !== 'TOTAL')
    .map(({ profitAbs, fall }) => (fall.abs !== 0 && profitAbs !== 0 ? profitAbs / fall.abs : profitAbs))
    .map((score) => (score < least ? score - penalty : score));
  return -Math.min(...scores);
};

/** Profit without the part that the account's fall takes of it. */
const lessDrawdown = (input: LossInput, weight: number): number => {
  const profit = profitOf(input);
  const { ratio } = drawdownOfResults(input.trades, input.startingBalance);
  return profit - ratio * profit * (1 - weight);
};

/** Profit, fall, profit factor, expectancy, share of wins and number of trades at once. */
const manyMetrics: HyperoptLoss = (input) => {
  const { trades, tradeCount } = input;
  const weights = { drawdown: 0.055, trades: 50, expectancy: 2, profitFactor: 1, winRate: 1.2 };
  const profits = profitsOf(trades);
  const gains = pairwiseSum(profits.filter((profit) => profit > 0));
  const losses = Math.abs(pairwiseSum(profits.filter((profit) => profit < 0)));
  const share = outcomes(trades).wins / trades.length;
  const fewTrades = tradeCount < weights.trades ? Math.max(0.1, 1 - Math.abs(tradeCount - weights.trades) / weights.trades) : 1;
  return (
    -lessDrawdown(input, weights.drawdown) *
    Math.log(gains / (losses + 1e-6) + weights.profitFactor) *
    Math.log(Math.min(10, expectancy(profits).ratio) + weights.expectancy) *
    Math.log(weights.winRate + share) *
    fewTrades
  );
};

/** freqtrade's loss functions under their names. Source: freqtrade 2026.9. */
export const BUILT_IN_LOSSES: Readonly<Record<string, HyperoptLoss>> = {
  ShortTradeDurHyperOptLoss: shortTrades,
  OnlyProfitHyperOptLoss: (input) => -profitOf(input),
  SharpeHyperOptLoss: ({ figures }) => -figures.ratios.sharpe,
  SharpeHyperOptLossDaily: (input) => -sharpeOfDays(dailyReturns(input)),
  SortinoHyperOptLoss: ({ figures }) => -figures.ratios.sortino,
  SortinoHyperOptLossDaily: (input) => -sortinoOfDays(dailyReturns(input)),
  CalmarHyperOptLoss: ({ figures }) => -figures.ratios.calmar,
  MaxDrawDownHyperOptLoss: drawdown,
  MaxDrawDownRelativeHyperOptLoss: relativeDrawdown,
  MaxDrawDownPerPairHyperOptLoss: drawdownPerPair,
  ProfitDrawDownHyperOptLoss: (input) => -lessDrawdown(input, 0.075),
  MultiMetricHyperOptLoss: manyMetrics,
};

/** An older name of `ShortTradeDurHyperOptLoss`. */
export const OLDER_LOSS_NAMES: Readonly<Record<string, string>> = { DefaultHyperOptLoss: 'ShortTradeDurHyperOptLoss' };
