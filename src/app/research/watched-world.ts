import type { Strategy } from '../../strategy/strategy.ts';

/** What of a strategy shows it the settings of its trades. */
export const SHOWING = ['config', 'wallets'] as const satisfies readonly (keyof Strategy)[];

/** What a strategy has asked for while it looked at candles, and what it was made of. */
export interface Noticed {
  /** The clock, chance, the network. */
  readonly asksWorld: boolean;
  readonly asksSettings: boolean;
  /** Whether it imports modules of Node, by which it may learn anything. */
  readonly asksNode: boolean;
  readonly files: readonly string[];
}

/** Nothing yet. */
export const NOTHING_NOTICED: Noticed = { asksWorld: false, asksSettings: false, asksNode: false, files: [] };

/** What was noticed in one thread or another. */
export function noticedIn(one: Noticed, other: Noticed): Noticed {
  return {
    asksWorld: one.asksWorld || other.asksWorld,
    asksSettings: one.asksSettings || other.asksSettings,
    asksNode: one.asksNode || other.asksNode,
    files: [...new Set([...one.files, ...other.files])],
  };
}

/** Notices whether anything asks for what may be different the next time: the clock, chance, the network. */
export interface WatchedWorld {
  readonly wasAsked: () => boolean;
  /** Ends the watch. */
  readonly end: () => void;
}

/** Watches this thread from now on; our own code has taken what it needs of them before. */
export function watchWorld(): WatchedWorld {
  let isAsked = false;
  const noticed = <Values extends unknown[], Result>(ask: (...values: Values) => Result) => {
    return (...values: Values): Result => {
      isAsked = true;
      return ask(...values);
    };
  };
  const { Date: PlainDate, fetch } = globalThis;
  const { random } = Math;
  const monotonic = performance.now;
  globalThis.Date = new Proxy(PlainDate, {
    construct: (target, values: [], newTarget) => {
      if (values.length === 0) isAsked = true;
      return Reflect.construct(target, values, newTarget) as object;
    },
    apply: noticed((target: DateConstructor) => target()),
    get: (target, name) => (name === 'now' ? noticed(target.now) : (Reflect.get(target, name) as unknown)),
  });
  globalThis.fetch = noticed(fetch);
  Math.random = noticed(random);
  performance.now = noticed(monotonic.bind(performance));
  return {
    wasAsked: () => isAsked,
    end: () => {
      Object.assign(globalThis, { Date: PlainDate, fetch });
      Math.random = random;
      performance.now = monotonic;
    },
  };
}

/** Notices whether any of these properties is read. */
export function watchProperties(object: object, names: readonly string[]): () => boolean {
  let isRead = false;
  for (const name of names) {
    let value = Reflect.get(object, name) as unknown;
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        isRead = true;
        return value;
      },
      set: (given: unknown) => {
        value = given;
      },
    });
  }
  return () => isRead;
}
