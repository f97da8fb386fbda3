#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, no network: canned answers in the exchange's own format.
# A limit order on bybit's spot market that is cancelled after a part of it was filled has the status
# `PartiallyFilledCanceled`, which ccxt calls "closed", as an order that is filled whole; with nothing filled it is
# "canceled". Whoever takes "closed" for "I have what I ordered" counts coins that were never bought: `remaining` tells.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const market = { id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
let order;
const x = new ccxt.bybit({ apiKey: 'k', secret: 's', enableRateLimit: false, options: { enableUnifiedMargin: false, enableUnifiedAccount: true }, markets: { 'BTC/USDT': market }, fetchImplementation: async () => new Response(JSON.stringify({ retCode: 0, retMsg: 'OK', result: { nextPageCursor: '', category: 'spot', list: [order] }, time: 1795824000000 })) });
const ask = async (orderStatus, cumExecQty, leavesQty) => {
  order = { symbol: 'BTCUSDT', orderId: '77', orderLinkId: 'mine1', orderType: 'Limit', side: 'Buy', price: '60000', qty: '0.01', cumExecQty, leavesQty, cumExecValue: String(60000 * cumExecQty), avgPrice: cumExecQty === '0' ? '' : '60000', cumExecFee: '0', orderStatus, timeInForce: 'GTC', createdTime: '1795824000000', updatedTime: '1795824000000' };
  const o = await x.fetchOrder('77', 'BTC/USDT', { acknowledged: true });
  console.log(orderStatus.padEnd(23), '->', o.status.padEnd(8), 'amount', o.amount, 'filled', o.filled);
};
await ask('Filled', '0.01', '0');
await ask('PartiallyFilledCanceled', '0.004', '0');
await ask('Cancelled', '0', '0');
JS
cat > expected <<'OUT'
Filled                  -> closed   amount 0.01 filled 0.01
PartiallyFilledCanceled -> closed   amount 0.01 filled 0.004
Cancelled               -> canceled amount 0.01 filled 0
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: bybit-cancelled-part-is-closed"
