import { createHash } from 'node:crypto';
import { dropOldest } from '../../core/oldest.ts';
import { isLoopback } from './exposure.ts';

/**
 * Brakes guessing: wrong credentials are counted per address and in all over a sliding minute. Past the limit an attempt
 * is answered with 429 whether it was right or wrong. What is counted in all never stops an address that has been right before:
 * strangers must not lock out the owner.
 */
export interface Throttle {
  /** Seconds until another attempt from this address is looked at; 0 when one may come now. */
  secondsLeft(address: string, now: number): number;
  /** Counts a wrong attempt. */
  failed(address: string, now: number): void;
  /** Remembers an address that came with a right credential. */
  succeeded(address: string): void;
  /**
   * Whether this very credential was found wrong from this address just now. Asking again teaches nothing, so it is no
   * guess: a program with an old password does not lock out its neighbours.
   */
  isKnownWrong(address: string, credential: string, now: number): boolean;
  rememberWrong(address: string, credential: string, now: number): void;
}

const WINDOW_MS = 60_000;
/** Wrong attempts without a delay, per address. */
const FREE_ATTEMPTS = 5;
const PER_ADDRESS = 10;
/** In all, from whatever number of addresses. */
const IN_ALL = 20;
/** Addresses remembered; the oldest are forgotten first. */
const ADDRESS_LIMIT = 10_000;
const LONGEST_DELAY_S = 300;

/** Addresses remembered that were right once. */
const TRUSTED_LIMIT = 100;
/** Wrong credentials remembered, over all addresses. */
const WRONG_LIMIT = 1000;

export function createThrottle(): Throttle {
  const wrong = new Map<string, number>();
  const nameOf = (address: string, credential: string) => `${address} ${createHash('sha256').update(credential).digest('base64')}`;
  const byAddress = new Map<string, { failures: number[]; blockedUntil: number; streak: number }>();
  const trusted = new Set<string>();
  let all: number[] = [];

  const recent = (times: readonly number[], now: number) => times.filter((time) => now - time < WINDOW_MS);

  return {
    secondsLeft: (address, now) => {
      all = recent(all, now);
      const own = byAddress.get(address);
      let until = own?.blockedUntil ?? 0;
      if (own !== undefined) {
        own.failures = recent(own.failures, now);
        if (own.failures.length >= PER_ADDRESS) until = Math.max(until, own.failures[0]! + WINDOW_MS);
      }
      if (all.length >= IN_ALL && !trusted.has(address) && !isLoopback(address)) until = Math.max(until, all[0]! + WINDOW_MS);
      return Math.max(0, Math.ceil((until - now) / 1000));
    },
    isKnownWrong: (address, credential, now) => now - (wrong.get(nameOf(address, credential)) ?? Number.NEGATIVE_INFINITY) < WINDOW_MS,
    rememberWrong: (address, credential, now) => {
      wrong.set(nameOf(address, credential), now);
      dropOldest(wrong, WRONG_LIMIT);
    },
    succeeded: (address) => {
      trusted.delete(address);
      trusted.add(address);
      dropOldest(trusted, TRUSTED_LIMIT);
    },
    failed: (address, now) => {
      if (!isLoopback(address)) all.push(now);
      const own = byAddress.get(address) ?? { failures: [], blockedUntil: 0, streak: 0 };
      const isForgiven = own.failures.length > 0 && now - own.failures.at(-1)! > LONGEST_DELAY_S * 1000;
      own.streak = isForgiven ? 1 : own.streak + 1;
      own.failures = [...recent(own.failures, now), now];
      if (own.streak > FREE_ATTEMPTS) own.blockedUntil = now + Math.min(2 ** (own.streak - FREE_ATTEMPTS), LONGEST_DELAY_S) * 1000;
      byAddress.delete(address);
      byAddress.set(address, own);
      dropOldest(byAddress, ADDRESS_LIMIT);
    },
  };
}
