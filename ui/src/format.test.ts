import { createPinia, setActivePinia } from 'pinia';
import { beforeAll, describe, expect, test } from 'vitest';
import type { useSettings as UseSettings } from './stores/settings.ts';

type Format = typeof import('./format.ts');

describe('numbers for people', () => {
  let format: Format;
  let settings: ReturnType<typeof UseSettings>['settings'];
  beforeAll(async () => {
    // what a browser has and these formats read settings from
    const kept = new Map<string, string>();
    Object.assign(globalThis, {
      localStorage: { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => kept.set(name, value) },
      document: { documentElement: { dataset: {}, lang: '' } },
    });
    setActivePinia(createPinia());
    format = await import('./format.ts');
    settings = (await import('./stores/settings.ts')).useSettings().settings;
    settings.locale = 'en-GB';
    settings.timeZone = 'utc';
  });

  test('days, weeks and months of a breakdown are written as dates are', () => {
    expect([format.periodLabel('2026-10-31', 'daily'), format.periodLabel('2026-10-01', 'monthly')]).toEqual(['31 Oct', 'Oct 26']);
  });

  test('what rounds to nothing has no sign and no colour', () => {
    for (const ratio of [0, -0, -0.00001, 0.00004]) {
      expect(format.percent(ratio)).toBe('0.00\u00a0%');
      expect(format.tone(ratio, format.percent(ratio))).toBe('');
      expect(format.arrow(ratio, format.percent(ratio))).toBe('');
    }
    expect(format.money(-0.0001, 'USDT', true)).toBe('0.000');
    expect(format.tone(-0.0004, format.money(-0.0004, 'USDT', true))).toBe('');
    expect(format.tone(-0.0006, format.money(-0.0006, 'USDT', true))).toBe('loss');
    expect(format.arrow(0.01, format.percent(0.01))).toBe('▲ ');
  });

  test('gains have a plus; parts and distances have none', () => {
    expect(format.percent(0.0123)).toBe('+1.23\u00a0%');
    expect(format.percent(0.0123, false)).toBe('1.23\u00a0%');
    expect(format.percent(-0.0123)).toBe('-1.23\u00a0%');
  });

  test('an amount of money has the decimals of its currency, whatever its size', () => {
    expect(['0.00001234', '12.5', '123456.789'].map((text) => format.money(Number(text), 'USDT'))).toEqual([
      '0.000',
      '12.500',
      '123,456.789',
    ]);
    expect(format.money(0.5, 'BTC')).toBe('0.50000000');
    expect(format.money(0.5, 'ETH')).toBe('0.50000');
    expect(format.money(1234.5, 'EUR', true)).toBe('+1,234.50');
    expect(format.money(null, 'USDT')).toBe('–');
  });

  test('rates and amounts have the decimals of their market, however it tells them', () => {
    const byGrid = { price_precision: 0.25, precision_mode_price: 4, amount_precision: 0.001, precision_mode: 4 };
    expect([1, 2.5, 100].map((value) => format.rate(value, byGrid))).toEqual(['1.00', '2.50', '100.00']);
    expect(format.amount(12, byGrid)).toBe('12.000');
    expect(format.rate(12.3456, { price_precision: 3, precision_mode_price: 2 })).toBe('12.346');
    expect(format.rate(12.3456, { price_precision: 5, precision_mode_price: 3 })).toBe('12.346');
    expect(format.rate(60123.4, 1)).toBe('60,123');
    expect(format.rate(0.00001234, 1e-8)).toBe('0.00001234');
  });

  test('an account tells as many decimals of a coin as a cent buys, the same in every column', () => {
    expect([0.1, 3].map((value) => format.coins(value, 60_000, 'USDT'))).toEqual(['0.10000000', '3.00000000']);
    expect(format.coins(12.34567, 1, 'USDT')).toBe('12.346');
    expect(format.coins(1000, 0.1, 'USDT')).toBe('1,000.00');
  });

  test('an axis has the decimals that tell its values apart, and no more', () => {
    expect(format.axisTexts([0, 1e-17], 'USDT')).toEqual(['0', '0']);
    expect(format.axisTexts([0, 0.0025, 0.005], '%')).toEqual(['0.00', '0.25', '0.50']);
    expect(format.axisTexts([-500, 0, 500], 'USDT')).toEqual(['-500', '0', '500']);
    expect(format.measured(0.01, '%')).toBe('+1.00\u00a0%');
    expect(format.measured(1.5, 'USDT')).toBe('1.500 USDT');
    expect(format.measured(3, 'trades')).toBe('3 trades');
  });

  test('a place on an axis of time is shown in the time zone that was chosen', () => {
    const at = Date.UTC(2026, 10, 28, 14, 5);
    expect(format.timeTick(at, 3)).toBe('14:05');
    expect(format.timeTick(at, 2)).toBe('28');
    expect(format.timeTick(at, 1)).toBe('Nov');
    expect(format.timeTick(at, 0)).toBe('2026');
  });

  test('a timerange is shown in days and moments, never in seconds since epoch', async () => {
    const { rangeText } = await import('./research/day-range.ts');
    expect(rangeText('20240102-20240112')).toBe('02 Jan 2024 – 12 Jan 2024');
    expect(rangeText('1704153600-')).toBe('02 Jan 2024, 00:00:00 – …');
    expect(rangeText('-1704153600000')).toBe('… – 02 Jan 2024, 00:00:00');
    expect(rangeText('')).toBe('all candles');
  });
});
