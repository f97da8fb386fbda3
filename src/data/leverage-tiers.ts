import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CcxtTier, type LeverageTier, toTier } from '../core/market/leverage-tiers.ts';
import type { Market } from '../core/market/market.ts';

/** From, to (quote currency), maintenance ratio, largest leverage, maintenance amount. */
type StoredTier = readonly [number, number, number, number, number];

/** Pairs that share their tiers. The exchange tells them to account holders only. Source: freqtrade 2026.9's leverage tiers of Binance. */
let binance: ReadonlyMap<string, readonly LeverageTier[]> | null = null;

/**
 * Markets with what they ask of futures positions: Binance's from our table, others' from the file that freqtrade leaves in the
 * data folder.
 *
 * @param dataFolder folder of the exchange's candles
 * @throws Error when that file can't be read
 */
export function withLeverageTiers(
  markets: readonly Market[],
  exchange: string,
  dataFolder: string,
  stakeCurrency: string,
): readonly Market[] {
  const tiers = exchange.startsWith('binance')
    ? binanceTiers()
    : keptTiers(join(dataFolder, 'futures', `leverage_tiers_${stakeCurrency}.json`));
  return markets.map((market) => ({ ...market, leverageTiers: tiers.get(market.pair) ?? [] }));
}

function binanceTiers(): ReadonlyMap<string, readonly LeverageTier[]> {
  if (binance !== null) return binance;
  const text = readFileSync(new URL('./binance-leverage-tiers.json', import.meta.url), 'utf8');
  const groups = JSON.parse(text) as readonly { readonly pairs: readonly string[]; readonly tiers: readonly StoredTier[] }[];
  binance = new Map(
    groups.flatMap(({ pairs, tiers }) => {
      const shared = tiers.map(([minNotional, upTo, maintenanceRatio, maxLeverage, maintenanceAmount]) => ({
        minNotional,
        maxNotional: upTo,
        maintenanceRatio,
        maxLeverage,
        maintenanceAmount,
      }));
      return pairs.map((pair) => [pair, shared] as const);
    }),
  );
  return binance;
}

function keptTiers(path: string): ReadonlyMap<string, readonly LeverageTier[]> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return new Map();
  }
  try {
    const { data } = JSON.parse(text) as { readonly data: Readonly<Record<string, readonly CcxtTier[]>> };
    return new Map(Object.entries(data).map(([pair, tiers]) => [pair, tiers.map(toTier)]));
  } catch (error) {
    throw new Error(`${path} does not hold leverage tiers: ${(error as Error).message}. Delete it, or download it anew.`);
  }
}
