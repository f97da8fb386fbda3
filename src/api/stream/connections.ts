import { isLoopback } from '../access/exposure.ts';

const LIMIT = 4000;
/** From one address that is not this machine's own. */
const PER_ADDRESS = 100;

/** Counts who is connected, so that no client takes all the room. */
export class Connections {
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Why one more from this address can't be taken; null when it can. */
  refusal(address: string): '503 Service Unavailable' | '429 Too Many Requests' | null {
    if (this.#count >= LIMIT) return '503 Service Unavailable';
    return !isLoopback(address) && (this.#byAddress.get(address) ?? 0) >= PER_ADDRESS ? '429 Too Many Requests' : null;
  }

  opened(address: string): void {
    this.#count++;
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
  }

  closed(address: string): void {
    this.#count--;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, left);
  }
}
