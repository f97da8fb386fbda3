import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddr from '@fastify/proxy-addr';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BotMessage, BotService } from '../../bot/port.ts';
import type { Caller } from '../auth.ts';
import { frameMessage } from '../present/candles.ts';

export interface StreamOptions {
  readonly streamCaller: (token: string, address: string) => Caller | null;
  /** Whether what a client came with still counts. */
  readonly isAlive: (caller: Caller) => boolean;
  readonly isOriginAllowed: (origin: string | undefined, host: string | undefined) => boolean;
  readonly trustedProxies: readonly string[];
  readonly bot: () => BotService | null;
  readonly log: { info(module: string, message: string): void };
}

const PATH = '/api/v1/message/ws';
/** A browser offers this protocol and its token as a second one, so that the token needn't stand in the address. */
const PROTOCOL = 'freqtrade';
const MESSAGE_LIMIT = 64 * 1024;
const CLIENT_LIMIT = 1000;
/** Bytes waiting for a client before data frames are left out for it, and before it is closed. */
const DROP_DATA_ABOVE = 1 << 20;
const CLOSE_ABOVE = 8 << 20;
const PING_MS = 20_000;
const TOPIC_LIMIT = 100;
const DEFAULT_FRAME_LIMIT = 1500;

export interface MessageStream {
  clientCount(): number;
  /** Ends the clients whose login or token has ended. */
  dropRevoked(): void;
  close(): void;
}

interface Client {
  readonly socket: WebSocket;
  readonly caller: Caller;
  topics: ReadonlySet<string>;
  isAlive: boolean;
}

/** freqtrade's message WebSocket: subscribe to message types, ask for the whitelist or analysed frames. */
export function messageStream(server: Server, options: StreamOptions): MessageStream {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  });
  const clients = new Set<Client>();
  const isTrusted = proxyAddr.compile([...options.trustedProxies]);
  let unsubscribe: (() => void) | null = null;

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://bot');
    const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
    const token = url.searchParams.get('token') ?? bearer ?? (offered[0] === PROTOCOL ? offered[1] : undefined) ?? '';
    if (url.pathname !== PATH) return refuse(socket, '404 Not Found');
    if (!options.isOriginAllowed(request.headers.origin, request.headers.host)) return refuse(socket, '403 Forbidden');
    const caller = options.streamCaller(token, proxyAddr(request, isTrusted));
    if (caller === null) return refuse(socket, '403 Forbidden');
    if (clients.size >= CLIENT_LIMIT) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (opened) => add(opened, caller));
  };
  server.on('upgrade', onUpgrade);

  function add(socket: WebSocket, caller: Caller): void {
    const client: Client = { socket, caller, topics: new Set(), isAlive: true };
    clients.add(client);
    unsubscribe ??= options.bot()?.onMessage(broadcast) ?? null;
    socket.on('pong', () => {
      client.isAlive = true;
    });
    socket.on('close', () => clients.delete(client));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => onMessage(client, data.toString()));
  }

  function onMessage(client: Client, text: string): void {
    let message: { type?: unknown; data?: unknown };
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      client.socket.close(1007, 'Messages must be JSON');
      return;
    }
    if (typeof message !== 'object' || message === null) return fail(client, 'A message must be an object with "type" and "data".');
    const bot = options.bot();
    switch (message.type) {
      case 'subscribe':
        // freqtrade takes no notice of a single name
        if (typeof message.data === 'string') return;
        if (!Array.isArray(message.data)) return fail(client, 'The data of "subscribe" must be a list of message types.');
        client.topics = new Set(message.data.slice(0, TOPIC_LIMIT).map(String));
        return;
      case 'whitelist':
        send(client, JSON.stringify({ type: 'whitelist', data: bot?.state.whitelist ?? [] }), false);
        return;
      case 'analyzed_df':
        sendFrames(client, bot, message.data);
        return;
      default:
        fail(client, `Unknown request "${String(message.type)}". Send subscribe, whitelist or analyzed_df.`);
    }
  }

  function sendFrames(client: Client, bot: BotService | null, data: unknown): void {
    if (bot === null) return;
    const wanted = (typeof data === 'object' && data !== null ? data : {}) as { limit?: unknown; pair?: unknown };
    const limit = typeof wanted.limit === 'number' && wanted.limit > 0 ? Math.min(wanted.limit, DEFAULT_FRAME_LIMIT) : DEFAULT_FRAME_LIMIT;
    const pairs = typeof wanted.pair === 'string' ? [wanted.pair] : bot.state.whitelist;
    for (const pair of pairs) {
      const analysis = bot.state.analyses.get(pair);
      if (analysis === undefined) continue;
      send(client, JSON.stringify({ type: 'analyzed_df', data: frameMessage(analysis, pair, bot.settings.timeframe, limit) }), true);
    }
  }

  function broadcast(message: BotMessage): void {
    const interested = [...clients].filter((client) => client.topics.has(message.type));
    if (interested.length === 0) return;
    const isFrame = message.type === 'analyzed_df';
    let text: string;
    if (isFrame) {
      const bot = options.bot();
      const pair = (message['data'] as { key: [string] }).key[0];
      const analysis = bot?.state.analyses.get(pair);
      if (bot === null || analysis === undefined) return;
      text = JSON.stringify({ type: 'analyzed_df', data: frameMessage(analysis, pair, bot.settings.timeframe, 1) });
    } else {
      text = JSON.stringify(message);
    }
    for (const client of interested) send(client, text, isFrame);
  }

  function send(client: Client, text: string, isData: boolean): void {
    const waiting = client.socket.bufferedAmount;
    if (client.socket.readyState !== client.socket.OPEN || (isData && waiting > DROP_DATA_ABOVE)) return;
    if (waiting > CLOSE_ABOVE) {
      client.socket.terminate();
      return;
    }
    client.socket.send(text);
  }

  function fail(client: Client, text: string): void {
    send(client, JSON.stringify({ type: 'exception', data: text }), false);
  }

  const dropRevoked = (): void => {
    for (const client of clients) if (!options.isAlive(client.caller)) client.socket.close(1008, 'The login or token has ended');
  };

  const heartbeat = setInterval(() => {
    dropRevoked();
    unsubscribe ??= clients.size > 0 ? (options.bot()?.onMessage(broadcast) ?? null) : null;
    for (const client of clients) {
      if (!client.isAlive) client.socket.terminate();
      client.isAlive = false;
      client.socket.ping();
    }
  }, PING_MS);

  return {
    clientCount: () => clients.size,
    dropRevoked,
    close: () => {
      clearInterval(heartbeat);
      unsubscribe?.();
      server.off('upgrade', onUpgrade);
      for (const client of clients) client.socket.terminate();
      sockets.close();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
