import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { decimal, over, product, toNumber } from '../../core/market/decimal.ts';
import type { BookLevel } from '../../core/market/market.ts';

type KnownMarkets = Readonly<Record<string, { readonly contract?: boolean; readonly contractSize?: number } | undefined>>;

/** Amounts are base currency on our side and contracts on the exchange's; here they are converted, and nowhere else. On spot they are the same. */
export class Contracts {
  readonly #client: CcxtExchange;

  /** @param client whose markets tell how large their contracts are, once they are loaded */
  constructor(client: CcxtExchange) {
    this.#client = client;
  }

  /** Base currency in one contract; 1 on spot. */
  size(pair: string): number {
    const market = (this.#client.markets as KnownMarkets | undefined)?.[pair];
    return market === undefined ? 1 : contractSize(market);
  }

  isSpot(pair: string): boolean {
    return (this.#client.markets as KnownMarkets | undefined)?.[pair]?.contract !== true;
  }

  /** Contracts of an amount in base currency. */
  toContracts(pair: string, amount: number): number {
    return fromBase(amount, this.size(pair));
  }

  /** Base currency of contracts. */
  toBase(pair: string, contracts: number): number {
    return intoBase(contracts, this.size(pair));
  }

  /** An order or a fill with its amounts in base currency. Its cost is in quote currency already. */
  converted<T extends Partial<Pick<CcxtOrder, 'amount' | 'filled' | 'remaining'>>>(pair: string, given: T): T {
    const size = this.size(pair);
    if (size === 1) return given;
    const amounts: Partial<Pick<CcxtOrder, 'amount' | 'filled' | 'remaining'>> = {};
    for (const key of ['amount', 'filled', 'remaining'] as const) {
      const contracts = given[key];
      if (typeof contracts === 'number') amounts[key] = intoBase(contracts, size);
    }
    return { ...given, ...amounts };
  }

  levels(pair: string, levels: readonly BookLevel[]): BookLevel[] {
    const size = this.size(pair);
    return levels.map(([price, contracts]) => [price, intoBase(contracts, size)]);
  }
}

/** Base currency in one contract of a market; 1 on spot. */
export function contractSize({
  contract,
  contractSize: size,
}: {
  readonly contract?: boolean | undefined;
  readonly contractSize?: number | undefined;
}): number {
  return contract === true && size !== undefined && size > 0 ? size : 1;
}

/** Base currency of so many contracts. */
export function intoBase(contracts: number, size: number): number {
  return size === 1 || !Number.isFinite(contracts) ? contracts : product(contracts, size);
}

function fromBase(amount: number, size: number): number {
  return size === 1 ? amount : toNumber(over(decimal(amount), decimal(size)));
}
