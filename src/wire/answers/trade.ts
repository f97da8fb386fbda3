import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';

export const TradingMode = Type.Enum(['spot', 'margin', 'futures']);
export const OrderTypeValues = Type.Enum(['limit', 'market']);

const ORDER_FIELDS = {
  pair: Type.String(),
  order_id: Type.String(),
  status: nullable(Type.String()),
  remaining: Type.Optional(nullable(Type.Number())),
  amount: Type.Number(),
  safe_price: Type.Number(),
  cost: Type.Number(),
  filled: Type.Optional(nullable(Type.Number())),
  ft_order_side: Type.String(),
  order_type: Type.String(),
  is_open: Type.Boolean(),
  order_timestamp: Type.Optional(nullable(Type.Integer())),
  order_filled_timestamp: Type.Optional(nullable(Type.Integer())),
  ft_fee_base: Type.Optional(nullable(Type.Number())),
  ft_order_tag: Type.Optional(nullable(Type.String())),
};

export const Order = shape('Order', ORDER_FIELDS, 'An order of a trade');
export type Order = Static<typeof Order>;

export const ClosedTradeOrder = shape(
  'ClosedTradeOrder',
  {
    ...ORDER_FIELDS,
    ft_is_entry: Type.Boolean(),
    average: nullable(Type.Number()),
    order_date: Type.String(),
    order_filled_date: nullable(Type.String()),
    price: nullable(Type.Number()),
    funding_fee: nullable(Type.Number()),
  },
  'An order of a trade, in full',
);

const TRADE_FIELDS = {
  trade_id: Type.Integer(),
  pair: Type.String(),
  base_currency: Type.String(),
  quote_currency: Type.String(),
  is_open: Type.Boolean(),
  is_short: Type.Boolean(),
  exchange: Type.String(),
  amount: Type.Number(),
  amount_requested: nullable(Type.Number()),
  stake_amount: Type.Number(),
  max_stake_amount: Type.Optional(nullable(Type.Number())),
  strategy: Type.String(),
  enter_tag: Type.Optional(nullable(Type.String())),
  timeframe: Type.Integer(),
  fee_open: Type.Optional(nullable(Type.Number())),
  fee_open_cost: Type.Optional(nullable(Type.Number())),
  fee_open_currency: Type.Optional(nullable(Type.String())),
  fee_close: Type.Optional(nullable(Type.Number())),
  fee_close_cost: Type.Optional(nullable(Type.Number())),
  fee_close_currency: Type.Optional(nullable(Type.String())),
  open_date: Type.String(),
  open_timestamp: Type.Integer(),
  open_fill_date: nullable(Type.String()),
  open_fill_timestamp: nullable(Type.Integer()),
  open_rate: Type.Number(),
  open_rate_requested: Type.Optional(nullable(Type.Number())),
  open_trade_value: Type.Number(),
  close_date: Type.Optional(nullable(Type.String())),
  close_timestamp: Type.Optional(nullable(Type.Integer())),
  close_rate: Type.Optional(nullable(Type.Number())),
  close_rate_requested: Type.Optional(nullable(Type.Number())),
  close_profit: Type.Optional(nullable(Type.Number())),
  close_profit_pct: Type.Optional(nullable(Type.Number())),
  close_profit_abs: Type.Optional(nullable(Type.Number())),
  profit_ratio: Type.Optional(nullable(Type.Number())),
  profit_pct: Type.Optional(nullable(Type.Number())),
  profit_abs: Type.Optional(nullable(Type.Number())),
  realized_profit: Type.Number(),
  realized_profit_ratio: Type.Optional(nullable(Type.Number())),
  exit_reason: Type.Optional(nullable(Type.String())),
  exit_order_status: Type.Optional(nullable(Type.String())),
  stop_loss_abs: Type.Optional(nullable(Type.Number())),
  stop_loss_ratio: Type.Optional(nullable(Type.Number())),
  stop_loss_pct: Type.Optional(nullable(Type.Number())),
  stoploss_last_update: Type.Optional(nullable(Type.String())),
  stoploss_last_update_timestamp: Type.Optional(nullable(Type.Integer())),
  initial_stop_loss_abs: Type.Optional(nullable(Type.Number())),
  initial_stop_loss_ratio: Type.Optional(nullable(Type.Number())),
  initial_stop_loss_pct: Type.Optional(nullable(Type.Number())),
  min_rate: Type.Optional(nullable(Type.Number())),
  max_rate: Type.Optional(nullable(Type.Number())),
  nr_of_successful_entries: Type.Integer(),
  nr_of_successful_exits: Type.Integer(),
  has_open_orders: Type.Boolean(),
  leverage: Type.Optional(nullable(Type.Number())),
  interest_rate: Type.Optional(nullable(Type.Number())),
  liquidation_price: Type.Optional(nullable(Type.Number())),
  funding_fees: Type.Optional(nullable(Type.Number())),
  trading_mode: Type.Optional(nullable(TradingMode)),
  amount_precision: Type.Optional(nullable(Type.Number())),
  price_precision: Type.Optional(nullable(Type.Number())),
  precision_mode: Type.Optional(nullable(Type.Integer())),
};

export const OpenTrade = shape(
  'OpenTrade',
  {
    ...TRADE_FIELDS,
    orders: Type.Array(Order),
    profit_fiat: Type.Optional(nullable(Type.Number())),
    stoploss_current_dist: Type.Optional(nullable(Type.Number())),
    stoploss_current_dist_pct: Type.Optional(nullable(Type.Number())),
    stoploss_current_dist_ratio: Type.Optional(nullable(Type.Number())),
    stoploss_entry_dist: Type.Optional(nullable(Type.Number())),
    stoploss_entry_dist_ratio: Type.Optional(nullable(Type.Number())),
    current_rate: nullable(Type.Number()),
    total_profit_abs: Type.Number(),
    total_profit_fiat: Type.Optional(nullable(Type.Number())),
    total_profit_ratio: Type.Optional(nullable(Type.Number())),
  },
  'A trade, valued at the current rate',
);
export type OpenTrade = Static<typeof OpenTrade>;

export const NewTrade = shape(
  'NewTrade',
  { ...TRADE_FIELDS, profit_fiat: nullable(Type.Number()), orders: Type.Array(Order) },
  'A trade just entered',
);
export type NewTrade = Static<typeof NewTrade>;

export const ClosedTrade = shape(
  'ClosedTrade',
  {
    ...TRADE_FIELDS,
    trade_duration_s: nullable(Type.Integer()),
    trade_duration: nullable(Type.Integer()),
    precision_mode_price: Type.Optional(nullable(Type.Integer())),
    contract_size: Type.Optional(nullable(Type.Number())),
    orders: Type.Array(ClosedTradeOrder),
  },
  'A closed trade',
);
export type ClosedTrade = Static<typeof ClosedTrade>;

export const TradesPage = shape('TradesPage', {
  trades: Type.Array(ClosedTrade),
  trades_count: Type.Integer(),
  offset: Type.Integer(),
  total_trades: Type.Integer(),
  next_cursor: Type.Optional(nullable(Type.String())),
});
export type TradesPage = Static<typeof TradesPage>;

/** A closed trade as far as a chart draws it. */
const DrawnTrade = shape('DrawnTrade', {
  trade_id: Type.Integer(),
  is_short: Type.Boolean(),
  orders: Type.Array(
    Type.Object({ ft_order_side: Type.String(), order_filled_timestamp: nullable(Type.Integer()) }, { description: 'Filled orders' }),
  ),
});
export const PairTrades = shape('PairTrades', { pair: Type.String(), trades: Type.Array(DrawnTrade) });
export type PairTrades = Static<typeof PairTrades>;

export const DeleteTrade = shape('DeleteTrade', {
  cancel_order_count: Type.Integer(),
  result: Type.String(),
  result_msg: Type.String(),
  trade_id: Type.Integer(),
});
export type DeleteTrade = Static<typeof DeleteTrade>;

export const CustomDataEntry = shape('CustomDataEntry', {
  key: Type.String(),
  type: Type.String(),
  value: Type.Unknown(),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
});
export type CustomDataEntry = Static<typeof CustomDataEntry>;

export const ListCustomData = shape('ListCustomData', {
  trade_id: Type.Integer(),
  custom_data: Type.Array(CustomDataEntry),
});
export type ListCustomData = Static<typeof ListCustomData>;
