import { describe, expect, it } from 'vitest';
import { forceEnter, forceExit } from '../../src/bot/commands.ts';
import type { BotEvent } from '../../src/bot/events.ts';
import { iterate, react } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import type { Market } from '../../src/core/market/market.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import type { Leverage, Preparation } from '../../src/exchange/ports/leverage.ts';
import type { Position, Positions } from '../../src/exchange/ports/positions.ts';
import type { Balance } from '../../src/exchange/ports/trading.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, MINUTE, START, Still } from '../fakes/scene.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';

const PAIR = 'A/USDT:USDT';
const CONTRACT: Market = { ...MARKET, pair: PAIR, isSpot: false, isSwap: true };
/** From the scenes' beginning to the next full hour, ms. */
const TO_HOUR = 3_600_000 - (START % 3_600_000);

/** One contract on an account that lists what it has paid, holds what it is told to, and can refuse to be set up. */
class ContractExchange extends RestingExchange {
  readonly payments: { at: number; amount: number }[] = [];
  readonly setUp: Preparation[] = [];
  held: Position[] = [];
  refusing: string | null = null;
  paidCalls = 0;
  override readonly leverage: Leverage = {
    obstacles: async () => [],
    tiers: async () => [],
    prepare: async (wanted) => {
      if (this.refusing !== null) throw new TemporaryError(this.refusing);
      this.setUp.push(wanted);
    },
  };
  override readonly positions: Positions = { tellsLiquidation: true, countsUnrealized: false, open: async () => this.held };
  override async balances(): Promise<ReadonlyMap<string, Balance>> {
    return new Map([['USDT', { free: 1000, used: 0, total: 1000 }]]);
  }
  override async paid(_pair: string, since: number): Promise<number> {
    this.paidCalls++;
    return this.payments.filter(({ at }) => at >= since && at <= this.now).reduce((sum, { amount }) => sum + amount, 0);
  }
}

async function start() {
  const strategy = new Still();
  const exchange = new ContractExchange(CONTRACT, START, 100);
  const lines: string[] = [];
  const events: BotEvent[] = [];
  const keep = (_module: string, text: string) => void lines.push(text);
  const bot = tradingBot({
    settings: sceneSettings(strategy, {
      dry_run: false,
      trading_mode: 'futures',
      margin_mode: 'isolated',
      max_open_trades: 1,
      exchange: { name: 'resting', pair_whitelist: [PAIR] },
    }),
    strategy,
    exchange,
    store: await openTradeStore('sqlite://', () => exchange.now),
    wallet: exchangeWallet(exchange, () => exchange.now - START),
    log: { debug: () => undefined, info: keep, warn: keep, error: keep },
    publish: (event) => void events.push(event),
  });
  await iterate(bot);
  const entry = { rate: null, stakeAmount: 100, orderType: 'market', leverage: 3 } as const;
  const enter = async (): Promise<Trade> => {
    const trade = await forceEnter(bot, { kind: 'forceEnter', pair: PAIR, side: 'long', tag: 'x', entry });
    const { amount, openRate: entryRate } = trade;
    const unknown = { leverage: 3, marginMode: null, collateral: null, unrealized: null };
    exchange.held = [{ pair: PAIR, side: 'long', amount, entryRate, liquidationRate: 70, ...unknown }];
    return trade;
  };
  const leave = (amount: number | null) =>
    forceExit(bot, { kind: 'forceExit', tradeId: String(bot.state.trades[0]!.id), orderType: 'market', amount, price: null });
  const later = async (ms: number) => {
    exchange.now += ms;
    await iterate(bot);
  };
  return { bot, exchange, lines, events, enter, leave, later };
}

describe('a position that is held live', () => {
  it('pays what the exchange lists, asked for twice an hour and once more where a fill comes first', async () => {
    const { exchange, enter, leave, later } = await start();
    const trade = await enter();
    expect(exchange.setUp).toMatchObject([{ pair: PAIR, side: 'long', leverage: 3 }]);
    exchange.payments.push({ at: START + TO_HOUR, amount: -0.25 });
    for (let minute = 0; minute < 50; minute++) await later(MINUTE);
    // once since the half hour, and nothing was due
    expect([exchange.paidCalls, trade.fundingFees]).toEqual([1, 0]);
    for (let minute = 0; minute < 20; minute++) await later(MINUTE);
    expect(exchange.paidCalls).toBe(2);
    expect(trade.fundingFees).toBeCloseTo(-0.25, 9);
    // due a moment before the exit, listed late, after a part was left
    exchange.now = START + TO_HOUR + 3_600_000 + 5000;
    await leave(trade.amount / 2);
    expect(trade.fundingFees).toBeCloseTo(-0.25, 9);
    exchange.payments.push({ at: START + TO_HOUR + 3_600_000, amount: -0.5 });
    await leave(null);
    expect(trade.isOpen).toBe(false);
    expect(trade.fundingFees).toBeCloseTo(-0.75, 9);
    expect(trade.orders.map(({ fundingFee }) => fundingFee).slice(1)).toEqual([expect.closeTo(-0.25, 9), expect.closeTo(-0.5, 9)]);
  });

  it('is liquidated where the exchange says, with the buffer before it, as soon as it says so', async () => {
    const { bot, exchange, enter, later } = await start();
    const trade = await enter();
    expect(trade.liquidationPrice).toBeNull();
    await later(11_000);
    expect(trade.liquidationPrice).toBeCloseTo(70 + 0.05 * (trade.openRate - 70), 1);
    exchange.held = [{ ...exchange.held[0]!, liquidationRate: 80 }];
    await later(11_000);
    expect(trade.liquidationPrice).toBeCloseTo(80 + 0.05 * (trade.openRate - 80), 1);
    const [stored] = await bot.store.trades.open();
    expect(stored?.liquidationPrice).toBe(trade.liquidationPrice);
  });

  it('is not begun where its pair can not be set up, and the reason is given', async () => {
    const { bot, exchange, enter } = await start();
    exchange.refusing = 'A/USDT:USDT could not be set to isolated margin with leverage 3: no';
    await expect(enter()).rejects.toThrow(exchange.refusing);
    expect([exchange.asked, bot.state.trades, bot.state.intents]).toEqual([[], [], []]);
    exchange.refusing = null;
    expect((await enter()).leverage).toBe(3);
  });

  it('that is gone, and nothing says where to, is reported once and clearly; nothing is ordered for its trade until it is there again', async () => {
    const { bot, exchange, lines, events, enter, leave, later } = await start();
    const trade = await enter();
    await later(1000);
    const { held } = exchange;
    exchange.held = [];
    const before = exchange.asked.length;
    for (let turn = 0; turn < 3; turn++) await later(11_000);
    // far below the stop
    exchange.move(50);
    for (let turn = 0; turn < 3; turn++) await later(11_000);
    await react(bot, new Set([PAIR]));
    await expect(leave(null)).rejects.toThrow(/has no position for trade #1 .* "freqtrade reconcile"/);
    await expect(enter()).rejects.toThrow(/has no position for trade #1/);
    expect([exchange.asked.length, bot.state.trades]).toEqual([before, [trade]]);
    expect(lines.filter((line) => line.includes('Trying to recover'))).toHaveLength(1);
    const words = expect.stringMatching(/has no position for trade #1 A\/USDT:USDT \(long .*Nothing is ordered.*reconcile/);
    const warnings = events.filter((event) => event.kind === 'warning' && !event.text.includes('Trying to recover'));
    expect(warnings).toEqual([{ kind: 'warning', text: words }]);
    exchange.held = held;
    await later(11_000);
    expect(lines).toContainEqual(expect.stringContaining('is there again'));
    await later(1000);
    expect(exchange.asked.length).toBeGreaterThan(before);
    expect(exchange.asked.at(-1)).toMatchObject({ side: 'sell' });
  });
});
