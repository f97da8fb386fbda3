import { side, type Trade } from '../core/trade/trade.ts';
import type { Position } from '../exchange/ports/positions.ts';
import type { Bot } from './bot.ts';
import { takeLiquidation } from './futures.ts';

/** Positions that were opened, resized or closed by hand, or liquidated, are noticed after this long, ms. */
export const POSITIONS_AGE_MS = 10_000;
/** What a position may be larger than its trade for rounding, ratio. */
const LARGER = 1 + 1e-6;

/**
 * Looks at what the account holds of contracts: where it is liquidated, and what no trade accounts for. What trades lack is for
 * `recoverMissing`.
 */
export async function watchPositions(bot: Bot): Promise<void> {
  const { state } = bot;
  if (!bot.settings.isFutures) return;
  let open: readonly Position[];
  try {
    open = await bot.wallet.positions(state, POSITIONS_AGE_MS);
  } catch (error) {
    const length = state.troubles.goesOn('positions', bot.monotonic());
    if (length !== null) bot.log.warn('exchange', `The positions can't be asked for${length}: ${(error as Error).message}`);
    return;
  }
  state.troubles.ends('positions', bot.monotonic());
  for (const trade of state.trades) if (bot.exchange.positions.tellsLiquidation) takeLiquidation(bot, trade, open);
  tellStrangers(bot, open);
}

/**
 * Says once of each position that it is not, or not wholly, of a trade. One that is seen for the first time may be of an order that was
 * filled a moment ago, so it is looked at again.
 */
function tellStrangers(bot: Bot, open: readonly Position[]): void {
  const { state } = bot;
  const unaccounted = new Map<string, Position>();
  for (const position of open) {
    const { pair, amount } = position;
    const trade = state.trades.find((candidate) => candidate.pair === pair && side(candidate) === position.side);
    const isUnderWay = trade?.orders.some(({ isOpen }) => isOpen) === true || state.intents.some((intent) => intent.pair === pair);
    if (isUnderWay || (trade !== undefined && amount <= trade.amount * LARGER)) continue;
    unaccounted.set(pair, position);
    const before = state.unaccounted.get(pair);
    if (before === undefined) bot.wallet.forget();
    else if (before !== position) tellOnce(bot, position, trade);
  }
  for (const [pair, position] of state.unaccounted) if (!unaccounted.has(pair)) state.troubles.forget(keyOf(position));
  state.unaccounted = unaccounted;
}

function tellOnce(bot: Bot, position: Position, trade: Trade | undefined): void {
  if (!bot.state.troubles.once(keyOf(position))) return;
  const { pair, amount } = position;
  const whose =
    trade === undefined
      ? `belongs to no trade. Nothing is entered in ${pair} while it is open.`
      : `is larger than trade #${trade.id}, which has ${trade.amount}. The rest is in no trade.`;
  const words = `There is a ${position.side} position of ${amount} in ${pair} on the exchange that ${whose} Look after it there.`;
  bot.log.warn('freqtradebot', words);
  bot.publish({ kind: 'warning', text: words });
}

function keyOf({ pair, side: held, amount }: Position): string {
  return `position ${pair} ${held} ${amount}`;
}
