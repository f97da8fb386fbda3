#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, no network: a WebSocket server here that speaks as the exchange.
# bitvavo: watchTickers and watchBidsAsks subscribe to the pairs of their first call only. All calls share one subscription
# ("ticker24h", "bidask"), so a later call with another pair sends nothing, and returns again and again without it, as the
# first pair ticks. Other exchanges' keep one subscription a pair.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84 ws@8.18.3
for name in http_proxy https_proxy HTTP_PROXY HTTPS_PROXY; do unset $name; done
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
import { WebSocketServer } from 'ws';
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await new Promise((resolve) => server.once('listening', resolve));
const asked = new Set();
let timer;
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    for (const { markets } of JSON.parse(data).channels) for (const market of markets) asked.add(market);
    socket.send(JSON.stringify({ event: 'subscribed', subscriptions: { ticker24h: [...asked] } }));
  });
  timer = setInterval(() => {
    for (const market of asked) socket.send(JSON.stringify({ event: 'ticker24h', data: [{ market, last: '10', bid: '9', bidSize: '1', ask: '11', askSize: '1', timestamp: Date.now() }] }));
  }, 20);
});
const pair = (base) => ({ id: `${base}-EUR`, symbol: `${base}/EUR`, base, quote: 'EUR', baseId: base, quoteId: 'EUR', type: 'spot', spot: true, active: true, precision: { amount: 1e-8, price: 1 }, limits: { amount: {}, price: {}, cost: {} }, info: {} });
const x = new ccxt.pro.bitvavo({ enableRateLimit: false, markets: { 'BTC/EUR': pair('BTC'), 'ETH/EUR': pair('ETH') }, urls: { api: { ws: `ws://127.0.0.1:${server.address().port}` } } });
await x.loadHttpProxyAgent();
for (const call of ['watchBidsAsks', 'watchTickers']) {
  asked.clear();
  console.log(call, 'first :', Object.keys(await x[call](['ETH/EUR'])).join());
  const later = [];
  for (let i = 0; i < 10; i++) later.push(...Object.keys(await x[call](['BTC/EUR'])));
  console.log(call, 'second:', later.length, 'tickers in 10 answers; subscribed to', [...asked].join());
  clearInterval(timer);
  await x.close();
}
server.close();
JS
cat > expected <<'OUT'
watchBidsAsks first : ETH/EUR
watchBidsAsks second: 0 tickers in 10 answers; subscribed to ETH-EUR
watchTickers first : ETH/EUR
watchTickers second: 0 tickers in 10 answers; subscribed to ETH-EUR
OUT
timeout 60 node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: bitvavo-added-pairs-are-not-subscribed"
