import { describe, expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

const MINUTE = 60_000;

describe('throttle', () => {
  it('lets a few mistakes pass, then asks for a delay that doubles', () => {
    const throttle = createThrottle();
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(throttle.secondsLeft('a', 0)).toBe(0);
      throttle.failed('a', 0);
    }
    expect(throttle.secondsLeft('a', 0)).toBe(0);
    throttle.failed('a', 0);
    expect(throttle.secondsLeft('a', 0)).toBe(2);
    throttle.failed('a', 2000);
    expect(throttle.secondsLeft('a', 2000)).toBe(4);
    expect(throttle.secondsLeft('b', 2000)).toBe(0);
  });

  it('answers at most 20 guesses a minute, however many addresses they come from', () => {
    const throttle = createThrottle();
    let answered = 0;
    for (let guess = 0; guess < 1000; guess++) {
      const now = guess * 60;
      const address = `10.0.0.${guess % 200}`;
      if (throttle.secondsLeft(address, now) > 0) continue;
      throttle.failed(address, now);
      answered++;
    }
    expect(answered).toBeLessThanOrEqual(20);
    expect(throttle.secondsLeft('10.9.9.9', 2 * MINUTE)).toBe(0);
  });

  it('stops no address that has been right before for what strangers do', () => {
    const throttle = createThrottle();
    throttle.succeeded('10.1.1.1');
    for (let guess = 0; guess < 40; guess++) throttle.failed(`10.0.0.${guess}`, guess);
    expect(throttle.secondsLeft('10.2.2.2', 50)).toBeGreaterThan(0);
    expect(throttle.secondsLeft('10.1.1.1', 50)).toBe(0);
    expect(throttle.secondsLeft('127.0.0.1', 50)).toBe(0);
    for (let guess = 0; guess < 6; guess++) throttle.failed('10.1.1.1', 60);
    expect(throttle.secondsLeft('10.1.1.1', 70)).toBeGreaterThan(0);
  });

  it('stops nobody elsewhere for what is guessed on this machine', () => {
    const throttle = createThrottle();
    for (let guess = 0; guess < 40; guess++) throttle.failed('127.0.0.1', guess);
    expect(throttle.secondsLeft('127.0.0.1', 50)).toBeGreaterThan(0);
    expect(throttle.secondsLeft('10.2.2.2', 50)).toBe(0);
  });
});
