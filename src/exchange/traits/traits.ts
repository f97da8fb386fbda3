import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import type { OrderSide } from '../../core/trade/trade.ts';
import type { IdForm } from '../client-order-id.ts';
import type { FuturesTraits } from './futures.ts';

/**
 * One way to ask for an order by our client id. @param wireId in the exchange's form. @returns null where it has none
 * @throws what ccxt throws; its `OrderNotFound` means none, too
 */
export type Lookup = (client: CcxtExchange, wireId: string, pair: string) => Promise<CcxtOrder | null>;

type Json = Readonly<Record<string, unknown>>;

/** A list in which ccxt finds stops. */
export interface StopList {
  readonly call: 'fetchOrders' | 'fetchOpenOrders' | 'fetchClosedOrders' | 'fetchCanceledOrders' | 'fetchCanceledAndClosedOrders';
  readonly parameters: Json;
}

/** How stops lie on an exchange, beside what freqtrade's facts tell of it. */
export interface StopTraits {
  /** Parameters that carry our client order id into a new stop; none where the exchange keeps none that can be found again. */
  readonly clientOrderIdParameters: readonly string[];
  /** What an exchange that keeps no id of ours says in its place of a stop that a person has laid on its page; null where it says nothing. */
  readonly laidByHand: RegExp | null;
  /** Further parameters of a new stop that sells, or buys. */
  readonly parameters: (side: OrderSide) => Json;
  /** The same of contracts, beside `reduceOnly`. */
  readonly contractParameters: FuturesTraits['orderParameters'];
  /** Parameters with which one is asked for by its own id; null where it can't be asked for alone. */
  readonly findParameters: Json | null;
  readonly cancelParameters: Json;
  /** Whether one that can't be cancelled, since it was woken meanwhile, is refused by naming none that was. */
  readonly isRefusedInSilence: boolean;
  /** How one is asked for by our id, in turn, until one knows it. */
  readonly lookups: readonly Lookup[];
  /** Whether one that a look-up does not know may be in a list. */
  readonly isFoundInLists: boolean;
  /** Where resting and past ones are listed. */
  readonly lists: readonly StopList[];
  /** What freqtrade writes as its type from the first look-up on; null for what ccxt calls it. */
  readonly orderType: string | null;
  /** Words or codes of an answer that refuses a stop as it is, where ccxt does not tell it by its class. */
  readonly refusal: RegExp | null;
  /** Whether the exchange takes a stop whose price is passed for one that waits for the price to come back; then it is not sent. */
  readonly guessesDirection: boolean;
  /** The order that a stop has become in another book; null where it has not, or stays the same order. */
  readonly fired: (client: CcxtExchange, stop: CcxtOrder, pair: string) => Promise<CcxtOrder | null>;
}

/** Orders of a pair placed since a moment (ms), open ones and ended ones; of one that is there twice the later tells more. */
export type OrderList = (client: CcxtExchange, pair: string, since: number) => Promise<CcxtOrder[]>;

/** What is known of an exchange, exported under ccxt's name of it by the file of that name; the rest is as with most (`all.ts`). */
export interface KnownTraits extends Partial<Omit<ExchangeTraits, 'stops' | 'futuresStops'>> {
  readonly stops?: Partial<StopTraits>;
  /** The same of perpetual contracts, over `stops`. */
  readonly futuresStops?: Partial<StopTraits>;
  /** Its branches under other laws, by ccxt's names: the same in all of this. */
  readonly branches?: readonly string[];
}

/** Facts of an exchange that ccxt does not tell. */
export interface ExchangeTraits {
  /** freqtrade's and ccxt's name. */
  readonly name: string;
  /** Candles one request returns. */
  readonly candleLimit: number;
  /** How long after its request has ended an order may still be accepted, ms; bounded by the signature's validity where there is one. */
  readonly acceptanceWindowMs: number;
  /** What of an account stands against trading on spot, in words; empty for nothing. Of contracts, `futures` says it. @throws ccxt's errors */
  readonly obstacles: (client: CcxtExchange) => Promise<readonly string[]>;
  /** Codes in an answer that look like a refusal and leave an order's outcome open. */
  readonly vagueCodes: readonly string[];
  /** Codes in an answer that refuse an order for a reason, where ccxt knows none. */
  readonly refusalCodes: readonly string[];
  /** Words or codes of an answer that refuses a request for its time, where ccxt does not tell it by its class. */
  readonly timeRefusal: RegExp | null;
  /** Words of an answer that an order came after its last moment; the clock is read anew before the next. */
  readonly lateRefusal: RegExp | null;
  /** Words or codes of an answer that there is no such order, where ccxt does not tell it by its class. */
  readonly unknownOrder: RegExp | null;
  readonly idForm: IdForm;
  /** Put before our id by ccxt or the exchange, in orders and in what it says of them. */
  readonly idPrefix: string;
  /** Parameter that carries our client order id into a new order. */
  readonly clientOrderIdParameter: string;
  /** Further parameters of every order, and of what ends one. */
  readonly orderParameters: Readonly<Record<string, unknown>>;
  /** Further parameters where an order is asked for by its own id. */
  readonly orderIdParameters: Readonly<Record<string, unknown>>;
  /** How an order is asked for by our id, in turn, until one knows it. */
  readonly lookups: readonly Lookup[];
  /** How long a time one search of past orders spans from its beginning on, and how far back one goes, ms; null: as far as is asked. */
  readonly orderSearch: { readonly windowMs: number; readonly reachMs: number } | null;
  /** Parameters of lists of orders: how many one request returns at most, where fewer are usual. */
  readonly orderListParameters: Readonly<Record<string, unknown>>;
  /** Whether orders in lists have their client ids. */
  readonly listsShowIds: boolean;
  /** Whether fills are asked for order by order: where those since a moment are not to be had, or not of long ago. */
  readonly fillsByOrder: boolean;
  /** How an order that the call for one does not know is asked for by its own id, in turn. */
  readonly laterLookups: readonly Lookup[];
  /** How orders are listed; null where ccxt's lists hold all. */
  readonly orderList: OrderList | null;
  /** Which market orders need a rate: for those to buy it gives the cost, which is what they then buy for. */
  readonly marketOrderNeedsRate: 'never' | 'to_buy' | 'always';
  /** Parameters with which a market order to buy spends its cost (quote currency), where ccxt would spend another; null: with none. */
  readonly costParameters: ((client: CcxtExchange, pair: string, cost: number) => Readonly<Record<string, unknown>>) | null;
  /** Parameter that asks for the public trades from an id on; null where they are asked for by time, as where what goes on is no trade's id. */
  readonly tradesAfterParameter: string | null;
  /** Extra options for ccxt, e.g. to load only what is traded. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The same where futures are traded, over `options`. */
  readonly futuresOptions: Readonly<Record<string, unknown>>;
  /** Options in which ccxt keeps what it has learned of the account with the markets; clients that are handed the markets need them, too. */
  readonly learnedOptions: readonly string[];
  /** How contracts are traded; null where we don't know. */
  readonly futures: FuturesTraits | null;
  readonly stops: StopTraits;
  readonly futuresStops: StopTraits;
  /** Whether what is signed carries a number that only grows, in place of a time. */
  readonly hasGrowingNonce: boolean;
  /** Whether the ticker it pushes holds the best bid and ask; asked where ccxt has no stream of these. */
  readonly tickersHaveQuotes: boolean;
  /**
   * Candles of which a message of their stream is the last: the exchange's id of the market, and the start, ms since epoch; null where it does not say
   * so.
   */
  readonly endedCandles: ((message: unknown) => readonly { readonly id: string; readonly start: number }[]) | null;
  /** Whether each pair has a stream of its own, of our orders, too: where ccxt can't add pairs to one of several, or wants the pair. */
  readonly isHeardPairByPair: boolean;
  /** How many topics one message may ask for, by the address of the connection. */
  readonly topicsAMessage: (address: string) => number;
  /** Keeps the client from doing what its owner did not ask for. */
  readonly tame: (client: CcxtExchange) => void;
}
