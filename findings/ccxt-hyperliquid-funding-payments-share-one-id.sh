#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, against a local server with Hyperliquid's own answer to userFunding.
# Funding is no transaction on Hyperliquid, so each payment has the hash 0x000…0. fetchFundingHistory() takes the hash for
# `id`: all payments of all coins and hours have the same one. A ledger that is keyed by id keeps a single payment.
# What tells them apart is symbol and timestamp.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
const payment = (time, coin, usdc) => ({ time, hash: `0x${'0'.repeat(64)}`, delta: { type: 'funding', coin, usdc, szi: '1.0', fundingRate: '0.0000125', nSamples: null } });
const payments = [payment(1795820400057, 'BTC', '-0.75'), payment(1795820400057, 'ETH', '0.25'), payment(1795824000021, 'BTC', '-0.5')];
const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(payments)));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const x = new ccxt.hyperliquid({ walletAddress: `0x${'1'.repeat(40)}` });
for (const api of Object.keys(x.urls.api)) x.urls.api[api] = `http://127.0.0.1:${server.address().port}`;
x.setMarkets(['BTC', 'ETH'].map((base) => ({ id: base, symbol: `${base}/USDC:USDC`, base, quote: 'USDC', settle: 'USDC', baseId: base, quoteId: 'USDC', settleId: 'USDC', type: 'swap', swap: true, contract: true, linear: true, contractSize: 1, precision: {}, limits: {}, info: {} })));
const found = await x.fetchFundingHistory(undefined, 1795820000000);
for (const { symbol, timestamp, amount } of found) console.log(symbol, timestamp, amount);
console.log(found.length, 'payments,', new Set(found.map(({ id }) => id)).size, 'id,', new Set(found.map(({ symbol, timestamp }) => `${symbol} ${timestamp}`)).size, 'symbols and times');
server.close();
JS
cat > expected <<'OUT'
BTC/USDC:USDC 1795820400057 -0.75
ETH/USDC:USDC 1795820400057 0.25
BTC/USDC:USDC 1795824000021 -0.5
3 payments, 1 id, 3 symbols and times
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: hyperliquid-funding-payments-share-one-id"
