#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24: an HTTP server of the machine's own stands in for Binance.
# fetchTickers() of one pair asks a spot market for that pair. Of contracts it asks for all of them and drops the others
# from the answer: the same call, which by ccxt's own table weighs 40 times as much there, so that a loop over a few pairs uses up the
# minute's weight. fetchTicker() names the pair in both markets.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
const market = (base, swap) => ({ id: base + 'USDT', symbol: base + '/USDT' + (swap ? ':USDT' : ''), base, quote: 'USDT', settle: swap ? 'USDT' : undefined, baseId: base, quoteId: 'USDT', type: swap ? 'swap' : 'spot', spot: !swap, swap, contract: swap, linear: swap || undefined, contractSize: swap ? 1 : undefined, active: true, precision: { amount: 1e-3, price: 0.1 }, limits: { amount: {}, price: {}, cost: {} }, info: {} });
const ticker = (symbol) => ({ symbol, lastPrice: '10', openPrice: '9', highPrice: '11', lowPrice: '8', volume: '5', quoteVolume: '50', openTime: 1795737600000, closeTime: 1795824000000 });
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  console.log('  asked:', pathname, [...searchParams].map(([name, value]) => `${name}=${value}`).join('&') || '(for all)');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(searchParams.has('symbol') ? ticker(searchParams.get('symbol')) : ['BTCUSDT', 'ETHUSDT'].map(ticker)));
});
await new Promise((ready) => server.listen(0, ready));
const url = `http://127.0.0.1:${server.address().port}`;
for (const swap of [false, true]) {
  const x = new ccxt.binance({ options: { defaultType: swap ? 'swap' : 'spot' } });
  x.setMarkets([market('BTC', swap), market('ETH', swap)]);
  x.urls.api = { ...x.urls.api, public: `${url}/api/v3`, fapiPublic: `${url}/fapi/v1` };
  const pair = swap ? 'BTC/USDT:USDT' : 'BTC/USDT';
  console.log(`fetchTickers(['${pair}'])`);
  console.log('  given:', Object.keys(await x.fetchTickers([pair])).join(', '));
  console.log(`fetchTicker('${pair}')`);
  await x.fetchTicker(pair);
}
server.close();
process.exit(0);
JS
cat > expected <<'OUT'
fetchTickers(['BTC/USDT'])
  asked: /api/v3/ticker/24hr symbols=["BTCUSDT"]
  given: BTC/USDT
fetchTicker('BTC/USDT')
  asked: /api/v3/ticker/24hr symbol=BTCUSDT
fetchTickers(['BTC/USDT:USDT'])
  asked: /fapi/v1/ticker/24hr (for all)
  given: BTC/USDT:USDT
fetchTicker('BTC/USDT:USDT')
  asked: /fapi/v1/ticker/24hr symbol=BTCUSDT
OUT
env -u http_proxy -u https_proxy -u HTTP_PROXY -u HTTPS_PROXY node run.mjs > seen 2>&1 || true
diff expected seen && echo "as on 2026-11-29: binance-one-ticker-of-contracts-is-all-of-them"
