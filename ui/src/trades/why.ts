import type { ShowConfig } from 'freqtrade-client';
import { type AnyTrade, isOpenTrade } from '../bots/facts.ts';
import { percent, rate, span } from '../format.ts';
import { t } from '../messages/index.ts';
import { enoughAfter } from './roi.ts';

/** Why a trade was entered, left, or is still open: the rule, the value it looked at, and the threshold. */
export interface Reason {
  readonly rule: string;
  readonly value: string;
  readonly threshold: string;
  /** Whether the rule decides for leaving; null where that is not for a rule to say. */
  readonly isMet: boolean | null;
}

const entered = (trade: AnyTrade): Reason => ({
  rule: t('why.entry'),
  value: trade.enter_tag || t('why.signal'),
  threshold: rate(trade.open_rate_requested ?? trade.open_rate, trade),
  isMet: null,
});

/** @param now ms since epoch, UTC */
export function reasonsOf(
  trade: AnyTrade,
  config: Pick<ShowConfig, 'minimal_roi' | 'trailing_stop' | 'trailing_stop_positive' | 'trailing_stop_positive_offset'>,
  now: number,
): Reason[] {
  const isOpen = isOpenTrade(trade);
  const end = isOpen ? now : (trade.close_timestamp ?? now);
  const age = end - trade.open_timestamp;
  const profit = trade.profit_ratio ?? null;
  const at = isOpen ? trade.current_rate : (trade.close_rate ?? null);
  const stop = trade.stop_loss_abs ?? null;
  const enough = enoughAfter(config.minimal_roi, age);
  const left = trade.exit_reason ?? '';
  const isStopHit = at !== null && stop !== null && (trade.is_short ? at >= stop : at <= stop);
  const reasons: Reason[] = [entered(trade)];
  if (enough !== null)
    reasons.push({
      rule: t('why.roi', { age: span(age) }),
      value: percent(profit),
      threshold: `≥ ${percent(enough, false)}`,
      isMet: isOpen ? profit !== null && profit >= enough : left === 'roi',
    });
  if (stop !== null)
    reasons.push({
      rule: t(isTrailing(trade) ? 'why.trailing' : 'why.stop'),
      value: rate(at, trade),
      threshold: `${trade.is_short ? '≥' : '≤'} ${rate(stop, trade)}`,
      isMet: isOpen ? isStopHit : /stop/.test(left),
    });
  if (config.trailing_stop && config.trailing_stop_positive != null)
    reasons.push({
      rule: t('why.trailingBegins'),
      value: percent(profit),
      threshold: `≥ ${percent(config.trailing_stop_positive_offset ?? 0, false)}`,
      isMet: null,
    });
  if (!isOpen && !/^(roi|.*stop.*)$/.test(left))
    reasons.push({
      rule: ruleOf(left),
      value: left || '–',
      threshold: rate(trade.close_rate_requested ?? at, trade),
      isMet: true,
    });
  return reasons;
}

function isTrailing(trade: AnyTrade): boolean {
  return trade.initial_stop_loss_abs != null && trade.stop_loss_abs != null && trade.stop_loss_abs !== trade.initial_stop_loss_abs;
}

/** The exit reason's rule; a word of the strategy's own is its signal. */
function ruleOf(reason: string): string {
  if (reason === 'force_exit') return t('why.byHand');
  if (reason === 'emergency_exit') return t('why.emergency');
  if (reason === 'liquidation') return t('why.liquidation');
  if (reason === 'exit_signal') return t('why.exitSignal');
  return t('why.strategy');
}
