/** How fast requests may follow each other, as ccxt describes it (`tokenBucket` of a client). */
export interface Bucket {
  readonly algorithm: 'leakyBucket' | 'rollingWindow';
  /** Tokens a ms. */
  readonly refillRate: number;
  /** Most tokens that are kept. */
  readonly capacity: number;
  /** Tokens of a request that says nothing else. */
  readonly cost: number;
  /** ms */
  readonly windowSize: number;
  /** ms between requests of cost 1. */
  readonly rateLimit: number;
}

interface Waiting {
  readonly cost: number;
  readonly go: () => void;
}

/**
 * Lets requests pass at the pace that an exchange allows, first come, first served, on a clock that only runs forward. ccxt's own reads
 * the calendar: where that is set back by an hour, its next request waits for an hour.
 */
export class Pace {
  readonly #bucket: Bucket;
  readonly #monotonic: () => number;
  readonly #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #tokens = 0;
  #filledAt: number;
  /** Requests within the window: when, and what they cost. */
  readonly #passed: { readonly at: number; readonly cost: number }[] = [];

  constructor(bucket: Bucket, monotonic: () => number = () => performance.now()) {
    this.#bucket = bucket;
    this.#monotonic = monotonic;
    this.#filledAt = monotonic();
  }

  /** Resolves when the request may be sent. */
  throttle(cost: number = this.#bucket.cost): Promise<void> {
    return new Promise((go) => {
      this.#queue.push({ cost, go });
      if (this.#timer === null) this.#advance();
    });
  }

  #advance(): void {
    this.#timer = null;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const wait = this.#bucket.algorithm === 'rollingWindow' ? this.#waitForWindow(next.cost) : this.#waitForTokens();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#advance(), Math.max(1, Math.ceil(wait)));
        return;
      }
      this.#queue.shift();
      if (this.#bucket.algorithm === 'rollingWindow') this.#passed.push({ at: this.#monotonic(), cost: next.cost });
      else this.#tokens -= next.cost;
      next.go();
    }
  }

  /** A request passes while there is no debt, and may make one. */
  #waitForTokens(): number {
    const { refillRate, capacity } = this.#bucket;
    const now = this.#monotonic();
    this.#tokens = Math.min(capacity, this.#tokens + refillRate * (now - this.#filledAt));
    this.#filledAt = now;
    return this.#tokens >= 0 ? 0 : -this.#tokens / refillRate;
  }

  #waitForWindow(cost: number): number {
    const { windowSize, rateLimit } = this.#bucket;
    const now = this.#monotonic();
    while (this.#passed.length > 0 && this.#passed[0]!.at <= now - windowSize) this.#passed.shift();
    const used = this.#passed.reduce((sum, passed) => sum + passed.cost, 0);
    if (this.#passed.length === 0 || used + cost <= windowSize / rateLimit) return 0;
    return this.#passed[0]!.at + windowSize - now;
  }
}
