import { hostname } from 'node:os';
import { type RateSources, valuedFees } from '../../bot/fees.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { OrderIntent } from '../../core/order/intent.ts';
import { reasonOf } from '../../core/reason.ts';
import { compareHolding } from '../../core/reconcile/compare-holdings.ts';
import { compareOrders } from '../../core/reconcile/compare-orders.ts';
import { compareStops } from '../../core/reconcile/compare-stops.ts';
import type { Difference, Remedy } from '../../core/reconcile/difference.ts';
import { mend } from '../../core/reconcile/mend.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { openBotStore } from '../../database/open.ts';
import type { TradeStore } from '../../database/port.ts';
import { ExchangeError, OperationalException } from '../../exchange/errors.ts';
import { modeProblem } from '../../exchange/facts.ts';
import type { Exchange } from '../../exchange/port.ts';
import { missingFile } from '../stored-trades.ts';
import { openClock } from '../trading/clock.ts';
import { databaseUrl } from '../trading/database-url.ts';
import { openSource } from '../trading/venue.ts';
import type { AccountSetup } from './exchange-check.ts';
import { holdings, pairOrders, pairStops, type SeenAccount, seeAccount, strayPositions } from './seen.ts';

export type { Difference } from '../../core/reconcile/difference.ts';

const DAY_MS = 86_400_000;

export interface ReconcileTalk {
  /** Everything that differs, and orders in flight that the bot itself will look up; called once. */
  readonly show: (differences: readonly Difference[], inFlight: readonly OrderIntent[]) => void;
  readonly ask: (question: string) => Promise<boolean>;
  readonly tell: (text: string) => void;
}

/**
 * Compares the account of a configuration with its database, and mends what is agreed to, in one transaction.
 *
 * @param days how far back orders of ours are looked for that no trade has
 * @returns how many differences are left @throws OperationalException, DatabaseError where nothing is to be compared
 */
export async function reconcile({ config, userFolder }: AccountSetup, days: number, talk: ReconcileTalk): Promise<number> {
  if (config.dry_run)
    throw new OperationalException('The configuration is one for a dry run, whose trades are on no exchange. Nothing was compared.');
  const problem = modeProblem(config.exchange.name, config.trading_mode, config.margin_mode);
  if (problem !== null) throw new OperationalException(problem);
  const url = databaseUrl(config, userFolder);
  const missing = missingFile(url);
  if (missing !== null) throw new OperationalException(`There is no database ${missing} to compare the account with.`);
  const owner = `reconcile, process ${process.pid} on ${hostname()}`;
  const store = await openBotStore(url, Date.now, { owner, note: talk.tell });
  try {
    const silent = { info: () => undefined, warn: (_module: string, text: string) => talk.tell(text) };
    const source = await openSource(config, openClock(), silent, false);
    try {
      return await new Reconciliation(config, store, source, talk).run(days);
    } catch (error) {
      // what went wrong on the exchange went wrong before anything was written
      if (!(error instanceof ExchangeError)) throw error;
      throw new OperationalException(`${config.exchange.name} can't be asked: ${reasonOf(error)} Nothing was written.`, error);
    } finally {
      await source.close();
    }
  } finally {
    await store.close();
  }
}

class Reconciliation {
  readonly #config: RawConfig;
  readonly #store: TradeStore;
  readonly #exchange: Exchange;
  readonly #talk: ReconcileTalk;
  readonly #changed = new Set<Trade>();
  readonly #forgotten = new Set<Trade>();
  /** Trades of which something was left as it is: what they hold is not explained yet. */
  readonly #left = new Set<Trade>();
  #open: Trade[] = [];
  #intents: OrderIntent[] = [];
  #leftCount = 0;

  constructor(config: RawConfig, store: TradeStore, exchange: Exchange, talk: ReconcileTalk) {
    this.#config = config;
    this.#store = store;
    this.#exchange = exchange;
    this.#talk = talk;
  }

  async run(days: number): Promise<number> {
    this.#open = await this.#store.trades.open();
    this.#intents = await this.#store.intents.pending();
    const markets = await this.#exchange.market.markets();
    const named = [...this.#open.map(({ pair }) => pair), ...this.#intents.map(({ pair }) => pair), ...this.#whitelist()];
    const pairs = [...new Set(named)].filter((pair) => markets.has(pair));
    const since = Date.now() - days * DAY_MS;
    const isFutures = this.#config.trading_mode === 'futures';
    const seen = await seeAccount({
      ...{ exchange: this.#exchange, trades: this.#store.trades, intents: this.#store.intents, open: this.#open, pairs, since, isFutures },
    });
    this.#talk.show(this.#expected(seen), this.#intents);
    const sources: RateSources = {
      exchange: this.#exchange,
      log: { debug: () => undefined },
      state: { markets },
      settings: { config: this.#config },
    };
    for (const difference of pairStops(seen, this.#open, this.#intents).flatMap(compareStops)) await this.#offer(difference, sources);
    // what a stop has become is distinguished from other orders by what was taken in of it
    const orders = pairOrders(seen, this.#open, this.#intents).flatMap(compareOrders);
    for (const difference of orders) await this.#offer(difference, sources);
    const stillOpen = this.#open.filter((trade) => trade.isOpen && !this.#left.has(trade) && !this.#forgotten.has(trade));
    for (const holding of holdings(seen, stillOpen)) for (const one of compareHolding(holding)) await this.#offer(one, sources);
    this.#leftCount += strayPositions(seen, this.#open).length;
    await this.#write();
    return this.#leftCount;
  }

  /** Pairs that are named in full. */
  #whitelist(): string[] {
    return (this.#config.exchange.pair_whitelist ?? []).filter((pair) => /^[\w]+\/[\w:]+$/.test(pair));
  }

  /** What differs, taking for granted that whatever orders explain is taken in. */
  #expected(seen: SeenAccount): Difference[] {
    const open = structuredClone(this.#open);
    const takeIn = (differences: readonly Difference[]): readonly Difference[] => {
      for (const { trade, remedy } of differences) if (trade?.isOpen && remedy !== null) mend(trade, remedy, null, Date.now());
      return differences;
    };
    const stops = takeIn(pairStops(seen, open, this.#intents).flatMap(compareStops));
    const orders = takeIn(pairOrders(seen, open, this.#intents).flatMap(compareOrders));
    const held = holdings(
      seen,
      open.filter(({ isOpen }) => isOpen),
    ).flatMap(compareHolding);
    return [...stops, ...orders, ...held, ...strayPositions(seen, this.#open)];
  }

  async #offer({ pair, trade, remedy }: Difference, sources: RateSources): Promise<void> {
    const isMended = remedy !== null && (trade === null || trade.isOpen) && (await this.#talk.ask(remedy.words));
    if (!isMended) {
      this.#leftCount++;
      if (trade !== null) this.#left.add(trade);
      return;
    }
    if (remedy.kind === 'cancel_order' || remedy.kind === 'cancel_stop') {
      await this.#cancel(remedy, pair);
      return;
    }
    if (trade === null) return;
    const update = await this.#withFees(trade, remedy, sources);
    const isEmpty = mend(trade, remedy, update, Date.now());
    (isEmpty ? this.#forgotten : this.#changed).add(trade);
    this.#talk.tell(done(trade, remedy, isEmpty));
  }

  /** The exchange's word on the order of a remedy; some tell of fees only when they are asked about the order once more. */
  async #withFees(trade: Trade, remedy: Remedy, sources: RateSources): Promise<OrderUpdate | null> {
    const update =
      remedy.kind === 'take_in' || remedy.kind === 'take_in_stop' ? remedy.update : remedy.kind === 'book' ? remedy.seen.update : null;
    if (update === null || update.filled === 0) return update;
    const { trading } = this.#exchange;
    const asked = update.fees.length > 0 ? update : await trading.findOrder({ orderId: update.orderId }, trade.pair).catch(() => null);
    return { ...update, fees: await valuedFees(sources, trade, asked?.fees ?? []) };
  }

  async #cancel({ kind, orderId }: Extract<Remedy, { kind: 'cancel_order' | 'cancel_stop' }>, pair: string): Promise<void> {
    const { trading, stops } = this.#exchange;
    const isStop = kind === 'cancel_stop';
    const failure = await (isStop ? stops.cancel(orderId, pair) : trading.cancelOrder(orderId, pair)).then(
      () => null,
      (error: unknown) => reasonOf(error),
    );
    const after = await (isStop ? stops.find({ orderId }, pair) : trading.findOrder({ orderId }, pair));
    const called = `${isStop ? 'Stop' : 'Order'} ${orderId} of ${pair}`;
    if (after?.status !== 'open') this.#talk.tell(`${called} is cancelled, ${after?.filled ?? 0} of it filled.`);
    else {
      this.#leftCount++;
      this.#talk.tell(`${called} is open still: ${failure ?? 'the exchange has not cancelled it'}. Cancel it by hand.`);
    }
  }

  async #write(): Promise<void> {
    const trades = [...this.#changed].filter((trade) => !this.#forgotten.has(trade));
    if (trades.length === 0 && this.#forgotten.size === 0) return;
    await this.#store.commit({ trades, removedTrades: [...this.#forgotten] });
    const all = [...trades, ...this.#forgotten].map(({ id }) => `#${id}`).join(', ');
    this.#talk.tell(`Written, in one transaction: ${all}.`);
  }
}

function done(trade: Trade, remedy: Remedy, isEmpty: boolean): string {
  const called = `Trade #${trade.id} ${trade.pair}`;
  if (isEmpty) return `${called} is forgotten: nothing of it was ever filled.`;
  if (!trade.isOpen)
    return `${called} is closed at ${trade.closeRate}: ${trade.closeProfitAbs} ${trade.stakeCurrency}, ${trade.exitReason}.`;
  return remedy.kind === 'hold_only' ? `${called} holds ${trade.amount}.` : `${called} goes on with ${trade.amount}.`;
}
