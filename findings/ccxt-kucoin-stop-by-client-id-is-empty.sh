#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 24, no network: canned answers in the form of KuCoin's documents.
# A stop on kucoin's spot market, asked for by our id (`fetchOrder` with `stop` and `clientOid`), is answered with a list
# of one, as "Get Stop Order By ClientOid" has it. ccxt takes the list for nothing and returns an order without number,
# status or amount, and no error: a lost answer to a new stop can't be looked up that way. By the stop's own number, or in
# `fetchOpenOrders` with `stop`, the same stop is there. And one that was woken (`TRIGGERED`) has the status "cancelled",
# with two l's, as if nothing had been sold.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const market = { id: 'BTC-USDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', type: 'spot', spot: true, active: true, precision: { amount: 1e-6, price: 0.01 }, limits: { amount: {}, price: {}, cost: {} }, info: {} };
const stop = { id: 'vs8hoo8os561f5np0032vngj', symbol: 'BTC-USDT', userId: '1', status: 'NEW', type: 'limit', side: 'sell', price: '58500', size: '0.01', funds: null, stp: null, timeInForce: 'GTC', cancelAfter: -1, postOnly: false, hidden: false, iceberg: false, visibleSize: null, channel: 'API', clientOid: 'mine1', remark: null, tags: null, orderTime: 1795824000000000000, domainId: 'kucoin', tradeSource: 'USER', tradeType: 'TRADE', feeCurrency: 'USDT', takerFeeRate: '0.001', makerFeeRate: '0.001', createdAt: 1795824000000, stop: 'loss', stopTriggerTime: null, stopPrice: '59000' };
const dataOf = (url) => {
  if (url.includes('/stop-order/queryOrderByClientOid')) return [stop];
  if (url.includes('/stop-order/')) return stop;
  return { currentPage: 1, pageSize: 50, totalNum: 1, totalPage: 1, items: [stop] };
};
const x = new ccxt.kucoin({ apiKey: 'k', secret: 's', password: 'p', enableRateLimit: false, options: { uta: false, hf: true }, markets: { 'BTC/USDT': market }, fetchImplementation: async (url) => new Response(JSON.stringify({ code: '200000', data: dataOf(url) })) });
const show = (how, order) => console.log(how.padEnd(22), '->', order.id, order.clientOrderId, order.status, order.amount);
show('by its number', await x.fetchOrder(stop.id, 'BTC/USDT', { stop: true }));
show('in the list', (await x.fetchOpenOrders('BTC/USDT', undefined, undefined, { stop: true }))[0]);
show('by our id', await x.fetchOrder('mine1', 'BTC/USDT', { stop: true, clientOid: 'mine1' }));
stop.status = 'TRIGGERED';
stop.stopTriggerTime = 1795824060000;
show('woken, by its number', await x.fetchOrder(stop.id, 'BTC/USDT', { stop: true }));
JS
cat > expected <<'OUT'
by its number          -> vs8hoo8os561f5np0032vngj mine1 open 0.01
in the list            -> vs8hoo8os561f5np0032vngj mine1 open 0.01
by our id              -> undefined undefined undefined undefined
woken, by its number   -> vs8hoo8os561f5np0032vngj mine1 cancelled 0.01
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: kucoin-stop-by-client-id-is-empty"
