import { ALL_HANDLERS } from '../../pairlists/all-handlers.ts';
import type { ResearchService } from '../../research/port.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { presentExchange } from '../present/exchange.ts';
import { presentHandler } from '../present/pairlist-handler.ts';
import { presentParameter } from '../present/parameter.ts';
import { type CallTable, NotThere } from './call.ts';
import { fieldError } from './checks.ts';

/** freqtrade takes no strategies in the request itself. */
export function checkName(strategy: string, place: 'body' | 'query' | 'path'): string {
  if (strategy.includes(':'))
    throw fieldError([place, 'strategy'], 'strategy_name', 'base64 encoded strategies are not allowed.', strategy);
  return strategy;
}

/** What can be chosen for research: strategies, exchanges, pairlists. */
export function strategyCalls(calls: CallTable, { strategies, markets, config, searches }: ResearchService): void {
  calls.answer(ENDPOINTS.strategies, async () => ({ strategies: [...(await strategies.names())] }));
  calls.answer(ENDPOINTS.strategy, async ({ params }) => {
    const found = await strategies.find(params.strategy);
    if (found === null) throw new NotThere('Strategy not found');
    return { strategy: params.strategy, timeframe: found.timeframe, params: found.parameters.map(presentParameter), code: found.code };
  });
  calls.answer(ENDPOINTS.exchanges, async () => ({ exchanges: (await markets.exchanges()).map(presentExchange) }));
  calls.answer(ENDPOINTS.hyperoptloss, async () => ({ loss_functions: [...(await searches.losses())] }));
  calls.answer(ENDPOINTS.freqaimodels, async () => ({ freqaimodels: [] }));
  calls.answer(ENDPOINTS.pairlists_configured, async () => {
    const { pairlists, exchange, stake_currency } = config;
    return { pairlists: structuredClone(pairlists) as never, blacklist: [...(exchange.pair_blacklist ?? [])], stake_currency };
  });
  calls.answer(ENDPOINTS.pairlists_available, async () => ({
    pairlists: [...ALL_HANDLERS].sort((a, b) => (a.name < b.name ? -1 : 1)).map(presentHandler),
  }));
}
