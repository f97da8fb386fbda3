import { describe, expect, it } from 'vitest';
import { expandPairs, matcherOf, patternsProblem } from './pair-pattern.ts';

const PAIRS = [
  'BTC/USDT',
  'ETH/USDT',
  'BNB/BTC',
  'ADAUP/USDT',
  '1000SHIB/USDT:USDT',
  'ETH2.S/EUR',
  '$AI/USDT',
  '1INCH+/USDT',
  '币安人生/USDT',
];
const matching = (pattern: string) => expandPairs([pattern], PAIRS, false);

describe('patterns of pairs', () => {
  // each answer is that of Python's re.fullmatch(pattern, pair, re.IGNORECASE)
  it.each<[string, string[]]>([
    ['BTC/USDT', ['BTC/USDT']],
    ['btc/usdt', ['BTC/USDT']],
    ['BTC', []],
    ['.*/BTC', ['BNB/BTC']],
    ['(BTC|ETH)/.*', ['BTC/USDT', 'ETH/USDT']],
    ['.*UP/USDT', ['ADAUP/USDT']],
    ['ETH2.S/EUR', ['ETH2.S/EUR']],
    ['\\$AI/USDT', ['$AI/USDT']],
    ['$AI/USDT', []],
    ['1INCH\\+/USDT', ['1INCH+/USDT']],
    ['\\w+/USDT', ['BTC/USDT', 'ETH/USDT', 'ADAUP/USDT', '币安人生/USDT']],
    ['[\\w$]+/USDT', ['BTC/USDT', 'ETH/USDT', 'ADAUP/USDT', '$AI/USDT', '币安人生/USDT']],
    ['币安人生/USDT', ['币安人生/USDT']],
    ['\\d+SHIB/.*', ['1000SHIB/USDT:USDT']],
    ['BTC/USDT\\Z', ['BTC/USDT']],
    ['^BTC/USDT$', ['BTC/USDT']],
    ['B{,1}TC/USDT', ['BTC/USDT']],
    ['.{3}/BTC', ['BNB/BTC']],
    ['(?P<coin>BTC|ETH)/USDT', ['BTC/USDT', 'ETH/USDT']],
    ['(?:BTC|ETH)/USDT|X', ['BTC/USDT', 'ETH/USDT']],
    ['BTC|ETH/USDT', ['ETH/USDT']],
    ['[^B].*/USDT', ['ETH/USDT', 'ADAUP/USDT', '$AI/USDT', '1INCH+/USDT', '币安人生/USDT']],
    ['', []],
  ])('match as in Python: %s', (pattern, expected) => {
    expect(matching(pattern)).toEqual(expected);
  });

  it.each([
    ['(?!BTC).*/USDT', 'look-ahead or look-behind'],
    ['.*(?<=UP)/USDT', 'look-ahead or look-behind'],
    ['(.)\\1.*', 'a reference back'],
    ['(?P<a>.)(?P=a)', 'a reference back'],
    ['(?>a+)b', 'gives nothing back'],
    ['a++b', 'gives nothing back'],
    ['.{1000}', 'more than 100 repetitions'],
    ['((a{100}b{100}){100}){2}', 'too many steps'],
    [`${'(a|b)'.repeat(2000)}`, 'at most 5000'],
    ['(BTC', 'not a valid wildcard'],
    ['*BTC', 'not a valid wildcard'],
    ['[z-a]', 'not a valid wildcard'],
  ])('that the engine does not take are refused with the reason: %s', (pattern, reason) => {
    expect(patternsProblem(['BTC/USDT', pattern])).toContain(reason);
    expect(() => expandPairs([pattern], PAIRS, false)).toThrow(reason);
  });

  it.each([
    '(a+)+$',
    '(.*)*x',
    '(.*.*.*.*.*.*.*.*.*.*)x',
    '(x+x+)+y',
    '([a-zA-Z0-9]+)*[!]',
    '(a|aa)+$',
    '(.|/|[A-Z])*Q',
    '((a*)*)*b',
    '(A?){100}A{100}',
  ])('can not be made to stand still: %s', (pattern) => {
    const long = ['A', 'x', 'a'].flatMap((letter) => [`${letter.repeat(60)}/USDT`, letter.repeat(5000)]);
    const start = performance.now();
    const matches = matcherOf([pattern]);
    for (const pair of long) matches(pair);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('are taken in a bounded number, and names are found without trying all', () => {
    const many = Array.from({ length: 9000 }, (_one, index) => `COIN${index}/USDT`);
    const start = performance.now();
    expect(expandPairs(many, many, false)).toHaveLength(9000);
    expect(performance.now() - start).toBeLessThan(500);
    expect(patternsProblem([...many, ...many])).toContain('10000 entries at most');
    expect(patternsProblem(Array.from({ length: 300 }, (_one, index) => `COIN${index}.*`))).toContain('200 patterns at most');
    expect(patternsProblem(Array.from({ length: 100 }, (_one, index) => `(A{90}|X${index}.{90}){9}`))).toContain('too large together');
  });
});
