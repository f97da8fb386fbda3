import type { Exchange as CcxtExchange } from 'ccxt';
import { type CcxtTier, type LeverageTier, tierOf } from '../../core/market/leverage-tiers.ts';
import { entrySideOf } from '../../core/trade/trade.ts';
import { ExchangeError, TemporaryError } from '../errors.ts';
import type { Leverage, MarginMode, Preparation } from '../ports/leverage.ts';
import type { FuturesAccount, FuturesTraits, PairSetup } from '../traits/futures.ts';
import { type CcxtSession, can } from './session.ts';

/** On spot nothing is lent. */
export const NO_LEVERAGE: Leverage = { obstacles: async () => [], tiers: async () => [], prepare: async () => undefined };

/** What the account lends through ccxt. Each pair is set up once, and again when it is to be traded otherwise. */
export class CcxtLeverage implements Leverage {
  readonly #session: CcxtSession;
  readonly #traits: FuturesTraits;
  readonly #marginMode: MarginMode;
  #account: Promise<FuturesAccount> | null = null;
  readonly #tiers: Map<string, Promise<readonly LeverageTier[]>> = new Map();
  /** How pairs were set up, in words that differ where the set-up does. */
  readonly #prepared: Map<string, string> = new Map();

  constructor(session: CcxtSession, traits: FuturesTraits, marginMode: MarginMode) {
    this.#session = session;
    this.#traits = traits;
    this.#marginMode = marginMode;
  }

  /** Whether the account keeps longs and shorts of a pair apart. @throws ExchangeError when it can't be asked */
  async isHedged(): Promise<boolean> {
    return (await this.#asked()).isHedged;
  }

  async obstacles(): Promise<readonly string[]> {
    return (await this.#asked()).obstacles;
  }

  async tiers(pair: string): Promise<readonly LeverageTier[]> {
    const { account } = this.#session.clients;
    // of one market where the exchange tells them so, else of all at once
    const isByMarket = account.has['fetchMarketLeverageTiers'] === true;
    const key = isByMarket ? pair : '';
    let asked = this.#tiers.get(key);
    if (asked === undefined) {
      asked = isByMarket || !can(account, 'fetchLeverageTiers') ? this.#tiersOfMarket(pair) : this.#tiersOfAll(pair);
      this.#tiers.set(key, asked);
      asked.catch(() => this.#tiers.delete(key));
    }
    const found = await asked;
    return found;
  }

  async prepare({ pair, side, leverage }: Preparation): Promise<void> {
    const isHedged = await this.isHedged();
    const setup: PairSetup = {
      pair,
      side: entrySideOf(side),
      leverage: this.#traits.hasWholeLeverage ? Math.floor(leverage) : leverage,
      marginMode: this.#marginMode,
      isHedged,
    };
    const words = `${setup.leverage} ${isHedged ? side : ''}`;
    if (this.#prepared.get(pair) === words) return;
    this.#prepared.delete(pair);
    for (const step of this.#traits.setup) await this.#take(step, setup);
    this.#prepared.set(pair, words);
  }

  async #take({ set, isSo }: FuturesTraits['setup'][number], setup: PairSetup): Promise<void> {
    const session = this.#session;
    const { orders, account } = session.clients;
    try {
      await session.readAccount(() => set(orders, setup), orders);
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      if (this.#traits.alreadySo?.test(error.message) === true) return;
      const isThere = isSo !== undefined && (await session.readAccount(() => isSo(account, setup)).catch(() => false));
      if (isThere) return;
      const what = `${setup.marginMode} margin with leverage ${setup.leverage}`;
      throw new TemporaryError(`${setup.pair} could not be set to ${what}: ${error.message}`, error);
    }
  }

  #asked(): Promise<FuturesAccount> {
    if (this.#account === null) {
      const asked = this.#session.readAccount(() => this.#traits.account(this.#session.clients.account, this.#marginMode));
      this.#account = asked;
      asked.catch(() => {
        this.#account = null;
      });
    }
    return this.#account;
  }
}
