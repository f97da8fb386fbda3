import { orderFlow } from '../core/market/order-flow.ts';
import type { Surroundings } from '../strategy/analyze.ts';
import type { Bot } from './bot.ts';

/** Whether a pair's public trades are awaited: its analysis would miss them. One that can't be had is not waited for. */
export function awaitsTrades({ settings, state }: Bot, pair: string, lastCandle: number): boolean {
  if (settings.orderFlow === null || state.troubles.lasting('public trades ').includes(`public trades ${pair}`)) return false;
  return (state.publicTrades.get(pair)?.knownUntil ?? 0) < lastCandle + settings.timeframeMs;
}

/** The order flow of a pair's candles, where it is asked for. */
export function flowOf({ settings, state }: Bot): Pick<Surroundings, 'orderFlowOf'> {
  const rules = settings.orderFlow;
  if (rules === null) return {};
  const orderFlowOf = (pair: string, times: Float64Array) => {
    const trades = state.publicTrades.get(pair);
    const flow = orderFlow(times, rules, (start) => trades?.flowAt(start) ?? null);
    trades?.keepNewest(times.at(-1) ?? 0);
    return flow;
  };
  return { orderFlowOf };
}
