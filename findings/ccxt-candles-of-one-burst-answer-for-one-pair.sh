#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24: a WebSocket of the machine's own speaks Binance's stream of candles.
# Candles of all pairs end at the same moment, so their last rows come in one burst. watchOHLCVForSymbols() answers with
# the first row of such a burst. The next call does not answer with the second row, which has long been taken in: it
# waits until some pair is pushed again. The row is in `exchange.ohlcvs` all the while.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84 ws@8.23.0
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
import { WebSocketServer } from 'ws';
const END = 1795824000000;
const market = (base) => ({ id: base + 'USDT', lowercaseId: base.toLowerCase() + 'usdt', symbol: base + '/USDT', base, quote: 'USDT', baseId: base, quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-5, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} });
const row = (base, close) => JSON.stringify({ stream: base.toLowerCase() + 'usdt@kline_5m', data: { e: 'kline', E: END, s: base + 'USDT', k: { t: END - 300000, T: END - 1, s: base + 'USDT', i: '5m', o: '10', c: close, h: '30', l: '5', v: '7', x: true } } });
const server = new WebSocketServer({ port: 0 });
let socket;
server.on('connection', (s) => {
  socket = s;
  s.on('message', (text) => {
    s.send(JSON.stringify({ id: JSON.parse(text).id, result: null }));
    s.send(row('BTC', '11')); s.send(row('ETH', '22'));
  });
});
const x = new ccxt.pro.binance({ newUpdates: true });
x.setMarkets([market('BTC'), market('ETH')]);
x.urls.api.ws.spot = `ws://127.0.0.1:${server.address().port}/ws`;
await x.loadHttpProxyAgent(); // ws:// needs it
const pairs = [['BTC/USDT', '5m'], ['ETH/USDT', '5m']];
const say = (what, answer) => console.log(what, answer === 'nothing' ? answer : Object.entries(answer).map(([pair, frames]) => `${pair} closes at ${frames['5m'].at(-1)[4]}`).join(', '));
say('first call:', await x.watchOHLCVForSymbols(pairs));
const second = x.watchOHLCVForSymbols(pairs);
say('second call, 2 s later:', await Promise.race([second, new Promise((done) => setTimeout(done, 2000, 'nothing'))]));
say('kept by ccxt:', { 'ETH/USDT': x.ohlcvs['ETH/USDT'] });
socket.send(row('BTC', '12'));
say('second call, after one more row of BTC:', await second);
await x.close(); server.close(); process.exit(0);
JS
cat > expected <<'OUT'
first call: BTC/USDT closes at 11
second call, 2 s later: nothing
kept by ccxt: ETH/USDT closes at 22
second call, after one more row of BTC: BTC/USDT closes at 12
OUT
node run.mjs > seen 2>&1 || true
diff expected seen && echo "as on 2026-11-29: candles-of-one-burst-answer-for-one-pair"
