import { randomBytes } from 'node:crypto';
import type { BotSettings } from '../../bot/settings.ts';
import type { SteadyClock } from '../../bot/steady-clock.ts';
import { ccxtOptions } from '../../config/ccxt-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { Market } from '../../core/market/market.ts';
import { withLoggedResponses, withLoggedStops } from '../../exchange/logged.ts';
import { createPaperExchange } from '../../exchange/paper/paper-exchange.ts';
import type { OpenExchange } from '../../exchange/port.ts';
import type { MarginMode } from '../../exchange/ports/leverage.ts';
import type { Log } from '../../log/log.ts';
import { reportClock } from './clock.ts';
import type { TradeSetup } from './setup.ts';

/** Where a bot trades: the exchange, or a simulation of orders over its prices. */
export interface Venue {
  /** The exchange itself. */
  readonly source: Awaited<ReturnType<typeof openSource>>;
  readonly exchange: OpenExchange;
  /** Null where orders are real. */
  readonly paper: ReturnType<typeof createPaperExchange> | null;
}

export function uniqueId(): string {
  return randomBytes(12).toString('hex');
}

/** Opens the exchange of a configuration, in a dry run without its keys. @param enableStreams what the configuration says where left out */
export async function openSource(
  config: RawConfig,
  clock: SteadyClock,
  log: Pick<Log, 'info' | 'warn'>,
  enableStreams: boolean = config.exchange.enable_ws,
) {
  const { openCcxtExchange } = await import('../../exchange/ccxt/ccxt-exchange.ts');
  return openCcxtExchange({
    name: config.exchange.name,
    ...(config.dry_run ? NO_KEYS : keysOf(config)),
    config: ccxtOptions(config),
    tradingMode: config.trading_mode,
    ...optionalMargin(config),
    enableStreams,
    now: clock.now,
    monotonic: () => performance.now(),
    wall: Date.now,
    onClockMoved: (difference) => reportClock(difference, log),
    onStreamState: (stream, error) =>
      error === null
        ? log.info('exchange', `Stream of ${stream} is back.`)
        : log.warn('exchange', `Stream of ${stream} broke, connecting again: ${error}`),
  });
}

const NO_KEYS = {
  apiKey: undefined,
  secret: undefined,
  password: undefined,
  uid: undefined,
  walletAddress: undefined,
  privateKey: undefined,
  accountId: undefined,
};

function keysOf({ exchange }: RawConfig) {
  return {
    apiKey: exchange.api_key ?? exchange.key ?? undefined,
    secret: exchange.secret ?? undefined,
    password: exchange.password ?? undefined,
    uid: exchange.uid ?? undefined,
    walletAddress: exchange.wallet_address ?? undefined,
    privateKey: exchange.private_key ?? undefined,
    accountId: exchange.account_id ?? undefined,
  };
}

/** Opens the exchange of a configuration; in a dry run with simulated orders. */
export async function openVenue(setup: TradeSetup, clock: SteadyClock, log: Log): Promise<Venue> {
  const { config } = setup;
  const source = await openSource(config, clock, log);
  const { withLeverageTiers } = await import('../../data/leverage-tiers.ts');
  const tiered = (found: ReadonlyMap<string, Market>) => {
    const markets = withLeverageTiers([...found.values()], config.exchange.name, setup.dataFolder, config.stake_currency);
    return new Map(markets.map((market) => [market.pair, market]));
  };
  const marketsFrom = config.trading_mode === 'futures' ? { marketsFrom: tiered } : {};
  const paper = config.dry_run
    ? createPaperExchange({ source, uniqueId, now: clock.now, isFutures: config.trading_mode === 'futures', ...marketsFrom })
    : null;
  const venue: OpenExchange = paper ?? source;
  const logged = (text: string) => log.info('exchange', text);
  const exchange = config.exchange.log_responses
    ? { ...venue, trading: withLoggedResponses(venue.trading, logged), stops: withLoggedStops(venue.stops, logged) }
    : venue;
  return { source, exchange, paper };
}

/** Null on spot. */
export function marginModeOf({ trading_mode: mode, margin_mode: margin }: RawConfig): MarginMode | null {
  return mode === 'futures' && margin !== '' ? margin : null;
}

function optionalMargin(config: RawConfig): { marginMode?: MarginMode } {
  const marginMode = marginModeOf(config);
  return marginMode === null ? {} : { marginMode };
}

/** What the exchange says to how a bot means to trade on it. */
export function checkVenue({ source }: Venue, config: RawConfig, { orderTypes, timeInForce, orderFlow }: BotSettings) {
  return source.check({
    isLive: !config.dry_run,
    marginMode: marginModeOf(config),
    orderTypes: Object.values(orderTypes).filter((type): type is 'limit' | 'market' => typeof type === 'string'),
    timesInForce: [timeInForce.entry, timeInForce.exit],
    needsPublicTrades: orderFlow !== null,
  });
}
