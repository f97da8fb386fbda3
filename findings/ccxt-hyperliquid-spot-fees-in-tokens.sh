#!/usr/bin/env bash
# ccxt 4.5.84 (npm), seen 2026-11-29 on Node 20 and 24, no network: canned answers in the exchange's own format.
# On hyperliquid's spot, bitcoin is a token named UBTC. ccxt calls it BTC in markets and balances, but leaves the fee of a
# fill in UBTC: whoever takes a fee in the bought coin off the amount finds that the currency is not the market's base,
# and sells more than there is. (freqtrade 2026.9 says "Not updating buy-fee - rate: None, UBTC" at every iteration.)
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund ccxt@4.5.84
cat > run.mjs <<'JS'
import ccxt from 'ccxt';
const tokens = [{ name: 'USDC', szDecimals: 8, weiDecimals: 8, index: 0, isCanonical: true }, { name: 'UBTC', szDecimals: 5, weiDecimals: 10, index: 1, isCanonical: false }];
const context = { dayNtlVlm: '8906.0', markPx: '60000.0', midPx: '60000.5', prevDayPx: '59000.0', coin: '@0' };
const fill = { coin: '@0', px: '60000.0', sz: '0.01', side: 'B', time: 1795824000000, startPosition: '0.0', dir: 'Buy', closedPnl: '0.0', hash: '0x00', oid: 77, crossed: true, fee: '0.000007', tid: 5, feeToken: 'UBTC' };
const answers = {
  spotMeta: { tokens, universe: [] },
  spotMetaAndAssetCtxs: [{ tokens, universe: [{ name: '@0', tokens: [1, 0], index: 0, isCanonical: false }] }, [context]],
  spotClearinghouseState: { balances: [{ coin: 'UBTC', token: 1, total: '0.009993', hold: '0.0', entryNtl: '600.0' }] },
  userFills: [fill],
  userAbstraction: 'default',
};
const x = new ccxt.hyperliquid({ walletAddress: `0x${'1'.repeat(40)}`, enableRateLimit: false, options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] } }, fetchImplementation: async (_url, { body }) => new Response(JSON.stringify(answers[JSON.parse(body).type])) });
await x.loadMarkets();
console.log('market ', Object.keys(x.markets).join(), 'base', x.markets['BTC/USDC'].base);
console.log('balance', Object.keys((await x.fetchBalance()).total).join());
console.log('fee in ', (await x.fetchMyTrades('BTC/USDC'))[0].fee.currency);
JS
cat > expected <<'OUT'
market  BTC/USDC base BTC
balance BTC
fee in  UBTC
OUT
node run.mjs 2>&1 | cut -c1-320 | sed 's/ *$//' > seen
diff expected seen && echo "as on 2026-11-29: hyperliquid-spot-fees-in-tokens"
