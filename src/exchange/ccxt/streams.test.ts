import { afterEach, describe, expect, it, vi } from 'vitest';
import { mendStreamRequests } from './stream-requests.ts';
import { Streams } from './streams.ts';

/** Errors as ccxt names them. */
class NetworkError extends Error {}
class BadSymbol extends Error {}

interface Client {
  markets: Record<string, { active?: boolean }>;
}

describe('streams', () => {
  const states: [string, string | null][] = [];
  let streams: Streams | null = null;
  const open = (client: Client): Streams => {
    states.length = 0;
    streams = new Streams(client as never, (stream, error) => states.push([stream, error]));
    return streams;
  };
  /** A server that answers rounds of pairs, unless one of them is bad. */
  const server = (bad: ReadonlySet<string>) => {
    const rounds: string[][] = [];
    const read = async (pairs: readonly string[]): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      const refused = pairs.find((pair) => bad.has(pair));
      if (refused !== undefined) throw new BadSymbol(`no market ${refused}`);
      rounds.push([...pairs]);
    };
    return { rounds, read };
  };
  const all = (...pairs: string[]): Client => ({ markets: Object.fromEntries(pairs.map((pair) => [pair, { active: true }])) });

  afterEach(async () => {
    await streams?.close();
  });

  it('leave out pairs that the exchange does not have, or not any more', async () => {
    const client = all('A', 'B', 'C');
    client.markets['C'] = { active: false };
    const { rounds, read } = server(new Set());
    open(client).startPairs('tickers', ['A', 'GONE', 'B', 'C'], read);
    await vi.waitFor(() => expect(rounds.length).toBeGreaterThan(1));
    expect(rounds[0]).toEqual(['A', 'B']);
    delete client.markets['B'];
    await vi.waitFor(() => expect(rounds.at(-1)).toEqual(['A']));
    expect(states).toEqual([]);
  });

  it('go on for all others where the exchange refuses one it lists, wherever it stands', async () => {
    const pairs = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    for (const bad of ['A', 'D', 'G']) {
      const { rounds, read } = server(new Set([bad]));
      const opened = open(all(...pairs));
      opened.startPairs('candles', pairs, read);
      await vi.waitFor(() => expect(new Set(rounds.flat())).toEqual(new Set(pairs.filter((pair) => pair !== bad))));
      await vi.waitFor(() => expect(states).toEqual([[`candles of ${bad}`, `no market ${bad}`]]));
      await opened.close();
    }
  });

  it('are not torn apart by a network that is down, and say once that they broke and once that they are back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let isDown = true;
      const rounds: string[][] = [];
      open(all('A', 'B')).startPairs('tickers', ['A', 'B'], async (pairs) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (isDown) throw new NetworkError('connection reset');
        rounds.push([...pairs]);
      });
      await vi.advanceTimersByTimeAsync(5000);
      expect(states).toEqual([['tickers', 'connection reset']]);
      isDown = false;
      await vi.advanceTimersByTimeAsync(2000);
      expect(rounds[0]).toEqual(['A', 'B']);
      expect(states).toEqual([
        ['tickers', 'connection reset'],
        ['tickers', null],
      ]);
    } finally {
      const closing = streams?.close();
      await vi.advanceTimersByTimeAsync(100);
      await closing;
      vi.useRealTimers();
    }
  });

  it('that break again and again are told once, and connected less and less often', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      let isFlapping = true;
      let connected = 0;
      let rounds = 0;
      open(all('A', 'B')).startPairs('tickers', ['A', 'B'], async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        rounds++;
        if (!isFlapping || rounds % 2 === 1) return;
        connected++;
        throw new NetworkError('closed by the server');
      });
      await vi.advanceTimersByTimeAsync(300_000);
      expect(connected).toBeLessThan(40);
      expect(states).toEqual([
        ['tickers', 'closed by the server'],
        ['tickers', null],
        ['tickers', 'closed by the server'],
      ]);
      isFlapping = false;
      await vi.advanceTimersByTimeAsync(40_000);
      expect(states).toHaveLength(3);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(states.at(-1)).toEqual(['tickers', null]);
    } finally {
      const closing = streams?.close();
      await vi.advanceTimersByTimeAsync(100);
      await closing;
      vi.useRealTimers();
    }
  });

  it('end with a restart, and with the close', async () => {
    const first = server(new Set());
    const opened = open(all('A'));
    opened.startPairs('tickers', ['A'], first.read);
    await vi.waitFor(() => expect(first.rounds.length).toBeGreaterThan(0));
    opened.restart();
    await new Promise((resolve) => setTimeout(resolve, 10));
    const before = first.rounds.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(first.rounds.length).toBe(before);
    await opened.close();
  });

  it('of one pair each report what hits all of them once, and what hits one by its name', async () => {
    let failing: Error | null = new NetworkError('down');
    const heard = new Set<string>();
    open(all('A', 'B', 'C')).startEach('books', ['A', 'B', 'C'], async (pair) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (failing !== null) throw failing;
      if (pair === 'B') throw new BadSymbol('no market B');
      heard.add(pair);
    });
    await vi.waitFor(() => expect(states).toEqual([['books', 'down']]));
    failing = null;
    await vi.waitFor(() => expect(heard).toEqual(new Set(['A', 'C'])), 5000);
    await vi.waitFor(() => expect(states).toContainEqual(['books', null]));
    expect(states).toHaveLength(3);
    expect(states).toContainEqual(['books of B', 'no market B']);
  });
});

describe('requests for streams', () => {
  /** Connections of a client, and what is sent over them. @param failure of all that is sent */
  const opened = (failure: Error | null = null) => {
    const sent: unknown[] = [];
    const send = async (message: unknown): Promise<void> => {
      sent.push(message);
      if (failure !== null) throw failure;
    };
    const sockets: Record<string, { send: typeof send }> = {};
    const client = {
      client: (address: string) => {
        sockets[address] ??= { send };
        return sockets[address];
      },
    };
    mendStreamRequests(client as never, (address) => (address === 'spot' ? 2 : Number.POSITIVE_INFINITY));
    return { client, sent };
  };

  it('name no more topics each than the exchange takes', async () => {
    const { client, sent } = opened();
    const args = ['a', 'b', 'c', 'd', 'e'];
    client.client('spot');
    await client.client('spot').send({ op: 'subscribe', args });
    await client.client('linear').send({ op: 'subscribe', args });
    await client.client('spot').send('ping');
    const parts = [['a', 'b'], ['c', 'd'], ['e'], args].map((part) => ({ op: 'subscribe', args: part }));
    expect(sent).toEqual([...parts, 'ping']);
  });

  it('that come too late are no failure that nobody caught', async () => {
    const stray: unknown[] = [];
    const note = (reason: unknown) => stray.push(reason);
    process.on('unhandledRejection', note);
    const { client, sent } = opened(new Error('WebSocket is not open'));
    client.client('spot').send({ op: 'subscribe', args: ['a'] });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect([sent.length, stray]).toEqual([1, []]);
  });
});
