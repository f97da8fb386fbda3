import { type RawData, WebSocket } from 'ws';
import { guarded } from '../core/guarded.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { reasonWithStack } from '../core/reason.ts';
import { appendFrame, FrameRefused, type ReceivedFrame, readFrame, toDataFrame } from './frame-wire.ts';
import type { ProducerFeeds } from './port.ts';

export interface Producer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly token: string;
}

export interface ConsumerOptions {
  readonly producers: readonly Producer[];
  /** Silence after which a producer is pinged, ms. */
  readonly waitTimeoutMs: number;
  /** Time it has to answer the ping, ms. */
  readonly pingTimeoutMs: number;
  /** Pause before connecting again, ms. */
  readonly sleepMs: number;
  readonly removeSignals: boolean;
  /** Candles asked for at first. */
  readonly initialCandles: number;
  /** Largest message taken, bytes. */
  readonly messageLimit: number;
  readonly log: { info(module: string, message: string): void; warn(module: string, message: string): void };
  readonly now: () => number;
}

const MODULE = 'rpc.external_message_consumer';
const CANDLES_KEPT = 1500;
const PAIR_LIMIT = 2000;

/** Listens to other bots' message WebSockets and keeps what they send; connects again by itself. What is wrong is reported and left out. */
export function startConsumer(options: ConsumerOptions): ProducerFeeds {
  const feeds = new Map(options.producers.map((producer) => [producer.name, new Feed(producer, options)]));
  return {
    pairs: (producer) => feeds.get(producer)?.pairs ?? [],
    frame: (producer, pair, timeframe, candleType) => feeds.get(producer)?.frame(pair, timeframe, candleType) ?? null,
    close: async () => {
      for (const feed of feeds.values()) feed.close();
    },
  };
}

interface Kept {
  received: ReceivedFrame;
  at: number;
  frame: ReturnType<typeof toDataFrame> | null;
}

class Feed {
  readonly #producer: Producer;
  readonly #options: ConsumerOptions;
  readonly #frames = new Map<string, Kept>();
  pairs: readonly string[] = [];
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(producer: Producer, options: ConsumerOptions) {
    this.#producer = producer;
    this.#options = options;
    this.#connect();
  }

  frame(pair: string, timeframe: string, candleType: string): { frame: ReturnType<typeof toDataFrame>; at: number } | null {
    const kept = this.#frames.get(`${pair}/${timeframe}/${candleType}`);
    if (kept === undefined) return null;
    kept.frame ??= toDataFrame(kept.received, this.#options.removeSignals);
    return { frame: kept.frame, at: kept.at };
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.terminate();
  }

  #connect(): void {
    const { name, host, port, secure, token } = this.#producer;
    const url = `${secure ? 'wss' : 'ws'}://${host}:${port}/api/v1/message/ws?token=${encodeURIComponent(token)}`;
    const socket = new WebSocket(url, { maxPayload: this.#options.messageLimit, handshakeTimeout: this.#options.pingTimeoutMs });
    this.#socket = socket;
    let problem = 'it closed the connection';
    const onOpen = (): void => {
      this.#options.log.info(MODULE, `Connected to producer ${name} at ${host}:${port}.`);
      this.#send({ type: 'subscribe', data: ['whitelist', 'analyzed_df'] });
      this.#send({ type: 'whitelist', data: null });
      this.#send({ type: 'analyzed_df', data: { limit: this.#options.initialCandles, pair: null } });
      this.#expectLife();
    };
    const onMessage = (data: RawData): void => {
      this.#expectLife();
      this.#take(data.toString());
    };
    const onError = (error: Error): void => {
      problem = error.message;
    };
    const onClose = (): void => {
      clearTimeout(this.#timer);
      if (this.#isClosed) return;
      const pause = Math.max(this.#options.sleepMs, 100);
      this.#options.log.warn(MODULE, `Producer ${name} at ${host}:${port}: ${problem}. Trying again in ${pause / 1000} s.`);
      this.#timer = setTimeout(
        guarded(() => this.#connect(), this.#onTrouble),
        pause,
      );
    };
    socket.on('open', guarded(onOpen, this.#onTrouble));
    socket.on('message', guarded(onMessage, this.#onTrouble));
    socket.on(
      'pong',
      guarded(() => this.#expectLife(), this.#onTrouble),
    );
    socket.on('error', guarded(onError, this.#onTrouble));
    socket.on('close', guarded(onClose, this.#onTrouble));
  }

  readonly #onTrouble = (error: unknown): void => {
    this.#options.log.warn(MODULE, `Producer ${this.#producer.name}: listening failed: ${reasonWithStack(error)}`);
  };

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Pings after a long silence, and gives the connection up when that is not answered. */
  #expectLife(): void {
    clearTimeout(this.#timer);
    const ping = (): void => {
      this.#socket?.ping();
      this.#timer = setTimeout(
        guarded(() => this.#socket?.terminate(), this.#onTrouble),
        this.#options.pingTimeoutMs,
      );
    };
    this.#timer = setTimeout(guarded(ping, this.#onTrouble), this.#options.waitTimeoutMs);
  }

  #take(text: string): void {
    try {
      const { type, data } = JSON.parse(text) as { type?: unknown; data?: unknown };
      if (type === 'whitelist') this.#takeWhitelist(data);
      else if (type === 'analyzed_df') this.#takeFrame(data);
    } catch (error) {
      const reason = error instanceof FrameRefused ? `a frame was left out: ${error.message}` : 'a message was not JSON and was left out';
      this.#options.log.warn(MODULE, `Producer ${this.#producer.name}: ${reason}.`);
    }
  }

  #takeWhitelist(data: unknown): void {
    if (!Array.isArray(data) || data.length > PAIR_LIMIT || !data.every((pair) => typeof pair === 'string'))
      throw new FrameRefused('its whitelist is not a list of pairs');
    this.pairs = data as string[];
  }

  #takeFrame(data: unknown): void {
    const { key, df, la } = (data ?? {}) as { key?: unknown; df?: unknown; la?: unknown };
    if (!Array.isArray(key) || key.length !== 3 || !key.every((part) => typeof part === 'string'))
      throw new FrameRefused('its key is not pair, timeframe, type');
    const [pair, timeframe] = key as [string, string, string];
    const name = key.join('/');
    if (!this.#frames.has(name) && this.#frames.size >= PAIR_LIMIT) throw new FrameRefused('there are too many pairs');
    const added = readFrame(df);
    if (added.times.length === 0) return;
    const made = typeof la === 'string' ? Date.parse(la) : Number.NaN;
    const at = Number.isNaN(made) ? this.#options.now() : made;
    const before = this.#frames.get(name);
    // a whole frame replaces, a short one continues
    const isWhole = before === undefined ? added.times.length > 1 : added.times.length >= before.received.times.length;
    const received = isWhole
      ? added
      : before === undefined
        ? null
        : appendFrame(before.received, added, timeframeMs(timeframe), CANDLES_KEPT);
    if (received === null) this.#send({ type: 'analyzed_df', data: { limit: this.#options.initialCandles, pair } });
    else this.#frames.set(name, { received, at, frame: null });
  }
}
