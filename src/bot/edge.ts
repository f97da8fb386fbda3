import type { RawEdge } from '../config/raw.ts';
import { type EdgeFinding, type EdgeRules, judgePair } from '../core/edge/edge.ts';
import { candleEnd } from '../core/market/candle-calendar.ts';
import { type CandleRow, candlesFromRows } from '../core/market/candles.ts';
import { closedOf } from '../core/market/closed-rows.ts';
import { analyze } from '../strategy/analyze.ts';
import type { Bot } from './bot.ts';
import { surroundings } from './gather.ts';

const DAY_MS = 86_400_000;
const REQUEST_LIMIT = 1000;

/** Judges every pair of the whitelist anew when the last judgement is old. One pair's failure leaves the others alone. */
export async function refreshEdge(bot: Bot): Promise<void> {
  const edge = bot.settings.config.edge;
  if (!edge?.enabled) {
    bot.state.edge = null;
    return;
  }
  if (bot.state.edge !== null && bot.now() - bot.state.edgeAt < (edge.process_throttle_secs ?? 3600) * 1000) return;
  const findings = new Map<string, EdgeFinding>();
  for (const pair of bot.state.whitelist) {
    try {
      const finding = await judge(bot, pair, edge);
      if (finding !== null) findings.set(pair, finding);
    } catch (error) {
      bot.log.warn('edge', `${pair} can't be judged now: ${(error as Error).message}`);
    }
  }
  bot.state.edge = findings;
  bot.state.edgeAt = bot.now();
  bot.log.info(
    'edge',
    `Edge has validated ${findings.size} of ${bot.state.whitelist.length} pairs: ${[...findings.keys()].join(', ') || 'none'}`,
  );
}

/** Stake that risks no more than is allowed when the stop is hit; stake currency. */
export function edgeStake(finding: EdgeFinding, capital: number, free: number, allowedRisk: number): number {
  return Math.min(Math.abs((capital * allowedRisk) / finding.stoploss), free, capital);
}

async function judge(bot: Bot, pair: string, edge: RawEdge): Promise<EdgeFinding | null> {
  const { timeframe, timeframeMs, config } = bot.settings;
  const end = bot.now();
  const byTime = new Map<number, CandleRow>();
  let since = end - (edge.calculate_since_number_of_days ?? 7) * DAY_MS;
  while (since < end) {
    const rows = await bot.exchange.market.candles(pair, timeframe, since, REQUEST_LIMIT);
    for (const row of rows) byTime.set(row[0], row);
    const last = rows.at(-1)?.[0];
    if (last === undefined || last < since) break;
    since = candleEnd(last, timeframeMs);
  }
  const rows = [...byTime.values()].sort((a, b) => a[0] - b[0]);
  const candles = candlesFromRows(closedOf({ rows, asked: end }, timeframeMs, end), timeframeMs);
  const frame = await analyze(bot.strategy, pair, candles, surroundings(bot));
  const signal = (name: 'enter_long' | 'exit_long') =>
    Uint8Array.from({ length: frame.length }, (_value, index) => (frame.has(name) && frame.get(name).values[index] === 1 ? 1 : 0));
  return judgePair(
    candles,
    { enter: signal('enter_long'), exit: signal('exit_long') },
    edgeRules(edge, config.fee ?? bot.state.markets.get(pair)?.takerFee ?? 0),
  );
}

function edgeRules(edge: RawEdge, fee: number): EdgeRules {
  const from = edge.stoploss_range_min ?? -0.01;
  const to = edge.stoploss_range_max ?? -0.1;
  const step = Math.abs(edge.stoploss_range_step ?? -0.001);
  const count = Math.max(1, Math.floor(Math.abs(to - from) / step + 1e-9) + 1);
  return {
    stoplosses: Array.from({ length: count }, (_value, index) => Number((from + Math.sign(to - from) * step * index).toFixed(6))),
    minWinRate: edge.minimum_winrate ?? 0.6,
    minExpectancy: edge.minimum_expectancy ?? 0.2,
    minTrades: edge.min_trade_number ?? 10,
    maxDurationMs: (edge.max_trade_duration_minute ?? 1440) * 60_000,
    fee,
  };
}
