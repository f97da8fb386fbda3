import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { CONTROLS, type Controlled, type Trouble } from './control.ts';
import { binance } from './dialects/binance/binance.ts';
import { type Call, type Credentials, type Dialect, NativeRefusal, type Streams } from './dialects/dialect.ts';
import { Exchange } from './engine/exchange.ts';
import { Refusal } from './engine/refusal.ts';
import { DEFAULT_SYMBOLS, type MarketSymbol, perpetualOf } from './engine/symbol.ts';
import { FaultBoard } from './faults.ts';
import { send, sendStatus, sleep, strikeAfter, strikeBefore } from './strike.ts';

export interface SimulatorOptions {
  host?: string;
  /** 0 picks a free port. */
  port?: number;
  /** Whose language is spoken; Binance's otherwise. */
  dialect?: Dialect;
  seed?: string;
  symbols?: readonly MarketSymbol[];
  balances?: Record<string, number>;
  fee?: number;
  /** Offers perpetual contracts, too. */
  perpetuals?: boolean;
  credentials?: Partial<Credentials>;
  now?: () => number;
}

export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly exchange: Exchange;
  readonly faults: FaultBoard;
  /** What the account is reached with. */
  readonly credentials: Credentials;
  close(): Promise<void>;
}

export const DEFAULT_CREDENTIALS: Credentials = { key: 'simulator-key', secret: 'simulator-secret', passphrase: 'simulator-passphrase' };
const BODY_LIMIT = 64 * 1024;

/** Starts an exchange that speaks one dialect over HTTP and WebSocket. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const dialect = options.dialect ?? binance;
  const credentials = { ...DEFAULT_CREDENTIALS, ...dialect.credentials, ...options.credentials };
  const clock = options.now ?? Date.now;
  const trouble: Trouble = { clockOffset: 0, latency: 0, outageUntil: 0, banUntil: 0, banStatus: 418 };
  const exchange = new Exchange({
    seed: options.seed ?? 'freqtrade-ts',
    symbols: offered(options, dialect),
    balances: options.balances ?? { USDT: 10_000 },
    fee: options.fee ?? dialect.fee ?? 0.001,
    hasOneWallet: dialect.hasOneWallet,
    feesIn: dialect.feesIn,
    cancelsPostOnlyThatTakes: dialect.cancelsPostOnlyThatTakes,
    ...(dialect.fundingMs === undefined ? {} : { fundingMs: dialect.fundingMs }),
    now: () => clock() + trouble.clockOffset,
  });
  const faults = new FaultBoard(dialect.orderCall);
  const streams = dialect.streams(exchange, credentials);
  const weights = new WeightWindow();

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.end();
      else send(response, { status: 500, body: { code: -1000, msg: (error as Error).message } });
    });
  });
  // longer than a client pauses: a connection that ends as a request comes loses it, and faults are made on purpose here
  server.keepAliveTimeout = 600_000;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  const isOut = () => clock() < trouble.outageUntil;
  server.on('upgrade', (request, socket, head) => {
    if (isOut()) {
      socket.destroy();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://exchange');
    sockets.handleUpgrade(request, socket as Socket, head, (webSocket) =>
      streams.add(webSocket, pathname, { host: request.headers.host ?? '', query: searchParams }),
    );
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://exchange');
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    if (url.pathname.startsWith('/control/')) {
      control(`${method} ${url.pathname.slice('/control/'.length)}`, body, response);
      return;
    }
    if (isOut()) {
      request.socket.destroy();
      return;
    }
    if (clock() < trouble.banUntil) {
      sendStatus(response, trouble.banStatus, dialect, trouble.banUntil - clock());
      return;
    }
    const query = url.search.slice(1);
    const raw = [query, body].filter((part) => part !== '').join('&');
    const params = new URLSearchParams(body.startsWith('{') || body.startsWith('[') ? query : raw);
    const call: Call = { method, path: url.pathname, query, body, params, headers: request.headers };
    await answerCall(call, faults.strike(`${method} ${call.path}?${raw}`), request, response);
  }

  async function answerCall(
    call: Call,
    fault: ReturnType<FaultBoard['strike']>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const ban = (status: number, ms: number) => {
      trouble.banStatus = status;
      trouble.banUntil = clock() + ms;
    };
    const struck = { request, response, call, exchange, dialect, ban };
    if (fault !== null && (await strikeBefore(fault, struck))) return;
    if (trouble.latency > 0) await sleep(trouble.latency / 2);
    const headers: Record<string, string> = { 'content-type': 'application/json;charset=UTF-8' };
    const { status, text } = answered(call, headers);
    if (trouble.latency > 0) await sleep(trouble.latency / 2);
    if (fault !== null && (await strikeAfter(fault, struck, headers, text))) return;
    response.writeHead(status, headers);
    response.end(text);
  }

  function answered(call: Call, headers: Record<string, string>): { status: number; text: string } {
    const { weights: rule } = dialect;
    if (rule !== null) {
      const used = weights.add(rule.of(call), exchange.now());
      Object.assign(headers, rule.headers(used, call));
      if (used > rule.limit) {
        const seconds = weights.secondsLeft(exchange.now());
        headers['retry-after'] = String(seconds);
        const { status, body } = dialect.tooOften(seconds);
        return { status, text: JSON.stringify(body) };
      }
    }
    try {
      return { status: 200, text: JSON.stringify(dialect.answer(exchange, credentials, call)) };
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof NativeRefusal)) throw error;
      const { status, body } = dialect.refuse(error, call);
      return { status, text: JSON.stringify(body) };
    }
  }

  function control(command: string, body: string, response: ServerResponse): void {
    const run = CONTROLS[command];
    if (run === undefined) {
      send(response, { status: 404, body: { error: `No such control: ${command}` } });
      return;
    }
    try {
      const input = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
      send(response, { status: 200, body: run(controlled(response), input) });
    } catch (error) {
      send(response, { status: 400, body: { error: (error as Error).message } });
    }
  }

  function controlled(response: ServerResponse): Controlled {
    return {
      exchange,
      dialect,
      credentials,
      faults,
      streams,
      trouble,
      clock,
      ccxtConfig: () => dialect.ccxtConfig(`http://${host}:${port}`, `ws://${host}:${port}`),
      hangUp: () => response.once('finish', () => server.closeAllConnections()),
    };
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, port, exchange, faults, credentials, close: () => closeAll(server, sockets, streams) };
}

function offered(options: SimulatorOptions, dialect: Dialect): MarketSymbol[] {
  const symbols = options.symbols ?? DEFAULT_SYMBOLS;
  const perpetuals = symbols.map((symbol) => {
    const { size, step } = dialect.contract(symbol);
    return perpetualOf(symbol, size, step);
  });
  const all = options.perpetuals === true || dialect.contractsOnlyIn !== undefined ? [...symbols, ...perpetuals] : [...symbols];
  return all.map((symbol) => dialect.market?.(symbol) ?? symbol);
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

async function closeAll(server: Server, sockets: WebSocketServer, streams: Streams): Promise<void> {
  streams.close();
  sockets.close();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
