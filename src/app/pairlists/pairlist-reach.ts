import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { VERSION } from '../../api/calls/version.ts';
import { ccxtOptions } from '../../config/ccxt-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { PairlistReach } from '../../pairlists/handler.ts';

/** A list of pairs is never larger than this, bytes. */
const SIZE_LIMIT = 5_000_000;

/**
 * The world beyond exchange and database: documents at addresses, files, and the exchange's other trading mode.
 * @param usesFiles whether files may be read and written: those a configuration names, not those a caller of the API does
 */
export function pairlistReach(config: RawConfig, usesFiles: boolean): PairlistReach {
  return {
    basesElsewhere: async () => {
      const tradingMode = config.trading_mode === 'futures' ? 'spot' : 'futures';
      // seldom wanted, and much to load
      const { openCcxtExchange } = await import('../../exchange/ccxt/ccxt-exchange.ts');
      const other = await openCcxtExchange({
        name: config.exchange.name,
        config: ccxtOptions(config),
        tradingMode,
        enableStreams: false,
        now: Date.now,
      });
      try {
        const markets = [...(await other.market.markets()).values()];
        return markets.filter(({ isActive, quote }) => isActive && quote === config.stake_currency).map(({ base }) => base);
      } finally {
        await other.close();
      }
    },
    document: async (url, { headers = {}, timeoutMs }) => {
      if (!url.startsWith('file:')) return JSON.parse(await fetched(url, headers, timeoutMs));
      if (!usesFiles) throw new Error('files are read for the configuration only');
      // as freqtrade reads it: what follows is a path from where the bot was started
      const path = url.replace(/^file:\/{0,3}/, '');
      if (statSync(path).size > SIZE_LIMIT) throw new Error(`it has more than ${SIZE_LIMIT} bytes`);
      return JSON.parse(readFileSync(path, 'utf8'));
    },
    save: (file, document) => {
      if (!usesFiles) throw new Error('save_to_file: files are written for the configuration only');
      writeFileSync(file, JSON.stringify(document));
    },
  };
}

async function fetched(url: string, headers: Readonly<Record<string, string>>, timeoutMs: number): Promise<string> {
  const agent = { 'user-agent': `Freqtrade-ts/${VERSION} Remotepairlist` };
  const response = await fetch(url, { headers: { ...agent, ...headers }, signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('application/json')) throw new Error(`it is no JSON (${type || 'no content type'})`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > SIZE_LIMIT) throw new Error(`it has more than ${SIZE_LIMIT} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
