import type { Exchange } from '../../engine/exchange.ts';
import type { Conditional, Order } from '../../engine/order.ts';

/** Whether a contract has one position, or one on each side. */
export type PositionMode = 'one_way_mode' | 'hedge_mode';

/** One account at Bitget: the engine, and what Bitget alone remembers. */
export interface BitgetAccount {
  readonly exchange: Exchange;
  /** What market orders to buy were to spend. */
  readonly costs: Map<number, number>;
  /** Kinds of stops that are not plain ones. */
  readonly planTypes: Map<number, string>;
  positionMode: PositionMode;
}

const accounts = new WeakMap<Exchange, BitgetAccount>();

export function accountOf(exchange: Exchange): BitgetAccount {
  const known = accounts.get(exchange);
  if (known !== undefined) return known;
  // as a new account has it
  const account: BitgetAccount = { exchange, costs: new Map(), planTypes: new Map(), positionMode: 'hedge_mode' };
  accounts.set(exchange, account);
  endWithPositions(account);
  return account;
}

/** A position's own stops are cancelled when it is closed. Source: Bitget, "Position TP/SL". */
function endWithPositions({ exchange, planTypes }: BitgetAccount): void {
  exchange.onAccountEvent((event) => {
    if (event.kind !== 'order' || event.execution !== 'trade' || !event.order.symbol.isPerpetual) return;
    const { symbol } = event.order;
    for (const stop of exchange.conditionals) {
      const isOfPosition = stop.request.symbol === symbol && planTypes.has(stop.id) && stop.status === 'waiting';
      if (!isOfPosition || isFiredBy(stop, event.order)) continue;
      if (exchange.positions.reducible(symbol, stop.request.side) === 0) exchange.cancelConditional(stop);
    }
  });
}

/** The order of a stop that has fired has the stop's number as its client id. */
function isFiredBy({ id }: Conditional, { clientId }: Order): boolean {
  return clientId === String(id);
}
