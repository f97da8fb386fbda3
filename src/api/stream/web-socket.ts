import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddr from '@fastify/proxy-addr';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { guarded } from '../../core/guarded.ts';
import { reasonWithStack } from '../../core/reason.ts';
import { Allowance } from '../access/allowance.ts';
import { type Caller, lastForwarded, type Origin } from '../access/auth.ts';
import { type OtherBots, type StoredBot, streamAddress } from '../access/other-bots.ts';
import { decodedPart } from '../access/path.ts';
import type { Connections } from './connections.ts';
import type { Hub } from './hub.ts';
import { answer, Listener, type Outlet } from './listener.ts';
import { passMessages } from './pass-messages.ts';
import { RequestRefused, takeRequest } from './requests.ts';

export interface WebSocketOptions {
  readonly hub: Hub;
  readonly connections: Connections;
  readonly streamCaller: (token: string, from: Origin) => Promise<Caller | null>;
  /** Whether what a client came with still counts. */
  readonly isAlive: (caller: Caller) => boolean;
  readonly isHostAllowed: (host: string | undefined) => boolean;
  readonly isOriginAllowed: (origin: string | undefined, host: string | undefined) => boolean;
  readonly trustedProxies: readonly string[];
  readonly now: () => number;
  /** Other bots whose messages are passed on; null for none. */
  readonly others: OtherBots | null;
  readonly log: { error(module: string, message: string): void };
}

const PATH = '/api/v1/message/ws';
const passed = /^\/api\/v1\/bots\/([^/]+)\/message\/ws$/;
/** A browser offers this protocol and its token as a second one, so that the token needn't stand in the address. */
const PROTOCOL = 'freqtrade';
const MESSAGE_LIMIT = 64 * 1024;
const PING_MS = 20_000;
/** Requests a client may send at once, and a second in the long run. */
const REQUESTS = { atOnce: 200, perSecond: 20 };
/** Refused requests after which a client is sent away. */
const PATIENCE = 1000;
const MODULE = 'rpc.api_server.ws';

export interface MessageSocket {
  close(): void;
}

interface Client {
  readonly socket: WebSocket;
  isAlive: boolean;
}

/** freqtrade's message WebSocket: subscribe to message types, ask for the whitelist or analysed frames. */
export function messageSocket(server: Server, options: WebSocketOptions): MessageSocket {
  const { hub, connections, now } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_LIMIT,
    handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false),
  });
  const clients = new Set<Client>();
  const bridges = new Set<WebSocket>();
  const isTrusted = proxyAddr.compile([...options.trustedProxies]);

  const onTrouble = (error: unknown): void =>
    options.log.error(MODULE, `A listener of the message stream failed: ${reasonWithStack(error)}`);

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const target = targetOf(request);
    if (target === null) return refuse(socket, '400 Bad Request');
    const { path, otherBot, token } = target;
    const bot = otherBot === null ? null : (options.others?.find(otherBot) ?? null);
    if (path !== PATH && bot === null) return refuse(socket, '404 Not Found');
    if (!options.isHostAllowed(request.headers.host)) return refuse(socket, '421 Misdirected Request');
    if (!options.isOriginAllowed(request.headers.origin, request.headers.host)) return refuse(socket, '403 Forbidden');
    const address = proxyAddr(request, isTrusted);
    const caller = await options.streamCaller(token, { address, forwardedFor: lastForwarded(request.headers['x-forwarded-for']) });
    if (caller === null) return refuse(socket, '403 Forbidden');
    const refusal = connections.refusal(address);
    if (refusal !== null) return refuse(socket, refusal);
    sockets.handleUpgrade(
      request,
      socket,
      head,
      guarded((opened) => (bot === null ? add(opened, socket, caller, address) : bridge(opened, bot, caller, address)), onTrouble),
    );
  }
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // a client that is gone before the answer must not take the bot with it
    socket.on(
      'error',
      guarded(() => socket.destroy(), onTrouble),
    );
    const answerTrouble = (error: unknown): void => {
      onTrouble(error);
      refuse(socket, '500 Internal Server Error');
    };
    guarded(upgrade, answerTrouble)(request, socket, head);
  };
  const guardedUpgrade = guarded(onUpgrade, onTrouble);
  server.on('upgrade', guardedUpgrade);

  function bridge(socket: WebSocket, bot: StoredBot, caller: Caller, address: string): void {
    connections.opened(address);
    bridges.add(socket);
    const onClose = (): void => {
      connections.closed(address);
      bridges.delete(socket);
    };
    socket.on('close', guarded(onClose, onTrouble));
    passMessages(socket, {
      address: () => streamAddress(bot),
      isAlive: () => options.isAlive(caller),
      onTrouble,
    });
  }

  function add(socket: WebSocket, connection: Duplex, caller: Caller, address: string): void {
    const client: Client = { socket, isAlive: true };
    const listener = new Listener(outletOf(socket, connection), () => options.isAlive(caller));
    const allowance = new Allowance(REQUESTS.atOnce, REQUESTS.perSecond, now());
    let refused = 0;
    const refuseRequest = (why: string): void => {
      refused++;
      if (refused > PATIENCE) socket.close(1008, 'Too many requests that could not be taken');
      else listener.deliver(answer({ type: 'exception', data: why }));
    };
    clients.add(client);
    connections.opened(address);
    hub.add(listener);
    const onMessage = (data: RawData): void => {
      if (!allowance.take(1, now())) return refuseRequest(`Too many requests: ${REQUESTS.perSecond} a second are taken.`);
      let message: unknown;
      try {
        message = JSON.parse(data.toString());
      } catch {
        socket.close(1007, 'Messages must be JSON');
        return;
      }
      try {
        takeRequest(hub, listener, message);
      } catch (error) {
        if (!(error instanceof RequestRefused)) onTrouble(error);
        refuseRequest(error instanceof RequestRefused ? error.message : 'The request failed by a bug of the bot. Its log has the details.');
      }
    };
    const onClose = (): void => {
      clients.delete(client);
      connections.closed(address);
      hub.remove(listener);
    };
    const onPong = (): void => {
      client.isAlive = true;
    };
    socket.on('pong', guarded(onPong, onTrouble));
    socket.on('close', guarded(onClose, onTrouble));
    socket.on(
      'error',
      guarded(() => socket.terminate(), onTrouble),
    );
    socket.on('message', guarded(onMessage, onTrouble));
  }

  const askWhoIsThere = (): void => {
    for (const client of clients) {
      if (!client.isAlive) client.socket.terminate();
      client.isAlive = false;
      client.socket.ping();
    }
  };
  const heartbeat = setInterval(guarded(askWhoIsThere, onTrouble), PING_MS);

  return {
    close: () => {
      clearInterval(heartbeat);
      server.off('upgrade', guardedUpgrade);
      for (const client of clients) client.socket.terminate();
      for (const socket of bridges) socket.terminate();
      sockets.close();
    },
  };
}

/** @param connection what the socket writes whole frames to, without a queue of its own since nothing is compressed */
function outletOf(socket: WebSocket, connection: Duplex): Outlet {
  const isOpen = () => socket.readyState === socket.OPEN;
  return {
    waiting: () => socket.bufferedAmount,
    send: (message, isNumbered) => {
      // the same bytes for all of a thousand listeners
      if (isOpen()) connection.write(isNumbered && message.sequence > 0 ? message.numbered() : message.plain());
    },
    sendFrame: ({ bytes, isBinary }) => {
      if (isOpen()) socket.send(bytes, { binary: isBinary });
    },
    end: (code, reason) => socket.close(code, reason),
    cut: () => socket.terminate(),
  };
}

/** What an upgrade request asks for; null where its target can't be read. */
function targetOf(request: IncomingMessage): { path: string; otherBot: string | null; token: string } | null {
  const target = request.url ?? '';
  // as every client sends it; a whole address in its place would name a host of its own
  const url = target.startsWith('/') ? URL.parse(`http://bot${target}`) : null;
  if (url === null) return null;
  const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
  const token = url.searchParams.getAll('token').at(-1) ?? bearer ?? (offered[0] === PROTOCOL ? offered[1] : undefined) ?? '';
  const other = passed.exec(url.pathname)?.[1];
  if (other === undefined) return { path: url.pathname, otherBot: null, token };
  const otherBot = decodedPart(other);
  return otherBot === null ? null : { path: url.pathname, otherBot, token };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
