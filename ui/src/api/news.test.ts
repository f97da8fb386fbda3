import { describe, expect, it } from 'vitest';
import { newsOf } from './news.ts';

const ALL = { entries: true, exits: true, cancels: true, warnings: true };

describe('news of the stream', () => {
  it('tells what a warning says, wherever its kind of message carries it', () => {
    expect(newsOf({ type: 'warning', status: 'Stop could not be placed.' }, ALL)).toBe('Stop could not be placed.');
    expect(newsOf({ type: 'exception', status: 'The database is full.' }, ALL)).toBe('The database is full.');
    expect(newsOf({ type: 'exception', data: 'Unknown request "x".' }, ALL)).toBe('Unknown request "x".');
    expect(newsOf({ type: 'exception' }, ALL)).toBeNull();
  });

  it('tells no warning to whom wants none, and no status to anybody', () => {
    expect(newsOf({ type: 'warning', status: 'Careful.' }, { ...ALL, warnings: false })).toBeNull();
    expect(newsOf({ type: 'status', status: 'running' }, ALL)).toBeNull();
  });
});
