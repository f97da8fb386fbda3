import type { Selectable } from 'kysely';
import type { TradesTable } from '../tables.ts';

/** What a column of a trade may hold where it is kept as JSON; `?`: null too. */
type Kind = 'text' | 'number' | 'text?' | 'number?';

/** A trade's row without the number that it does not have yet. */
export type StoredTrade = Omit<Selectable<TradesTable>, 'id'>;

const KINDS: Readonly<Record<keyof StoredTrade, Kind>> = {
  exchange: 'text',
  pair: 'text',
  base_currency: 'text?',
  stake_currency: 'text?',
  is_open: 'number',
  fee_open: 'number',
  fee_open_cost: 'number?',
  fee_open_currency: 'text?',
  fee_close: 'number',
  fee_close_cost: 'number?',
  fee_close_currency: 'text?',
  open_rate: 'number',
  open_rate_requested: 'number?',
  open_trade_value: 'number?',
  close_rate: 'number?',
  close_rate_requested: 'number?',
  realized_profit: 'number?',
  close_profit: 'number?',
  close_profit_abs: 'number?',
  stake_amount: 'number',
  max_stake_amount: 'number?',
  amount: 'number',
  amount_requested: 'number?',
  open_date: 'text',
  close_date: 'text?',
  stop_loss: 'number?',
  stop_loss_pct: 'number?',
  initial_stop_loss: 'number?',
  initial_stop_loss_pct: 'number?',
  is_stop_loss_trailing: 'number',
  max_rate: 'number?',
  min_rate: 'number?',
  exit_reason: 'text?',
  exit_order_status: 'text?',
  strategy: 'text?',
  enter_tag: 'text?',
  timeframe: 'number?',
  trading_mode: 'text?',
  amount_precision: 'number?',
  price_precision: 'number?',
  precision_mode: 'number?',
  precision_mode_price: 'number?',
  contract_size: 'number?',
  leverage: 'number?',
  is_short: 'number',
  liquidation_price: 'number?',
  interest_rate: 'number',
  funding_fees: 'number?',
  funding_fee_running: 'number?',
  record_version: 'number',
};

/** The first column that does not hold what it may; null where all do. */
export function wrongColumn(trade: Readonly<Record<string, unknown>>): string | null {
  for (const [column, kind] of Object.entries(KINDS)) {
    const value = trade[column];
    const isRight = value === null ? kind.endsWith('?') : kind.startsWith('text') ? typeof value === 'string' : typeof value === 'number';
    if (!isRight) return column;
  }
  return null;
}
