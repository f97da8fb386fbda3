#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-28 on Node 20 and 24, no network: canned answers in the exchange's own format.
# bitvavo takes a clientOrderId and tells it in every order, but ccxt's parsed orders have none: `clientOrderId` is
# undefined in the answer to createOrder, in fetchOrder and in fetchOrders; it is only left in `info`. Who checks that
# an order found belongs to the one asked for has to look there.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const id = 'f77e5e01-2345-4678-89ab-cdef01234567';
const order = { orderId: 'd9', clientOrderId: id, market: 'BTC-EUR', created: 1795824000000, updated: 1795824000000, status: 'new', side: 'buy', orderType: 'limit', amount: '0.001', amountRemaining: '0.001', price: '60000', filledAmount: '0', filledAmountQuote: '0', feePaid: '0', feeCurrency: 'EUR', fills: [], timeInForce: 'GTC' };
const market = { id: 'BTC-EUR', symbol: 'BTC/EUR', base: 'BTC', quote: 'EUR', baseId: 'BTC', quoteId: 'EUR', type: 'spot', spot: true, active: true, precision: { amount: 1e-8, price: 5 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
const x = new ccxt.bitvavo({ apiKey: 'k', secret: 's', enableRateLimit: false, markets: { 'BTC/EUR': market }, fetchImplementation: async (u) => new Response(JSON.stringify(u.includes('/orders') ? [order] : order)) });
const show = (what, o) => console.log(what.padEnd(11), 'clientOrderId', o.clientOrderId, '| info.clientOrderId', o.info.clientOrderId);
show('createOrder', await x.createOrder('BTC/EUR', 'limit', 'buy', 0.001, 60000, { operatorId: 1, clientOrderId: id }));
show('fetchOrder', await x.fetchOrder(undefined, 'BTC/EUR', { clientOrderId: id }));
show('fetchOrders', (await x.fetchOrders('BTC/EUR'))[0]);
JS
cat > expected <<'OUT'
createOrder clientOrderId undefined | info.clientOrderId f77e5e01-2345-4678-89ab-cdef01234567
fetchOrder  clientOrderId undefined | info.clientOrderId f77e5e01-2345-4678-89ab-cdef01234567
fetchOrders clientOrderId undefined | info.clientOrderId f77e5e01-2345-4678-89ab-cdef01234567
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-28: bitvavo-orders-without-client-id"
