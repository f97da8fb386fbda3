"""Writes down every question a strategy is asked and what it sees meanwhile, one line each, so that two bots can be compared."""
import json
from datetime import datetime
from enum import Enum

import numpy as np
import pandas as pd
from freqtrade.persistence import Trade
from freqtrade.strategy import IStrategy

# what has the moment or the database of a run in it
PASSING = {"order_id", "trade_id", "lock_time", "id", "ft_trade_id"}


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items() if k not in PASSING}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value != value or value is pd.NaT or value is pd.NA:
        return "nothing"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # sums differ in their last digit by the order they are made in
        return float(f"{value:.10g}")
    if isinstance(value, (datetime, pd.Timestamp)):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, bool, int, float)) else repr(value)


def order_facts(order):
    names = ("id", "order_id", "ft_order_side", "ft_pair", "ft_is_open", "ft_amount", "ft_price", "ft_cancel_reason", "ft_order_tag", "status", "symbol",
             "side", "price", "average", "amount", "filled", "remaining", "cost", "stop_price", "order_date_utc", "order_filled_utc", "funding_fee",
             "ft_fee_base", "safe_price", "safe_amount", "safe_filled", "safe_cost", "safe_remaining", "safe_fee_base", "safe_amount_after_fee",
             "stake_amount", "stake_amount_filled", "safe_placement_price")
    return {name: plain(getattr(order, name)) for name in names}


def trade_facts(trade):
    names = ("pair", "base_currency", "stake_currency", "is_open", "is_short", "exchange", "timeframe", "strategy", "enter_tag",
             "exit_order_status", "open_rate", "open_rate_requested", "open_trade_value", "close_rate", "close_rate_requested", "close_profit",
             "close_profit_abs", "realized_profit", "stake_amount", "max_stake_amount", "amount", "amount_requested", "open_date_utc", "stop_loss", "stop_loss_pct", "initial_stop_loss", "initial_stop_loss_pct", "is_stop_loss_trailing", "max_rate",
             "min_rate", "leverage", "interest_rate", "liquidation_price", "fee_open", "fee_close",
             "fee_open_currency", "fee_close_currency", "trading_mode", "amount_precision", "price_precision", "precision_mode",
             "precision_mode_price", "contract_size", "entry_side", "exit_side", "trade_direction", "nr_of_successful_entries",
             "nr_of_successful_exits", "has_open_orders", "has_open_position", "date_last_filled_utc", "date_entry_fill_utc", "has_no_leverage",
             "borrowed", "safe_base_currency", "safe_quote_currency", "stoploss_or_liquidation", "stoploss_last_update_utc",
             "fully_canceled_entry_order_count", "canceled_exit_order_count", "has_open_sl_orders", "safe_close_rate")
    facts = {name: plain(getattr(trade, name, "absent")) for name in names}
    facts["orders"] = [order_facts(order) for order in trade.orders]
    return facts


class Traced(IStrategy):
    """Does nothing but to write down; what is decided is said by the classes below it."""

    INTERFACE_VERSION = 3
    _trace = None

    def note(self, kind, /, **facts):
        if self._trace is None:
            self._trace = open(self.config["user_data_dir"] / f"{type(self).__name__}.jsonl", "w")
        self._trace.write(json.dumps({"asked": kind, **plain(facts)}) + "\n")
        self._trace.flush()

    def look_around(self, pair):
        """What callbacks may ask of the bot."""
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        # freqtrade's backtests leave columns of their own in the frame
        frame = frame[[name for name in frame.columns if not str(name).endswith("_count")]]
        last = {} if frame.empty else frame.iloc[-1].to_dict()
        base = pair.split("/")[0]
        stake = self.config["stake_currency"]
        return {
            "rows": len(frame), "first": frame["date"].iloc[0] if len(frame) else None, "columns": list(frame.columns), "last": last,
            "kinds": [str(kind) for kind in frame.dtypes],
            "whitelist": self.dp.current_whitelist(), "runmode": self.dp.runmode.value,
            "free": self.wallets.get_free(stake),
            "coins": self.wallets.get_total(base), "available": self.wallets.get_available_stake_amount(),
            "stakes": self.wallets.get_total_stake_amount(), "starting": self.wallets.get_starting_balance(),
            "open": [trade.pair for trade in Trade.get_trades_proxy(is_open=True)],
            "closed": [[trade.pair, trade.close_profit] for trade in Trade.get_trades_proxy(is_open=False)][-3:],
            "of_pair": len(Trade.get_trades_proxy(pair=pair)), "count": Trade.get_open_trade_count(),
            "profit": Trade.get_total_closed_profit(), "staked": Trade.total_open_trades_stakes(),
            "locked": self.is_pair_locked(pair, candle_date=frame["date"].iloc[-1]) if len(frame) else None,
        }
