import type { BotService } from '../../bot/port.ts';
import { ResearchRefused, type ResearchService, unknownStrategy } from '../../research/port.ts';
import type { SysInfo } from '../../wire/answers/info.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { presentBotConfig, presentResearchConfig } from '../present/config.ts';
import { presentHealth } from '../present/health.ts';
import { presentParameter } from '../present/parameter.ts';
import { type CallTable, NotThere } from './call.ts';
import type { LogLine } from './log-line.ts';
import { VERSION } from './version.ts';

export interface InfoSources {
  readonly logLines: (limit: number) => readonly LogLine[];
  /** In place of a bot; null where one trades. */
  readonly research: ResearchService | null;
  /** The same, or research beside trading. */
  readonly anyResearch: ResearchService | null;
  readonly machine: () => SysInfo;
}

/** What kind of bot this is and how it fares. */
export function infoCalls(calls: CallTable, bot: BotService, { logLines, research, anyResearch, machine }: InfoSources): void {
  calls.answer(ENDPOINTS.version, async () => ({ version: VERSION }));
  calls.answer(ENDPOINTS.show_config, async () => (research === null ? presentBotConfig(bot) : presentResearchConfig(research.config)));
  calls.answer(ENDPOINTS.logs, async ({ query }) => {
    const logs = logLines(query.limit ?? 0);
    return { log_count: logs.length, logs: logs.map((line) => [...line]) };
  });
  calls.answer(ENDPOINTS.health, async () => {
    if (research !== null) throw new ResearchRefused('impossible', 'Bot is not in the correct state', 'query');
    return presentHealth(bot);
  });
  calls.answer(ENDPOINTS.sysinfo, async () => machine());
  calls.answer(ENDPOINTS.plot_config, async ({ query: { strategy } }) => {
    if (anyResearch?.isBesideTrading && strategy !== undefined) return withSubplots(await anyResearch.strategies.plotConfig(strategy));
    if (research === null) {
      // an empty name is none, as in freqtrade
      if (strategy && strategy !== bot.settings.strategyName) throw new ResearchRefused('impossible', unknownStrategy(strategy));
      return withSubplots(bot.plotConfig);
    }
    if (strategy === undefined) throw new ResearchRefused('impossible', 'Strategy is mandatory in webserver mode.', 'query');
    return withSubplots(await research.strategies.plotConfig(strategy));
  });
  // research has every strategy
  if (anyResearch === null) strategyCall(calls, bot);
}

function strategyCall(calls: CallTable, bot: BotService): void {
  calls.answer(ENDPOINTS.strategy, async ({ params: { strategy } }) => {
    if (strategy.includes('/')) throw new NotThere('Not Found');
    if (strategy !== bot.settings.strategyName) throw new NotThere('Only the currently active strategy is available in trade mode');
    return {
      strategy,
      timeframe: bot.settings.timeframe,
      params: bot.strategyParameters.map(presentParameter),
      code: bot.strategyCode,
    };
  });
}

/** What is drawn, with a place for what is drawn below where anything is. Source: freqtrade 2026.9. */
function withSubplots(plotConfig: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.keys(plotConfig).length === 0 || 'subplots' in plotConfig ? { ...plotConfig } : { ...plotConfig, subplots: {} };
}
