import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const RECORDED = join(import.meta.dirname, 'backtest');

/** Serves the recorded markets of Binance, spot and futures. */
export async function serveMarkets(): Promise<Server> {
  const spot = gunzipSync(readFileSync(join(RECORDED, 'exchangeInfo.json.gz')));
  const futures = gunzipSync(readFileSync(join(RECORDED, 'fapi-exchangeInfo.json.gz')));
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    response.setHeader('content-type', 'application/json');
    response.end(path === '/api/v3/exchangeInfo' ? spot : path === '/fapi/v1/exchangeInfo' ? futures : '{"serverTime":1704153600000}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** `ccxt_config.urls` that lead to them. */
export function marketAddresses(server: Server): object {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return { api: { public: `${url}/api/v3`, v1: `${url}/api/v1`, sapi: `${url}/sapi/v1`, fapiPublic: `${url}/fapi/v1` } };
}
