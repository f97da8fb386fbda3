import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import type { Exchange } from '../engine/exchange.ts';
import type { Order } from '../engine/order.ts';
import type { Refusal } from '../engine/refusal.ts';
import type { MarketSymbol } from '../engine/symbol.ts';

/** What an account is reached with; exchanges without a passphrase or a wallet address ignore them. */
export interface Credentials {
  readonly key: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** One request as it came. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** As in the address, without the question mark. */
  readonly query: string;
  readonly body: string;
  /** Query and form body together. */
  readonly params: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** What goes back; the body is written as JSON unless it is a text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A refusal in the exchange's own words, where the engine has no part in it. */
export class NativeRefusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string | number, message: string, status = 400) {
    super(message);
    this.code = String(code);
    this.status = status;
  }
}

/** Open connections of one exchange, and what is pushed to them. */
export interface Streams {
  /** @param more the host as the client named it, with the port, and the parameters of the address */
  add(socket: WebSocket, path: string, more: { readonly host: string; readonly query: URLSearchParams }): void;
  /** Control: closes every stream, as a network failure would. @returns how many there were */
  cut(): number;
  /** Control: streams whose names match stay open and tell nothing; the account's are named "account". null: all tell again. */
  mute(match: string | null): void;
  /** Control: sends prices at once instead of at the next time step. */
  pushNow(): void;
  close(): void;
}

/** How one exchange speaks: its addresses, forms, codes and rules, over an engine that has none. */
export interface Dialect {
  /** ccxt's name. */
  readonly name: string;
  /** What an account is reached with where it has a form; the simulator's own otherwise. */
  readonly credentials?: Partial<Credentials>;
  /** What its contracts are settled in, in its words, where it has perpetual contracts and no spot; others offer contracts where they are asked for. */
  readonly contractsOnlyIn?: string;
  /** Whether perpetual contracts are spoken of, too. */
  readonly hasContracts: boolean;
  /** Whether one wallet serves spot and contracts. */
  readonly hasOneWallet: boolean;
  /** What fees are paid in: what is received, or the quote currency. */
  readonly feesIn: 'received' | 'quote';
  /** Where no answer tells what an order has cost: what everybody pays, ratio; 0.001 otherwise. */
  readonly fee?: number;
  /** A post-only order that would take is taken and cancelled, not refused. */
  readonly cancelsPostOnlyThatTakes: boolean;
  /** Base currency in a contract of a market, and the smallest part of a contract that is traded. */
  contract(symbol: MarketSymbol): { readonly size: number; readonly step: number };
  /** A market under the exchange's own rules of prices and amounts; as it is where there is none. */
  market?(symbol: MarketSymbol): MarketSymbol;
  /** How often funding is paid, ms; every eight hours otherwise. */
  readonly fundingMs?: number;
  /** ccxt's settings that lead it here. @param http, ws addresses of this simulator without a path */
  ccxtConfig(http: string, ws: string): object;
  /** How many candles of a timeframe can be asked for at all; null: as many as there are. */
  readonly candlesKept: number | null;
  /** An order's number as it is written. */
  orderId(id: number): string;
  /** What a new order is placed with, as faults match it: `METHOD /path`. */
  readonly orderCall: string;
  /** @throws Refusal of the engine, NativeRefusal of its own */
  answer(exchange: Exchange, credentials: Credentials, call: Call): unknown;
  refuse(refusal: Refusal | NativeRefusal, call: Call): Answer;
  /** Says that there is no such order. */
  unknownOrder(call: Call): Answer;
  /** Of a client that asks too often. @param seconds when to come back */
  tooOften(seconds: number): Answer;
  /** The order that a call asks for or cancels. */
  orderAskedFor(exchange: Exchange, call: Call): Order | undefined;
  /** The order that an answer tells of. */
  answeredOrder(exchange: Exchange, answer: unknown): Order | undefined;
  /** An answer to a new order, without its ids or with somebody else's. */
  spoilIds(answer: unknown, ids: 'none' | 'foreign'): unknown;
  /** Requests are weighed, and too many refused; null where the simulator keeps no count. */
  readonly weights: { of(call: Call): number; readonly limit: number; headers(used: number, call: Call): Record<string, string> } | null;
  streams(exchange: Exchange, credentials: Credentials): Streams;
}
