import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleWriter } from './console-writer.ts';
import { fileWriter, Log } from './log.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const FORGED = 'my tag\n2026-01-02 03:04:05,678 - freqtrade.worker - INFO - Sold everything\r\u001b[2J\u009b1A\u202egnp\u2028\0';

describe('the log', () => {
  it('writes what others have sent so that it can neither begin a line nor command a terminal', () => {
    for (const isJson of [false, true]) {
      const lines: string[] = [];
      const log = new Log({ now: () => AT, writers: [(line) => lines.push(line)], isJson });
      log.info('worker', `Entered with ${FORGED}`);
      const all = [...lines, ...log.lines().map((line) => line[4])];
      expect(all).toHaveLength(2);
      for (const line of all) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
      }
      expect(log.lines()[0]![4]).toContain(
        'my tag\\n2026-01-02 03:04:05,678 - freqtrade.worker - INFO - Sold everything\\r\\x1b[2J\\x9b1A\\u202egnp\\u2028\\x00',
      );
    }
  });

  it('keeps the lines of a stack, which none of them could be mistaken for', () => {
    const lines: string[] = [];
    const log = new Log({ now: () => AT, writers: [(line) => lines.push(line)] });
    const error = new Error('two\nlines');
    log.error('worker', error.stack ?? '');
    const [first, ...rest] = lines[0]!.split('\n');
    expect(first).toContain('Error: two\\nlines');
    expect(rest.length).toBeGreaterThan(1);
    expect(rest.every((line) => /^ {4}at /.test(line))).toBe(true);
  });

  it('loses lines when the disk is full, says how many, and goes on', () => {
    const written: string[] = [];
    let isFull = false;
    const full = (line: string) => {
      if (isFull) throw new Error('ENOSPC: no space left on device, write');
      written.push(line);
    };
    const beside: string[] = [];
    const log = new Log({ now: () => AT, writers: [full, (line) => beside.push(line)] });
    log.info('a', 'one');
    isFull = true;
    for (const text of ['two', 'three', 'four']) log.info('a', text);
    expect(log.lost).toBe(3);
    expect(log.lines().filter((line) => line[4].includes('ENOSPC'))).toHaveLength(1);
    isFull = false;
    log.info('a', 'five');
    expect(written.map((line) => line.split(' - ').at(-1))).toEqual(['one', '3 lines of this log could not be written.', 'five']);
    expect(beside).toHaveLength(5);
  });

  it('outlives its console, and finds it again', () => {
    let fail: (error: Error) => void = () => undefined;
    const written: string[] = [];
    let isGone = true;
    const write = consoleWriter(
      {
        write: (text: string) => written.push(text),
        on: (_event, listener) => {
          fail = listener;
        },
      },
      (text) => {
        if (isGone) throw new Error('EPIPE: broken pipe, write');
        written.push(`again ${text}`);
      },
    );
    const log = new Log({ now: () => AT, writers: [write] });
    log.info('a', 'one');
    fail(new Error('write EPIPE'));
    log.info('a', 'two');
    log.info('a', 'three');
    expect(log.lost).toBe(2);
    isGone = false;
    log.info('a', 'four');
    expect(written.map((line) => line.replace(/.* - /, ''))).toEqual(['one\n', '2 lines of this log could not be written.\n', 'four\n']);
  });

  it('makes its file readable for its owner only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-'));
    const file = join(folder, 'bot.log');
    new Log({ now: () => AT, writers: [fileWriter(file)] }).info('a', 'one');
    expect(readFileSync(file, 'utf8')).toBe('2026-01-02 03:04:05,678 - freqtrade.a - INFO - one\n');
    rmSync(folder, { recursive: true });
  });
});
