import type { OpenTrade } from 'freqtrade-client';

/** What is at stake in open trades. Amounts in stake currency, ratios 0.01 = 1 %. */
export interface Risk {
  /** Value of all positions at the price of now, leverage included. */
  readonly exposure: number;
  /** Long minus short. */
  readonly net: number;
  /** Profit if every stop were hit now; no slippage, no gap. */
  readonly atStops: number;
  /** What would be lost from the value of now. */
  readonly giveBack: number;
  /** Lost stakes where the stop is missing. */
  readonly unprotected: number;
}

/** Value of a position at the price of now. */
export function positionValue(trade: OpenTrade): number {
  return trade.amount * (trade.current_rate ?? trade.open_rate);
}

export function riskOf(trades: readonly OpenTrade[]): Risk {
  let [exposure, net, atStops, now, unprotected] = [0, 0, 0, 0, 0];
  for (const trade of trades) {
    const value = positionValue(trade);
    exposure += value;
    net += trade.is_short ? -value : value;
    now += trade.total_profit_abs;
    if (trade.stop_loss_abs == null) unprotected += trade.stake_amount;
    atStops += trade.stop_loss_abs == null ? -trade.stake_amount : (trade.stoploss_entry_dist ?? 0) + trade.realized_profit;
  }
  return { exposure, net, atStops, giveBack: atStops - now, unprotected };
}

/** Pearson's correlation of the changes of two price series of equal length; null where it is not known. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  const count = Math.min(a.length, b.length) - 1;
  if (count < 2) return null;
  const changes = (values: readonly number[]) => {
    const tail = values.slice(-count - 1);
    return tail.slice(1).map((value, index) => value / tail[index]! - 1);
  };
  const [x, y] = [changes(a), changes(b)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [together, own, other] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    const [dx, dy] = [x[index]! - meanX, y[index]! - meanY];
    together += dx * dy;
    own += dx * dx;
    other += dy * dy;
  }
  return own === 0 || other === 0 ? null : together / Math.sqrt(own * other);
}
