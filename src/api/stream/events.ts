import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { guarded } from '../../core/guarded.ts';
import { reasonWithStack } from '../../core/reason.ts';
import { EVENTS } from '../../wire/endpoints.ts';
import { TOPICS } from '../../wire/messages.ts';
import type { Caller } from '../access/auth.ts';
import { serve } from '../http/serve.ts';
import type { Connections } from './connections.ts';
import type { Hub } from './hub.ts';
import { Listener, type Outlet } from './listener.ts';

const HEARTBEAT_MS = 15_000;
/** How long a client should wait before it comes back, ms. */
const RETRY_MS = 2000;

export interface EventOptions {
  readonly hub: Hub;
  readonly connections: Connections;
  readonly isAlive: (caller: Caller) => boolean;
  readonly log: { error(module: string, message: string): void };
}

export interface EventStream {
  close(): void;
}

/** `GET /events`: the same messages as server-sent events, for those who only listen. `Last-Event-ID` resumes. */
export function eventStream(app: FastifyInstance, { hub, connections, isAlive, log }: EventOptions): EventStream {
  const onTrouble = (error: unknown): void =>
    log.error('rpc.api_server.events', `A listener of an event stream failed: ${reasonWithStack(error)}`);
  const clients = new Set<ServerResponse>();

  serve(app, EVENTS, async (request, reply) => {
    const refusal = connections.refusal(request.ip);
    if (refusal !== null) return reply.code(Number(refusal.slice(0, 3))).send({ detail: 'Too many listeners are connected.' });
    const { raw } = reply;
    const { caller } = request;
    reply.hijack();
    raw.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      'content-type': 'text/event-stream',
      // a proxy that collects answers would hold messages back
      'x-accel-buffering': 'no',
    });
    raw.write(`retry: ${RETRY_MS}\n\n`);
    const listener = new Listener(outletOf(raw, hub.stream), () => caller === null || isAlive(caller));
    listener.topics = new Set(request.query.topics?.split(',').map((topic) => topic.trim()) ?? TOPICS);
    listener.heartbeat = HEARTBEAT_MS;

    clients.add(raw);
    connections.opened(request.ip);
    hub.add(listener);
    raw.on(
      'error',
      guarded(() => raw.destroy(), onTrouble),
    );
    const onClose = (): void => {
      clients.delete(raw);
      connections.closed(request.ip);
      hub.remove(listener);
    };
    raw.on('close', guarded(onClose, onTrouble));
    const last = /^([0-9a-f]+)-(\d+)$/.exec(String(request.headers['last-event-id'] ?? ''));
    if (last !== null) hub.resume(listener, last[1]!, Number(last[2]));
    return reply;
  });

  return {
    close: () => {
      for (const raw of clients) raw.destroy();
    },
  };
}

function outletOf(raw: ServerResponse, stream: string): Outlet {
  return {
    waiting: () => raw.writableLength,
    send: (message) => raw.write(message.event(stream)),
    sendFrame: ({ bytes }) => {
      raw.write('event: analyzed_df\ndata: ');
      raw.write(bytes);
      raw.write('\n\n');
    },
    end: () => raw.end(),
    cut: () => raw.destroy(),
  };
}
