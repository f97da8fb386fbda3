import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { fillAnswer, newOrderAnswer, orderAnswer } from './dialects/binance/facts.ts';
import { type ApiRequest, answer, type Credentials, requestWeight } from './dialects/binance/rest.ts';
import { StreamHub } from './dialects/binance/stream.ts';
import { Exchange, ExchangeRefusal, type NewOrder } from './engine/exchange.ts';
import { DEFAULT_SYMBOLS, type MarketSymbol } from './engine/symbol.ts';
import { type Fault, FaultBoard } from './faults.ts';
import { sendStatus, sleep, strikeAfter, strikeBefore } from './strike.ts';

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
  const clock = options.now ?? Date.now;
  const trouble = { clockOffset: 0, latency: 0, outageUntil: 0, banUntil: 0, banStatus: 418 };
  const exchange = new Exchange({
    seed: options.seed ?? 'freqtrade-ts',
    symbols: options.symbols ?? DEFAULT_SYMBOLS,
    balances: options.balances ?? { USDT: 10_000 },
    fee: options.fee ?? 0.001,
    perpetuals: options.perpetuals ?? false,
    now: () => clock() + trouble.clockOffset,
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
  const isOut = () => clock() < trouble.outageUntil;
  server.on('upgrade', (request, socket, head) => {
    if (isOut()) {
      socket.destroy();
      return;
    }
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
    if (isOut()) {
      request.socket.destroy();
      return;
    }
    if (clock() < trouble.banUntil) {
      sendStatus(response, trouble.banStatus, trouble.banUntil - clock());
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
    const ban = (status: number, ms: number) => {
      trouble.banStatus = status;
      trouble.banUntil = clock() + ms;
    };
    const struck = { request, response, call, exchange, ban };
    if (fault !== null && (await strikeBefore(fault, struck))) return;
    if (trouble.latency > 0) await sleep(trouble.latency / 2);
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
    if (trouble.latency > 0) await sleep(trouble.latency / 2);
    if (fault !== null && (await strikeAfter(fault, struck, headers, text))) return;
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
        case 'POST /control/streams/mute':
          hub.mute(typeof input['match'] === 'string' ? input['match'] : null);
          return send(200, { match: input['match'] ?? null });
        case 'POST /control/clock':
          trouble.clockOffset = finite(input, 'offset_ms');
          return send(200, { now: exchange.now() });
        case 'POST /control/latency':
          trouble.latency = finite(input, 'ms');
          return send(200, { ms: trouble.latency });
        case 'POST /control/outage':
          trouble.outageUntil = clock() + finite(input, 'ms');
          hub.cut();
          response.once('finish', () => server.closeAllConnections());
          return send(200, { until: trouble.outageUntil });
        case 'POST /control/order':
          return send(200, newOrderAnswer(exchange.place(input as unknown as NewOrder)));
        case 'POST /control/fees':
          exchange.payFeesIn(typeof input['coin'] === 'string' ? input['coin'] : null);
          return send(200, { coin: input['coin'] ?? null });
        case 'POST /control/balance':
          exchange.setFree(String(input['coin']), finite(input, 'free'));
          return send(200, exchange.balances.get(String(input['coin'])));
        case 'POST /control/delist':
          exchange.delist(symbol());
          return send(200, { symbol: input['symbol'] });
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

/** @throws Error that names the field. */
function finite(input: Record<string, unknown>, name: string): number {
  const value = input[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`"${name}" must be a number.`);
  return value;
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
