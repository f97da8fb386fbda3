import type { WebSocket } from 'ws';
import type { AccountEvent, Exchange } from '../engine/exchange.ts';
import { TICK_MS } from '../engine/price.ts';
import type { Streams } from './dialect.ts';

/** One connection, and what it has asked for. */
export interface Listener {
  readonly path: string;
  /** As the client named it, with the port. */
  readonly host: string;
  /** Parameters of the address. */
  readonly query: URLSearchParams;
  readonly topics: Set<string>;
  /** Whether it has proven to be the account's owner. */
  isOwner: boolean;
  send(message: unknown): void;
}

/** How an exchange speaks over WebSocket. */
export interface Speech {
  /** A connection whose address says whose it is. */
  opened?(listener: Listener): void;
  /** Takes in what a client says; what is no JSON comes as a text. */
  heard(listener: Listener, message: unknown): void;
  /** What a topic tells now; a text that was sent already is not sent again. */
  firstOf(topic: string): readonly unknown[];
  /** What the account's owner hears of an event. */
  toOwner(listener: Listener, event: AccountEvent): readonly unknown[];
  /** Text in which a message is compared with the one before; without its clock, say. */
  comparable?(text: string): string;
  /** How a text is sent, where not as it is. */
  packed?(listener: Listener, text: string): string | Buffer;
}

/** Open connections: topics are pushed once per time step where they have changed, events of the account at once. */
export class PushServer implements Streams {
  readonly #exchange: Exchange;
  readonly #speech: Speech;
  readonly #clients: Map<WebSocket, { listener: Listener; sent: Map<string, string> }> = new Map();
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #muted: RegExp | null = null;

  constructor(exchange: Exchange, speech: Speech) {
    this.#exchange = exchange;
    this.#speech = speech;
    this.#timer = setInterval(() => this.pushNow(), TICK_MS);
    this.#stopListening = exchange.onAccountEvent((event) => {
      if (this.#muted?.test('account')) return;
      for (const { listener } of this.#clients.values()) {
        if (!listener.isOwner) continue;
        for (const message of speech.toOwner(listener, event)) listener.send(message);
      }
    });
  }

  add(socket: WebSocket, path: string, { host, query }: Pick<Listener, 'host' | 'query'>): void {
    const listener: Listener = {
      path,
      host,
      query,
      topics: new Set(),
      isOwner: false,
      send: (message) => {
        const text = typeof message === 'string' ? message : JSON.stringify(message);
        if (socket.readyState === socket.OPEN) socket.send(this.#speech.packed?.(listener, text) ?? text);
      },
    };
    this.#clients.set(socket, { listener, sent: new Map() });
    this.#speech.opened?.(listener);
    socket.on('close', () => this.#clients.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => this.#speech.heard(listener, parsed(data.toString())));
  }

  cut(): number {
    const count = this.#clients.size;
    for (const socket of this.#clients.keys()) socket.terminate();
    return count;
  }

  mute(match: string | null): void {
    this.#muted = match === null ? null : new RegExp(match);
  }

  pushNow(): void {
    this.#exchange.match();
    const cache = new Map<string, string[]>();
    for (const { listener, sent } of this.#clients.values()) {
      for (const topic of listener.topics) {
        if (this.#muted?.test(topic)) continue;
        let texts = cache.get(topic);
        if (texts === undefined) {
          texts = this.#speech.firstOf(topic).map((message) => JSON.stringify(message));
          cache.set(topic, texts);
        }
        for (const [index, text] of texts.entries()) {
          const key = `${topic}/${index}`;
          const comparable = this.#speech.comparable?.(text) ?? text;
          if (sent.get(key) === comparable) continue;
          sent.set(key, comparable);
          listener.send(text);
        }
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    this.cut();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
