from freqtrade.strategy import IStrategy

# What each pair is entered at, and nowhere else: the test sets the prices.
GATES = {"BTC": 60000, "ETH": 3000, "SOL": 145, "ADA": 0.62, "LINK": 14.2}
SHORTS = ("SOL", "ADA")


def base(pair):
    return pair.split("/")[0]


class BesideStrategy(IStrategy):
    """The same as ../beside-strategy.ts."""

    INTERFACE_VERSION = 3
    timeframe = "1m"
    minimal_roi = {"0": 0.06}
    stoploss = -0.05
    trailing_stop = True
    trailing_stop_positive = 0.01
    trailing_stop_positive_offset = 0.03
    trailing_only_offset_is_reached = True
    position_adjustment_enable = True
    max_entry_position_adjustment = 1

    def is_short_pair(self, pair):
        return self.can_short and base(pair) in SHORTS

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[:, "enter_short" if self.is_short_pair(metadata["pair"]) else "enter_long"] = 1
        dataframe.loc[:, "enter_tag"] = "gate"
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[:, "exit_long"] = 0
        return dataframe

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return 3.0

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return abs(rate / GATES[base(pair)] - 1) < 0.001

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return "gave up" if base(pair) == "ADA" and current_profit < -0.02 else None

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, *args, **kwargs):
        if base(trade.pair) != "LINK":
            return None
        if trade.nr_of_successful_entries == 1:
            return 150 if current_profit < -0.02 else None
        return -trade.stake_amount / 2 if trade.nr_of_successful_exits == 0 and current_profit > 0.01 else None


class BesideContracts(BesideStrategy):
    can_short = True
