"""Answers that are no numbers, and tags that are no texts."""

import math

import numpy as np
import talib.abstract as ta
import freqtrade.vendor.qtpylib.indicators as qtpylib
from freqtrade.strategy import IStrategy


class OddTags(IStrategy):
    """Tags of entries are numbers, nothing and texts, by pair; those of orders that are added, too."""

    INTERFACE_VERSION = 3
    timeframe = "5m"
    stoploss = -0.04
    minimal_roi = {"0": 0.02, "60": 0.008, "240": 0.0}
    startup_candle_count = 30
    position_adjustment_enable = True
    calls = 0

    def odd(self, value, otherwise):
        """Every third answer."""
        type(self).calls += 1
        return value if type(self).calls % 3 == 0 else otherwise

    def populate_indicators(self, dataframe, metadata):
        dataframe["fast"] = ta.EMA(dataframe, timeperiod=8)
        dataframe["slow"] = ta.EMA(dataframe, timeperiod=21)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        up = qtpylib.crossed_above(dataframe["fast"], dataframe["slow"])
        dataframe.loc[up, "enter_long"] = 1
        hour = dataframe["date"].dt.hour
        pair = metadata["pair"]
        if pair == "S000/USDT":
            dataframe["enter_tag"] = hour % 3
        elif pair == "S001/USDT":
            dataframe["enter_tag"] = np.where(hour % 2 == 0, np.nan, 2.5)
        elif pair == "S002/USDT":
            dataframe["enter_tag"] = hour % 2 == 0
        else:
            dataframe["enter_tag"] = dataframe["enter_tag"].astype(object)
            dataframe.loc[up & (hour % 2 == 0), "enter_tag"] = "even"
            dataframe.loc[up & (hour % 3 == 0), "enter_tag"] = 7
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        down = qtpylib.crossed_below(dataframe["fast"], dataframe["slow"])
        dataframe.loc[down, ["exit_long", "exit_tag"]] = (1, "down")
        dataframe.loc[down & (dataframe["date"].dt.hour % 2 == 0), "exit_tag"] = None
        return dataframe

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        return proposed_stake / (2 if entry_tag == 1 or entry_tag is None else 3)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_profit > 0.005:
            return f"{trade.enter_tag!r} {[order.ft_order_tag for order in trade.orders]!r} " + "x" * (300 if pair == "S003/USDT" else 1)

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kwargs):
        if current_profit < -0.004 and trade.nr_of_successful_entries < 4:
            return trade.stake_amount / 2, [5, 2.5, float("nan"), "more"][trade.nr_of_successful_entries]
        if 0.002 < current_profit < 0.004 and trade.nr_of_successful_exits < 3:
            return -trade.stake_amount / 3, [7, 1.5, True][trade.nr_of_successful_exits]

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        return proposed_rate * (1.0001 if isinstance(exit_tag, str) else 1.0003)

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        return isinstance(exit_reason, str) or trade.exit_reason is None or self.odd(False, True)


class OddPrices(OddTags):
    """Prices and stops without a number, or without an end."""

    use_custom_stoploss = True
    adjust_trade_position = IStrategy.adjust_trade_position
    custom_exit = IStrategy.custom_exit
    confirm_trade_exit = IStrategy.confirm_trade_exit

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return proposed_rate * 0.997

    def adjust_entry_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, **kwargs):
        return self.odd(math.inf if pair == "S000/USDT" else -math.inf, proposed_rate * 0.999)

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        return self.odd(float("nan") if pair != "S001/USDT" else -math.inf, proposed_rate * 1.002)

    def adjust_exit_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, **kwargs):
        return self.odd(float("nan"), proposed_rate)

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return self.odd(-1.0, -0.03)


class OddLeverage(OddTags):
    """No leverage is none that is traded with; exits at no price that nobody asks about wait for the next candle."""

    can_short = True
    adjust_trade_position = IStrategy.adjust_trade_position
    custom_exit = IStrategy.custom_exit
    confirm_trade_exit = IStrategy.confirm_trade_exit

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return self.odd(float("nan") if current_time.hour % 2 else math.inf, 2.0)

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        return float("nan") if current_time.hour % 3 == 0 else proposed_rate
