import { type LeverageTier, toTier } from '../../core/market/leverage-tiers.ts';
import { ExchangeError, OperationalException, TemporaryError } from '../errors.ts';
import type { Leverage, MarginMode, Preparation } from '../ports/leverage.ts';
import type { FuturesAccount, FuturesTraits, PairSetup } from '../traits/futures.ts';
import { type CcxtSession, can } from './session.ts';

/** What the account lends through ccxt. Each pair is set up for each trade, and when it is to be traded otherwise. */
export class CcxtLeverage implements Leverage {
  readonly #session: CcxtSession;
  readonly #traits: FuturesTraits;
  readonly #marginMode: MarginMode;
  #account: Promise<FuturesAccount> | null = null;
  readonly #tiersByPair: Map<string, Promise<readonly LeverageTier[]>> = new Map();
  readonly #allTiers: Map<string, Promise<ReadonlyMap<string, readonly LeverageTier[]>>> = new Map();
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
    if (account.has['fetchMarketLeverageTiers'] === true) {
      return this.#remembered(this.#tiersByPair, pair, async () => (await account.fetchMarketLeverageTiers(pair)).map(toTier));
    }
    if (!can(account, 'fetchLeverageTiers')) return this.#ofMarket(pair);
    const all = await this.#remembered(this.#allTiers, 'all', async () => {
      const found = await account.fetchLeverageTiers();
      return new Map(Object.entries(found).map(([each, tiers]) => [each, tiers.map(toTier)]));
    });
    return all.get(pair) ?? [];
  }

  async prepare({ pair, side, leverage, isOurs = false }: Preparation): Promise<void> {
    const { isHedged, obstacles } = await this.#asked();
    if (obstacles.length > 0) throw new OperationalException(obstacles.join(' '));
    const setup: PairSetup = {
      pair,
      side: side === 'short' ? 'sell' : 'buy',
      leverage: this.#traits.hasWholeLeverage ? Math.floor(leverage) : leverage,
      marginMode: this.#marginMode,
      isHedged,
    };
    const words = `${setup.leverage} ${isHedged ? side : ''}`;
    if (isOurs && this.#prepared.get(pair) === words) return;
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

  /** Where only the largest leverage is known: half of what it leaves must remain. Source: Hyperliquid, "Margining". */
  #ofMarket(pair: string): readonly LeverageTier[] {
    const limits = this.#session.clients.account.markets?.[pair]?.limits as { leverage?: { max?: number } } | undefined;
    const most = limits?.leverage?.max;
    if (most === undefined || !(most >= 1)) return [];
    return [toTier({ maintenanceMarginRate: 1 / (2 * most), maxLeverage: most })];
  }

  /** Asks once; again where that failed. */
  #remembered<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
    const before = known.get(key);
    if (before !== undefined) return before;
    const asked = this.#session.readAccount(ask);
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    return asked;
  }

  #asked(): Promise<FuturesAccount> {
    if (this.#account === null) {
      const asked = this.#session.readAccount(() => this.#traits.account(this.#session.clients.account, this.#marginMode));
      this.#account = asked;
      // whoever mends the account need not start the bot again
      const forget = () => {
        this.#account = null;
      };
      asked.then(({ obstacles }) => obstacles.length > 0 && forget(), forget);
    }
    return this.#account;
  }
}
