"""Classes that put rules of their own in the place of freqtrade's, or set what it trades by while it trades."""
import random
from datetime import timedelta

from crossing import Crossing
from freqtrade.persistence import LocalTrade, PairLocks, Trade
from freqtrade.resolvers import StrategyResolver


class OwnRoi(Crossing):
    """A return that falls with the trend, by a rule of its own; the table is asked where there is no trend."""

    minimal_roi = {"0": 0.05, "60": 0.03, "240": -1}

    def min_roi_reached(self, trade, current_profit, current_time):
        frame, _ = self.dp.get_analyzed_dataframe(trade.pair, self.timeframe)
        wanted = frame["rsi"].iloc[-1] / 4000
        if trade.nr_of_successful_entries == 1 and wanted > 0.012:
            return current_profit > wanted
        return super().min_roi_reached(trade, current_profit, current_time)


class OwnRoiSteps(Crossing):
    """Steps that are made anew for each trade."""

    minimal_roi = {"0": 10}

    def min_roi_reached_entry(self, trade, trade_dur, current_time):
        if trade.enter_tag == "none" or trade_dur < 15:
            return None, None
        if trade_dur >= 300:
            return 300, -1
        return trade_dur // 45 * 45, 0.03 - 0.0001 * trade_dur


class OlderRoiSteps(Crossing):
    """As it was written years ago: freqtrade fails with it, and so do we."""

    def min_roi_reached_entry(self, trade_dur):
        return 0, 0.01


class MovesRules(Crossing):
    """Sets its own attributes, wherever it is asked."""

    trailing_stop = True
    trailing_stop_positive = 0.02
    trailing_stop_positive_offset = 0.03

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        # of the last pair, for all
        self.stoploss = -0.02 - 0.01 * (dataframe["rsi"].iloc[-1] > 50)
        return dataframe

    def bot_loop_start(self, current_time, **kwargs):
        self.minimal_roi = {0: 0.02 if current_time.day % 2 else 0.012, 120: 0.005}
        self.use_exit_signal = current_time.hour != 9

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_profit < -0.008:
            self.trailing_stop_positive, self.trailing_stop_positive_offset = 0.004, 0.006
            self.minimal_roi[60] = 0.001
        else:
            self.trailing_stop_positive, self.trailing_stop_positive_offset = 0.02, 0.03


class Twice(Crossing):
    """Old and new names of one column, and a stop at nothing that the first question moves."""

    stoploss = -1
    use_custom_stoploss = True

    def populate_entry_trend(self, dataframe, metadata):
        dataframe = super().populate_entry_trend(dataframe, metadata)
        dataframe["buy"] = dataframe["enter_long"]
        dataframe = dataframe.drop(columns=["enter_long"])
        dataframe["enter_tag"] = "new"
        dataframe["buy_tag"] = "old"
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe = super().populate_exit_trend(dataframe, metadata)
        dataframe["exit_tag"] = "down"
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return -0.04


class Ensemble(Crossing):
    """Asks others of its folder, which it loads itself."""

    loaded = {}

    def other(self, name):
        if name not in self.loaded:
            self.loaded[name] = StrategyResolver.load_strategy({**self.config, "strategy": name})
            self.loaded[name].dp = self.dp
        return self.loaded[name]

    def populate_entry_trend(self, dataframe, metadata):
        dataframe = super().populate_entry_trend(dataframe, metadata)
        older = self.other("Older").advise_entry(self.other("Older").advise_indicators(dataframe.copy(), metadata), metadata)
        dataframe["enter_tag"] = "own"
        dataframe.loc[older["enter_long"] == 1, ["enter_long", "enter_tag"]] = (1, f"older_{len(self.loaded)}")
        return dataframe


class EveryRule(Twice, Ensemble):
    """All of it at once, and decisions by the number of questions and by chance: another order of questions would be other trades."""

    asked = 0

    def bot_start(self, **kwargs):
        random.seed(7)

    def bot_loop_start(self, current_time, **kwargs):
        self.minimal_roi = {0: 0.03 if current_time.day % 2 else 0.02, 120: 0.008}

    def min_roi_reached(self, trade, current_profit, current_time):
        self.asked += 1
        if self.asked % 3 == 0:
            return current_profit > 0.01 + random.random() / 50
        return super().min_roi_reached(trade, current_profit, current_time)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        self.asked += 1
        self.exit_profit_only = self.asked % 5 == 0
        return f"asked_{self.asked}" if self.asked % 211 == 0 else None

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return random.random() > 0.2

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return -0.03 - random.random() / 50

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        self.lock_pair(pair, until=current_time + timedelta(hours=3), reason="rest", side="long")
        if current_time.hour % 2 == 0:
            # without a moment, this unlocks what is locked today, which is nothing of the past
            self.unlock_pair(pair)
            self.unlock_reason("rest")
        elif current_time.hour % 3 == 0:
            PairLocks.unlock_pair(pair, current_time, side="long")
        return len(LocalTrade.bt_trades_open_pp[pair]) <= len(Trade.get_trades_proxy(is_open=True))
