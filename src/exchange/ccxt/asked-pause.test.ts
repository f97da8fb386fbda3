import { expect, it } from 'vitest';
import { askedPause } from './asked-pause.ts';

const NOW = Date.UTC(2026, 10, 29, 18);
const DAY = 86_400_000;

it.each<readonly [string, unknown, number]>([
  ['in seconds', { 'Retry-After': '60' }, 60_000],
  ['in small letters', { 'retry-after': ' 7 ' }, 7000],
  ['as a date', { 'Retry-After': 'Sun, 29 Nov 2026 18:02:00 GMT' }, 120_000],
  ['as a date by a clock of its own', { 'Retry-After': 'Sun, 29 Nov 2026 18:02:00 GMT', Date: 'Sun, 29 Nov 2026 18:01:30 GMT' }, 30_000],
  ['as a date that is over', { 'Retry-After': 'Sun, 29 Nov 2026 17:00:00 GMT' }, 2000],
  ['not at all', {}, 2000],
  ['without headers', undefined, 2000],
  ['in seconds that are none', { 'Retry-After': '0' }, 2000],
  ['below nothing', { 'Retry-After': '-5' }, 2000],
  ['in words', { 'Retry-After': 'soon' }, 2000],
  ['empty', { 'Retry-After': '' }, 2000],
  ['for ever', { 'Retry-After': '99999999999' }, 3 * DAY],
])('a pause is told %s', (_how, headers, ms) => {
  expect(askedPause('429', headers, NOW)).toBe(ms);
});

it.each([
  `Way too many requests; IP(1.2.3.4) banned until ${NOW + 300_000}. Please use the websocket for live updates.`,
  `{"errorCode":105,"error":"Your IP or API key has been banned. The ban expires at ${NOW + 300_000}."}`,
])('a moment in the words counts where it is later: %s', (words) => {
  expect(askedPause(words, {}, NOW)).toBe(300_000);
  expect(askedPause(words, { 'Retry-After': '600' }, NOW)).toBe(600_000);
  expect(askedPause(words, {}, NOW + 400_000)).toBe(2000);
});
