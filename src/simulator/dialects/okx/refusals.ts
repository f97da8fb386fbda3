import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import { NativeRefusal } from '../dialect.ts';

/** Codes and words. Source: OKX, "Error code", trade class. */
export const REFUSALS: Readonly<Record<RefusalKind, readonly [code: string, message: string]>> = {
  unknown_symbol: ['51001', "Instrument ID, Instrument ID code, or Spread ID doesn't exist."],
  bad_amount: ['51121', 'Order quantity must be a multiple of the lot size.'],
  bad_price: ['51000', 'Parameter px error'],
  price_too_far: ['51137', 'The highest price limit for buy orders is exceeded.'],
  too_little_value: ['51020', 'Your order should meet or exceed the minimum order amount.'],
  no_amount: ['51000', 'Parameter sz error'],
  no_price: ['51000', 'Parameter px error'],
  no_stop_price: ['51000', 'Parameter slTriggerPx error'],
  stop_on_wrong_side: ['51280', 'SL trigger price must be less than the last price'],
  too_little_balance: ['51008', 'Order failed. Insufficient balance in account.'],
  client_id_in_use: ['51016', 'Client order ID already exists.'],
  would_take: ['51279', 'The order would take.'],
  nothing_to_reduce: ['51169', "Order failed because you don't have any positions in this direction for this contract to reduce or close."],
  unknown_order: ['51400', 'Cancellation failed as the order has been filled, canceled or does not exist.'],
  order_is_closed: ['51400', 'Cancellation failed as the order has been filled, canceled or does not exist.'],
  bad_leverage: ['59102', 'Leverage exceeds the maximum limit. Please lower the leverage.'],
  position_in_the_way: ['59000', 'Setting failed. Cancel any open orders, close positions, and stop trading bots first.'],
};

/** An entry of a list that was refused: OKX tells it within an answer of code 1. */
export function refusedEntry(refusal: Refusal | NativeRefusal): Record<string, string> {
  const [code, message] = refusal instanceof Refusal ? REFUSALS[refusal.kind] : [refusal.code, refusal.message];
  return { clOrdId: '', ordId: '', algoId: '', tag: '', sCode: code, sMsg: message };
}

/** Answers of a list, each for itself. */
export function partly(attempts: readonly (() => unknown)[]): readonly unknown[] {
  return attempts.map((attempt) => {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof NativeRefusal)) throw error;
      return refusedEntry(error);
    }
  });
}
