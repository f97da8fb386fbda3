#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-30 on Node 24, against a server of the machine's own that answers every request with HTTP 429. That one status
# has three classes: binance raises DDoSProtection, five others RateLimitExceeded (which is no DDoSProtection: both are kinds of NetworkError),
# okx ExchangeNotAvailable, as if it were down. Whoever waits for one class alone asks the others again at once. With OKX's own code for it in
# the body (50011, "Rate Limits") okx raises RateLimitExceeded, too.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
let body = '';
const server = createServer((_request, answer) => answer.writeHead(429, { 'content-type': 'application/json' }).end(body));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const here = (urls) => (typeof urls === 'string' ? `http://127.0.0.1:${port}` : Object.fromEntries(Object.entries(urls).map(([key, url]) => [key, here(url)])));
const raised = async (name) => {
  const x = new ccxt[name]();
  x.setMarkets([{ id: 'BTC-USDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-5, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} }]);
  x.urls.api = here(x.urls.api);
  return x.fetchOHLCV('BTC/USDT', '1m', undefined, 1).then(() => 'nothing', (error) => `${error.constructor.name}${error instanceof ccxt.DDoSProtection ? ', a DDoSProtection' : ''}`);
};
for (const name of ['binance', 'bybit', 'okx', 'gate', 'kraken', 'kucoin', 'bitget']) console.log(`${name}: ${await raised(name)}`);
body = '{"code":"50011","msg":"Too Many Requests","data":[]}';
console.log(`okx, with its code: ${await raised('okx')}`);
server.close(); server.closeAllConnections(); process.exit(0);
JS
cat > expected <<'OUT'
binance: DDoSProtection, a DDoSProtection
bybit: RateLimitExceeded
okx: ExchangeNotAvailable
gate: RateLimitExceeded
kraken: RateLimitExceeded
kucoin: RateLimitExceeded
bitget: RateLimitExceeded
okx, with its code: RateLimitExceeded
OUT
node run.mjs > seen 2>&1 || true
diff expected seen && echo "as on 2026-11-30: okx-too-many-requests-is-not-available"
