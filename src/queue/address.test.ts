import { describe, expect, it } from 'vitest';
import { queueAddress } from './address.ts';

describe('the address of a queue', () => {
  it('is read with its password, and shown without', () => {
    const address = queueAddress('rediss://worker:p%40ss%2Fword@queue.example:7000/3');
    expect(address).toMatchObject({ host: 'queue.example', port: 7000, database: 3, isTls: true, user: 'worker', password: 'p@ss/word' });
    expect(address.shown).toBe('rediss://queue.example:7000/3');
    expect(queueAddress('redis://[::1]')).toMatchObject({ host: '::1', port: 6379, database: 0, isTls: false, user: null, password: null });
  });

  it('names the files that TLS goes by', () => {
    const { files, shown } = queueAddress('rediss://:word@queue.example/0?ca=/etc/ca.pem&cert=/etc/a%20b.pem&key=key.pem');
    expect(files).toEqual({ ca: '/etc/ca.pem', cert: '/etc/a b.pem', key: 'key.pem' });
    expect(shown).toBe('rediss://queue.example:6379/0');
  });

  it.each([
    'redis://:secret-word@queue.example?ca=ca.pem',
    'rediss://:secret-word@queue.example?cert=cert.pem',
    'rediss://:secret-word@queue.example?authority=ca.pem',
    'queue.example',
    'http://:secret-word@queue.example',
    'redis://:secret-word@queue.example/many',
    'redis://:secret-word%@queue.example',
    '',
  ])('is refused without what it holds: %s', (text) => {
    let message = '';
    try {
      queueAddress(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^--queue: .* Write redis:/);
    expect(message).not.toContain('secret-word');
  });
});
