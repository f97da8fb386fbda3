import { candleStart } from './candle-calendar.ts';
import { roundTo } from './decimal.ts';
import type { PublicTrade, PublicTrades } from './public-trade.ts';

/** What public trades say of each candle: who pressed the price, and where. Source: freqtrade 2026.9's order flow. */

/** `orderflow` of the configuration. */
export interface OrderFlowRules {
  /** Newest candles that are looked at. */
  readonly maxCandles: number;
  /** Distance of price levels, quote currency. */
  readonly scale: number;
  /** Levels in a row that make a stack. */
  readonly stackedImbalanceRange: number;
  /** Volume of a level from which an imbalance counts, base currency. */
  readonly imbalanceVolume: number;
  /** How many times as many trades one side has. */
  readonly imbalanceRatio: number;
}

/** What was traded at one price level of a candle. */
export interface FlowLevel {
  /** Trades whose taker sold; bought. */
  readonly bid: number;
  readonly ask: number;
  /** Amount bought less amount sold, base currency. */
  readonly delta: number;
  /** Amounts sold and bought, base currency. */
  readonly bidAmount: number;
  readonly askAmount: number;
  readonly totalVolume: number;
  readonly totalTrades: number;
}

/** Whether one side of a level had many times the trades of the other side of the next level above. */
export interface FlowImbalance {
  readonly bid: boolean;
  readonly ask: boolean;
}

/** The public trades within one candle. What is more than a number is made when it is first looked at. */
export class CandleFlow {
  /** Amount that takers sold, base currency. */
  readonly bid: number;
  /** Amount that takers bought, base currency. */
  readonly ask: number;
  /** `ask` less `bid`. */
  readonly delta: number;
  /** Highest and lowest that the amount bought less the amount sold came to within the candle. */
  readonly maxDelta: number;
  readonly minDelta: number;
  readonly totalTrades: number;
  readonly #rows: PublicTrades;
  readonly #rules: OrderFlowRules;
  #trades: readonly PublicTrade[] | null = null;
  #levels: ReadonlyMap<number, FlowLevel> | null = null;
  #imbalances: ReadonlyMap<number, FlowImbalance> | null = null;

  /** @param rows of one candle, oldest first, at least one */
  constructor(rows: PublicTrades, rules: OrderFlowRules) {
    this.#rows = rows;
    this.#rules = rules;
    const [sold, bought] = [new Float64Array(rows.length), new Float64Array(rows.length)];
    let [sum, most, least] = [0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let row = 0; row < rows.length; row++) {
      sold[row] = isSale(rows, row) ? rows.amount[row]! : 0;
      bought[row] = isPurchase(rows, row) ? rows.amount[row]! : 0;
      sum += bought[row]! - sold[row]!;
      most = Math.max(most, sum);
      least = Math.min(least, sum);
    }
    this.bid = pairwiseSum(sold);
    this.ask = pairwiseSum(bought);
    this.delta = this.ask - this.bid;
    this.maxDelta = most;
    this.minDelta = least;
    this.totalTrades = rows.length;
  }

  /** Oldest first. */
  get trades(): readonly PublicTrade[] {
    const { time, id, type, side, price, amount, cost } = this.#rows;
    this.#trades ??= Array.from(time, (at, row) => ({
      time: at,
      id: id[row]!,
      type: type[row]!,
      side: side[row]!,
      price: price[row]!,
      amount: amount[row]!,
      cost: cost[row]!,
    }));
    return this.#trades;
  }

  /** Price levels by their price, lowest first. */
  get orderflow(): ReadonlyMap<number, FlowLevel> {
    this.#levels ??= levelsOf(this.#rows, this.#rules.scale);
    return this.#levels;
  }

  /** Of the same levels. */
  get imbalances(): ReadonlyMap<number, FlowImbalance> {
    this.#imbalances ??= imbalancesOf(this.orderflow, this.#rules);
    return this.#imbalances;
  }

  /** Lowest prices of stacks in which sellers prevail; a longer stack has one for each level that makes it whole. */
  get stackedImbalancesBid(): readonly number[] {
    return stacks(this.imbalances, 'bid', this.#rules.stackedImbalanceRange);
  }

  /** The same where buyers prevail. */
  get stackedImbalancesAsk(): readonly number[] {
    return stacks(this.imbalances, 'ask', this.#rules.stackedImbalanceRange);
  }
}

/** Public trades by the start of their candle, ms; each in the order it came. @param length of a candle, ms */
export function tradesByCandle(trades: PublicTrades, length: number): ReadonlyMap<number, PublicTrades> {
  const found = new Map<number, PublicTrades>();
  if (trades.length === 0) return found;
  let first = 0;
  let start = candleStart(trades.time[0]!, length);
  for (let row = 1; row <= trades.length; row++) {
    const next = row < trades.length ? candleStart(trades.time[row]!, length) : Number.NaN;
    if (next === start) continue;
    found.set(start, rowsOf(trades, first, row));
    first = row;
    start = next;
  }
  return found;
}

/** The flow of each candle; null where nobody traded, and before the newest that are looked at. @param times starts of candles, ms */
export function orderFlow(
  times: Float64Array,
  rules: OrderFlowRules,
  flowAt: (start: number) => CandleFlow | null,
): readonly (CandleFlow | null)[] {
  const first = times.length - rules.maxCandles;
  return Array.from(times, (start, row) => (row < first ? null : flowAt(start)));
}

function rowsOf(trades: PublicTrades, from: number, to: number): PublicTrades {
  return {
    length: to - from,
    time: trades.time.subarray(from, to),
    id: trades.id.slice(from, to),
    type: trades.type.slice(from, to),
    side: trades.side.slice(from, to),
    price: trades.price.subarray(from, to),
    amount: trades.amount.subarray(from, to),
    cost: trades.cost.subarray(from, to),
  };
}

const isSale = ({ side }: PublicTrades, row: number): boolean => side[row]?.includes('sell') ?? false;
const isPurchase = ({ side }: PublicTrades, row: number): boolean => side[row]?.includes('buy') ?? false;

/** Sums whose rounding is carried along, as pandas sums groups that are not in order. */
class CarriedSum {
  value = 0;
  #lost = 0;
  add(amount: number): void {
    if (Number.isNaN(amount)) return;
    const corrected = amount - this.#lost;
    const sum = this.value + corrected;
    this.#lost = sum - this.value - corrected;
    if (Number.isNaN(this.#lost)) this.#lost = 0;
    this.value = sum;
  }
}

function levelsOf(rows: PublicTrades, scale: number): ReadonlyMap<number, FlowLevel> {
  const sums = new Map<number, { bid: number; ask: number; delta: CarriedSum; sold: CarriedSum; bought: CarriedSum; volume: CarriedSum }>();
  for (let row = 0; row < rows.length; row++) {
    const price = roundTo(rows.price[row]! / scale, 0) * scale;
    if (Number.isNaN(price)) continue;
    let level = sums.get(price);
    if (level === undefined) {
      level = { bid: 0, ask: 0, delta: new CarriedSum(), sold: new CarriedSum(), bought: new CarriedSum(), volume: new CarriedSum() };
      sums.set(price, level);
    }
    const [isSold, isBought] = [isSale(rows, row), isPurchase(rows, row)];
    const sold = isSold ? rows.amount[row]! : 0;
    const bought = isBought ? rows.amount[row]! : 0;
    if (isSold) level.bid++;
    if (isBought) level.ask++;
    level.sold.add(sold);
    level.bought.add(bought);
    level.delta.add(bought - sold);
    level.volume.add(bought + sold);
  }
  const levels = [...sums].sort(([a], [b]) => a - b);
  return new Map(
    levels.map(([price, { bid, ask, delta, sold, bought, volume }]) => {
      const level: FlowLevel = {
        bid,
        ask,
        delta: delta.value,
        bidAmount: sold.value,
        askAmount: bought.value,
        totalVolume: volume.value,
        totalTrades: bid + ask,
      };
      return [price, level];
    }),
  );
}

/** Trades that sold are compared with those that bought one level above. */
function imbalancesOf(levels: ReadonlyMap<number, FlowLevel>, rules: OrderFlowRules): ReadonlyMap<number, FlowImbalance> {
  const all = [...levels];
  return new Map(
    all.map(([price, { bid, totalVolume }], index) => {
      const above = all[index + 1]?.[1].ask ?? Number.NaN;
      const counts = !(totalVolume < rules.imbalanceVolume);
      return [price, { bid: counts && bid / above > rules.imbalanceRatio, ask: counts && above / bid > rules.imbalanceRatio }];
    }),
  );
}

function stacks(imbalances: ReadonlyMap<number, FlowImbalance>, side: 'bid' | 'ask', range: number): readonly number[] {
  const levels = [...imbalances];
  const found: number[] = [];
  let count = 0;
  for (const [index, [, imbalance]] of levels.entries()) {
    count = imbalance[side] ? count + 1 : 0;
    if (count >= range) found.push(levels[index - range + 1]![0]);
  }
  return found;
}

/** Below so many numbers one running sum is kept, up to so many eight; more are halved. */
const [FEW, BLOCK] = [8, 128] as const;

/** Sum in the order in which numpy adds, so that its last digits are the same. */
function pairwiseSum(values: Float64Array): number {
  const count = values.length;
  if (count < FEW) return values.reduce((sum, value) => sum + value, 0);
  if (count > BLOCK) {
    const half = Math.floor(count / 2);
    const middle = half - (half % FEW);
    return pairwiseSum(values.subarray(0, middle)) + pairwiseSum(values.subarray(middle));
  }
  const lanes = values.slice(0, FEW);
  const whole = count - (count % FEW);
  for (let at = FEW; at < whole; at++) lanes[at % FEW]! += values[at]!;
  // neighbours are added until one is left
  for (let step = 1; step < FEW; step *= 2) for (let at = 0; at < FEW; at += 2 * step) lanes[at]! += lanes[at + step]!;
  let sum = lanes[0]!;
  for (let at = whole; at < count; at++) sum += values[at]!;
  return sum;
}
