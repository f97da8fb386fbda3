import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { preparePair, rangeOf } from './backtest/prepare.ts';
import { presentBacktestTrade } from './backtest/present-trade.ts';
import { runBacktest } from './backtest/schedule.ts';
import { botSettings } from './bot/settings.ts';
import { loadStrategy } from './cli/strategy-loader.ts';
import { timeframeMs } from './core/market/timeframe.ts';
import { parseTimerange } from './core/market/timerange.ts';
import { protectionRules } from './core/protections/protection-rules.ts';
import { loadCandles } from './data/candle-files.ts';
import { wantedCandles } from './strategy/informative.ts';

const G = '/work/shared/golden/backtest';
const info = JSON.parse(readFileSync(G + '/exchangeInfo.json', 'utf8'));
const fapi = JSON.parse(readFileSync(G + '/fapi-exchangeInfo.json', 'utf8'));
const only = process.argv.slice(2);

import { existsSync, readdirSync } from 'node:fs';

for (const name of readdirSync(G)
  .filter((n) => existsSync(`${G}/${n}/case.json`))
  .filter((n) => only.length === 0 || only.includes(n))) {
  const c = JSON.parse(readFileSync(`${G}/${name}/case.json`, 'utf8'));
  const flag = (f: string) => {
    const i = c.flags.indexOf(f);
    return i < 0 ? null : c.flags[i + 1];
  };
  const loaded = await loadStrategy(c.strategy, ['/work/main/examples/oracle']);
  const strategy = loaded.strategy;
  const config = {
    amend_last_stake_amount: false,
    last_stake_amount_min_ratio: 0.5,
    custom_price_max_distance_ratio: 0.02,
    internals: {},
    ...c.config,
  };
  const s = botSettings(config, strategy);
  const isFutures = config.trading_mode === 'futures';
  const startup = strategy.startupCandleCount;
  const range = parseTimerange(c.timerange);
  const tf = timeframeMs(strategy.timeframe);
  const load = (pair: string, timeframe: string, type: any, from: number | null) =>
    loadCandles(G + '/data', pair, timeframe, type, 'feather', { from, to: range.to }, type !== 'funding_rate');
  const cache = new Map<string, any>();
  for (const w of wantedCandles(strategy, config.exchange.pair_whitelist, 'USDT'))
    cache.set(w.pair + w.timeframe, load(w.pair, w.timeframe, 'spot', range.from! - startup * timeframeMs(w.timeframe)));
  const pairs = [];
  for (const pair of config.exchange.pair_whitelist) {
    const id = pair.split(':')[0].replace('/', '');
    const sym = (isFutures ? fapi : info).symbols.find((x: any) => x.symbol === id);
    const f = Object.fromEntries(sym.filters.map((x: any) => [x.filterType, x]));
    const market = {
      pair,
      base: sym.baseAsset,
      quote: sym.quoteAsset,
      isActive: true,
      isSpot: !isFutures,
      isSwap: isFutures,
      amountPrecision: Number(f.LOT_SIZE.stepSize),
      pricePrecision: isFutures ? 0.01 : Number(f.PRICE_FILTER.tickSize),
      precisionMode: 4 as const,
      minAmount: Number(f.LOT_SIZE.minQty),
      maxAmount: Number(f.LOT_SIZE.maxQty),
      minCost: Number(f.NOTIONAL?.minNotional ?? f.MIN_NOTIONAL?.notional),
      maxCost: f.NOTIONAL ? Number(f.NOTIONAL.maxNotional) : null,
      takerFee: 0.001,
      makerFee: 0.001,
      contractSize: 1,
    };
    const candles = load(pair, strategy.timeframe, isFutures ? 'futures' : 'spot', range.from! - startup * tf)!;
    const detail = flag('--timeframe-detail') ? load(pair, flag('--timeframe-detail'), 'spot', range.from) : null;
    let funding = null;
    if (isFutures) {
      const rates = load(pair, '1h', 'funding_rate', null)!;
      const mark = load(pair, '1h', 'mark', null)!;
      const m = new Map([...mark.time].map((t, i) => [t, mark.open[i]!]));
      const rows = [...rates.time].map((t, i) => [t, m.get(t), rates.open[i]!] as const).filter((r) => r[1] !== undefined);
      funding = { time: Float64Array.from(rows, (r) => r[0]), perUnit: Float64Array.from(rows, (r) => r[1]! * r[2]) };
    }
    const p = await preparePair(strategy, { pair, market, candles, detail, funding }, startup, range, {
      stakeCurrency: 'USDT',
      candlesOf: (a, b) => cache.get(a + b) ?? null,
    });
    pairs.push(p!);
  }
  const out = runBacktest(
    {
      strategy,
      strategyName: c.strategy,
      exchange: 'binance',
      timeframeMs: tf,
      detailMs: flag('--timeframe-detail') ? timeframeMs(flag('--timeframe-detail')) : 0,
      entryRules: s.entryRules,
      exitRules: s.exitRules,
      exitOrderType: s.orderTypes.exit,
      exitTimeInForce: 'GTC',
      timeouts: s.timeouts,
      fee: flag('--fee') ? Number(flag('--fee')) : isFutures ? 0.0005 : 0.001,
      wallet: 1000,
      canShort: strategy.canShort && isFutures,
      isFutures,
      positionStacking: c.flags.includes('--eps'),
      positionAdjustment: strategy.positionAdjustmentEnable,
      maxEntryPositionAdjustment: strategy.maxEntryPositionAdjustment,
      protections: c.flags.includes('--enable-protections') ? protectionRules(strategy.protections, tf) : [],
      ignoreExpiredAfterMs: s.ignoreExpiredCandleAfterMs,
      fundingIntervalMs: 3_600_000,
      liquidationBuffer: config.liquidation_buffer ?? 0.05,
      stakeCurrency: 'USDT',
    },
    pairs,
    rangeOf(pairs),
    { onFailure: (e) => console.log(e.message) },
  );
  const gold = JSON.parse(gunzipSync(readFileSync(`${G}/${name}/trades.json.gz`)).toString());
  const mine = out.trades.map(presentBacktestTrade);
  if (process.env.DUMP) { const [a,b]=process.env.DUMP.split(",").map(Number); for (let i=a!;i<b!;i++){const x:any=mine[i]; console.log(i,x.pair,x.open_date.slice(5,16),x.close_date.slice(5,16),x.open_rate,x.close_rate,x.exit_reason,x.profit_ratio,x.profit_abs,x.stake_amount,x.max_stake_amount,x.amount,x.stake_amount,JSON.stringify(x.orders.map((o:any)=>[String(o.order_filled_timestamp).slice(5,10),o.safe_price,o.amount,o.cost])));} }
  if (process.env.LOCKS) { const su=JSON.parse(gunzipSync(readFileSync(`${G}/${name}/summary.json.gz`)).toString()); const ml=out.locks; console.log("locks",su.locks.length,ml.length); for(let i=0,n=0;i<Math.max(su.locks.length,ml.length)&&n<6;i++){const a=su.locks[i],b=ml[i]; if(!a||!b||a.pair!==b.pair||a.reason!==b.reason||a.lock_end_timestamp!==b.endTime||a.lock_timestamp!==b.lockTime||a.side!==b.side){n++;console.log(JSON.stringify(a),JSON.stringify(b));}} }
  if (process.env.WALLET) { const su=JSON.parse(gunzipSync(readFileSync(`${G}/${name}/summary.json.gz`)).toString()).wallet_stats; const w:any=out.wallet; let hi=-1/0,hd=0,lo=1/0,ld=0; w.totals.forEach((v,i)=>{ if(v>hi){hi=v;hd=w.times[i]!} if(v<lo){lo=v;ld=w.times[i]!} }); console.log(name,"end",su.end_balance,w.totals.at(-1),"high",su.high_balance,hi,su.high_ts===hd,"low",su.low_balance,lo,su.low_ts===ld, w.totals.length, new Date(w.times[0]!).toISOString(), w.totals.slice(0,3)); }
  if (process.env.DUMPW) (await import("node:fs")).writeFileSync(process.env.DUMPW, JSON.stringify({times: out.wallet.times, totals: out.wallet.totals}));
  {
    const { backtestReport } = await import('./backtest/statistics/report.ts');
    const g = JSON.parse(gunzipSync(readFileSync(`${G}/${name}/summary.json.gz`)).toString());
    const facts: any = { strategyName: c.strategy, pairlist: config.exchange.pair_whitelist, startingBalance: 1000, runStart:0, runEnd:0, marketChange: marketChange(pairs) };
    const r: any = backtestReport(out, facts);
    const bad: string[] = [];
    const eq = (a: any, b: any, path: string): void => {
      if (bad.length > 400) return;
      if (typeof a === 'number' && typeof b === 'number') { if (!(a === b || Math.abs(a-b) <= 1e-8*Math.max(Math.abs(a),Math.abs(b)) || (Math.abs(a-b) < 1e-12))) bad.push(`${path} ${a} ${b}`); return; }
      if (a !== null && typeof a === 'object' && b !== null && typeof b === 'object') {
        for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) eq(a[k], b[k], path + '.' + k); return; }
      if (a !== b) bad.push(`${path} ${JSON.stringify(a)} ${JSON.stringify(b)}`);
    };
    for (const k of Object.keys(g)) {
      if (!(k in r)) { bad.push('absent ' + k); continue; }
      if (['backtest_run_start_ts','backtest_run_end_ts'].includes(k)) continue;
      if (r[k] === undefined) continue;
      eq(g[k], r[k], k);
    }
    console.log('SUM', name, bad.length, bad.slice(0, 12).join(' | ').slice(0, 700));
  }
  let diffs = 0;
  const first: string[] = [];
  const fields = new Map<string, number>();
  for (let i = 0; i < Math.max(gold.length, mine.length); i++) {
    const g = gold[i],
      m: any = mine[i];
    if (!g || !m) {
      diffs++;
      if (first.length < 3) first.push(`#${i} ${g ? 'missing' : 'extra'} ${JSON.stringify(g ?? m).slice(0, 300)}`);
      continue;
    }
    for (const k of Object.keys(g)) {
      if (JSON.stringify(g[k]) !== JSON.stringify(m[k])) {
        if (typeof g[k] === 'number' && typeof m[k] === 'number' && Math.abs(g[k] - m[k]) <= 1e-8 * Math.max(1e-3, Math.abs(g[k]))) {
          fields.set('~' + k, (fields.get('~' + k) ?? 0) + 1);
          continue;
        }
        if (
          k === 'orders' &&
          m[k] &&
          g[k].length === m[k].length &&
          g[k].every((o: any, j: number) =>
            Object.keys(o).every(
              (f) => o[f] === m[k][j][f] || (typeof o[f] === 'number' && Math.abs(o[f] - m[k][j][f]) < 1e-9 * Math.abs(o[f])),
            ),
          )
        ) {
          fields.set('~orders', (fields.get('~orders') ?? 0) + 1);
          continue;
        }
        diffs++;
        fields.set(k, (fields.get(k) ?? 0) + 1);
        if (first.length < 2)
          first.push(
            `#${i} ${g.pair} ${g.open_date} ${k}: ${JSON.stringify(g[k])} / ${JSON.stringify(m[k])} [${g.exit_reason}/${m.exit_reason}]`,
          );
      }
    }
  }
  console.log(
    name,
    gold.length,
    mine.length,
    diffs === 0 ? 'OK' : 'DIFF ' + diffs,
    JSON.stringify([...fields]),
    JSON.stringify(out.counters),
    first.join('\n   '),
  );
}

function marketChange(pairs: any[]): number { let sum = 0; for (const p of pairs) { const c = p.candles.close; sum += c[c.length-1]/c[0]-1; } return sum/pairs.length; }
