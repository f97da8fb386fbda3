import { renameSync, statSync, writeFileSync } from 'node:fs';
import {
  type CallbackContext,
  type DataFrame,
  deleteCustomData,
  ema,
  entryCount,
  entryFillDate,
  entrySide,
  exitCount,
  exitSide,
  filledEntries,
  filledExits,
  filledStakeOf,
  getCustomData,
  hasOpenOrders,
  type Informative,
  lastFill,
  type Order,
  type OrderBook,
  openOrders,
  openStops,
  orderRate,
  type PairContext,
  profitAt,
  rsi,
  type SignalName,
  Strategy,
  setCustomData,
  stakeOf,
  type Trade,
} from 'freqtrade-ts';

/** What each pair is entered at, and nowhere else: the test sets the prices. */
export const ASKING_GATES: Readonly<Record<string, number>> = { BTC: 60_000, ETH: 3000, SOL: 145, ADA: 0.62 };
const FILE = process.env['ANSWERS_FILE'] ?? 'answers.json';
const HOUR = 3_600_000;
const SIDES = ['*', 'long', 'short'] as const;

const baseOf = (pair: string): string => pair.split('/')[0]!;
const isAtGate = (pair: string, rate: number): boolean => Math.abs(rate / ASKING_GATES[baseOf(pair)]! - 1) < 0.001;
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** The same as asking-strategy.py: asks all that can be asked, and writes down what it is told. */
export class AskingStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 0.06 };
  override stoploss = -0.2;
  override startupCandleCount = 20;
  override positionAdjustmentEnable = true;
  override useCustomStoploss = true;
  override snapshot = { orderBookDepth: 5, ticker: true, fundingRate: true };
  lead = 'BTC/{stake}';
  answers: Record<string, unknown> = {};
  rows: Record<string, Record<string, number>> = {};
  turns: Record<string, number> = {};
  seen: Set<string> = new Set();

  override informative(): readonly Informative[] {
    return [
      { timeframe: '5m', populate: (frame) => frame.set('ema', ema(frame.close, 5)) },
      { timeframe: '5m', asset: this.lead, format: 'lead_{column}', populate: (frame) => frame.set('rsi', rsi(frame.close, 4)) },
    ];
  }
  override informativePairs(): [string, string][] {
    return this.dp
      .currentWhitelist()
      .filter((pair) => baseOf(pair) === 'ETH')
      .map((pair) => [pair, '15m']);
  }
  tell(key: string, answer: unknown): void {
    if (!(key in this.answers)) this.answers[key] = answer;
  }
  override populateIndicators(frame: DataFrame, { pair }: PairContext): DataFrame {
    frame.set('rsi', rsi(frame.close, 4));
    const columns = ['open', 'high', 'low', 'close', 'volume', 'rsi', 'ema_5m', 'close_5m', 'lead_rsi'];
    for (let back = 0; back < 12 && !this.seen.has(pair); back++) {
      const at = frame.time[frame.length - 1 - back]!;
      this.rows[`${baseOf(pair)} ${at}`] = Object.fromEntries(columns.map((name) => [name, frame.get(name).last(back)]));
    }
    this.seen.add(pair);
    return frame;
  }
  sideOf(_pair: string): SignalName {
    return 'enter_long';
  }
  override populateEntryTrend(frame: DataFrame, { pair }: PairContext): DataFrame {
    return frame.signal(this.sideOf(pair), frame.close.above(0), `gate ${baseOf(pair)}`);
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }

  marketOf(pair: string): unknown {
    const { dp } = this;
    const book: OrderBook | null = dp.orderBook(pair);
    const ticker = dp.ticker(pair);
    const market = dp.market(pair);
    return {
      book: [book?.bids[0]?.[0], book?.asks[0]?.[0], (book?.bids.length ?? 0) >= 3, (book?.asks[2]?.[1] ?? 0) > 0],
      bid: ticker?.bid,
      ask: ticker?.ask,
      last: ticker?.last,
      symbol: market?.pair,
      base: market?.base,
      quote: market?.quote,
      fees: [market?.makerFee, market?.takerFee],
      steps: [market?.pricePrecision, market?.amountPrecision],
      limits: [market?.minAmount, market?.minCost],
      delisted: dp.delistedAt(pair) !== null,
      funding: this.canShort ? dp.fundingRate(pair)?.rate : null,
    };
  }
  money(): unknown {
    const { wallets } = this;
    const of = (name: string) => [wallets.free(name), wallets.used(name), wallets.total(name)];
    return {
      ...Object.fromEntries(['USDT', 'BTC', 'ETH', 'XYZ'].map((name) => [name, of(name)])),
      all: [...wallets.all()]
        .filter(([, { total }]) => total > 0)
        .map(([name]) => name)
        .sort(),
      'total stake': wallets.totalStake(),
      'available stake': wallets.availableStake(),
      starting: wallets.startingStake(),
      next: wallets.nextStake(),
    };
  }
  ofOrders(trade: Readonly<Trade>, orders: readonly Order[]): unknown[] {
    return orders.map((order) => [
      ...[order.amount ?? order.ftAmount, order.filled, orderRate(order), stakeOf(trade, order)],
      ...[filledStakeOf(trade, order), order.tag],
    ]);
  }
  ofTrade(trade: Readonly<Trade>): unknown {
    const { abs, ratio } = profitAt(trade, trade.openRate * 1.01);
    return {
      id: trade.id,
      pair: trade.pair,
      short: trade.isShort,
      direction: trade.isShort ? 'short' : 'long',
      sides: [entrySide(trade), exitSide(trade)],
      leverage: trade.leverage,
      stake: trade.stakeAmount,
      most: trade.maxStakeAmount,
      amount: trade.amount,
      rate: trade.openRate,
      fees: [trade.feeOpen, trade.feeClose],
      tag: trade.enterTag,
      reason: trade.exitReason,
      stop: trade.stopLoss,
      'stop ratio': trade.stopLossRatio,
      'first stop': [trade.initialStopLoss, trade.initialStopLossRatio],
      liquidation: trade.liquidationPrice,
      realized: trade.realizedProfit,
      entries: entryCount(trade),
      exits: exitCount(trade),
      waits: hasOpenOrders(trade),
      waiting: openOrders(trade).length,
      stops: openStops(trade).length,
      entered: this.ofOrders(trade, filledEntries(trade)),
      left: this.ofOrders(trade, filledExits(trade)),
      profit: [abs, ratio],
      data: Object.fromEntries(['fills', 'last'].map((key) => [key, getCustomData(trade, key)])),
      fills: getCustomData(trade, 'fills'),
      nothing: getCustomData(trade, 'nothing', 'none'),
      dates: [(lastFill(trade) ?? 0) >= trade.openDate, entryFillDate(trade) !== null, trade.closeDate === null],
    };
  }
  async ofTrades(now: number): Promise<unknown> {
    const { trades } = this;
    const whole = await trades.findClosed();
    const bases = (found: readonly { readonly pair: string }[]) => found.map(({ pair }) => baseOf(pair)).sort();
    const byPair = (found: readonly Readonly<Trade>[]) =>
      [...found].sort((a, b) => (a.pair < b.pair ? -1 : 1)).map((trade) => this.ofTrade(trade));
    return {
      open: byPair(trades.open()),
      closed: byPair(whole),
      profits: whole
        .map((trade) => [baseOf(trade.pair), trade.closeProfit, trade.closeProfitAbs, trade.closeRate, trade.exitReason])
        .sort(byText),
      named: [
        trades.open(),
        trades.closed(),
        trades.open({ openedAfter: now - HOUR }),
        trades.open({ openedAfter: now + HOUR }),
        trades.closed({ openedAfter: now - HOUR }),
        trades.closed({ closedAfter: now - HOUR }),
        trades.closed({ closedAfter: now + HOUR }),
        ...this.dp.currentWhitelist().flatMap((pair) => [trades.open({ pair }), trades.closed({ pair })]),
      ].map(bases),
      count: trades.openCount(),
      stakes: trades.openStake(),
      profit: trades.closedProfit(),
      performance: trades.performance().map(({ pair, profitRatio, profitAbs, count }) => [pair, profitRatio, profitAbs, count]),
      'by tag': trades.tagPerformance().map(({ enterTag, profitRatio, profitAbs, count }) => [enterTag, profitRatio, profitAbs, count]),
      'by reason': trades
        .reasonPerformance()
        .map(({ exitReason, profitRatio, profitAbs, count }) => [exitReason, profitRatio, profitAbs, count]),
    };
  }
  ofLocks(now: number): unknown {
    const reason = (pair: string, side: (typeof SIDES)[number]) => {
      const lock = this.locks.holding(pair, side);
      return lock === null ? null : [lock.reason, lock.side, lock.endTime > now];
    };
    const of = (pair: string) => [SIDES.map((side) => this.isPairLocked(pair, side)), SIDES.map((side) => reason(pair, side))];
    return Object.fromEntries(this.dp.currentWhitelist().map((pair) => [pair, of(pair)]));
  }
  ofConfig(): unknown {
    const names = ['stake_currency', 'stake_amount', 'max_open_trades', 'dry_run', 'dry_run_wallet', 'timeframe', 'trading_mode'];
    const { name, pair_whitelist } = this.config['exchange'] as { name: string; pair_whitelist: string[] };
    return {
      ...Object.fromEntries(names.map((key) => [key, this.config[key]])),
      exchange: name,
      whitelist: pair_whitelist,
      folder: statSync(String(this.config['user_data_dir'])).isDirectory(),
      unset: this.config['unset'] ?? null,
    };
  }
  ofFrames(pair: string): unknown {
    const frame = this.dp.analyzedFrame(pair);
    const own = this.dp.pairFrame(pair, '5m');
    return {
      columns: (frame?.columnNames() ?? []).filter((name) => !name.includes('tag')).toSorted(),
      fresh: Date.now() - (this.dp.analyzedAt(pair) ?? 0) < 120_000,
      tag: frame?.text('enter_tag')?.at(-1),
      own: [(own?.length ?? 0) > 50, Number.isFinite(own?.open.last()), Number.isFinite(own?.close.last())],
      fifteen: baseOf(pair) === 'ETH' && (this.dp.pairFrame(pair, '15m')?.length ?? 0) > 50,
    };
  }

  override botStart(): void {
    this.tell('start', { mode: this.dp.runMode, config: this.ofConfig(), timeframe: this.timeframe });
  }
  override async botLoopStart(currentTime: number): Promise<void> {
    const pairs = this.dp.currentWhitelist();
    const all = [...this.trades.open(), ...(await this.trades.findClosed())];
    const fills = all.reduce((sum, trade) => sum + entryCount(trade) + exitCount(trade), 0);
    const key = `${this.trades.openCount()} open, ${fills} fills`;
    this.turns[key] = (this.turns[key] ?? 0) + 1;
    if (this.turns[key] > 2 && this.turns[key] < 5)
      this.answers[key] = {
        mode: this.dp.runMode,
        whitelist: pairs,
        available: this.dp
          .availablePairs()
          .map(([pair, timeframe]) => `${baseOf(pair)} ${timeframe}`)
          .sort(),
        frames: Object.fromEntries(pairs.map((pair) => [pair, this.ofFrames(pair)])),
        markets: Object.fromEntries(pairs.map((pair) => [pair, this.marketOf(pair)])),
        money: this.money(),
        trades: await this.ofTrades(currentTime),
        locks: this.ofLocks(currentTime),
      };
    writeFileSync(`${FILE}.new`, JSON.stringify({ answers: this.answers, rows: this.rows, turns: this.turns }));
    renameSync(`${FILE}.new`, FILE);
  }

  override leverage({ pair, currentRate, proposedLeverage, maxLeverage, entryTag, side }: CallbackContext<'leverage'>): number {
    this.tell(`leverage ${baseOf(pair)}`, [currentRate, proposedLeverage, maxLeverage, entryTag, side]);
    return 3;
  }
  override customStakeAmount(context: CallbackContext<'customStakeAmount'>): number {
    const { pair, currentRate, proposedStake, minStake, maxStake, leverage, entryTag, side } = context;
    const told = [currentRate, proposedStake, minStake, maxStake, leverage, entryTag, side];
    if (isAtGate(pair, currentRate)) this.tell(`stake ${baseOf(pair)}`, [told, this.money(), this.trades.openCount()]);
    return proposedStake * 0.8;
  }
  override confirmTradeEntry(context: CallbackContext<'confirmTradeEntry'>): boolean {
    const { pair, orderType, rate, timeInForce, currentTime, entryTag, side } = context;
    if (!isAtGate(pair, rate)) return false;
    const told = [orderType, rate, timeInForce, entryTag, side];
    const counts = [this.trades.openCount(), this.trades.openStake()];
    this.tell(`enter ${baseOf(pair)}`, [told, counts, this.ofLocks(currentTime), this.dp.runMode]);
    if (baseOf(pair) === 'ADA') this.unlockReason('one way');
    return true;
  }
  override confirmTradeExit(context: CallbackContext<'confirmTradeExit'>): boolean {
    const { pair, trade, orderType, amount, currentRate, timeInForce, exitReason, currentTime } = context;
    const told = [orderType, amount, currentRate, timeInForce, exitReason];
    this.tell(`exit ${baseOf(pair)} ${exitReason}`, [told, this.ofTrade(trade), this.dp.ticker(pair)?.bid]);
    if (baseOf(pair) === 'ETH') {
      const [, , third = '', fourth = ''] = this.dp.currentWhitelist();
      this.lockPair(pair, currentTime + 2 * HOUR, 'rest');
      this.lockPair(third, currentTime + HOUR, 'one way', 'long');
      this.lockPair(fourth, currentTime + HOUR, 'soon open');
      this.unlockPair(fourth);
    }
    return true;
  }
  override orderFilled({ pair, trade, order }: CallbackContext<'orderFilled'>): void {
    const fills = Number(getCustomData(trade, 'fills', 0)) + 1;
    setCustomData(trade, 'fills', fills);
    setCustomData(trade, 'last', { side: order.ftOrderSide, filled: order.filled, tags: [order.tag, null] });
    setCustomData(trade, 'passing', fills);
    deleteCustomData(trade, 'passing');
    this.tell(`filled ${baseOf(pair)} ${fills}`, [order.ftOrderSide, order.filled, orderRate(order), filledStakeOf(trade, order)]);
  }
  override customStoploss({ pair, trade, currentRate, currentProfit, afterFill }: CallbackContext<'customStoploss'>): number | null {
    if (afterFill) this.tell(`stop ${baseOf(pair)} ${entryCount(trade)}`, [currentRate, currentProfit, trade.stopLoss]);
    return getCustomData(trade, 'fills') === 2 ? -0.15 : null;
  }
  override customExit({ pair, trade, currentTime, currentProfit }: CallbackContext<'customExit'>): string | null {
    if (baseOf(pair) !== 'ADA' || currentProfit > -0.02) return null;
    const others = this.trades.closed({ closedAfter: currentTime - HOUR });
    return `gave up after ${others.length} of ${String(getCustomData(trade, 'fills'))}`;
  }
  override adjustTradePosition(context: CallbackContext<'adjustTradePosition'>): readonly [number, string] | null {
    const { trade, currentRate, currentProfit, minStake, maxStake } = context;
    const name = baseOf(trade.pair);
    const wantsMore = name === 'SOL' && entryCount(trade) === 1 && currentProfit < -0.02;
    const wantsLess = name === 'BTC' && exitCount(trade) === 0 && currentProfit > 0.01;
    if (!(wantsMore || wantsLess)) return null;
    const rates = [currentRate, context.currentEntryRate, context.currentExitRate];
    const profits = [currentProfit, context.currentEntryProfit, context.currentExitProfit];
    this.tell(`adjust ${name}`, [[...rates, ...profits], minStake, maxStake, this.wallets.availableStake()]);
    return wantsMore ? [trade.stakeAmount / 2, 'more'] : [-trade.stakeAmount / 3, 'less'];
  }
}

export class AskingContracts extends AskingStrategy {
  override canShort = true;
  override lead = 'BTC/{stake}:{stake}';

  override sideOf(pair: string): SignalName {
    return baseOf(pair) === 'SOL' ? 'enter_short' : 'enter_long';
  }
}
