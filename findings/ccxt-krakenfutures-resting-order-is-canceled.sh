#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, no network: canned answers in the exchange's own format.
# Kraken's futures keep a history of events, not of orders: one that was placed, each update, its cancellation. ccxt makes
# an order of every event by itself. "Placed" with nothing filled yet becomes a "canceled" order in fetchCanceledOrders(),
# though it rests or was filled later; "placed" with a part filled at once becomes "closed" in fetchClosedOrders(), though
# the rest waits in the book. An order that rests and is then filled is in both lists, canceled and closed.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const market = { id: 'PF_XBTUSD', symbol: 'BTC/USD:USD', base: 'BTC', quote: 'USD', settle: 'USD', baseId: 'XBT', quoteId: 'usd', type: 'swap', swap: true, contract: true, linear: true, contractSize: 1, active: true, precision: { amount: 1e-4, price: 1 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
const order = (uid, quantity, filled) => ({ uid, accountUid: 'a', tradeable: 'PF_XBTUSD', direction: 'Buy', quantity, filled, timestamp: '1795824000000', limitPrice: '60000', orderType: 'Limit', clientId: '', reduceOnly: false, lastUpdateTimestamp: '1795824000000' });
const event = (event, at) => ({ uid: `e${at}`, timestamp: 1795824000000 + at, event });
const placed = (o) => ({ OrderPlaced: { order: o, reason: 'new_user_order', reducedQuantity: '', algoId: '' } });
const elements = [
  event(placed(order('rests', '0.01', '0')), 1),
  event(placed(order('part-at-once', '0.006', '0.004')), 2),
  event(placed(order('filled-later', '0.01', '0')), 3),
  event({ OrderUpdated: { oldOrder: order('filled-later', '0.01', '0'), newOrder: order('filled-later', '0', '0.01'), reason: 'full_fill', reducedQuantity: '' } }, 4),
].reverse();
const x = new ccxt.krakenfutures({ apiKey: 'k', secret: 'c2VjcmV0', enableRateLimit: false, markets: { 'BTC/USD:USD': market }, fetchImplementation: async () => new Response(JSON.stringify({ accountUid: 'a', len: elements.length, elements })) });
for (const list of ['fetchCanceledOrders', 'fetchClosedOrders']) {
  for (const { id, status, amount, filled } of await x[list]('BTC/USD:USD')) console.log(list.padEnd(19), id.padEnd(12), status, 'amount', amount, 'filled', filled);
}
JS
cat > expected <<'OUT'
fetchCanceledOrders filled-later canceled amount 0.01 filled 0
fetchCanceledOrders rests        canceled amount 0.01 filled 0
fetchClosedOrders   filled-later closed amount 0.01 filled 0.01
fetchClosedOrders   part-at-once closed amount 0.006 filled 0.004
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: krakenfutures-resting-order-is-canceled"
