/** Wakes whoever sleeps on it; there is one sleeper at most. */
export class Bell {
  #wake: () => void = () => undefined;

  /** Wakes the sleeper, if there is one. */
  ring(): void {
    const wake = this.#wake;
    this.#wake = () => undefined;
    wake();
  }

  /** @param limitMs longest sleep, ms; as long as it takes where there is none @returns when it has rung, or the time is over */
  sleep(limitMs: number | null = null): Promise<void> {
    return new Promise((resolve) => {
      const timer = limitMs === null ? null : setTimeout(() => this.ring(), limitMs);
      this.#wake = () => {
        if (timer !== null) clearTimeout(timer);
        resolve();
      };
    });
  }
}
