import type { OrderSide } from '../../core/trade/trade.ts';
import type { ListedTrade } from './present-trade.ts';

/**
 * What is listed of trades as plain numbers, which go to another thread in a fraction of the time that objects take. A text is there once, and the
 * numbers have its place; what may be missing comes after a 1, and is a 0 where it is.
 */
export interface TradeValues {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
}

/** Numbers of 128 trades of two orders, and some more. */
const FIRST_ROOM = 10_240;
/** No trade has more numbers beside its orders, and no order. */
const MOST_NUMBERS = 64;

/** Trades on their way to another thread. */
export class TradeBatch {
  #numbers = new Float64Array(FIRST_ROOM);
  #length = 0;
  #texts: string[] = [];
  readonly #places = new Map<string, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(trade: ListedTrade): void {
    this.#count++;
    this.#makeRoom();
    this.#text(trade.pair);
    this.#number(trade.stakeAmount);
    this.#optional(trade.maxStakeAmount);
    this.#number(trade.amount);
    this.#number(trade.openDate);
    this.#optional(trade.closeDate);
    this.#number(trade.openRate);
    this.#optional(trade.closeRate);
    this.#number(trade.feeOpen);
    this.#number(trade.feeClose);
    this.#optional(trade.closeProfit);
    this.#optional(trade.closeProfitAbs);
    this.#text(trade.exitReason);
    this.#optional(trade.initialStopLoss);
    this.#optional(trade.initialStopLossRatio);
    this.#optional(trade.stopLoss);
    this.#optional(trade.stopLossRatio);
    this.#optional(trade.minRate);
    this.#optional(trade.maxRate);
    this.#number(trade.isOpen ? 1 : 0);
    this.#text(trade.enterTag);
    this.#number(trade.leverage);
    this.#number(trade.isShort ? 1 : 0);
    this.#optional(trade.fundingFees);
    this.#number(trade.orders.length);
    for (const order of trade.orders) {
      this.#makeRoom();
      this.#optional(order.amount);
      this.#number(order.ftAmount);
      this.#optional(order.average);
      this.#optional(order.price);
      this.#optional(order.stopPrice);
      this.#number(order.ftPrice);
      this.#text(order.ftOrderSide);
      this.#optional(order.filledDate);
      this.#text(order.tag);
      this.#optional(order.cost);
    }
  }

  /** All of them; there are none then. */
  take(): TradeValues {
    const values = { numbers: this.#numbers.subarray(0, this.#length), texts: this.#texts };
    this.#numbers = new Float64Array(FIRST_ROOM);
    this.#texts = [];
    this.#places.clear();
    this.#length = 0;
    this.#count = 0;
    return values;
  }

  #makeRoom(): void {
    if (this.#length + MOST_NUMBERS <= this.#numbers.length) return;
    const larger = new Float64Array(2 * this.#numbers.length);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  #number(value: number): void {
    this.#numbers[this.#length++] = value;
  }

  #optional(value: number | null): void {
    this.#number(value === null ? 0 : 1);
    if (value !== null) this.#number(value);
  }

  /** One more than its place; 0 for none. */
  #text(text: string | null): void {
    if (text === null) return this.#number(0);
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.#texts.push(text);
      this.#places.set(text, place);
    }
    this.#number(place);
  }
}

/** The trades again. */
export function listedTrades({ numbers, texts }: TradeValues): ListedTrade[] {
  const trades: ListedTrade[] = [];
  let at = 0;
  // in the order in which they were added
  const number = () => numbers[at++]!;
  const optional = () => (number() === 0 ? null : number());
  const optionalText = () => texts[number() - 1] ?? null;
  const text = () => optionalText() ?? '';
  const flag = () => number() === 1;
  const order = (): ListedTrade['orders'][number] => ({
    amount: optional(),
    ftAmount: number(),
    average: optional(),
    price: optional(),
    stopPrice: optional(),
    ftPrice: number(),
    ftOrderSide: text() as OrderSide | 'stoploss',
    filledDate: optional(),
    tag: optionalText(),
    cost: optional(),
  });
  while (at < numbers.length)
    trades.push({
      pair: text(),
      stakeAmount: number(),
      maxStakeAmount: optional(),
      amount: number(),
      openDate: number(),
      closeDate: optional(),
      openRate: number(),
      closeRate: optional(),
      feeOpen: number(),
      feeClose: number(),
      closeProfit: optional(),
      closeProfitAbs: optional(),
      exitReason: optionalText(),
      initialStopLoss: optional(),
      initialStopLossRatio: optional(),
      stopLoss: optional(),
      stopLossRatio: optional(),
      minRate: optional(),
      maxRate: optional(),
      isOpen: flag(),
      enterTag: optionalText(),
      leverage: number(),
      isShort: flag(),
      fundingFees: optional(),
      orders: Array.from({ length: number() }, order),
    });
  return trades;
}
