import { dropOldest } from '../core/oldest.ts';

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;
/** Troubles that are remembered: what is in words of others may be new each time. */
const MOST = 2000;

interface Trouble {
  readonly since: number;
  tellAt: number;
  pause: number;
}

/** Troubles that last: each is reported when it begins, then with its length after 1, 2, 4 … minutes, and when it has ended. Times are monotonic ms. */
export class Troubles {
  readonly #lasting = new Map<string, Trouble>();
  readonly #reported = new Set<string>();

  /** A trouble is there, perhaps still. @returns how it is to be reported: '' for the first time, ' for 2 min' later; null for not now */
  goesOn(key: string, now: number): string | null {
    const known = this.#lasting.get(key);
    if (known === undefined) {
      dropOldest(this.#lasting, MOST - 1);
      this.#lasting.set(key, { since: now, tellAt: now + MINUTE_MS, pause: MINUTE_MS });
      return '';
    }
    if (now < known.tellAt) return null;
    known.pause = Math.min(known.pause * 2, LONGEST_PAUSE_MS);
    known.tellAt = known.since + known.pause * Math.ceil((now - known.since + 1) / known.pause);
    return ` for ${lengthText(now - known.since)}`;
  }

  /** A trouble is over. @returns how long it was, e.g. `2 min`; null where there was none */
  ends(key: string, now: number): string | null {
    const known = this.#lasting.get(key);
    this.#lasting.delete(key);
    return known === undefined ? null : lengthText(now - known.since);
  }

  /** Troubles that are there, whose key begins so. */
  lasting(prefix: string): string[] {
    return [...this.#lasting.keys()].filter((key) => key.startsWith(prefix));
  }

  /** Whether something is to be reported for the first time. */
  once(key: string): boolean {
    if (this.#reported.has(key)) return false;
    this.#reported.add(key);
    return true;
  }

  /** What has been mended is reported again if it comes again. */
  forget(key: string): void {
    this.#reported.delete(key);
  }
}

function lengthText(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`;
  if (ms < 60 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  const minutes = Math.round(ms / MINUTE_MS);
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}
