import { newOrderAnswer, orderAnswer } from './dialects/binance/facts.ts';
import { newOrder } from './dialects/binance/spot.ts';
import type { Credentials, Dialect, Streams } from './dialects/dialect.ts';
import type { Exchange } from './engine/exchange.ts';
import type { MarketSymbol } from './engine/symbol.ts';
import type { Fault, FaultBoard } from './faults.ts';
import { ledgerOf } from './ledger.ts';

/** What goes wrong with everything, not with one request. */
export interface Trouble {
  /** Added to the clock, ms. */
  clockOffset: number;
  /** Of an answer, ms. */
  latency: number;
  outageUntil: number;
  banUntil: number;
  banStatus: number;
}

/** What the control endpoint acts on. */
export interface Controlled {
  readonly exchange: Exchange;
  readonly dialect: Dialect;
  readonly credentials: Credentials;
  readonly faults: FaultBoard;
  readonly streams: Streams;
  readonly trouble: Trouble;
  /** ms, without the offset. */
  readonly clock: () => number;
  /** ccxt's settings that lead it here. */
  readonly ccxtConfig: () => object;
  /** Ends every connection once this answer is out. */
  readonly hangUp: () => void;
}

type Input = Readonly<Record<string, unknown>>;
type Control = (controlled: Controlled, input: Input) => unknown;

/** Commands of tests and demonstrations, by method and address below `/control/`. Each throws an Error that says what is wrong. */
export const CONTROLS: Readonly<Record<string, Control>> = {
  'POST price': ({ exchange, streams }, input) => {
    const symbol = symbolOf(exchange, input);
    exchange.movePrice(symbol, priceChange(exchange.price(symbol), input));
    streams.pushNow();
    return { symbol: symbol.id, price: exchange.price(symbol) };
  },
  'POST history': ({ exchange, streams }, input) => {
    exchange.market.show(finite(input, 'until'));
    streams.pushNow();
    return { until: input['until'] };
  },
  'POST liquidity': ({ exchange }, input) => {
    const symbol = symbolOf(exchange, input);
    exchange.market.setLevelValue(symbol, finite(input, 'value'));
    return { symbol: symbol.id };
  },
  'POST faults': ({ faults }, input) => {
    faults.arm(input as Partial<Fault>);
    return faults.state();
  },
  'GET faults': ({ faults }) => faults.state(),
  'DELETE faults': ({ faults }) => {
    faults.clear();
    return [];
  },
  'POST streams/cut': ({ streams }) => ({ cut: streams.cut() }),
  'POST streams/mute': ({ streams }, input) => {
    const match = typeof input['match'] === 'string' ? input['match'] : null;
    streams.mute(match);
    return { match };
  },
  'POST clock': ({ exchange, trouble }, input) => {
    trouble.clockOffset = finite(input, 'offset_ms');
    return { now: exchange.now() };
  },
  'POST latency': ({ trouble }, input) => {
    trouble.latency = finite(input, 'ms');
    return { ms: trouble.latency };
  },
  'POST outage': ({ trouble, clock, streams, hangUp }, input) => {
    trouble.outageUntil = clock() + finite(input, 'ms');
    streams.cut();
    hangUp();
    return { until: trouble.outageUntil };
  },
  'POST order': ({ exchange }, input) => newOrderAnswer(exchange.place(newOrder(exchange, textsOf(input)))),
  'POST fill': ({ exchange }, input) => {
    const order = exchange.find(symbolOf(exchange, input), { id: finite(input, 'orderId') });
    if (order === undefined) throw new Error(`There is no order ${input['orderId']}.`);
    const ratio = finite(input, 'ratio');
    if (!(ratio > 0 && ratio <= 1)) throw new Error('"ratio" must be above 0 and at most 1.');
    exchange.fillOpen(order, ratio);
    return orderAnswer(order);
  },
  'POST fees': ({ exchange }, input) => {
    const coin = typeof input['coin'] === 'string' ? input['coin'] : null;
    exchange.payFeesIn(coin);
    return { coin };
  },
  'POST balance': ({ exchange }, input) => {
    const coin = String(input['coin']);
    exchange.setFree(coin, finite(input, 'free'));
    return exchange.wallet.of(coin);
  },
  'POST funding': ({ exchange }) => {
    const { payments } = exchange.positions;
    const before = payments.length;
    exchange.payFunding();
    return { payments: payments.slice(before).map(({ symbol, amount }) => ({ symbol: symbol.id, amount })) };
  },
  'POST account': ({ exchange }, input) => {
    const { account } = exchange.positions;
    account.isHedged = input['hedged'] === true;
    account.isMultiAsset = input['multi_asset'] === true;
    return account;
  },
  'POST delist': ({ exchange }, input) => {
    exchange.delist(symbolOf(exchange, input));
    return { symbol: input['symbol'] };
  },
  'GET ledger': ({ exchange }) => ledgerOf(exchange),
  'GET ccxt': ({ dialect, credentials, ccxtConfig }) => ({
    name: dialect.name,
    ...credentials,
    ccxt_config: ccxtConfig(),
    contracts_only_in: dialect.contractsOnlyIn ?? null,
  }),
};

function symbolOf(exchange: Exchange, input: Input): MarketSymbol {
  return exchange.symbol(typeof input['symbol'] === 'string' ? input['symbol'] : null);
}

function priceChange(now: number, input: Input): { factor?: number; fixed?: number | null } {
  const { factor, price } = input;
  return {
    ...(typeof factor === 'number' ? { factor } : {}),
    ...(typeof price === 'number' ? (input['hold'] === true ? { fixed: price } : { factor: price / now }) : {}),
  };
}

function textsOf(input: Input): URLSearchParams {
  return new URLSearchParams(Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]));
}

/** @throws Error that names the field. */
function finite(input: Input, name: string): number {
  const value = input[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`"${name}" must be a number.`);
  return value;
}
