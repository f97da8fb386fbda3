import type { RawConfig } from '../../config/raw.ts';
import type { Market } from '../../core/market/market.ts';
import { meantPair } from '../../core/market/nearest-pair.ts';
import { modeProblem } from '../../exchange/facts.ts';
import { presentOnly, repeatedPairlist } from '../../pairlists/chain.ts';
import type { PairlistSetting } from '../../pairlists/handler.ts';
import { PairNames } from '../../pairlists/pair-pattern.ts';
import { BacktestError } from '../../research/backtest-settings.ts';
import { pairlistReach } from '../pairlists/pairlist-reach.ts';
import { type ListedMarket, runPairlists, worldOf } from '../pairlists/pairlist-run.ts';
import { KeptMarkets } from './kept-markets.ts';

const STATIC = [{ method: 'StaticPairList' }];

/** What a backtest stands on. */
export interface BacktestInput {
  readonly markets: ReadonlyMap<string, Market>;
  readonly pairs: readonly string[];
  /** Makes of the pairs that have candles what chooses among them anew with every candle; null where they stay. */
  readonly pairsOfCandle: ((available: readonly string[]) => () => readonly string[]) | null;
}

/** Markets of the exchange (steps, limits, fees) and the pairs to backtest. @throws BacktestError */
export async function marketsAndPairs(
  config: RawConfig,
  named: readonly string[] | null,
  onWarning: (message: string) => void,
): Promise<BacktestInput> {
  const kept = new KeptMarkets(config);
  const known = chainOf(config, named).every(({ method }) => method === 'StaticPairList') ? kept.read(Date.now()) : null;
  // one that is not among them may be new
  if (known !== null && unknownPairs(config, named, known).length === 0)
    return { markets: known, ...(await backtestPairs(config, marketsOnly(known), named, onWarning)) };
  const { openMarkets } = await import('./markets.ts');
  const askedAt = Date.now();
  const exchange = await openMarkets(config);
  try {
    const asked = await exchange.market.markets().catch((error: unknown) => {
      throw new BacktestError(
        `The markets of ${config.exchange.name}, which tell steps, limits and fees, can't be loaded: ${(error as Error).message}. Check the network and exchange.ccxt_config.urls.`,
      );
    });
    const markets = kept.write(asked, askedAt);
    return { markets, ...(await backtestPairs(config, exchange.market, named, onWarning)) };
  } finally {
    await exchange.close();
  }
}

/** A static list asks for nothing else. */
function marketsOnly(markets: ReadonlyMap<string, Market>): ListedMarket {
  const notKept = async () => {
    throw new BacktestError('The exchange was asked for its markets only.');
  };
  return { markets: async () => markets, dayTickers: notKept, candles: notKept, marketInformation: () => null };
}

/** What chooses the pairs: pairs that are named stand for lists that know the present only. */
function chainOf({ pairlists }: RawConfig, named: readonly string[] | null): readonly PairlistSetting[] {
  return named !== null && presentOnly(pairlists).length > 0 ? STATIC : pairlists;
}

const whitelistOf = (config: RawConfig, named: readonly string[] | null): readonly string[] =>
  named ?? config.exchange.pair_whitelist ?? [];

/** Pairs and patterns of the whitelist that the exchange does not have. */
function unknownPairs(config: RawConfig, named: readonly string[] | null, markets: ReadonlyMap<string, Market>): string[] {
  const names = new PairNames([...markets.keys()]);
  return whitelistOf(config, named).filter((pattern) => names.matching(pattern).length === 0);
}

/**
 * The pairs of a backtest: what the chain of the configuration chooses of its whitelist, or of the pairs that are named in its place.
 *
 * @param named patterns such as `.*\/USDT`, over the whitelist; null for none
 * @throws BacktestError for handlers that know the present only, and a mode that the exchange does not have
 */
export async function backtestPairs(
  config: RawConfig,
  market: ListedMarket,
  named: readonly string[] | null,
  onWarning: (message: string) => void,
): Promise<Omit<BacktestInput, 'markets'>> {
  const problem = modeProblem(config.exchange.name, config.trading_mode, config.margin_mode);
  if (problem !== null) throw new BacktestError(problem);
  const unfit = presentOnly(config.pairlists);
  if (unfit.length > 0 && named === null)
    throw new BacktestError(
      `${unfit.join(', ')} chooses by the present and can't be used for the past: name the pairs with --pairs, or use StaticPairList in pairlists.`,
    );
  const markets = await market.markets();
  for (const pattern of unknownPairs(config, named, markets))
    onWarning(`Pair ${pattern} is not traded on ${config.exchange.name}. Left out.${meantPair(pattern, [...markets.keys()])}`);
  const chain = chainOf(config, named);
  const request = {
    config: { ...config, exchange: { ...config.exchange, pair_whitelist: [...whitelistOf(config, named)] } },
    market,
    reach: pairlistReach(config, true),
    pairlists: chain,
    blacklist: config.exchange.pair_blacklist ?? [],
    stakeCurrency: config.stake_currency,
  };
  if (config.enable_dynamic_pairlist !== true) return { pairs: await runPairlists(request), pairsOfCandle: null };
  const world = await worldOf(request);
  const made = await runPairlists({ ...request, pairlists: chain.slice(0, 1) });
  const pairsOfCandle = (available: readonly string[]) => {
    const known = made.filter((pair) => available.includes(pair));
    const choose = repeatedPairlist(chain, known, world);
    return () => {
      try {
        return choose();
      } catch (error) {
        throw new BacktestError(`--enable-dynamic-pairlist: ${(error as Error).message}`);
      }
    };
  };
  return { pairs: made, pairsOfCandle };
}
