"""Slots, additions, order types, stops and returns that change by the hour."""

import sys
from pathlib import Path

import talib.abstract as ta
from freqtrade.persistence import Trade

sys.path.append(str(Path(__file__).resolve().parent))
from ancestor import Ancestor


class Moving(Ancestor):
    """Sets its attributes while it trades."""

    minimal_roi = {"0": 0.5}
    stoploss = -0.3
    position_adjustment_enable = False
    max_entry_position_adjustment = 1
    max_open_trades = 1

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 50, "enter_long"] = 1
        return dataframe

    def bot_loop_start(self, current_time, **kwargs):
        hour = current_time.hour
        self.position_adjustment_enable = hour % 2 == 1
        self.max_open_trades = 1 if hour < 12 else 3
        self.max_entry_position_adjustment = 1 if hour < 18 else 2
        self.order_types["entry"] = "market" if hour % 3 == 0 else "limit"
        self.stoploss = -0.05 if hour > 6 else -0.02
        self.minimal_roi = {0: 0.01} if hour > 15 else {0: 0.03}

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kwargs):
        if trade.has_open_orders or current_profit > -0.001:
            return None
        return 50.0

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        self.write("confirm_entry", pair=pair, at=str(current_time), type=order_type, amount=amount, tif=time_in_force, slots=self.max_open_trades, n=Trade.get_open_trade_count())
        return True
