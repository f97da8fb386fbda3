/** A clock has moved beside the monotonic one: the machine's was set or it slept, or ours was, by who knows better. */
export interface ClockJump {
  readonly byMs: number;
  readonly whose: 'machine' | 'ours';
}

export interface SteadyClockOptions {
  /** The machine's clock, ms since epoch, UTC. */
  readonly wall: () => number;
  /** ms on a clock that only runs forward; may stand while the machine sleeps. */
  readonly monotonic: () => number;
}

/** Less is a correction that nobody notices, ms. */
const JUMP_MS = 2000;

/**
 * The time a bot lives by. It follows the machine's clock, and jumps forward with it (the machine slept, the clock was wrong), but a
 * clock that is set back is not believed: ages would become negative, and everything that is due would wait for as long as it was set
 * back. Whoever knows the true time (the exchange) settles it by `believe`.
 */
export class SteadyClock {
  readonly #options: SteadyClockOptions;
  readonly #listeners: Set<(jump: ClockJump) => void> = new Set();
  /** Our time minus monotonic time. */
  #offset: number;
  /** The machine's time minus monotonic time, as last seen. */
  #wallOffset: number;
  #last = 0;

  constructor(options: SteadyClockOptions) {
    this.#options = options;
    this.#offset = options.wall() - options.monotonic();
    this.#wallOffset = this.#offset;
  }

  /** ms since epoch, UTC. */
  readonly now = (): number => {
    const ticks = this.#options.monotonic();
    const wallOffset = this.#options.wall() - ticks;
    const moved = wallOffset - this.#wallOffset;
    const ahead = this.#offset - this.#wallOffset;
    this.#wallOffset = wallOffset;
    // forward is followed, once it has made up for what was set back before; back only by what a correction may be
    if (moved > 0) this.#offset = ahead > 0 ? Math.max(this.#offset, wallOffset) : this.#offset + moved;
    else if (moved > -JUMP_MS && Math.abs(ahead) < JUMP_MS) this.#offset += moved;
    // whole milliseconds, as every date
    this.#last = Math.max(this.#last, Math.floor(ticks + this.#offset));
    if (Math.abs(moved) >= JUMP_MS) for (const listener of this.#listeners) listener({ byMs: moved, whose: 'machine' });
    return this.#last;
  };

  /** How far the machine's clock is behind the time that is lived by, ms; 0 while they agree. */
  get behindMs(): number {
    return Math.max(0, Math.round(this.#offset - this.#wallOffset));
  }

  /** Takes the true time (ms since epoch, UTC) from somebody who knows it. Going back is allowed here, and reported like a jump. */
  believe(time: number): void {
    const offset = time - this.#options.monotonic();
    const byMs = offset - this.#offset;
    if (Math.abs(byMs) < JUMP_MS) return;
    this.#offset = offset;
    this.#last = Math.floor(time);
    for (const listener of this.#listeners) listener({ byMs, whose: 'ours' });
  }

  /** @returns a function that ends the listening */
  onJump(listener: (jump: ClockJump) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
