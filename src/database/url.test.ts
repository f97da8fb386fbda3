import { describe, expect, it } from 'vitest';
import { databaseKind, postgresAddress, unusable } from './url.ts';

const SECRET = 'S3cr';
const PASSWORDS = [
  'S3cr/et9',
  'S3cr?et9',
  'S3cr#et9',
  'S3cr@et9',
  'S3cr:et9',
  'S3cr%et9',
  'S3cr et9',
  '/S3cr9',
  'S3cr/9@/et',
  'S3cr\\et',
  '12/S3cr',
  '12?S3cr',
  '12#S3cr',
  '[S3cr',
  '%2FS3cr',
];
const complaint = (url: string): string => {
  try {
    databaseKind(url);
  } catch (error) {
    return (error as Error).message;
  }
  return unusable(url, new Error(`no luck with ${url}`)).message;
};

describe('an address of a database', () => {
  it.each(PASSWORDS)('shows nothing of the password %s, however malformed', (password) => {
    const malformed = [
      `postgresql://bot:${password}@host/name`,
      `postgresql+psycopg2://bot:${password}@host:5432/name?x=1`,
      `postgres://:${password}@host`,
      `postgress://bot:${password}@host/name`,
      `postgresql:/bot:${password}@host/name`,
      `postgresql:bot:${password}@host/name`,
      `bot:${password}@host/name`,
      `bot:${password}`,
      `mysql://bot:${password}@host/name`,
      `sqlite://bot:${password}@host/name`,
      `//bot:${password}@host/name`,
      `postgresql://bot:${password}@`,
      `postgresql://bot:${password}@host:port/name`,
    ];
    for (const url of malformed) {
      const text = complaint(url);
      expect(text, url).not.toContain(SECRET);
      expect(text).not.toContain('et9');
      expect(text).toContain('db_url');
    }
  });

  it('shows where a database is', () => {
    expect(complaint('postgresql://bot:pw-long@host:5432/trades')).toContain('db_url: postgresql://host/trades ');
    expect(complaint('sqllite:///trades.sqlite')).toContain('begins with "sqllite://"');
    for (const url of ['sqlite:///trades.sqlite?timeout=60', 'sqlite:///file:trades.sqlite?mode=rwc&uri=true'])
      expect(complaint(url)).toMatch(/not supported for SQLite\. Write the path only, e\.g\. sqlite:\/\/\/trades\.sqlite\.$/);
    expect(complaint('sqlite:/trades.sqlite')).toContain('"sqlite:/trades.sqlite" is not supported');
    expect(complaint('trades.sqlite')).toContain('without "://"');
  });

  it('gives the driver the password that freqtrade would use', () => {
    const passwordOf = (url: string) => decodeURIComponent(new URL(postgresAddress(url)).password);
    for (const password of ['a/b', 'a?b', 'a#b', 'a b', 'a:b', 'a@b', 'a+b'])
      expect(passwordOf(`postgresql+psycopg2://bot:${password}@host/name`), password).toBe(password);
    expect(passwordOf('postgresql://bot:a%2Fb%40c@host/name')).toBe('a/b@c');
    expect(postgresAddress('postgresql://bot:a/b@host:5433/name?sslmode=require')).toBe(
      'postgresql://bot:a%2Fb@host:5433/name?sslmode=require',
    );
    expect(postgresAddress('postgres://host/name')).toBe('postgresql://host/name');
    expect(postgresAddress('postgresql:///name?host=/run/postgresql&user=me@there')).toBe(
      'postgresql:///name?host=/run/postgresql&user=me@there',
    );
  });
});
