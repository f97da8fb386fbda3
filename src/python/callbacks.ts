import { profitRatioAt } from '../core/trade/profit.ts';
import { side, type Trade } from '../core/trade/trade.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { numberFrom, numeral } from './frames.ts';

/** One question to a class. */
export interface Question {
  readonly method: string;
  readonly pair: string;
  /** ms since epoch, UTC. */
  readonly at: number;
  readonly trade: Readonly<Trade> | null;
  /** Place among the trade's orders; null where no order is meant. */
  readonly order: number | null;
  readonly values: readonly unknown[];
}

export type Ask = (question: Question) => unknown;

/** A number, or none, as it is sent. */
const rate = (value: number | null | undefined) => (value === null || value === undefined ? null : numeral(value));
const readRate = (value: unknown): number | null => (value === null ? null : numberFrom(value));

type Name = Exclude<keyof typeof ASKED, never>;

/** Callbacks by the class's name of them; those a class has not overridden are never asked. */
export const ASKED = {
  custom_stoploss: (ask: Ask): Partial<Strategy> => ({
    customStoploss: ({ pair, trade, currentTime, currentRate, currentProfit, afterFill }) =>
      readRate(
        ask({
          method: 'custom_stoploss',
          pair,
          at: currentTime,
          trade,
          order: null,
          values: [rate(currentRate), rate(currentProfit), afterFill],
        }),
      ),
  }),
  custom_exit: (ask: Ask): Partial<Strategy> => ({
    customExit: ({ pair, trade, currentTime, currentRate, currentProfit }) => {
      const values = [rate(currentRate), rate(currentProfit)];
      return ask({ method: 'custom_exit', pair, at: currentTime, trade, order: null, values }) as string | boolean;
    },
  }),
  custom_roi: (ask: Ask): Partial<Strategy> => ({
    customRoi: ({ pair, trade, currentTime, tradeDuration }) =>
      readRate(ask({ method: 'custom_roi', pair, at: currentTime, trade, order: null, values: [tradeDuration] })),
  }),
  min_roi_reached: (ask: Ask): Partial<Strategy> => ({
    minRoiReached: ({ pair, trade, currentTime, currentProfit }) =>
      ask({ method: 'min_roi_reached', pair, at: currentTime, trade, order: null, values: [rate(currentProfit)] }) === true,
  }),
  min_roi_reached_entry: (ask: Ask): Partial<Strategy> => ({
    minRoiReachedEntry: ({ pair, trade, currentTime, tradeDuration }) => {
      const answer = ask({ method: 'min_roi_reached_entry', pair, at: currentTime, trade, order: null, values: [tradeDuration] });
      const [minutes, ratio] = answer as readonly [unknown, unknown];
      return [readRate(minutes), readRate(ratio)];
    },
  }),
  custom_entry_price: (ask: Ask): Partial<Strategy> => ({
    customEntryPrice: ({ pair, trade, currentTime, proposedRate, entryTag, side: direction }) =>
      readRate(
        ask({ method: 'custom_entry_price', pair, at: currentTime, trade, order: null, values: [rate(proposedRate), entryTag, direction] }),
      ) ?? proposedRate,
  }),
  custom_exit_price: (ask: Ask): Partial<Strategy> => ({
    customExitPrice: ({ pair, trade, currentTime, proposedRate, exitTag }) => {
      const values = [rate(proposedRate), rate(profitRatioAt(trade, proposedRate)), exitTag];
      return readRate(ask({ method: 'custom_exit_price', pair, at: currentTime, trade, order: null, values })) ?? proposedRate;
    },
  }),
  custom_stake_amount: (ask: Ask): Partial<Strategy> => ({
    customStakeAmount: ({ pair, currentTime, currentRate, proposedStake, minStake, maxStake, leverage, entryTag, side: direction }) => {
      const values = [rate(currentRate), rate(proposedStake), rate(minStake), rate(maxStake), leverage, entryTag, direction];
      return readRate(ask({ method: 'custom_stake_amount', pair, at: currentTime, trade: null, order: null, values })) ?? 0;
    },
  }),
  leverage: (ask: Ask): Partial<Strategy> => ({
    leverage: ({ pair, currentTime, currentRate, proposedLeverage, maxLeverage, entryTag, side: direction }) => {
      const values = [rate(currentRate), proposedLeverage, rate(maxLeverage), entryTag, direction];
      return numberFrom(ask({ method: 'leverage', pair, at: currentTime, trade: null, order: null, values }));
    },
  }),
  confirm_trade_entry: (ask: Ask): Partial<Strategy> => ({
    confirmTradeEntry: ({ pair, currentTime, orderType, amount, rate: price, timeInForce, entryTag, side: direction }) => {
      const values = [orderType, rate(amount), rate(price), timeInForce, entryTag, direction];
      return ask({ method: 'confirm_trade_entry', pair, at: currentTime, trade: null, order: null, values }) === true;
    },
  }),
  confirm_trade_exit: (ask: Ask): Partial<Strategy> => ({
    confirmTradeExit: ({ pair, trade, currentTime, orderType, amount, currentRate, timeInForce, exitReason }) => {
      const values = [orderType, rate(amount), rate(currentRate), timeInForce, exitReason];
      return ask({ method: 'confirm_trade_exit', pair, at: currentTime, trade, order: null, values }) === true;
    },
  }),
  adjust_trade_position: (ask: Ask): Partial<Strategy> => ({
    adjustTradePosition: (context) => {
      const { pair, trade, currentTime } = context;
      const values = [
        context.currentRate,
        context.currentProfit,
        context.minStake,
        context.maxStake,
        context.currentEntryRate,
        context.currentExitRate,
        context.currentEntryProfit,
        context.currentExitProfit,
      ].map(rate);
      const answer = ask({ method: 'adjust_trade_position', pair, at: currentTime, trade, order: null, values });
      const [stake, tag] = answer as readonly [unknown, string];
      // without a tag of its own, an order has that of the candle
      return tag === '' ? readRate(stake) : [readRate(stake), tag];
    },
  }),
  adjust_entry_price: (ask: Ask): Partial<Strategy> => ({ adjustEntryPrice: repriced('adjust_entry_price', ask) }),
  adjust_exit_price: (ask: Ask): Partial<Strategy> => ({ adjustExitPrice: repriced('adjust_exit_price', ask) }),
  adjust_order_price: (ask: Ask): Partial<Strategy> => ({ adjustOrderPrice: repriced('adjust_order_price', ask) }),
  check_entry_timeout: (ask: Ask): Partial<Strategy> => ({ checkEntryTimeout: overdue('check_entry_timeout', ask) }),
  check_exit_timeout: (ask: Ask): Partial<Strategy> => ({ checkExitTimeout: overdue('check_exit_timeout', ask) }),
  order_filled: (ask: Ask): Partial<Strategy> => ({
    orderFilled: ({ pair, trade, order, currentTime }) => {
      ask({ method: 'order_filled', pair, at: currentTime, trade, order: trade.orders.indexOf(order), values: [] });
    },
  }),
} as const;

type Repricing = Parameters<NonNullable<Strategy['adjustOrderPrice']>>[0];

function repriced(method: string, ask: Ask) {
  return ({
    pair,
    trade,
    order,
    currentTime,
    proposedRate,
    currentOrderRate,
    entryTag,
    isEntry,
  }: Omit<Repricing, 'isEntry'> & Partial<Repricing>) =>
    readRate(
      ask({
        method,
        pair,
        at: currentTime,
        trade,
        order: trade.orders.indexOf(order),
        values: [rate(proposedRate), rate(currentOrderRate), entryTag, side(trade), isEntry ?? null],
      }),
    );
}

function overdue(method: string, ask: Ask) {
  return ({ pair, trade, order, currentTime }: Parameters<NonNullable<Strategy['checkEntryTimeout']>>[0]) =>
    ask({ method, pair, at: currentTime, trade, order: trade.orders.indexOf(order), values: [] }) === true;
}

/** Methods of older interfaces, which freqtrade calls by those of today. */
const OLDER: Readonly<Record<string, Name>> = {
  custom_sell: 'custom_exit',
  check_buy_timeout: 'check_entry_timeout',
  check_sell_timeout: 'check_exit_timeout',
};

/** Gives a strategy the callbacks that its class has, as members of its own. */
export function giveCallbacks(strategy: Strategy, overridden: readonly string[], ask: Ask): void {
  for (const name of new Set(overridden.map((found) => OLDER[found] ?? found)))
    if (name in ASKED) Object.assign(strategy, ASKED[name as Name](ask));
}
