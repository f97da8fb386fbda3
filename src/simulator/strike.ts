import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, type Call, type Dialect, NativeRefusal } from './dialects/dialect.ts';
import type { Exchange } from './engine/exchange.ts';
import type { Fault } from './faults.ts';

/** One request under way, as far as a fault needs it. */
export interface Struck {
  request: IncomingMessage;
  response: ServerResponse;
  call: Call;
  exchange: Exchange;
  dialect: Dialect;
  /** Answers every request with a ban from now on, for so many ms. */
  ban: (status: number, ms: number) => void;
}

/** @returns true when the request has been dealt with and must not reach the exchange. */
export async function strikeBefore(fault: Fault, { request, response, call, exchange, dialect, ban }: Struck): Promise<boolean> {
  switch (fault.kind) {
    case 'http_before':
      sendStatus(response, fault.status, dialect);
      return true;
    case 'ban_before':
      ban(fault.status, fault.ms);
      sendStatus(response, fault.status, dialect, fault.ms);
      return true;
    case 'drop_before':
      request.socket.destroy();
      return true;
    case 'hang_before':
      return true;
    case 'delay_before':
      await sleep(fault.ms);
      return request.socket.destroyed;
    case 'empty_before':
      send(response, { status: 200, body: '' });
      return true;
    case 'page_before':
      sendPage(response, 200);
      return true;
    case 'empty_list':
      send(response, { status: 200, body: '[]' });
      return true;
    case 'refusal_before':
      send(response, dialect.refuse(new NativeRefusal(fault.code, fault.msg, fault.status), call));
      return true;
    case 'unknown_order':
      send(response, dialect.unknownOrder(call));
      return true;
    case 'fill_before': {
      const order = dialect.orderAskedFor(exchange, call);
      if (order !== undefined) exchange.fillOpen(order, fault.ratio);
      return false;
    }
    default:
      return false;
  }
}

/** @returns true when the answer has been spoilt and nothing more must be sent. */
export async function strikeAfter(
  fault: Fault,
  { request, response, call, exchange, dialect, ban }: Struck,
  headers: Record<string, string>,
  text: string,
): Promise<boolean> {
  switch (fault.kind) {
    case 'http_after':
      sendStatus(response, fault.status, dialect);
      return true;
    case 'ban_after':
      ban(fault.status, fault.ms);
      sendStatus(response, fault.status, dialect, fault.ms);
      return true;
    case 'drop_after':
      request.socket.destroy();
      return true;
    case 'hang_after':
      return true;
    case 'stall_body':
      response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(text)) });
      response.write(text.slice(0, 5));
      return true;
    case 'delay_after':
      await sleep(fault.ms);
      return request.socket.destroyed;
    case 'empty_after':
      send(response, { status: 200, body: '' });
      return true;
    case 'page_after':
      sendPage(response, 200);
      return true;
    case 'refusal_after':
      send(response, dialect.refuse(new NativeRefusal(fault.code, fault.msg, fault.status), call));
      return true;
    case 'no_id_after':
    case 'foreign_id_after': {
      response.writeHead(200, headers);
      response.end(JSON.stringify(dialect.spoilIds(JSON.parse(text), fault.kind === 'no_id_after' ? 'none' : 'foreign')));
      return true;
    }
    case 'forget_order': {
      const order = dialect.answeredOrder(exchange, JSON.parse(text));
      if (order !== undefined) exchange.forget(order, fault.ms);
      return false;
    }
    default:
      return false;
  }
}

/** A bare HTTP status: a gateway's page, or a ban in the exchange's words that says when to come back. */
export function sendStatus(response: ServerResponse, status: number, dialect: Dialect, banMs = 2000): void {
  if (status !== 429 && status !== 418) {
    sendPage(response, status);
    return;
  }
  const wait = Math.ceil(banMs / 1000);
  send(response, { ...dialect.tooOften(wait), status }, { 'retry-after': String(wait) });
}

/** What gateways send in place of an answer. */
function sendPage(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end(`<html><body>${status}</body></html>`);
}

export function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
