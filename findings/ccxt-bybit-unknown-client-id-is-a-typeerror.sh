#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-28 on Node 20 and 24, no network: canned answers in the exchange's own format.
# On a unified account bybit's fetchOrder can ask by `orderLinkId` alone, and finds what is there; but where the exchange
# answers with an empty list (it has no such order) a TypeError is raised while the OrderNotFound is worded, so that
# "not there" can't be told from "broken". By an order's own id the same empty list is an OrderNotFound.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const order = { symbol: 'BTCUSDT', orderId: '77', orderLinkId: 'mine1', orderType: 'Limit', side: 'Buy', price: '60000', qty: '0.001', cumExecQty: '0', cumExecValue: '0', avgPrice: '', cumExecFee: '0', orderStatus: 'New', timeInForce: 'GTC', createdTime: '1795824000000', updatedTime: '1795824000000' };
const market = { id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
let list = [order];
const x = new ccxt.bybit({ apiKey: 'k', secret: 's', enableRateLimit: false, options: { enableUnifiedMargin: false, enableUnifiedAccount: true }, markets: { 'BTC/USDT': market }, fetchImplementation: async () => new Response(JSON.stringify({ retCode: 0, retMsg: 'OK', result: { nextPageCursor: '', category: 'spot', list }, time: 1795824000000 })) });
const ask = async (what, id, params) => { try { const o = await x.fetchOrder(id, 'BTC/USDT', { acknowledged: true, ...params }); console.log(what.padEnd(24), '->', o.id, o.clientOrderId, o.status); } catch (e) { console.log(what.padEnd(24), '->', e.constructor.name, '| OrderNotFound:', e instanceof ccxt.OrderNotFound); } };
await ask('by client id, there', undefined, { orderLinkId: 'mine1' });
list = [];
await ask('by client id, not there', undefined, { orderLinkId: 'mine2' });
await ask('by order id, not there', '78', {});
JS
cat > expected <<'OUT'
by client id, there      -> 77 mine1 open
by client id, not there  -> TypeError | OrderNotFound: false
by order id, not there   -> OrderNotFound | OrderNotFound: true
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-28: bybit-unknown-client-id-is-a-typeerror"
