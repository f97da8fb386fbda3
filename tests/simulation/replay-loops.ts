import { preparePair, rangeOf } from '../../src/backtest/prepare.ts';
import { runBacktest } from '../../src/backtest/schedule.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { equip } from '../../src/bot/equip.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { applyUpdate } from '../../src/bot/orders.ts';
import { Pushes } from '../../src/bot/pushes.ts';
import { botSettings } from '../../src/bot/settings.ts';
import { createState } from '../../src/bot/state.ts';
import { simulatedWallet } from '../../src/bot/wallets.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import { type CandleRow, candlesFromRows } from '../../src/core/market/candles.ts';
import type { Market } from '../../src/core/market/market.ts';
import type { MarketModel } from '../../src/core/market/market-model.ts';
import { EVERYTHING } from '../../src/core/market/timerange.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { backtestSettings } from '../../src/research/backtest-settings.ts';
import { equipForAnalysis, NO_CANDLES } from '../../src/research/equip-analysis.ts';
import { candleColumns } from '../../src/strategy/data-frame.ts';
import { CandleExchange } from '../fakes/candle-exchange.ts';
import { NO_REACH } from '../fakes/no-reach.ts';
import type { Crossing } from './replay-strategies.ts';

const MINUTE = 60_000;

/** The same for both: candles by pair, their markets, the rules, and what is taken for granted of the market. */
export interface Replay {
  readonly rows: ReadonlyMap<string, CandleRow[]>;
  readonly markets: ReadonlyMap<string, Market>;
  readonly config: RawConfig;
  readonly model: MarketModel;
}

/** The live loop, one iteration a candle; what waits fills when the candle is over. @returns closed trades */
export async function liveTrades({ rows, markets, config, model }: Replay, strategy: Crossing): Promise<readonly Trade[]> {
  const exchange = new CandleExchange(markets, rows);
  const [first] = rows.values();
  const start = first![0]![0];
  const store = await openTradeStore('sqlite://', () => start);
  const settings = { ...botSettings(config, strategy), marketModel: model };
  let number = 0;
  const refuse = (_module: string, text: string): void => {
    // the strategy may refuse the order that it has asked for itself
    if (!text.includes('none could take its place')) throw new Error(text);
  };
  const bot: Bot = {
    settings,
    strategy,
    exchange,
    store,
    producers: null,
    wallet: simulatedWallet({ USDT: 1000 }, 'USDT', settings.isFutures),
    log: { debug: () => undefined, info: () => undefined, warn: refuse, error: refuse },
    now: () => start + exchange.index * MINUTE,
    monotonic: () => exchange.index * MINUTE,
    uniqueId: () => String(number++),
    random: () => 0.5,
    runMode: 'live',
    storedCandles: async () => null,
    pairlistReach: NO_REACH,
    publish: () => undefined,
    probe: () => undefined,
    state: createState(start),
    pushes: new Pushes(),
    exitRates: new Map(),
    notices: [],
  };
  bot.state.mode = 'running';
  equip(bot, { strategy, settings });
  for (exchange.index = 1; exchange.index < first!.length; exchange.index++) {
    if (exchange.index === first!.length - 1) bot.state.mode = 'paused';
    await iterate(bot);
    const filled = new Map(exchange.passCandle().map((update) => [update.orderId, update]));
    for (const trade of [...bot.state.trades]) {
      for (const order of trade.orders) {
        const update = order.isOpen ? filled.get(order.orderId) : undefined;
        if (update !== undefined) await applyUpdate(bot, trade, order, update);
      }
    }
  }
  const { trades } = await store.history.page({ limit: 100_000, offset: 0, orderById: true, after: null });
  await store.close();
  return trades;
}

/** The backtest's engine in the order of the live loop. @returns closed trades, without those that its end closed */
export async function backtestTrades({ rows, markets, config, model }: Replay, strategy: Crossing): Promise<readonly Trade[]> {
  const asked = { timerange: '', timeframeDetail: '', enableProtections: false, positionStacking: false, keepsRejected: false, fee: 0.001 };
  const { engine } = backtestSettings({ config, ...asked }, strategy, 0.001);
  const known = { pairs: [...rows.keys()], marketOf: (pair: string) => markets.get(pair) ?? null };
  equipForAnalysis(strategy, { runMode: 'backtest', config, ...NO_CANDLES, ...known });
  const prepared = await Promise.all(
    [...rows].map(([pair, own]) => {
      const raw = { pair, market: markets.get(pair)!, candles: candleColumns(candlesFromRows(own, MINUTE)), detail: null, funding: null };
      return preparePair(strategy, raw, 0, EVERYTHING, { stakeCurrency: 'USDT', candlesOf: () => null });
    }),
  );
  const pairs = prepared.filter((data) => data !== null);
  const { trades } = runBacktest({ ...engine, schedule: 'by_stage', marketModel: model }, pairs, rangeOf(pairs), {
    onFailure: (error) => {
      throw error;
    },
  });
  return trades.filter(({ exitReason }) => exitReason !== 'force_exit');
}
