import type { Order as CcxtOrder } from 'ccxt';
import { fromWire, toWire } from '../client-order-id.ts';
import type { ExchangeTraits } from '../traits/traits.ts';

/** Client order ids as an exchange has them, and as we do. */
export class OrderIds {
  readonly #traits: Pick<ExchangeTraits, 'idForm' | 'idPrefix'>;

  constructor(traits: Pick<ExchangeTraits, 'idForm' | 'idPrefix'>) {
    this.#traits = traits;
  }

  /** Our id as it is sent. */
  wire(clientOrderId: string): string {
    return toWire(this.#traits.idForm, clientOrderId);
  }

  /** An order's client order id as we know it; null for none. */
  ours(order: CcxtOrder): string | null {
    const named = this.named(order);
    return named === null ? null : fromWire(this.#traits.idForm, named, this.#traits.idPrefix);
  }

  /** As the exchange names it; ccxt leaves some exchanges' out, and takes another number for kraken's in what is streamed. Null for none. */
  named(order: CcxtOrder): string | null {
    const { clientOrderId, cl_ord_id, cli_ord_id } = (order.info ?? {}) as Readonly<Record<string, unknown>>;
    return textOf(cl_ord_id) ?? textOf(cli_ord_id) ?? (order.clientOrderId || textOf(clientOrderId)) ?? null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
