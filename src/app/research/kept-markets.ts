import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ccxtOptions } from '../../config/ccxt-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import { isRecord } from '../../core/is-record.ts';
import type { Market } from '../../core/market/market.ts';

const MINUTE_MS = 60_000;
/** What markets are made of beside the exchange's answer: ccxt in its version, and this. */
const MADE_BY = ['../../../package.json', '../../exchange/ccxt/convert-market.ts'];

/**
 * Markets that were asked for not long ago, in the user's folder: to load ccxt and ask again takes longer than a short backtest.
 * They are as old as those of a bot may be (`exchange.markets_refresh_interval`).
 */
export class KeptMarkets {
  /** Null where there is no such folder. */
  readonly #file: string | null;
  readonly #key: string;
  readonly #maxAgeMs: number;

  constructor(config: RawConfig) {
    const { exchange, trading_mode, user_data_dir: folder } = config;
    this.#file = folder === undefined ? null : join(folder, `.markets-${encodeURIComponent(exchange.name)}-${trading_mode}.json`);
    const hash = createHash('sha256').update(JSON.stringify([exchange.name, trading_mode, ccxtOptions(config)]));
    for (const address of MADE_BY) hash.update(readFileSync(new URL(address, import.meta.url)));
    this.#key = hash.digest('base64url');
    this.#maxAgeMs = exchange.markets_refresh_interval * MINUTE_MS;
  }

  /** Null where they were asked for otherwise, too long ago, or never. @param now ms since epoch */
  read(now: number): ReadonlyMap<string, Market> | null {
    if (this.#file === null) return null;
    try {
      const kept: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (!isRecord(kept) || kept['key'] !== this.#key || !Array.isArray(kept['markets'])) return null;
      const age = now - Number(kept['asked_at']);
      return age >= 0 && age < this.#maxAgeMs ? byPair(kept['markets'] as Market[]) : null;
    } catch {
      // none there, or half of one
      return null;
    }
  }

  /**
   * @param askedAt ms since epoch
   * @returns the markets as they are read later, to the last bit: searches are known by a digest of theirs
   */
  write(markets: ReadonlyMap<string, Market>, askedAt: number): ReadonlyMap<string, Market> {
    const text = JSON.stringify([...markets.values()]);
    this.#put(`{"key":${JSON.stringify(this.#key)},"asked_at":${askedAt},"markets":${text}}`);
    return byPair(JSON.parse(text) as Market[]);
  }

  #put(text: string): void {
    if (this.#file === null) return;
    // as a whole: others may be about to read it
    const draft = `${this.#file}.${process.pid}`;
    try {
      writeFileSync(draft, text);
      renameSync(draft, this.#file);
    } catch {
      // a folder that can't be written to: the next one asks again
      rmSync(draft, { force: true });
    }
  }
}

const byPair = (markets: readonly Market[]): ReadonlyMap<string, Market> => new Map(markets.map((market) => [market.pair, market]));
