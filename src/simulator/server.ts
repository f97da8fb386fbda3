import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { fillAnswer, orderAnswer } from './dialect.ts';
import { Exchange, ExchangeRefusal } from './exchange.ts';
import { type Fault, FaultBoard } from './faults.ts';
import { type ApiRequest, answer, type Credentials, requestWeight } from './rest.ts';
import { StreamHub } from './streams.ts';
import { DEFAULT_SYMBOLS, type MarketSymbol } from './symbol.ts';

export interface SimulatorOptions {
  host?: string;
  /** 0 picks a free port. */
  port?: number;
  seed?: string;
  symbols?: readonly MarketSymbol[];
  balances?: Record<string, number>;
  fee?: number;
  /** Offers the market data of perpetual contracts, too. */
  perpetuals?: boolean;
  credentials?: Credentials;
  now?: () => number;
}

export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly exchange: Exchange;
  readonly faults: FaultBoard;
  close(): Promise<void>;
}

export const DEFAULT_CREDENTIALS: Credentials = { key: 'simulator-key', secret: 'simulator-secret' };
const BODY_LIMIT = 64 * 1024;
const WEIGHT_LIMIT = 6000;

/** Starts an exchange that speaks Binance's spot dialect over HTTP and WebSocket. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const credentials = options.credentials ?? DEFAULT_CREDENTIALS;
  const exchange = new Exchange({
    seed: options.seed ?? 'freqtrade-ts',
    symbols: options.symbols ?? DEFAULT_SYMBOLS,
    balances: options.balances ?? { USDT: 10_000 },
    fee: options.fee ?? 0.001,
    perpetuals: options.perpetuals ?? false,
    now: options.now ?? Date.now,
  });
  const faults = new FaultBoard();
  const hub = new StreamHub(exchange, credentials);
  const weights = new WeightWindow();

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: -1000, msg: (error as Error).message }));
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  server.on('upgrade', (request, socket, head) => {
    const path = new URL(request.url ?? '/', 'http://exchange').pathname;
    sockets.handleUpgrade(request, socket as Socket, head, (webSocket) => hub.add(webSocket, path.startsWith('/ws-api')));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://exchange');
    const body = await readBody(request);
    if (url.pathname.startsWith('/control/')) {
      control(request.method ?? 'GET', url.pathname, body, response);
      return;
    }
    const raw = [url.search.slice(1), body].filter((part) => part !== '').join('&');
    const params = new URLSearchParams(raw);
    const call: ApiRequest = {
      method: request.method ?? 'GET',
      path: url.pathname,
      raw,
      params,
      apiKey: (request.headers['x-mbx-apikey'] as string | undefined) ?? null,
    };
    const fault = faults.strike(`${call.method} ${call.path}?${raw}`);
    if (fault !== null && (await strikeBefore(fault, request, response))) return;
    const used = weights.add(requestWeight(call.path, params), exchange.now());
    const headers: Record<string, string> = { 'content-type': 'application/json;charset=UTF-8', 'x-mbx-used-weight-1m': String(used) };
    if (call.method === 'POST' && call.path === '/api/v3/order') headers['x-mbx-order-count-10s'] = '1';
    let status = 200;
    let text: string;
    if (used > WEIGHT_LIMIT) {
      status = 429;
      headers['retry-after'] = String(weights.secondsLeft(exchange.now()));
      text = JSON.stringify({ code: -1003, msg: 'Too much request weight used; current limit is 6000 request weight per 1 MINUTE.' });
    } else {
      try {
        text = JSON.stringify(answer(exchange, credentials, call));
      } catch (error) {
        if (!(error instanceof ExchangeRefusal)) throw error;
        status = error.status;
        text = JSON.stringify({ code: error.code, msg: error.message });
      }
    }
    if (fault !== null && (await strikeAfter(fault, request, response, headers, text))) return;
    response.writeHead(status, headers);
    response.end(text);
  }

  function control(method: string, path: string, body: string, response: ServerResponse): void {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    try {
      const input = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
      const symbol = () => exchange.symbol(input['symbol'] as string | undefined);
      switch (`${method} ${path}`) {
        case 'POST /control/price': {
          const change: { factor?: number; fixed?: number | null } = {};
          if (typeof input['factor'] === 'number') change.factor = input['factor'];
          if (typeof input['price'] === 'number') {
            if (input['hold'] === true) change.fixed = input['price'];
            else change.factor = input['price'] / exchange.price(symbol());
          }
          exchange.movePrice(symbol(), change);
          hub.pushNow();
          return send(200, { symbol: symbol().id, price: exchange.price(symbol()) });
        }
        case 'POST /control/liquidity':
          exchange.setLevelValue(symbol(), Number(input['value']));
          return send(200, { symbol: symbol().id });
        case 'POST /control/faults':
          faults.arm(input as Partial<Fault>);
          return send(200, faults.state());
        case 'GET /control/faults':
          return send(200, faults.state());
        case 'DELETE /control/faults':
          faults.clear();
          return send(200, []);
        case 'POST /control/streams/cut':
          return send(200, { cut: hub.cut() });
        case 'GET /control/ledger':
          exchange.match();
          return send(200, {
            orders: exchange.orders.map((order) => ({ ...orderAnswer(order), fills: order.fills.map((fill) => fillAnswer(order, fill)) })),
            balances: Object.fromEntries(exchange.balances),
          });
        default:
          return send(404, { error: `No such control: ${method} ${path}` });
      }
    } catch (error) {
      send(400, { error: (error as Error).message });
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    exchange,
    faults,
    close: () => closeAll(server, sockets, hub),
  };
}

/** @returns true when the request has been dealt with and must not reach the exchange. */
async function strikeBefore(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'http_before':
      sendStatus(response, fault.status);
      return true;
    case 'drop_before':
      request.socket.destroy();
      return true;
    case 'hang_before':
      return true;
    case 'delay_before':
      await sleep(fault.ms);
      return request.socket.destroyed;
    default:
      return false;
  }
}

/** @returns true when the answer has been spoilt and nothing more must be sent. */
async function strikeAfter(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
  text: string,
): Promise<boolean> {
  switch (fault.kind) {
    case 'http_after':
      sendStatus(response, fault.status);
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
    default:
      return false;
  }
}

function sendStatus(response: ServerResponse, status: number): void {
  const isBan = status === 429 || status === 418;
  response.writeHead(status, { 'content-type': isBan ? 'application/json' : 'text/html', ...(isBan ? { 'retry-after': '2' } : {}) });
  response.end(isBan ? JSON.stringify({ code: -1003, msg: 'Too many requests.' }) : `<html><body>${status}</body></html>`);
}

/** Request weight of the running minute. */
class WeightWindow {
  #minute = 0;
  #used = 0;

  add(weight: number, now: number): number {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#used = 0;
    }
    this.#used += weight;
    return this.#used;
  }

  secondsLeft(now: number): number {
    return Math.ceil(((this.#minute + 1) * 60_000 - now) / 1000);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > BODY_LIMIT) reject(new Error('Request body too large.'));
    });
    request.on('end', () => resolve(text));
    request.on('error', reject);
  });
}

async function closeAll(server: Server, sockets: WebSocketServer, hub: StreamHub): Promise<void> {
  hub.close();
  sockets.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
