import { randomBytes } from 'node:crypto';
import type { RawConfig } from '../../config/raw.ts';
import { refuseWhileInUse } from '../../database/in-use.ts';
import { ccxtClassNames } from '../../exchange/ccxt/error-map.ts';
import { OperationalException } from '../../exchange/errors.ts';
import type { OrderTypes } from '../../strategy/strategy.ts';
import { openClock } from '../trading/clock.ts';
import { databaseUrl } from '../trading/database-url.ts';
import { marginModeOf, openSource } from '../trading/venue.ts';
import { type CheckWish, OrderCheck } from './order-check.ts';

export type { CheckStep } from './check-steps.ts';

/** Whose account is looked at, as the configuration has it. */
export interface AccountSetup {
  /** With real orders, whatever its file says. */
  readonly config: RawConfig;
  readonly userFolder: string;
}

export interface CheckTalk extends Pick<CheckWish, 'signal' | 'tell' | 'ask'> {
  readonly warn: (text: string) => void;
}

/** What is tried. */
export interface CheckScope {
  /** What is ordered; the first that can be traded of the configuration where null. */
  readonly pair: string | null;
  /** What the order is to be worth, quote currency; null for the exchange's minimum. */
  readonly stake: number | null;
  /** Whether a stop is laid as well. */
  readonly withStop: boolean;
  /** Whether the configuration is one for a dry run, whose bot has no part in the account. */
  readonly isDry: boolean;
}

/**
 * Tries the account of a configuration with one far order.
 *
 * @returns whether all went well; null where the order was not wanted
 * @throws OperationalException, DatabaseError where nothing is to be tried
 */
export async function exchangeCheck(
  { config, userFolder }: AccountSetup,
  { pair, stake, withStop, isDry }: CheckScope,
  talk: CheckTalk,
): Promise<boolean | null> {
  // a bot would book what it finds on its account
  if (!isDry) await refuseWhileInUse(databaseUrl(config, userFolder), `exchange-check, process ${process.pid}`);
  const source = await openSource(config, openClock(), { info: () => undefined, warn: (_module, text) => talk.warn(text) }, false);
  try {
    const { refusals, warnings } = source.check({
      isLive: true,
      marginMode: marginModeOf(config),
      orderTypes: ['limit'],
      timesInForce: ['GTC'],
    });
    for (const warning of warnings) talk.warn(warning);
    if (refusals.length > 0) throw new OperationalException(refusals.join(' '));
    const wish: CheckWish = {
      pairs: pair === null ? likelyPairs(config) : [pair],
      stake,
      stop: withStop ? stopOf(config) : null,
      marginMode: marginModeOf(config),
      uniqueId: randomBytes(10).toString('hex'),
      now: Date.now,
      monotonic: () => performance.now(),
      signal: talk.signal,
      tell: talk.tell,
      ask: talk.ask,
    };
    return await new OrderCheck(source, wish).run();
  } catch (error) {
    if (!(error instanceof OperationalException) || !ccxtClassNames(error.cause).includes('AuthenticationError')) throw error;
    const asked = 'Are "exchange.key" and "exchange.secret" (and what else it asks for) right, and may the key trade from this address?';
    throw new OperationalException(`${config.exchange.name} does not take the key. ${asked} It said: ${error.message}`, error);
  } finally {
    await source.close();
  }
}

/** Pairs of the whitelist, and the one that every exchange has. */
function likelyPairs({ exchange, stake_currency: stake, trading_mode: mode }: RawConfig): string[] {
  return [...(exchange.pair_whitelist ?? []), `BTC/${stake}${mode === 'futures' ? `:${stake}` : ''}`];
}

/** How the configuration wants its stops. */
function stopOf({ order_types: types }: RawConfig): CheckWish['stop'] {
  const { stoploss = null, stoploss_price_type: priceType = null } = (types ?? {}) as Partial<OrderTypes>;
  return { orderType: stoploss, priceType };
}
