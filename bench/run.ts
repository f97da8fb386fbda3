import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { benchAgainst } from './against.ts';
import { benchApi, PEERS } from './api.ts';
import { benchBacktest } from './backtest-rows.ts';
import { benchCandles } from './candles.ts';
import { benchHistory } from './history.ts';
import { benchHyperopt } from './hyperopt.ts';
import { benchLongSearches } from './hyperopt-long.ts';
import { benchIndicators } from './indicators.ts';
import { benchLive } from './live.ts';
import { benchMessages } from './messages.ts';
import { benchPage } from './page.ts';
import { benchPeers } from './peers.ts';
import { benchPing } from './ping.ts';
import { benchPython } from './python.ts';
import { benchSamplers } from './samplers.ts';
import { benchStop } from './stop.ts';
import { benchWebserver } from './webserver.ts';

/**
 * Ours beside the real freqtrade, in one run on one machine. Names after `npm run bench --` choose parts; `against PATH` measures this
 * checkout beside another one of ours. Of the parts `backtest`, `hyperopt-long` and `python`, rows can be chosen: `backtest:plain backtest:many`.
 */
const PARTS: Readonly<Record<string, (rows: readonly string[]) => Promise<void>>> = {
  api: benchApi,
  history: benchHistory,
  messages: benchMessages,
  live: benchLive,
  candles: benchCandles,
  indicators: benchIndicators,
  backtest: benchBacktest,
  peers: benchPeers,
  python: benchPython,
  webserver: benchWebserver,
  page: benchPage,
  ping: benchPing,
  stop: benchStop,
  samplers: benchSamplers,
  hyperopt: benchHyperopt,
  'hyperopt-long': benchLongSearches,
};

/** Measured beside others, or alone. */
const WITHOUT_FREQTRADE = new Set(['samplers', 'peers', 'live', 'hyperopt-long']);

/** Parts of which rows can be chosen. */
const WITH_ROWS = new Set(['backtest', 'hyperopt-long', 'python']);

const [first, other] = process.argv.slice(2);
if (first === 'against') {
  if (other === undefined) throw new Error('Name the other checkout: npm run bench -- against ../earlier');
  await benchAgainst(other);
} else await benchParts();

async function benchParts(): Promise<void> {
  const asked = process.argv.slice(2).map((name) => name.split(':') as [string, string?]);
  const wanted = asked.map(([name]) => name);
  const isWithoutPeers = wanted.length > 0 && wanted.every((name) => WITHOUT_FREQTRADE.has(name));
  if (!isWithoutPeers && !existsSync(join(PEERS, 'bin/freqtrade'))) {
    throw new Error(`The real freqtrade is not in ${PEERS}: python3 -m venv ${PEERS} && ${PEERS}/bin/pip install freqtrade==2026.9`);
  }
  for (const [name, row] of asked)
    if (!(name in PARTS) || (row !== undefined && !WITH_ROWS.has(name)))
      throw new Error(`There is no part "${row === undefined ? name : `${name}:${row}`}". There are: ${Object.keys(PARTS).join(', ')}.`);
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n== ${name}`);
    await part(asked.flatMap(([other, row]) => (other === name && row !== undefined ? [row] : [])));
  }
}
