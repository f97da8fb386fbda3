import { describe, expect, it } from 'vitest';
import { fillTemplate, TemplateError } from './template.ts';

const VALUES = {
  pair: 'BTC/USDT',
  limit: 60000.125,
  ratio: -0.0123,
  count: 7,
  nothing: null,
  yes: true,
  open_date: '2026-11-24T11:36:46.298191+00:00',
};

describe('webhook templates, as Python formats', () => {
  it.each([
    ['{pair} at {limit}', 'BTC/USDT at 60000.125'],
    ['{limit:.2f}', '60000.13'],
    ['{limit:8f}', '60000.125000'],
    ['{limit:12.1f}|', '     60000.1|'],
    ['{limit:,.2f}', '60,000.13'],
    ['{ratio:.2%}', '-1.23%'],
    ['{count:03d}', '007'],
    ['{count:+d}', '+7'],
    ['{pair:>10}|{pair:<10}|{pair:^10}', '  BTC/USDT|BTC/USDT  | BTC/USDT '],
    ['{open_date:%Y-%m-%d %H:%M:%S}', '2026-11-24 11:36:46'],
    ['{nothing} {yes}', 'None True'],
    ['{{{count}}}', '{7}'],
  ])('%s gives %s', (template, expected) => expect(fillTemplate(template, VALUES)).toBe(expected));

  it.each(['{none}', '{pair:.2f}', '{limit:?}', '{pair:%Y}'])('%s is refused with a reason', (template) =>
    expect(() => fillTemplate(template, VALUES)).toThrow(TemplateError),
  );
});
