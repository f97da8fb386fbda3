#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, no network: messages in the exchange's own format.
# Bitget's stream of orders says how much of an order is filled in `accBaseVolume` and what the last fill brought in
# `baseVolume`. watchOrders() takes the latter for `filled`: of an order for 0.01 that fills as 0.004, 0.004 and 0.002 it
# is 0.004, 0.004 and, when the order is "closed", 0.002. `remaining` and `average` are right, `cost` follows the wrong one.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const market = { id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
const x = new ccxt.pro.bitget({ markets: { 'BTC/USDT': market } });
x.setMarkets({ 'BTC/USDT': market });
const client = { resolve: () => undefined, reject: (error) => { throw error; } };
const push = (status, baseVolume, accBaseVolume) => {
  const order = { instId: 'BTCUSDT', orderId: '77', clientOid: 'mine1', price: '60000', newSize: '0.01', size: '0.01', notional: '600', orderType: 'limit', force: 'gtc', side: 'buy', fillPrice: '60000', baseVolume, accBaseVolume, priceAvg: '60000', status, cTime: '1795824000000', uTime: '1795824000001', fillTime: '1795824000001', tradeId: '1', fillFee: '-0.000001', fillFeeCoin: 'BTC', tradeScope: 'M', feeDetail: [{ feeCoin: 'BTC', fee: '-0.000001' }], enterPointSource: 'API' };
  x.handleMessage(client, { action: 'snapshot', arg: { instType: 'SPOT', channel: 'orders', instId: 'default' }, data: [order], ts: 1795824000001 });
  const [o] = x.orders;
  console.log(`fill of ${baseVolume}, ${accBaseVolume} in all:`, o.status, 'filled', o.filled, 'remaining', o.remaining, 'cost', o.cost);
};
push('partially_filled', '0.004', '0.004');
push('partially_filled', '0.004', '0.008');
push('filled', '0.002', '0.01');
JS
cat > expected <<'OUT'
fill of 0.004, 0.004 in all: open filled 0.004 remaining 0.006 cost 240
fill of 0.004, 0.008 in all: open filled 0.004 remaining 0.002 cost 240
fill of 0.002, 0.01 in all: closed filled 0.002 remaining 0 cost 120
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: bitget-streamed-fill-is-the-last-part"
