import { roundTo } from '../market/decimal.ts';
import { exitSide, type Order, type Trade } from './trade.ts';

/** A fee in the coin it was paid in. */
export interface OrderFee {
  readonly cost: number;
  /** Null where the exchange does not name the coin. */
  readonly currency: string | null;
  /** Ratio of the order's value, where the exchange tells it. */
  readonly rate?: number | null;
  /** What one unit of the coin is worth, in stake currency, where it is neither base nor stake; null where nobody knows. */
  readonly coinRate?: number | null;
}

/** A fee above this is taken for a mistake, ratio. Source: freqtrade 2026.9. */
const MOST = 0.02;

/**
 * Fees of a filled order set the trade's rates; one taken in base currency lowers what can be sold, but for contracts, which are held whole. The cost is in the coin it was
 * paid in, that of an entry then in stake currency (`recalculate`), and several coins in stake currency. Of several exits the first
 * tells the fee, of several entries the last. Source: freqtrade 2026.9.
 */
export function takeFees(trade: Trade, order: Order, fees: readonly OrderFee[]): void {
  const isEntering = order.ftOrderSide !== exitSide(trade) && order.ftOrderSide !== 'stoploss';
  // an account that pays in BNB also does so for contracts on BNB
  const isHeldWhole = trade.tradingMode === 'futures';
  const inBase = isHeldWhole ? 0 : fees.filter((fee) => fee.currency === trade.base).reduce((sum, fee) => sum + fee.cost, 0);
  if (inBase > 0 && isEntering) order.feeBase = roundTo(inBase, 12);
  if (!isEntering && trade.feeCloseCurrency !== null) return;
  const known = fees.filter((fee): fee is OrderFee & { currency: string } => fee.currency !== null);
  const rate = order.average ?? order.price ?? order.ftPrice;
  const value = (order.filled ?? 0) * rate;
  if (known.length === 0 || !(value > 0)) return;
  const ratio = feeRatio(trade, known, rate, value);
  if (ratio !== null && ratio >= MOST) return;
  const coins = new Set(known.map((fee) => fee.currency));
  const sum = known.reduce((total, fee) => total + fee.cost, 0);
  const cost = coins.size === 1 ? roundTo(sum, 12) : roundTo((ratio ?? 0) * value, 12);
  const currency = coins.size === 1 ? known[0]!.currency : trade.stakeCurrency;
  if (isEntering) {
    trade.feeOpenCost = cost;
    trade.feeOpenCurrency = currency;
    if (ratio === null) return;
    trade.feeOpen = ratio;
    // leaving will cost the same, until it is known
    trade.feeClose = ratio;
  } else {
    trade.feeCloseCost = cost;
    trade.feeCloseCurrency = currency;
    if (ratio !== null) trade.feeClose = ratio;
  }
}

/** What fees were in all, as a ratio of the order's value; null where a coin's worth is not known. */
function feeRatio(trade: Readonly<Trade>, fees: readonly (OrderFee & { currency: string })[], rate: number, value: number): number | null {
  let paid = 0;
  for (const fee of fees) {
    const given = fees.length === 1 ? (fee.rate ?? null) : null;
    if (given !== null) return roundTo(given, 8);
    if (fee.cost === 0) continue;
    const worth = fee.currency === trade.stakeCurrency ? 1 : fee.currency === trade.base ? rate : (fee.coinRate ?? null);
    if (worth === null) return null;
    paid += fee.cost * worth;
  }
  return roundTo(paid / value, 8);
}
