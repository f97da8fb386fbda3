import { CLIENT_ORDER_PREFIX } from '../order/intent.ts';
import { isSameStop, type StopFacts } from '../stop-on-exchange/stop-order.ts';
import type { StopUpdate } from '../trade/apply-stop-update.ts';
import { type Order, type OrderSide, openStops, type Trade } from '../trade/trade.ts';
import type { Difference } from './difference.ts';

/** The exchange's clock and ours may differ by that much, ms. */
const CLOCKS_APART_MS = 60_000;

/** A stop as the exchange has it, whoever laid it. */
export interface SeenStop {
  /** Null where it has none. */
  readonly clientOrderId: string | null;
  readonly side: OrderSide;
  /** Whether it can only make a position smaller. */
  readonly isReducing: boolean;
  /** When it was laid, ms since epoch, UTC. */
  readonly at: number;
  readonly update: StopUpdate;
}

/** What is known of the stops of a pair. */
export interface PairStops {
  readonly pair: string;
  /** The open trade; null for none. */
  readonly trade: Trade | null;
  /** What lies in the exchange's book of stops. */
  readonly resting: readonly SeenStop[];
  /** What it says of each stop that the trade holds, by its number; null where it has none of that number. */
  readonly asked: ReadonlyMap<string, StopUpdate | null>;
  /** Of listed stops that a trade of the database has, that trade's number. */
  readonly recorded: ReadonlyMap<string, number>;
  /** Our ids of what is in flight. */
  readonly inFlight: ReadonlySet<string>;
  /** Stops that we have ever sent of the pair. */
  readonly sent: readonly StopFacts[];
  /** Whether the account holds nothing of the pair but what the trade does; of contracts only. */
  readonly holdsOursOnly: boolean;
}

/** What the database and the exchange's book of stops tell differently of a pair. */
export function compareStops(stops: PairStops): Difference[] {
  const { trade, resting } = stops;
  return [
    ...(trade === null ? [] : openStops(trade).flatMap((order) => heldStop(stops, trade, order))),
    ...resting.flatMap((stop) => strayStop(stops, stop)),
  ];
}

function heldStop({ pair, asked }: PairStops, trade: Trade, order: Order): Difference[] {
  const update = asked.get(order.orderId);
  const filled = order.filled ?? 0;
  if (update === undefined || (update?.status === 'open' && update.filled === filled)) return [];
  const called = `stop ${order.orderId} (${order.side} ${order.ftAmount} at ${order.stopPrice ?? order.ftPrice})`;
  const there = update === null ? 'there is no such stop' : `${update.status}, ${update.filled} filled`;
  const words = `Take in what the exchange says of ${called} of trade #${trade.id}: ${there}? A bot lays another where the trade goes on.`;
  const word = update ?? goneStop(order);
  return [{ pair, trade, here: `${called} open, ${filled} filled`, there, remedy: { kind: 'take_in_stop', words, order, update: word } }];
}

function goneStop({ orderId, ftAmount: amount, filled, average, cost, price, orderDate: at, stopPrice, orderType }: Order): StopUpdate {
  const facts = { orderId, amount, filled: filled ?? 0, average, cost, price, fees: [], at, stopPrice, orderType };
  return { ...facts, status: 'canceled', isTriggered: false };
}

function strayStop(stops: PairStops, stop: SeenStop): Difference[] {
  const { pair, trade, recorded, inFlight } = stops;
  const { clientOrderId, side, update } = stop;
  const { orderId, amount, stopPrice } = update;
  const owner = recorded.get(orderId) ?? null;
  if (clientOrderId !== null && inFlight.has(clientOrderId)) return [];
  if (trade !== null && (owner === trade.id || openStops(trade).some((order) => order.orderId === orderId))) return [];
  const isOurs = owner !== null || (clientOrderId?.startsWith(CLIENT_ORDER_PREFIX) ?? isLikeOurs(stops, stop));
  // one that nobody owns up to, and that could harm nobody's position but ours
  const isNobodys = !isOurs && clientOrderId === null && stop.isReducing && stops.holdsOursOnly;
  const called = `stop ${orderId} (${side} ${amount}${stopPrice === null ? '' : ` at ${stopPrice}`})`;
  const whose = isOurs ? 'a stop of ours' : clientOrderId === null ? 'a stop that tells no owner' : 'a stop made by hand';
  const here = owner === null ? 'no such stop' : `trade #${owner} is closed`;
  const why = isOurs
    ? 'It is ours, and protects no trade.'
    : `It tells no owner, and could only reduce ${trade === null ? 'a position that is not there' : `what trade #${trade.id} holds`}.`;
  const words = `Cancel ${called} of ${pair} on the exchange? ${why}`;
  const remedy = isOurs || isNobodys ? ({ kind: 'cancel_stop', words, orderId } as const) : null;
  return [{ pair, trade, here, there: `${called}, ${whose}, open`, remedy }];
}

/** Whether a stop that tells no owner is one that we have sent. */
function isLikeOurs({ sent }: PairStops, { side, at, update: { amount, stopPrice } }: SeenStop): boolean {
  return sent.some((one) => isSameStop({ side, amount, stopPrice, at }, one, CLOCKS_APART_MS));
}
