#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 24, no network: requests are caught, the market is in the form of HTX's.
# A market order to buy on htx has its cost in quote currency, and HTX tells in how many digits (`value-precision`; ccxt
# keeps it as `precision.cost`). ccxt cuts the cost to the steps of the coin that is bought (`precision.amount`) all the
# same: of a coin that is traded whole, 10.75 USDT become 10, and 0.0123 BTC are refused, not sent at all;
# createMarketBuyOrderWithCost does the same. `costToPrecision` of the same client knows better.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const marketOf = (quote) => ({ id: `whole${quote.toLowerCase()}`, symbol: `WHOLE/${quote}`, base: 'WHOLE', quote, baseId: 'whole', quoteId: quote.toLowerCase(), type: 'spot', spot: true, active: true, precision: { amount: 1, price: 1e-8, cost: 1e-8 }, limits: { amount: { min: 1 }, price: {}, cost: { min: 0.0001 } }, info: {} });
let sent;
const x = new ccxt.htx({ apiKey: 'k', secret: 's', enableRateLimit: false, markets: { 'WHOLE/USDT': marketOf('USDT'), 'WHOLE/BTC': marketOf('BTC') }, fetchImplementation: async (url, { body }) => {
  if (url.includes('/account/accounts')) return new Response(JSON.stringify({ status: 'ok', data: [{ id: 1, type: 'spot', subtype: '', state: 'working' }] }));
  sent = JSON.parse(body).amount;
  return new Response(JSON.stringify({ status: 'ok', data: '77' }));
} });
const buy = async (pair, cost) => {
  sent = 'nothing';
  let error = '';
  try { await x.createMarketBuyOrderWithCost(pair, cost); } catch (e) { error = `  ${e.constructor.name}: ${e.message}`; }
  console.log(`${pair} for ${cost}: sent ${sent}, costToPrecision ${x.costToPrecision(pair, cost)}${error}`);
};
await buy('WHOLE/USDT', 10.75);
await buy('WHOLE/BTC', 0.0123);
JS
cat > expected <<'OUT'
WHOLE/USDT for 10.75: sent 10, costToPrecision 10.75
WHOLE/BTC for 0.0123: sent nothing, costToPrecision 0.0123  InvalidOrder: htx amount of WHOLE/BTC must be greater than minimum amount precision of 1
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: htx-market-buy-cost-in-steps-of-the-coin"
