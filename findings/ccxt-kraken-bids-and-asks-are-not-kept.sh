#!/usr/bin/env bash
# ccxt 4.5.84 (npm) with ws 8.18.3 as a local server, seen 2026-11-29 on Node 20 and 24, no network: the exchange's own messages.
# `watchBidsAsks` of several pairs answers with the one that came first, and keeps the others in `exchange.bidsasks`; on kraken
# it keeps them in `exchange.tickers` only, and `bidsasks` stays empty for ever. Whoever reads `bidsasks` hears nothing there.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84 ws@8.18.3
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
import { WebSocketServer } from 'ws';
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await new Promise((resolve) => server.once('listening', resolve));
const base = `ws://127.0.0.1:${server.address().port}`;
const names = { kraken: { 'BTC/USDT': 'XBTUSDT', 'ETH/USDT': 'ETHUSDT' }, okx: { 'BTC/USDT': 'BTC-USDT', 'ETH/USDT': 'ETH-USDT' } };
server.on('connection', (socket) => socket.on('message', (text) => {
  const { method, op, params, args } = JSON.parse(text);
  if (method === 'subscribe') for (const symbol of params.symbol) socket.send(JSON.stringify({ channel: 'ticker', type: 'update', data: [{ symbol, bid: 99, bid_qty: 1, ask: 101, ask_qty: 1, last: 100, volume: 1, vwap: 100, low: 90, high: 110, change: 0, change_pct: 0 }] }));
  if (op === 'subscribe') for (const arg of args) socket.send(JSON.stringify({ arg, data: [{ instType: 'SPOT', instId: arg.instId, last: '100', bidPx: '99', bidSz: '1', askPx: '101', askSz: '1', ts: '1795824000000' }] }));
}));
for (const [name, ids] of Object.entries(names)) {
  const markets = Object.fromEntries(Object.entries(ids).map(([symbol, id]) => [symbol, { id, symbol, base: symbol.slice(0, 3), quote: 'USDT', baseId: symbol.slice(0, 3), quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} }]));
  const ws = name === 'kraken' ? { public: base, private: base, publicV2: base, privateV2: base } : base;
  const x = new ccxt.pro[name]({ markets, urls: { api: { ws } }, newUpdates: true, enableRateLimit: false, options: name === 'okx' ? { watchBidsAsks: { channel: 'tickers' } } : {} });
  await x.loadHttpProxyAgent();
  await x.watchBidsAsks(Object.keys(ids));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const known = (book) => Object.keys(book ?? {}).sort().join(' ') || 'nothing';
  console.log(name.padEnd(7), 'bidsasks:', known(x.bidsasks), '| tickers:', known(x.tickers));
  await x.close();
}
server.close();
process.exit(0);
JS
cat > expected <<'OUT'
kraken  bidsasks: nothing | tickers: BTC/USDT ETH/USDT
okx     bidsasks: BTC/USDT ETH/USDT | tickers: BTC/USDT ETH/USDT
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: kraken-bids-and-asks-are-not-kept"
