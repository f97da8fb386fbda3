import { describe, expect, it } from 'vitest';
import { downloadLine } from './progress.ts';

describe('progress of a download', () => {
  const shown = (isTTY: boolean): string[] => {
    let now = 0;
    const written: string[] = [];
    const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
    const line = downloadLine(stream, () => now, 2);
    // a file of trades that takes 100 s
    for (let step = 1; step <= 100; step++) {
      now += 1000;
      line.show('BTC/USDT, trades', 500, step / 100);
    }
    line.done('BTC/USDT, trades');
    line.clear();
    return written;
  };

  it('is a bar on a terminal, taken away in the end', () => {
    const lines = shown(true);
    expect(lines[49]).toBe(
      `\r\x1b[K${'━'.repeat(6)}${'╌'.repeat(18)} 25 % 0/2 files, 25000 rows, 500 rows/s, 3 min left  BTC/USDT, trades`,
    );
    expect(lines.at(-1)).toBe('\r\x1b[K');
  });

  it('is a line every half minute where nobody watches', () => {
    expect(shown(false)).toEqual([
      '15 % 0/2 files, 15000 rows, 500 rows/s, 3 min left  BTC/USDT, trades\n',
      '30 % 0/2 files, 30000 rows, 500 rows/s, 2 min left  BTC/USDT, trades\n',
      '45 % 0/2 files, 45000 rows, 500 rows/s, 110 s left  BTC/USDT, trades\n',
    ]);
  });
});
