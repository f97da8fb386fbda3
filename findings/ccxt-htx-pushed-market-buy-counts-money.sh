#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 24, no network: messages in the form of HTX's "Subscribe Order Updates".
# Of a market order to buy, HTX's order stream counts the money: `execAmt` is "accumulative value". ccxt hands it on as
# `filled`, which is base currency everywhere else: half of 600 USDT bought at 60000 is "filled 300" bitcoins, while the
# trade in the same message says 0.005. Asked for by REST, the same order has the coins. Whoever books what is pushed
# owns sixty thousand times too much; of market orders to buy on htx, ask for the order when its stream says something.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const market = { id: 'btcusdt', lowercaseId: 'btcusdt', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'btc', quoteId: 'usdt', type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
const rest = { id: 77, symbol: 'btcusdt', 'account-id': 1, 'client-order-id': 'mine1', amount: '600', price: '0', 'created-at': 1795824000000, type: 'buy-market', 'field-amount': '0.005', 'field-cash-amount': '300', 'field-fees': '0.00001', 'finished-at': 0, source: 'spot-api', state: 'partial-filled', 'canceled-at': 0 };
const x = new ccxt.pro.htx({ apiKey: 'k', secret: 's', enableRateLimit: false, markets: { 'BTC/USDT': market }, fetchImplementation: async () => new Response(JSON.stringify({ status: 'ok', data: rest })) });
x.setMarkets([market]);
const client = { resolve: () => undefined };
const heard = (type, more) => {
  x.handleOrder(client, { action: 'push', ch: 'orders#btcusdt', data: { orderId: 77, clientOrderId: 'mine1', symbol: 'btcusdt', type, orderSource: 'spot-api', orderStatus: 'partial-filled', eventType: 'trade', tradePrice: '60000', tradeVolume: '0.005', tradeId: 301, tradeTime: 1795824000005, aggressor: true, ...more } });
  const order = x.orders.at(-1);
  console.log('pushed', type.padEnd(10), '-> filled', order.filled, ' its trade', order.trades[0].amount);
};
heard('buy-limit', { orderPrice: '60000', orderSize: '0.01', execAmt: '0.005', remainAmt: '0.005' });
x.orders = undefined;
heard('buy-market', { orderValue: '600', execAmt: '300', remainAmt: '300' });
const asked = await x.fetchOrder('77', 'BTC/USDT');
console.log('asked  buy-market -> filled', asked.filled);
JS
cat > expected <<'OUT'
pushed buy-limit  -> filled 0.005  its trade 0.005
pushed buy-market -> filled 300  its trade 0.005
asked  buy-market -> filled 0.005
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: htx-pushed-market-buy-counts-money"
