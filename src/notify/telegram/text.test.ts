import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escaped, money, parts, percent, plain, span, table } from './text.ts';

const LIMIT = 4096;

describe('text for Telegram', () => {
  it('is cut into parts that it takes, between lines, with blocks closed and opened again; nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 60 }), fc.boolean(), (lines, isBlock) => {
        const body = escaped(lines.join('\n'));
        const cut = parts(isBlock ? `<pre>${body}</pre>` : body);
        for (const part of cut) {
          expect(part.length).toBeLessThanOrEqual(LIMIT);
          expect(part.split('<pre>').length).toBe(part.split('</pre>').length);
        }
        const bare = (text: string) => text.replaceAll(/<\/?pre>|\n/g, '');
        expect(cut.map(bare).join('')).toBe(bare(body));
      }),
    );
    expect(parts('short')).toEqual(['short']);
    expect(parts('x'.repeat(10_000)).join('').replaceAll('\n', '')).toBe('x'.repeat(10_000));
  });

  it('writes figures as people read them', () => {
    expect([percent(0.01234), percent(null), money(1.5, 'BTC'), money(1.5, 'USDT')]).toEqual([
      '1.23%',
      'N/A',
      '1.50000000 BTC',
      '1.500 USDT',
    ]);
    expect([plain(0.1 + 0.2), plain(null), span(59_999), span(3_660_000), span(90_000_000), span(-5)]).toEqual([
      '0.3',
      'N/A',
      '0 min',
      '1 h 1 min',
      '1 d 1 h',
      '0 min',
    ]);
  });

  it('sets tables in columns, numbers on the right, and lets nothing of them be markup', () => {
    expect(
      table(
        ['Pair', 'Profit'],
        [
          ['<b>', '1.5'],
          ['BTC/USDT', '-10'],
        ],
      ),
    ).toBe('<pre>Pair      Profit\n--------  ------\n&lt;b&gt;          1.5\nBTC/USDT     -10</pre>');
  });
});
