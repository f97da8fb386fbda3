#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 24, against a local server with Bitget's own answers to "Cancel trigger order" of contracts. It
# answers a stop that can not be cancelled any more (it was woken a moment ago) with code 00000 and that stop in `failureList`. cancelOrder()
# reads `successList` only: it resolves as if all were well, with an order without an id. The order that the stop became still rests.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import { createServer } from 'node:http';
import ccxt from 'ccxt';
const server = createServer(async (request, answer) => {
  let text = '';
  for await (const part of request) text += part;
  const [{ orderId }] = JSON.parse(text).orderIdList;
  const data = orderId === '1' ? { successList: [{ orderId, clientOid: 'a' }], failureList: [] } : { successList: [], failureList: [{ orderId, clientOid: 'b', errorCode: '43025', errorMsg: 'Plan order does not exist' }] };
  answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ code: '00000', msg: 'success', requestTime: 1795820400057, data }));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const x = new ccxt.bitget({ apiKey: 'k', secret: 's', password: 'p', options: { uta: false } });
for (const api of Object.keys(x.urls.api)) x.urls.api[api] = `http://127.0.0.1:${server.address().port}`;
x.setMarkets([{ id: 'BTCUSDT', symbol: 'BTC/USDT:USDT', base: 'BTC', quote: 'USDT', settle: 'USDT', baseId: 'BTC', quoteId: 'USDT', settleId: 'USDT', type: 'swap', swap: true, spot: false, contract: true, linear: true, contractSize: 1, precision: {}, limits: {}, info: {} }]);
for (const id of ['1', '2']) {
  const { id: named } = await x.cancelOrder(id, 'BTC/USDT:USDT', { stop: true, planType: 'pos_loss' });
  console.log(`stop ${id}: no error, order ${named}`);
}
server.close();
JS
cat > expected <<'OUT'
stop 1: no error, order 1
stop 2: no error, order undefined
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: bitget-failed-cancel-of-a-stop-is-no-error"
