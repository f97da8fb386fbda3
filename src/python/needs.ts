import type { CandleKind } from '../core/market/candle-kind.ts';
import type { Market, OrderBook } from '../core/market/market.ts';
import { TICK_SIZE } from '../core/market/precision.ts';
import { deleteCustomData, setCustomData } from '../core/trade/custom-data.ts';
import { type CustomDatum, side, type Trade } from '../core/trade/trade.ts';
import { customDataValue } from '../core/trade/written-datum.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { TradeRecords } from '../strategy/trade-records.ts';
import { type Needs, WithColumns } from './child.ts';
import { packCandles, packFrame } from './columns.ts';
import type { TradeNews } from './trade-news.ts';
import { type SentTrades, wholeTrade } from './trade-rows.ts';

/** Serves what a strategy in Python reaches for, from what the bot gave it. */
export function needsOf(strategy: Strategy, sent: SentTrades, news: TradeNews): Needs {
  return (what, facts, canWait) => {
    const pair = String(facts['pair'] ?? '');
    switch (what) {
      case 'rows_known':
        return strategy.dp.rowsKnown?.(pair, facts['present'] === '' ? null : String(facts['present']));
      case 'trades':
        return strategy.trades.whole === undefined
          ? liveTrades(strategy.trades, sent, news)
          : backtestTrades(strategy.trades, sent, Number(facts['closed_from']));
      case 'closed_trades':
        return closedPage(strategy.trades, facts['after'] as number | null);
      case 'balances':
        return Object.fromEntries([...strategy.wallets.all()].map(([name, { free, used, total }]) => [name, [free, used, total]]));
      case 'positions':
        return positionsOf(strategy);
      case 'locks':
        return strategy.locks.all().map(({ pair: locked, side: direction, reason, lockTime, endTime, isActive }) => ({
          pair: locked,
          side: direction,
          reason,
          from: lockTime,
          until: endTime,
          active: isActive,
        }));
      case 'lock_pair': {
        const reason = typeof facts['reason'] === 'string' ? facts['reason'] : null;
        return strategy.lockPair(pair, Number(facts['until']), reason, facts['side'] as 'long' | 'short' | '*');
      }
      case 'unlock_pair':
        return strategy.unlockPair(pair);
      case 'unlock_reason':
        return strategy.unlockReason(String(facts['reason']));
      case 'whitelist':
        return whitelistOf(strategy);
      case 'market':
        return marketOf(strategy, pair);
      case 'markets':
        return Object.fromEntries(strategy.dp.currentWhitelist().map((name) => [name, marketOf(strategy, name)]));
      case 'precision_mode':
        return (
          whitelistOf(strategy)
            .map((name) => strategy.dp.market(name)?.precisionMode ?? null)
            .find((mode) => mode !== null) ?? TICK_SIZE
        );
      case 'leverage_tiers':
        return tiersOf(strategy.dp.market(pair));
      case 'delisted_at':
        return strategy.dp.delistedAt(pair);
      case 'ticker':
        return canWait ? strategy.dp.fetchTicker(pair) : strategy.dp.ticker(pair);
      case 'order_book':
        return canWait
          ? strategy.dp.fetchOrderBook(pair, Number(facts['limit'])).then((book) => firstLevels(book, Number(facts['limit'])))
          : firstLevels(strategy.dp.orderBook(pair), Number(facts['limit']));
      case 'funding_rate':
        return fundingOf(strategy, pair);
      case 'klines':
        return candlesFor(strategy, facts);
      case 'available_pairs':
        return [
          ...strategy.dp.availablePairs().map(([name, timeframe]) => [name, timeframe, '']),
          ...(strategy.otherCandles ?? []).map((other) => [other.pair, other.timeframe, other.kind]),
        ];
      case 'message':
        return strategy.dp.sendMessage(String(facts['text']), { always: facts['always'] === true });
      case 'producer_pairs':
        return strategy.dp.producerPairs(String(facts['producer']));
      case 'producer_frame': {
        const found = strategy.dp.producerFrame(pair, String(facts['timeframe']), String(facts['producer']));
        return found === null ? null : new WithColumns({ at: found.at }, [packFrame(found.frame)]);
      }
      case 'set_custom_data': {
        const written = { type: String(facts['type']), text: String(facts['text']) };
        return keepWith(strategy, sent, facts, { value: customDataValue(written), written });
      }
      case 'delete_custom_data':
        return keepWith(strategy, sent, facts, null);
      default:
        throw new Error(`There is no "${what}" here.`);
    }
  };
}

/** With a trade that is at hand, or by its number in the database with one that is over. @param datum null forgets it */
function keepWith(
  { trades }: Strategy,
  sent: SentTrades,
  { trade: number, id, key }: Readonly<Record<string, unknown>>,
  datum: Pick<CustomDatum, 'value' | 'written'> | null,
): null {
  const trade = sent.find(Number(number));
  const name = String(key);
  if (trade?.isOpen === false && trades.keep !== undefined && trade.id !== 0) trades.keep({ tradeId: trade.id, key: name, datum });
  else if (trade === null && typeof id === 'number') trades.keep?.({ tradeId: id, key: name, datum });
  if (trade !== null) {
    if (datum === null) deleteCustomData(trade, name);
    else setCustomData(trade, name, datum.value, datum.written);
  }
  return null;
}

/** Before pairs were chosen the first time, those of the configuration. */
function whitelistOf({ dp, config }: Strategy): readonly string[] {
  const chosen = dp.currentWhitelist();
  if (chosen.length > 0) return chosen;
  const listed = (config['exchange'] as { readonly pair_whitelist?: readonly string[] } | undefined)?.pair_whitelist;
  return listed ?? [];
}

function firstLevels(book: OrderBook | null, count: number): object | null {
  return book === null ? null : { bids: book.bids.slice(0, count), asks: book.asks.slice(0, count) };
}

function fundingOf({ dp }: Strategy, pair: string): object | null {
  const found = dp.fundingRate(pair);
  return found === null ? null : { symbol: pair, fundingRate: found.rate, fundingTimestamp: found.nextAt };
}

/** Closed candles of a kind (none for the one that is traded by), where there are others than those that are known. */
function candlesFor({ dp }: Strategy, facts: Readonly<Record<string, unknown>>): unknown {
  const wanted = { pair: String(facts['pair']), timeframe: String(facts['timeframe']) };
  const kind = String(facts['kind']);
  const frame =
    kind === '' ? dp.pairFrame(wanted.pair, wanted.timeframe) : (dp.otherFrame?.({ ...wanted, kind: kind as CandleKind }) ?? null);
  if (frame === null || frame.length === 0) return null;
  const { length, time, open, high, low, close, volume } = frame;
  const mark = `${length} ${time[0]} ${time[length - 1]}`;
  if (facts['known'] === mark) return { mark };
  const candles = { length, time, open: open.peek(), high: high.peek(), low: low.peek(), close: close.peek(), volume: volume.peek() };
  return new WithColumns({ mark }, [packCandles(candles)]);
}

/** Of a backtest, which has all trades at hand. */
function backtestTrades(trades: TradeRecords, sent: SentTrades, closedFrom: number): object {
  const closed = trades.whole?.().slice(closedFrom) ?? [];
  const changes = (trade: Readonly<Trade>) => sent.changesOf(trade);
  return { open: trades.open().map(changes), closed: closed.map(changes), profit: trades.closedProfit() };
}

/** Trades that are open, and what has become of others since this was asked last. */
function liveTrades(trades: TradeRecords, sent: SentTrades, news: TradeNews): object {
  const { closed, removed } = news.take();
  const open = trades.open().filter((trade) => !news.isGone(trade));
  return {
    open: open.map((trade) => sent.changesOf(trade)),
    closed: closed.map((trade) => sent.changesOf(trade)),
    removed: removed.map((trade) => [sent.changesOf(trade)[0], trade.id]),
  };
}

/** Trades that were closed before, a page of them. */
async function closedPage(trades: TradeRecords, after: number | null): Promise<object> {
  const page = await trades.page?.(after);
  return { trades: page?.trades.map(wholeTrade) ?? [], is_last: page?.isLast ?? true };
}

/** Amount, leverage, collateral and side of each contract that is held. */
function positionsOf({ trades }: Strategy): object {
  const held = trades.open().filter(({ tradingMode }) => tradingMode === 'futures');
  return Object.fromEntries(held.map((trade) => [trade.pair, [trade.amount, trade.leverage, trade.stakeAmount, side(trade)]]));
}

/** Leverage tiers by freqtrade's names. */
function tiersOf(market: Market | null): readonly object[] {
  return (market?.leverageTiers ?? []).map((tier) => ({
    minNotional: tier.minNotional,
    maxNotional: Number.isFinite(tier.maxNotional) ? tier.maxNotional : null,
    maintenanceMarginRate: tier.maintenanceRatio,
    maxLeverage: tier.maxLeverage,
    maintAmt: tier.maintenanceAmount,
  }));
}

/** A market as ccxt has it. */
function marketOf({ dp }: Strategy, pair: string): unknown {
  const known = dp.marketInformation(pair);
  if (known !== null) return known;
  const market = dp.market(pair);
  return market === null ? null : listedMarket(market);
}

function listedMarket(market: Market): object {
  const { pair, base, quote, isActive, isSpot, isSwap, contractSize } = market;
  return {
    symbol: pair,
    id: `${base}${quote}`,
    base,
    quote,
    active: isActive,
    type: isSwap ? 'swap' : 'spot',
    spot: isSpot,
    swap: isSwap,
    future: false,
    option: false,
    margin: false,
    contract: isSwap,
    linear: isSwap ? true : null,
    contractSize: isSwap ? contractSize : null,
    settle: isSwap ? quote : null,
    maker: market.makerFee,
    taker: market.takerFee,
    precision: { amount: market.amountPrecision, price: market.pricePrecision },
    limits: {
      amount: { min: market.minAmount, max: market.maxAmount },
      price: { min: null, max: null },
      cost: { min: market.minCost, max: market.maxCost },
      leverage: { min: null, max: null },
    },
    info: {},
  };
}
