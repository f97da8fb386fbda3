import type { StopPriceType } from '../../core/stop-on-exchange/stop-order.ts';
import type { StopUpdate } from '../../core/trade/apply-stop-update.ts';
import type { OrderSide, OrderType } from '../../core/trade/trade.ts';
import type { OrderKey } from './trading.ts';

/** A stop to be laid on the exchange. Amount in base currency, rates in quote currency, all on the market's grid. */
export interface StopRequest {
  readonly clientOrderId: string;
  readonly pair: string;
  /** What the stop does once it is woken. */
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: number;
  readonly stopPrice: number;
  /** What a limit stop sells or buys at; null for a market stop. */
  readonly limitRate: number | null;
  /** Null: the exchange's own choice. */
  readonly priceType: StopPriceType | null;
}

/** A stop that the exchange has, whoever laid it. */
export interface FoundStop {
  /** Null where the exchange keeps none of ours, unless it says that a person has laid it. */
  readonly clientOrderId: string | null;
  readonly side: OrderSide;
  /** Whether it can only make a position smaller. */
  readonly isReducing: boolean;
  /** When it was laid, ms since epoch, UTC. */
  readonly at: number;
  readonly update: StopUpdate;
}

/** Stops that lie on the exchange, in its book of stops or among its orders. */
export interface Stops {
  /** How a stop is carried out there, the usual first; empty where none can be laid. */
  readonly orderTypes: readonly OrderType[];
  /** Whether a stop binds what it would sell, so that nothing else can sell it meanwhile. */
  readonly bindsCoins: boolean;
  /** Whether the exchange acts on a stop at any moment by itself; where not, only when it is asked. */
  readonly actsByItself: boolean;
  /** Whether a stop is known there by our client order id; where not, by what it is only. */
  readonly keepsClientIds: boolean;
  /** @throws StopRefused, OrderRejected when it surely does not exist, OrderOutcomeUnknown when it may */
  place(request: StopRequest): Promise<StopUpdate>;
  /** @throws ExchangeError; whatever happened, `find` tells. */
  cancel(orderId: string, pair: string): Promise<void>;
  /** Null when the exchange says that it has no such stop. @throws ExchangeError when it can't be asked. */
  find(key: OrderKey, pair: string): Promise<StopUpdate | null>;
  /** Stops of a pair laid since a moment (ms), resting and past ones. @throws ExchangeError when it can't be asked. */
  since(pair: string, since: number): Promise<FoundStop[]>;
}
