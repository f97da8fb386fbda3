"""Adds to its trades and takes from them in turn, in every iteration: orders at every moment."""

from freqtrade.strategy import IStrategy


class Flipping(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "1m"
    minimal_roi = {"0": 10}
    stoploss = -0.5
    use_custom_stoploss = True
    position_adjustment_enable = True

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return True

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        return True

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return -0.4

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate,
                              current_entry_profit, current_exit_profit, **kwargs):
        if trade.has_open_orders:
            return None
        return 30 if trade.nr_of_successful_entries <= trade.nr_of_successful_exits + 1 else -30

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        trade.set_custom_data("fills", (trade.get_custom_data("fills") or 0) + 1)
