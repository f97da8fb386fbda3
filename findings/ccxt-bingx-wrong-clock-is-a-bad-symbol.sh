#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, against a local server with BingX's own answers.
# BingX refuses a request whose clock is off with code 100421 ("Null timestamp or timestamp mismatch", ccxt's thread 24131
# has a recorded one). ccxt knows 100421 for pairs that are closed to the API, and throws BadSymbol: whoever sorts errors by
# class drops the pair, while the clock is to be set. Binance's code for the same (-1021) is InvalidNonce.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
const answers = {
  bingx: { status: 200, body: { code: 100421, msg: 'Null timestamp or timestamp mismatch, try to run our sample code from the link https://bingx-api.github.io/docs', timestamp: 1795824000000 } },
  binance: { status: 400, body: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' } },
};
for (const [name, { status, body }] of Object.entries(answers)) {
  const server = createServer((_, answer) => answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const x = new ccxt[name]({ apiKey: 'k', secret: 's', hostname: '127.0.0.1', options: { fetchCurrencies: false } });
  const url = `http://127.0.0.1:${server.address().port}`;
  const point = (api) => (typeof api === 'string' ? url : Object.fromEntries(Object.entries(api).map(([key, value]) => [key, point(value)])));
  x.urls.api = point(x.urls.api);
  x.setMarkets([{ id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, precision: {}, limits: {}, info: {} }]);
  const error = await x.fetchBalance().catch((caught) => caught);
  console.log(name, error.constructor.name, error instanceof ccxt.InvalidNonce);
  server.close();
}
JS
cat > expected <<'OUT'
bingx BadSymbol false
binance InvalidNonce true
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: bingx-wrong-clock-is-a-bad-symbol"
