import type { Exchange as CcxtExchange, FundingHistory } from 'ccxt';
import type { OrderSide, Side } from '../../core/trade/trade.ts';
import type { MarginMode } from '../ports/leverage.ts';

/** How a pair is to be traded, for whoever sets it up. */
export interface PairSetup {
  readonly pair: string;
  /** Of orders that enter. */
  readonly side: OrderSide;
  /** A whole number where the exchange takes no other. */
  readonly leverage: number;
  readonly marginMode: MarginMode;
  /** Whether the account keeps longs and shorts of a pair apart. */
  readonly isHedged: boolean;
}

/** One request of a set-up, and how the exchange is asked whether it was needed at all. */
export interface SetupStep {
  readonly set: (client: CcxtExchange, setup: PairSetup) => Promise<unknown>;
  /** Asked when it was refused; where it is left out, a refusal stands. */
  readonly isSo?: (client: CcxtExchange, setup: PairSetup) => Promise<boolean>;
}

/** An order in contracts. */
export interface ContractOrder {
  readonly side: OrderSide;
  readonly orderType: 'limit' | 'market';
  /** Whether it may only make a position smaller. */
  readonly isReducing: boolean;
  readonly marginMode: MarginMode;
  readonly isHedged: boolean;
}

/** What an account is found to be before it trades contracts. */
export interface FuturesAccount {
  /** What stands against it, in words; empty for nothing. */
  readonly obstacles: readonly string[];
  readonly isHedged: boolean;
}

/** How an exchange lists what was paid in funding. */
export interface PaymentList {
  /** Whether further pages are of earlier payments; otherwise of later ones. */
  readonly isNewestFirst: boolean;
  /** Payments in a page that may have another behind it. */
  readonly pageSize: number;
  /** @param since ms @param last of the page before, as the list goes; null for the first page @throws ccxt's errors */
  readonly page: (client: CcxtExchange, pair: string, since: number, last: FundingHistory | null) => Promise<FundingHistory[]>;
}

/** How an exchange lists past rates of funding where the newest come first. */
export interface OlderRates {
  readonly pageSize: number;
  /** Parameters of a further page. @param number 1 for the second @param oldest moment of the page before, ms */
  readonly parameters: (number: number, oldest: number) => Readonly<Record<string, unknown>>;
}

/** How contracts are traded on an exchange, beyond what ccxt does alike on all. */
export interface FuturesTraits {
  readonly hasWholeLeverage: boolean;
  /** Looks at the account once, and makes it fit where the exchange lets us. */
  readonly account: (client: CcxtExchange, marginMode: MarginMode) => Promise<FuturesAccount>;
  /** What readies a pair, in turn. */
  readonly setup: readonly SetupStep[];
  /** Words or codes of a refusal that says that all is so already. */
  readonly alreadySo: RegExp | null;
  /** Further parameters of an order, beside `reduceOnly`. */
  readonly orderParameters: (order: ContractOrder) => Readonly<Record<string, unknown>>;
  /** Whether a position tells where it is liquidated; otherwise that is computed. */
  readonly tellsLiquidation: boolean;
  /** Whether the exchange lists what each position has paid in funding; otherwise it is computed from rates. */
  readonly tellsFunding: boolean;
  readonly payments: PaymentList;
  /** Null where a list of past rates begins at a moment, and goes on from there. */
  readonly olderRates: OlderRates | null;
  /** Whether an order, as the exchange tells it, is the exchange's own that closed a position. */
  readonly isLiquidation: (info: Readonly<Record<string, unknown>>) => boolean;
  /** Which position an order, as the exchange tells it, was for, where the account keeps longs and shorts apart; null where it keeps one. */
  readonly positionSide: (info: Readonly<Record<string, unknown>>) => Side | null;
  /** Whether a fill is, where only these say so; null where orders do. */
  readonly isLiquidationFill: ((info: Readonly<Record<string, unknown>>) => boolean) | null;
}

/** From a moment on, of one pair. Exchanges give 20 payments at once, or more. */
const PAYMENTS: PaymentList = {
  isNewestFirst: false,
  pageSize: 20,
  page: (client, pair, since, last) => client.fetchFundingHistory(pair, last?.timestamp ?? since),
};

const ONE_WAY: FuturesAccount = { obstacles: [], isHedged: false };

/** As most: margin mode, then leverage, nothing to look at. */
export const PLAIN_FUTURES: FuturesTraits = {
  hasWholeLeverage: false,
  account: async () => ONE_WAY,
  setup: [
    { set: (client, { marginMode, pair }) => client.setMarginMode(marginMode, pair) },
    { set: (client, { leverage, pair }) => client.setLeverage(leverage, pair) },
  ],
  alreadySo: null,
  orderParameters: () => ({}),
  tellsLiquidation: true,
  tellsFunding: true,
  payments: PAYMENTS,
  olderRates: null,
  isLiquidation: () => false,
  positionSide: () => null,
  isLiquidationFill: null,
};

/** Of an account whose mode can be set: one position a pair. @param alreadySo refusals that say so @param obstacle words for one that can't be set */
export function setsOneWay(alreadySo: RegExp, obstacle: string): FuturesTraits['account'] {
  return async (client) => {
    try {
      await client.setPositionMode(false);
      return ONE_WAY;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (alreadySo.test(message)) return ONE_WAY;
      if ((error as Error).name === 'NetworkError' || (error as Error).name === 'RequestTimeout') throw error;
      return { obstacles: [`${obstacle} The exchange says: ${message.slice(0, 300)}`], isHedged: true };
    }
  };
}
