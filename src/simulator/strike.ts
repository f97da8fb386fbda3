import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiRequest, orderKey } from './dialects/binance/rest.ts';
import type { Exchange } from './engine/exchange.ts';
import type { Fault } from './faults.ts';

/** One request under way, as far as a fault needs it. */
export interface Struck {
  request: IncomingMessage;
  response: ServerResponse;
  call: ApiRequest;
  exchange: Exchange;
  /** Answers every request with a ban from now on, for so many ms. */
  ban: (status: number, ms: number) => void;
}

/** @returns true when the request has been dealt with and must not reach the exchange. */
export async function strikeBefore(fault: Fault, { request, response, call, exchange, ban }: Struck): Promise<boolean> {
  switch (fault.kind) {
    case 'http_before':
      sendStatus(response, fault.status);
      return true;
    case 'ban_before':
      ban(fault.status, fault.ms);
      sendStatus(response, fault.status, fault.ms);
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
      sendText(response, 200, '');
      return true;
    case 'empty_list':
      sendText(response, 200, '[]');
      return true;
    case 'refusal_before':
      sendRefusal(response, fault.status, fault.code, fault.msg);
      return true;
    case 'unknown_order':
      if (call.method === 'DELETE') sendRefusal(response, 400, -2011, 'Unknown order sent.');
      else sendRefusal(response, 400, -2013, 'Order does not exist.');
      return true;
    case 'fill_before': {
      const order = exchange.find(...orderKey(call.params));
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
  { request, response, exchange, ban }: Struck,
  headers: Record<string, string>,
  text: string,
): Promise<boolean> {
  switch (fault.kind) {
    case 'http_after':
      sendStatus(response, fault.status);
      return true;
    case 'ban_after':
      ban(fault.status, fault.ms);
      sendStatus(response, fault.status, fault.ms);
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
      sendText(response, 200, '');
      return true;
    case 'refusal_after':
      sendRefusal(response, fault.status, fault.code, fault.msg);
      return true;
    case 'no_id_after':
    case 'foreign_id_after': {
      const answered = JSON.parse(text) as Record<string, unknown>;
      if (fault.kind === 'no_id_after') {
        delete answered['orderId'];
        delete answered['clientOrderId'];
      } else if ('clientOrderId' in answered) answered['clientOrderId'] = 'somebody-elses-order';
      response.writeHead(200, headers);
      response.end(JSON.stringify(answered));
      return true;
    }
    case 'forget_order': {
      const { symbol, orderId } = JSON.parse(text) as { symbol?: string; orderId?: number };
      const order = symbol === undefined || orderId === undefined ? undefined : exchange.find(symbol, orderId, null);
      if (order !== undefined) exchange.forget(order, fault.ms);
      return false;
    }
    default:
      return false;
  }
}

/** A bare HTTP status: a gateway's page, or a ban in the exchange's words that says when to come back. */
export function sendStatus(response: ServerResponse, status: number, banMs = 2000): void {
  const isBan = status === 429 || status === 418;
  const wait = String(Math.ceil(banMs / 1000));
  response.writeHead(status, { 'content-type': isBan ? 'application/json' : 'text/html', ...(isBan ? { 'retry-after': wait } : {}) });
  response.end(isBan ? JSON.stringify({ code: -1003, msg: 'Too many requests.' }) : `<html><body>${status}</body></html>`);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' });
  response.end(text);
}

function sendRefusal(response: ServerResponse, status: number, code: number, msg: string): void {
  sendText(response, status, JSON.stringify({ code, msg }));
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
