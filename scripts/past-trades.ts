import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { TICK_SIZE } from '../src/core/market/precision.ts';
import type { Order, Trade } from '../src/core/trade/trade.ts';
import { openTradeStore } from '../src/database/open.ts';
import type { presentBacktestTrade } from '../src/research/report/present-trade.ts';

/** A bot with a month behind it: the trades of a backtest, written into a database as the bot's own. */

type ResultTrade = ReturnType<typeof presentBacktestTrade>;

interface Past {
  readonly strategy: string;
  readonly databaseUrl: string;
  /** Stake currency at the start. */
  readonly wallet: number;
}

/** Trades of the newest result in a folder of backtest results. */
export function newestResult(folder: string, strategy: string): ResultTrade[] {
  const name = readdirSync(folder)
    .filter((file) => file.endsWith('.zip'))
    .sort()
    .at(-1)!;
  const files = unzipSync(readFileSync(join(folder, name)));
  const result = JSON.parse(strFromU8(files[name.replace('.zip', '.json')]!)) as { strategy: Record<string, { trades: ResultTrade[] }> };
  return result.strategy[strategy]!.trades;
}

/** Writes them; those that the backtest had open at its end are open. @returns how many are */
export async function writePast(trades: readonly ResultTrade[], past: Past): Promise<number> {
  const begun = Math.min(...trades.map(({ open_timestamp: at }) => at)) - 3_600_000;
  const grids = gridsOf(trades);
  const rows = trades.map((trade) => tradeOf(trade, past.strategy, grids)).sort((a, b) => a.openDate - b.openDate);
  const store = await openTradeStore(past.databaseUrl, () => begun);
  try {
    await store.records.startTime(begun);
    await store.commit({ trades: rows, wallet: worthOf(rows, begun, past.wallet) });
  } finally {
    await store.close();
  }
  return rows.filter(({ isOpen }) => isOpen).length;
}

interface Grid {
  readonly amount: number;
  readonly price: number;
}

const FINE: Grid = { amount: 1e-8, price: 1e-8 };

/** What the numbers of each market were rounded to, which results do not tell. */
function gridsOf(trades: readonly ResultTrade[]): Map<string, Grid> {
  const decimals = (values: readonly number[]): number => Math.max(...values.map((value) => String(value).split('.')[1]?.length ?? 0));
  const grid = (values: readonly number[]): number => Number((10 ** -decimals(values)).toFixed(12));
  return new Map(
    [...Map.groupBy(trades, ({ pair }) => pair)].map(([pair, own]) => [
      pair,
      { amount: grid(own.map(({ amount }) => amount)), price: grid(own.map(({ open_rate: rate }) => rate)) },
    ]),
  );
}

function tradeOf(from: ResultTrade, strategy: string, grids: ReadonlyMap<string, Grid>): Trade {
  const isOpen = from.exit_reason === 'force_exit';
  const [base = '', stakeCurrency = ''] = from.pair.split('/');
  const grid = grids.get(from.pair) ?? FINE;
  const orders = (isOpen ? from.orders.slice(0, 1) : from.orders).map((order) => orderOf(from, order));
  return {
    id: 0,
    exchange: 'binance',
    pair: from.pair,
    base,
    stakeCurrency,
    isOpen,
    isShort: false,
    feeOpen: from.fee_open,
    feeOpenCost: from.stake_amount * from.fee_open,
    feeOpenCurrency: stakeCurrency,
    feeClose: from.fee_close,
    feeCloseCost: isOpen ? null : from.amount * (from.close_rate ?? 0) * from.fee_close,
    feeCloseCurrency: isOpen ? null : stakeCurrency,
    openRate: from.open_rate,
    openRateRequested: from.open_rate,
    openTradeValue: from.amount * from.open_rate * (1 + from.fee_open),
    closeRate: isOpen ? null : from.close_rate,
    closeRateRequested: isOpen ? null : from.close_rate,
    realizedProfit: isOpen ? 0 : (from.profit_abs ?? 0),
    closeProfit: isOpen ? null : from.profit_ratio,
    closeProfitAbs: isOpen ? null : from.profit_abs,
    stakeAmount: from.stake_amount,
    maxStakeAmount: from.max_stake_amount,
    amount: from.amount,
    amountRequested: from.amount,
    openDate: from.open_timestamp,
    closeDate: isOpen ? null : from.close_timestamp,
    stopLoss: from.stop_loss_abs,
    stopLossRatio: from.stop_loss_ratio,
    initialStopLoss: from.initial_stop_loss_abs,
    initialStopLossRatio: from.initial_stop_loss_ratio,
    isStopLossTrailing: false,
    maxRate: from.max_rate,
    minRate: from.min_rate,
    exitReason: isOpen ? null : String(from.exit_reason),
    exitOrderStatus: isOpen ? null : 'closed',
    strategy,
    enterTag: String(from.enter_tag),
    timeframe: 5,
    tradingMode: 'spot',
    amountPrecision: grid.amount,
    pricePrecision: grid.price,
    precisionMode: TICK_SIZE,
    contractSize: 1,
    leverage: 1,
    liquidationPrice: null,
    interestRate: 0,
    fundingFees: 0,
    fundingFeeRunning: null,
    orders,
    customData: {},
  };
}

function orderOf(trade: ResultTrade, from: ResultTrade['orders'][number]): Order {
  const side = from.ft_is_entry ? 'buy' : 'sell';
  const at = from.order_filled_timestamp ?? trade.open_timestamp;
  return {
    id: 0,
    ftOrderSide: side,
    pair: trade.pair,
    isOpen: false,
    ftAmount: from.amount,
    ftPrice: from.safe_price,
    cancelReason: null,
    orderId: `past_${side}_${trade.pair}_${at}`,
    status: 'closed',
    orderType: trade.exit_reason === 'stop_loss' && side === 'sell' ? 'market' : 'limit',
    side,
    price: from.safe_price,
    average: from.safe_price,
    amount: from.amount,
    filled: from.amount,
    remaining: 0,
    cost: from.cost,
    stopPrice: null,
    orderDate: at,
    filledDate: at,
    updateDate: at,
    fundingFee: null,
    feeBase: null,
    tag: String(from.ft_order_tag),
  };
}

/** What the account was worth, once an hour: what it began with, and the profit of what was closed until then. */
function worthOf(trades: readonly Trade[], begun: number, wallet: number) {
  const last = Math.max(...trades.map(({ openDate, closeDate }) => closeDate ?? openDate));
  const hours = Math.ceil((last - begun) / 3_600_000);
  return Array.from({ length: hours }, (_one, hour) => {
    const at = begun + hour * 3_600_000;
    const closed = trades.filter(({ closeDate }) => closeDate !== null && closeDate <= at);
    const total = wallet + closed.reduce((sum, { closeProfitAbs }) => sum + (closeProfitAbs ?? 0), 0);
    return { at, currency: 'USDT', rate: 1, quoteCurrency: 'USDT', balance: total, totalQuote: total, isManaged: true };
  });
}
