import { ExchangeError, OrderOutcomeUnknown } from '../../src/exchange/errors.ts';
import type { OrderKey, OrderRequest } from '../../src/exchange/ports/trading.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Order } from '../../src/simulator/engine/order.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { openDialect } from '../fakes/dialect-venue.ts';
import { LOST_ANSWERS, type LostAnswer, named, SPOILT_ANSWERS } from './lost-answers.ts';

const PAIR = 'BTC/USDT';
const PRICE = 60_000;
/** How long an exchange is waited for that does not answer, ms; whatever else goes wrong is known at once. */
const SHORT_MS = 2000;
/** A busy machine may let that time go by before anything was asked; then it is tried again. */
const ATTEMPTS = 5;
/** After a cancel that was given up, how often the order is looked at until both tell the same. */
const LOOKS = 5;

/** What an answer is lost of. A look-up and the list are asked about an order in any state. */
export interface LostCell {
  readonly call: 'place' | 'cancel' | 'find by our id' | "find by the exchange's id" | 'list';
  readonly orderType: 'limit' | 'market';
  readonly side: 'buy' | 'sell';
  readonly isCancelled: boolean;
  readonly way: LostAnswer;
  /** Requests of the call that are answered first: some are made of several. */
  readonly skip: number;
}

const BOTH_SIDES = ['buy', 'sell'] as const;
const BOTH_TYPES = ['limit', 'market'] as const;
const LOOK_UPS = ['find by our id', "find by the exchange's id", 'list'] as const;

/** Every way to lose an answer, of everything that is asked about an order. */
export const LOST_CELLS: readonly LostCell[] = BOTH_SIDES.flatMap((side) => [
  ...BOTH_TYPES.flatMap((orderType) =>
    [...LOST_ANSWERS, ...SPOILT_ANSWERS].map((way): LostCell => ({ call: 'place', orderType, side, isCancelled: false, way, skip: 0 })),
  ),
  ...LOST_ANSWERS.map((way): LostCell => ({ call: 'cancel', orderType: 'limit', side, isCancelled: false, way, skip: 0 })),
  ...LOOK_UPS.flatMap((call) =>
    LOST_ANSWERS.flatMap((way) =>
      [0, 1].flatMap((skip): LostCell[] => [
        ...BOTH_TYPES.map((orderType) => ({ call, orderType, side, isCancelled: false, way, skip })),
        { call, orderType: 'limit', side, isCancelled: true, way, skip },
      ]),
    ),
  ),
]);

/** In words, e.g. `list, cancelled limit buy, http_after 502`. */
export function cellName({ call, orderType, side, isCancelled, way, skip }: LostCell): string {
  return `${call}, ${isCancelled ? 'cancelled ' : ''}${orderType} ${side}, ${named(way)}${skip === 0 ? '' : ' of the second request'}`;
}

/**
 * One answer is lost, on our adapter over unchanged ccxt in a dialect of the simulator; the ledger is the judge.
 *
 * @returns what was wrong then; empty for nothing
 */
export async function loseAnswer(dialect: Dialect, cell: LostCell): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { problems, isStruck } = await tryToLose(dialect, cell);
      // a call may have no second request; any has a first
      if (isStruck || cell.skip > 0) return problems;
      if (attempt === ATTEMPTS) return ['nothing was lost'];
    } catch (error) {
      if (!(error instanceof ExchangeError) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function tryToLose(dialect: Dialect, cell: LostCell): Promise<Outcome> {
  const simulator = await startSimulator({ dialect, seed: 'lost', balances: { USDT: 100_000, BTC: 1 } });
  const { exchange } = simulator;
  exchange.movePrice(exchange.symbol('BTCUSDT'), { fixed: PRICE });
  const isSilent = cell.way.kind?.startsWith('hang') === true || cell.way.kind === 'stall_body';
  const hasty = await openDialect(simulator, dialect, isSilent ? { deadlineMs: SHORT_MS } : {});
  const truth = await openDialect(simulator, dialect);
  try {
    // what is asked first at all, such as the time
    await hasty.trading.balances();
    const parts = { dialect, simulator, hasty: hasty.trading, truth: truth.trading, request: requestOf(cell) };
    if (cell.call === 'place') return await losePlacing(parts, cell);
    const { orderId } = await truth.trading.placeOrder(parts.request);
    if (cell.isCancelled) await truth.trading.cancelOrder(orderId, PAIR);
    const order = exchange.orders[0];
    if (order === undefined) throw new Error('the order was not placed');
    const lose = cell.call === 'cancel' ? loseCancelling : loseLooking;
    return await lose({ ...parts, order, orderId }, cell);
  } finally {
    await hasty.close();
    await truth.close();
    await simulator.close();
  }
}

/** What was wrong, and whether anything was lost. */
interface Outcome {
  readonly problems: string[];
  readonly isStruck: boolean;
}

type Account = Awaited<ReturnType<typeof openDialect>>['trading'];

interface Parts {
  readonly dialect: Dialect;
  readonly simulator: Simulator;
  /** Whose answers are lost, and who does not wait long. */
  readonly hasty: Account;
  readonly truth: Account;
  readonly request: OrderRequest;
}

interface WithOrder extends Parts {
  readonly order: Order;
  readonly orderId: string;
}

function requestOf({ orderType, side }: LostCell): OrderRequest {
  const rate = orderType === 'market' ? PRICE : PRICE * (side === 'buy' ? 0.9 : 1.1);
  return {
    clientOrderId: `ftts-${side === 'buy' ? 'e' : 'x'}-${'0'.repeat(23)}1`,
    pair: PAIR,
    side,
    orderType,
    amount: 0.01,
    rate,
    timeInForce: 'GTC',
  };
}

/** Whether the exchange has acted where an answer is lost so. */
function hasActed({ kind }: LostAnswer): boolean {
  return kind?.endsWith('_before') !== true;
}

async function losePlacing(parts: Parts, { way, side, orderType }: LostCell): Promise<Outcome> {
  const { dialect, simulator, hasty, truth, request } = parts;
  const { orders } = simulator.exchange;
  const { result: failure, isStruck } = await struck(simulator, { ...way, match: dialect.orderCall }, () =>
    failureOf(hasty.placeOrder(request)),
  );
  const problems = failure instanceof OrderOutcomeUnknown ? [] : [`placing gave ${String(failure)} in place of an unknown outcome`];
  const expected = hasActed(way) ? 1 : 0;
  if ((await failureOf(hasty.placeOrder(request))) === null) problems.push('it was sent again');
  if (orders.length !== expected) problems.push(`${orders.length} orders are there, and not ${expected}`);
  const found = await truth.findOrder({ clientOrderId: request.clientOrderId }, PAIR);
  const [order] = orders;
  if (order === undefined && found !== null) problems.push(`an order ${found.orderId} was found that is none`);
  if (order !== undefined) problems.push(...differences(dialect, order, found));
  // some exchanges have no market orders: a limit far away stands for one
  const isOfType = orderType === 'market' ? order?.status === 'filled' : order?.status === 'open' && order.type === 'limit';
  if (order !== undefined && (order.side !== side || !isOfType)) problems.push(`it is ${order.type} ${order.side}, ${order.status}`);
  return { problems, isStruck };
}

async function loseCancelling(parts: WithOrder, { way }: LostCell): Promise<Outcome> {
  const { dialect, simulator, hasty, truth, order, orderId } = parts;
  const { isStruck } = await struck(simulator, { ...way, match: '.' }, () => failureOf(hasty.cancelOrder(orderId, PAIR)));
  // some ask for something else first: what was given up may go on, and it may be cancelled a moment later, or not at all
  for (let look = 1; ; look++) {
    const problems = differences(dialect, order, await truth.findOrder({ orderId }, PAIR));
    if (problems.length === 0 || look === LOOKS) return { problems, isStruck };
    await new Promise((resolve) => setTimeout(resolve, SHORT_MS));
  }
}

/** Does something while a fault is armed. */
async function struck<T>(simulator: Simulator, fault: LostAnswer, act: () => Promise<T>): Promise<{ result: T; isStruck: boolean }> {
  simulator.faults.arm(fault);
  const result = await act();
  const isStruck = simulator.faults.state().every((one) => one.struck > 0);
  simulator.faults.clear();
  return { result, isStruck };
}

/** Nothing, or the truth; that there is no such order is never told while there is one. */
async function loseLooking(parts: WithOrder, { call, way, skip }: LostCell): Promise<Outcome> {
  const { dialect, simulator, hasty, request, order, orderId } = parts;
  const key: OrderKey = call === 'find by our id' ? { clientOrderId: request.clientOrderId } : { orderId };
  const look = async (): Promise<string[]> => {
    try {
      if (call !== 'list') return differences(dialect, order, await hasty.findOrder(key, PAIR));
      const listed = await hasty.ordersSince(PAIR, Date.now() - 60_000);
      return differences(dialect, order, listed.find(({ update }) => update.orderId === orderId)?.update ?? null);
    } catch (error) {
      return error instanceof ExchangeError ? [] : [`${call} threw ${String(error)}, which is no error of the exchange`];
    }
  };
  const { result: problems, isStruck } = await struck(simulator, { ...way, match: '.', skip }, look);
  return { problems, isStruck };
}

const STATUS = { open: 'open', filled: 'closed', cancelled: 'canceled', expired: 'canceled' } as const;

function differences(dialect: Dialect, order: Order, found: Awaited<ReturnType<Account['findOrder']>>): string[] {
  if (found === null) return ['it is there, and is not found'];
  const [is, says] = [
    [dialect.orderId(order.id), STATUS[order.status], order.executed],
    [found.orderId, found.status, found.filled],
  ];
  return String(is) === String(says) ? [] : [`it is ${String(is)}, and found as ${String(says)}`];
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return null;
  } catch (error) {
    return error;
  }
}
