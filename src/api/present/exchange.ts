import type { ListedExchange } from '../../research/port.ts';

/** An exchange as the API lists it. */
export function presentExchange(exchange: ListedExchange) {
  return {
    name: exchange.name,
    classname: exchange.id,
    valid: exchange.isUsable,
    supported: exchange.isSupported,
    comment: exchange.reason,
    comment_futures: exchange.futuresReason,
    dex: exchange.isDex,
    is_alias: exchange.isAlias,
    alias_for: null,
    trade_modes: exchange.tradeModes.map(([mode, margin]) => ({ trading_mode: mode, margin_mode: margin })),
  };
}
