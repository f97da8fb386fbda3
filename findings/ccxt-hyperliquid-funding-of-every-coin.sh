#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 24, against a local server with Hyperliquid's own answer to userFunding, which lists the
# payments of all coins. Asked for one market, fetchFundingHistory(symbol) calls every payment by that market, so that its filter by
# symbol keeps all of them: what ETH was paid is counted to BTC, too. Asked for none, it names each payment rightly.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
const payment = (time, coin, usdc) => ({ time, hash: `0x${'0'.repeat(64)}`, delta: { type: 'funding', coin, usdc, szi: '1.0', fundingRate: '0.0000125', nSamples: null } });
const payments = [payment(1795820400057, 'BTC', '-0.75'), payment(1795820400057, 'ETH', '0.25')];
const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(payments)));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const x = new ccxt.hyperliquid({ walletAddress: `0x${'1'.repeat(40)}` });
for (const api of Object.keys(x.urls.api)) x.urls.api[api] = `http://127.0.0.1:${server.address().port}`;
x.setMarkets(['BTC', 'ETH'].map((base) => ({ id: base, symbol: `${base}/USDC:USDC`, base, quote: 'USDC', settle: 'USDC', baseId: base, quoteId: 'USDC', settleId: 'USDC', type: 'swap', swap: true, contract: true, linear: true, contractSize: 1, precision: {}, limits: {}, info: {} })));
for (const asked of [undefined, 'BTC/USDC:USDC'])
  console.log(asked ?? 'all', (await x.fetchFundingHistory(asked, 1795820000000)).map(({ symbol, amount }) => `${symbol} ${amount}`).join(', '));
server.close();
JS
cat > expected <<'OUT'
all BTC/USDC:USDC -0.75, ETH/USDC:USDC 0.25
BTC/USDC:USDC BTC/USDC:USDC -0.75, BTC/USDC:USDC 0.25
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: hyperliquid-funding-of-every-coin"
