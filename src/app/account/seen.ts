import type { OrderIntent } from '../../core/order/intent.ts';
import type { Holding } from '../../core/reconcile/compare-holdings.ts';
import { BEFORE_OPEN_MS, type PairOrders } from '../../core/reconcile/compare-orders.ts';
import type { PairStops } from '../../core/reconcile/compare-stops.ts';
import type { Difference } from '../../core/reconcile/difference.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { StopUpdate } from '../../core/trade/apply-stop-update.ts';
import { exitSide, openOrders, openStops, side, type Trade } from '../../core/trade/trade.ts';
import type { IntentJournal } from '../../database/ports/intents.ts';
import type { TradeQueries } from '../../database/ports/trades.ts';
import type { Exchange } from '../../exchange/port.ts';
import type { Position } from '../../exchange/ports/positions.ts';
import type { FoundStop } from '../../exchange/ports/stops.ts';
import type { Balance, FoundOrder } from '../../exchange/ports/trading.ts';

/** Difference of two amounts that is none, ratio. */
const NEGLIGIBLE = 1e-6;

/** Everything that an account says, asked for once. */
export interface SeenAccount {
  readonly isFutures: boolean;
  readonly orders: ReadonlyMap<string, readonly FoundOrder[]>;
  /** Of each open order of the database by its number; null where the exchange knows none. */
  readonly asked: ReadonlyMap<string, OrderUpdate | null>;
  /** Numbers of listed orders and stops that belong to some trade of the database. */
  readonly recorded: ReadonlyMap<string, number>;
  /** Stops that wait on the exchange, by pair, whoever laid them. */
  readonly resting: ReadonlyMap<string, readonly FoundStop[]>;
  /** Stops that we have ever sent, by pair; asked for where the exchange tells of no owner. */
  readonly sentStops: ReadonlyMap<string, readonly OrderIntent[]>;
  /** Of each stop that an open trade of the database has, by its number; null where the exchange knows none. */
  readonly askedStops: ReadonlyMap<string, StopUpdate | null>;
  readonly balances: ReadonlyMap<string, Balance>;
  readonly positions: readonly Position[];
  /** What a pair could be sold, or bought back, at now. */
  readonly rates: ReadonlyMap<string, { readonly sell: number | null; readonly buy: number | null }>;
}

/** What is asked about. */
export interface Asked {
  readonly exchange: Exchange;
  readonly trades: TradeQueries;
  readonly intents: Pick<IntentJournal, 'stops'>;
  readonly open: readonly Trade[];
  /** Pairs whose orders are looked through. */
  readonly pairs: readonly string[];
  /** Orders of pairs without an open trade are looked for from then on, ms since epoch, UTC. */
  readonly since: number;
  readonly isFutures: boolean;
}

/** @throws ExchangeError when the exchange can't be asked */
export async function seeAccount({ exchange, trades, intents, open, pairs, since, isFutures }: Asked): Promise<SeenAccount> {
  const { trading, market } = exchange;
  const orders = new Map<string, readonly FoundOrder[]>();
  const asked = new Map<string, OrderUpdate | null>();
  const recorded = new Map<string, number>();
  for (const pair of pairs) {
    const opened = open.filter((trade) => trade.pair === pair).map(({ openDate }) => openDate - BEFORE_OPEN_MS);
    const listed = await trading.ordersSince(pair, Math.min(since, ...opened));
    orders.set(pair, listed);
    for (const { update } of listed) {
      const owner = await trades.ofOrder(update.orderId, pair);
      if (owner !== null) recorded.set(update.orderId, owner.id);
    }
  }
  for (const trade of open)
    for (const { orderId, orderDate: at, amount, ftAmount } of openOrders(trade)) {
      const known = await trading.findOrder({ orderId }, trade.pair);
      asked.set(orderId, known ?? (await trading.filledOf({ orderId, at, amount: amount ?? ftAmount }, trade.pair)));
    }
  const resting = new Map<string, readonly FoundStop[]>();
  const sentStops = new Map<string, readonly OrderIntent[]>();
  for (const pair of exchange.stops.orderTypes.length > 0 ? pairs : []) {
    const listed = (await exchange.stops.since(pair, 0)).filter(({ update }) => update.status === 'open' && !update.isTriggered);
    resting.set(pair, listed);
    if (!exchange.stops.keepsClientIds && listed.length > 0) sentStops.set(pair, await intents.stops(pair));
    for (const { update } of listed) {
      const owner = await trades.ofOrder(update.orderId, pair);
      if (owner !== null) recorded.set(update.orderId, owner.id);
    }
  }
  const askedStops = new Map<string, StopUpdate | null>();
  for (const trade of open)
    for (const { orderId } of openStops(trade)) askedStops.set(orderId, await exchange.stops.find({ orderId }, trade.pair));
  const traded = [...new Set(open.map(({ pair }) => pair))];
  const tickers = traded.length === 0 ? new Map() : await market.tickers(traded);
  const rates = traded.map((pair) => {
    const ticker = tickers.get(pair);
    return [pair, { sell: ticker?.bid ?? ticker?.last ?? null, buy: ticker?.ask ?? ticker?.last ?? null }] as const;
  });
  const positions = isFutures ? await exchange.positions.open(null) : [];
  const balances = await trading.balances();
  return { isFutures, orders, asked, recorded, resting, sentStops, askedStops, balances, positions, rates: new Map(rates) };
}

/** What is known of the orders of each pair. */
export function pairOrders(seen: SeenAccount, open: readonly Trade[], intents: readonly OrderIntent[]): PairOrders[] {
  return [...seen.orders].map(([pair, listed]) => {
    const trade = open.find((one) => one.pair === pair) ?? null;
    const ofOthers = [...seen.recorded].filter(([, id]) => id !== trade?.id).map(([orderId]) => orderId);
    const restingStops = new Set([...seen.askedStops].filter(([, update]) => update?.status === 'open').map(([orderId]) => orderId));
    const listedStops = new Set(seen.resting.get(pair)?.map(({ update }) => update.orderId));
    return { pair, trade, seen: listed, asked: seen.asked, ofOthers: new Set(ofOthers), intents, restingStops, listedStops };
  });
}

/** What is known of the stops of each pair. */
export function pairStops(seen: SeenAccount, open: readonly Trade[], intents: readonly OrderIntent[]): PairStops[] {
  const { resting, askedStops, recorded, sentStops } = seen;
  const inFlight = new Set(intents.map(({ clientOrderId }) => clientOrderId));
  const pairs = new Set([...resting.keys(), ...open.map(({ pair }) => pair)]);
  return [...pairs].map((pair) => {
    const trade = open.find((one) => one.pair === pair) ?? null;
    const sent = (sentStops.get(pair) ?? []).map(({ createdAt: at, ...intent }) => ({ ...intent, at }));
    const holdsOursOnly = seen.isFutures && isOfTrade(seen.positions, pair, trade);
    return { pair, trade, resting: resting.get(pair) ?? [], asked: askedStops, recorded, inFlight, sent, holdsOursOnly };
  });
}

/** Whether no position of a pair is there but the trade's own. */
function isOfTrade(positions: readonly Position[], pair: string, trade: Trade | null): boolean {
  const held = positions.filter((position) => position.pair === pair);
  return held.every((position) => trade !== null && position.side === side(trade) && position.amount <= trade.amount * (1 + NEGLIGIBLE));
}

/** What the account has of what each trade is about. */
export function holdings(seen: SeenAccount, open: readonly Trade[]): Holding[] {
  const rateOf = (trade: Trade) => seen.rates.get(trade.pair)?.[exitSide(trade)] ?? null;
  if (seen.isFutures)
    return open.map((trade) => {
      const position = seen.positions.find((one) => one.pair === trade.pair && one.side === side(trade));
      return { name: trade.pair, amount: position?.amount ?? 0, trades: [trade], rate: rateOf(trade), isPosition: true };
    });
  return [...Map.groupBy(open, ({ base }) => base)].map(([name, trades]) => {
    const amount = seen.balances.get(name)?.total ?? 0;
    return { name, amount, trades, rate: trades[0] === undefined ? null : rateOf(trades[0]), isPosition: false };
  });
}

/** Positions that no trade is about: whoever has opened them looks after them. */
export function strayPositions(seen: SeenAccount, open: readonly Trade[]): Difference[] {
  return seen.positions
    .filter((position) => !open.some((trade) => trade.pair === position.pair && side(trade) === position.side))
    .map(({ pair, side: held, amount }) => ({ pair, trade: null, here: 'no open trade', there: `${held} ${amount}`, remedy: null }));
}
