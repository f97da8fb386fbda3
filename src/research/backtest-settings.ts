import type { BacktestSettings } from '../backtest/state.ts';
import { movingRules, type ResearchSettings, researchSettings } from '../bot/settings.ts';
import type { RawConfig } from '../config/raw.ts';
import { startingBalance } from '../config/starting-balance.ts';
import { candleMarket } from '../core/market/market-model.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { liquidationFormula } from '../core/trade/liquidation.ts';
import { protectionsOf } from '../strategy/protections-of.ts';
import type { Strategy } from '../strategy/strategy.ts';

/** A backtest can't be run as asked; the message says what to change. */
export class BacktestError extends Error {
  readonly code = 'OPERATIONAL_EXCEPTION';
}

/** What the command line and the configuration ask of a backtest beside the trading rules. */
export interface BacktestRequest {
  readonly config: RawConfig;
  readonly timerange: string;
  /** Empty for none. */
  readonly timeframeDetail: string;
  readonly enableProtections: boolean;
  readonly positionStacking: boolean;
  /** Whether signals for which there was no slot are kept with the result. */
  readonly keepsRejected: boolean;
  /** Ratio; null for the exchange's. */
  readonly fee: number | null;
  /** Whether whole frames are kept with what came of them: analyses of bias compare them. */
  readonly keepsFrames?: boolean;
}

const FUNDING_INTERVAL_MS = 3_600_000;

/** Everything the engine is run by. @param bot what a bot needs to know @throws BacktestError, ConfigurationError, StrategyError */
export function backtestSettings(
  request: BacktestRequest,
  strategy: Strategy,
  fee: number,
  bot: ResearchSettings = researchSettings(request.config, strategy),
): { bot: ResearchSettings; engine: BacktestSettings } {
  const { config } = request;
  const detailMs = request.timeframeDetail === '' ? 0 : timeframeMs(request.timeframeDetail);
  if (detailMs >= bot.timeframeMs) {
    throw new BacktestError(
      `--timeframe-detail ${request.timeframeDetail} must be smaller than the strategy's timeframe, ${bot.timeframe}.`,
    );
  }
  const { isFutures } = bot;
  if (strategy.canShort && !isFutures) {
    throw new BacktestError(`${bot.strategyName} can short, which spot markets can't: set trading_mode to "futures".`);
  }
  const wallet = startingBalance(config);
  if (!(wallet > 0))
    throw new BacktestError(`The starting balance has no ${config.stake_currency}: name how much the backtest begins with.`);
  const { stakeAmount, tradableBalanceRatio } = bot.entryRules;
  const usable = wallet * tradableBalanceRatio;
  if (stakeAmount !== 'unlimited' && stakeAmount > usable)
    throw new BacktestError(
      `Of the starting balance, ${usable} ${config.stake_currency} may be used (it times tradable_balance_ratio), which is less than stake_amount, ${stakeAmount}: begin with more (--dry-run-wallet) or lower the stake.`,
    );
  return {
    bot,
    engine: {
      strategy,
      strategyName: bot.strategyName,
      exchange: config.exchange.name,
      timeframeMs: bot.timeframeMs,
      detailMs,
      marketModel: candleMarket(bot.timeframeMs),
      schedule: 'by_pair',
      ...movingRules(strategy, bot, true),
      timeouts: bot.timeouts,
      fee,
      stakeCurrency: config.stake_currency,
      wallet,
      canShort: strategy.canShort && isFutures,
      isFutures,
      pairsOfCandle: null,
      positionStacking: request.positionStacking,
      keepsRejected: request.keepsRejected,
      keepsWallet: true,
      keepsTrades: true,
      protections: request.enableProtections ? protectionsOf(strategy, bot.timeframe) : [],
      informative: new Map(),
      ignoreExpiredAfterMs: bot.ignoreExpiredCandleAfterMs,
      fundingIntervalMs: FUNDING_INTERVAL_MS,
      isCross: bot.isCross,
      liquidation: { formula: liquidationFormula(config.exchange.name), buffer: bot.liquidationBuffer },
    },
  };
}
