import type { BotService } from '../../bot/port.ts';
import type { ResearchService } from '../../research/port.ts';
import { accountCalls } from './account.ts';
import { type CallTable, callsOf, NotReady } from './call.ts';
import { infoCalls } from './info.ts';
import type { LogLine } from './log-line.ts';
import { createMachine } from './machine.ts';
import { listedMarkets, marketCalls } from './market.ts';
import { createRateOf } from './rates.ts';
import { researchCalls } from './research.ts';
import { tradingCalls } from './trading.ts';

export interface CallOptions {
  /** Null until the bot is there; what needs it is refused before. */
  readonly bot: () => BotService | null;
  /** What webserver mode does; null while trading. */
  readonly research: ResearchService | null;
  readonly logLines: (limit: number) => readonly LogLine[];
  readonly now: () => number;
}

/** Every call but those about who may call. */
export function everyCall(calls: CallTable, { bot, research, logLines, now }: CallOptions): void {
  const service = lazyService(bot);
  const botCalls = callsOf(calls, () => {
    if (bot() === null) throw new NotReady();
  });
  const rateOf = createRateOf(service);
  tradingCalls(botCalls, service, rateOf);
  accountCalls(botCalls, service, rateOf, now);
  // beside trading, what a trading bot is asked is answered by it
  const instead = research?.isBesideTrading ? null : research;
  marketCalls(botCalls, service, now);
  listedMarkets(calls, service, instead);
  infoCalls(calls, service, { logLines, research: instead, anyResearch: research, machine: createMachine() });
  researchCalls(calls, research);
}

/** The bot once it is there; before, every use is refused. */
function lazyService(bot: () => BotService | null): BotService {
  return new Proxy({} as BotService, {
    get: (_target, name) => {
      const service = bot();
      if (service === null) throw new NotReady();
      return Reflect.get(service, name, service) as unknown;
    },
  });
}
