#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, no network: messages in the exchange's own format.
# Kraken's futures stream open orders with what is filled of them so far and what is left. watchOrders() takes the former
# for one more fill and adds it to what it had: an order for 0.01 of which 0.004, then 0.008 are filled has 0.004, then
# 0.012 filled, and -0.002 remaining.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const market = { id: 'PF_XBTUSD', symbol: 'BTC/USD:USD', base: 'BTC', quote: 'USD', settle: 'USD', baseId: 'XBT', quoteId: 'usd', type: 'swap', swap: true, contract: true, linear: true, contractSize: 1, active: true, precision: { amount: 1e-4, price: 1 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
const x = new ccxt.pro.krakenfutures({});
x.setMarkets({ 'BTC/USD:USD': market });
const client = { resolve: () => undefined, reject: (error) => { throw error; } };
const push = (filled, qty, reason) => {
  const order = { instrument: 'PF_XBTUSD', time: 1795824000000, last_update_time: 1795824000001, qty, filled, limit_price: 60000, stop_price: 0, type: 'limit', order_id: '77', direction: 0, reduce_only: false };
  x.handleMessage(client, { feed: 'open_orders', order, is_cancel: false, reason });
  const [o] = x.orders;
  console.log(`${filled} filled, ${qty} left:`, o.status ?? 'no status', 'filled', o.filled, 'remaining', o.remaining);
};
push(0, 0.01, 'new_placed_order_by_user');
push(0.004, 0.006, 'partial_fill');
push(0.008, 0.002, 'partial_fill');
JS
cat > expected <<'OUT'
0 filled, 0.01 left: no status filled 0 remaining 0.01
0.004 filled, 0.006 left: no status filled 0.004 remaining 0.006
0.008 filled, 0.002 left: no status filled 0.012 remaining -0.002
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: krakenfutures-streamed-fills-add-up"
