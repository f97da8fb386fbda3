/** What an order to enter will come to, as far as the page can tell. Amounts in coins, prices and stakes in stake currency. */
export interface WantedOrder {
  readonly stake: number | null;
  readonly amount: number | null;
  readonly price: number | null;
  /** Whether the price is the market's of now, and not one that was asked for. */
  readonly isMarketPrice: boolean;
}

interface OrderInput {
  /** What was written in the form; empty for what the bot takes. */
  readonly price: string;
  readonly stake: string;
  readonly leverage: string;
  readonly isMarket: boolean;
  /** The market's price of now. */
  readonly rate: number | null;
  /** As configured: a number or "unlimited". */
  readonly stakeAmount: string;
  /** Everything the bot has, and what of it is free. */
  readonly total: number | null;
  readonly free: number | null;
  /** Trades that may be open at once; -1 for any number. */
  readonly most: number;
}

const positive = (text: string): number | null => (Number(text) > 0 ? Number(text) : null);

/** An unlimited stake is a slot's part of everything, and never more than is free. */
function stakeOf({ stake, stakeAmount, total, free, most }: OrderInput): number | null {
  const given = positive(stake) ?? positive(stakeAmount);
  if (given !== null || stakeAmount !== 'unlimited' || total === null || free === null) return given;
  return most > 0 ? Math.min(free, total / most) : free;
}

export function wantedOrder(input: OrderInput): WantedOrder {
  const asked = input.isMarket ? null : positive(input.price);
  const price = asked ?? input.rate;
  const stake = stakeOf(input);
  const amount = stake === null || price === null || !(price > 0) ? null : (stake * (positive(input.leverage) ?? 1)) / price;
  return { stake, amount, price, isMarketPrice: asked === null };
}
