#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-30 on Node 24, against a server and a WebSocket of the machine's own that speak Gate's candles of spot. Both
# tell the volume in both coins: asked for, a row has it in quote currency second and in base currency seventh; streamed, `v` is in quote currency
# and `a` in base currency ("Market candlesticks", "Candlesticks Channel"). fetchOHLCV() takes the base currency, watchOHLCV() the quote currency:
# the same candle has 1.5 and 90000.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84 ws@8.23.0
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
import { WebSocketServer } from 'ws';
const START = 1795824000;
const server = createServer((_request, answer) => {
  answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([[String(START), '90000', '60000', '60000', '60000', '60000', '1.5', 'true']]));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => {
  socket.on('message', (text) => {
    const { channel, id } = JSON.parse(text);
    socket.send(JSON.stringify({ time: START + 60, id, channel, event: 'subscribe', error: null, result: { status: 'success' } }));
    const result = { t: String(START), v: '90000', c: '60000', h: '60000', l: '60000', o: '60000', n: '1m_BTC_USDT', a: '1.5', w: true };
    socket.send(JSON.stringify({ time: START + 60, channel, event: 'update', result }));
  });
});
const x = new ccxt.pro.gate({ newUpdates: true });
x.setMarkets([{ id: 'BTC_USDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-5, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} }]);
const { port } = server.address();
const here = (urls) => Object.fromEntries(Object.entries(urls).map(([key, url]) => [key, typeof url === 'string' ? `${url.startsWith('ws') ? 'ws' : 'http'}://127.0.0.1:${port}` : here(url)]));
x.urls.api = here(x.urls.api);
await x.loadHttpProxyAgent(); // ws:// needs it
const volume = (rows) => rows.at(-1)[5];
console.log('asked for:', volume(await x.fetchOHLCV('BTC/USDT', '1m', START * 1000, 1)));
console.log('streamed:', volume(await x.watchOHLCV('BTC/USDT', '1m')));
await x.close(); server.close(); process.exit(0);
JS
cat > expected <<'OUT'
asked for: 1.5
streamed: 90000
OUT
node run.mjs > seen 2>&1 || true
diff expected seen && echo "as on 2026-11-30: gate-streamed-candles-count-the-quote-coin"
