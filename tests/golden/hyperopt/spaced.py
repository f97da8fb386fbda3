import talib.abstract as ta
import freqtrade.vendor.qtpylib.indicators as q
from freqtrade.strategy import IStrategy, IntParameter, DecimalParameter, RealParameter, CategoricalParameter, BooleanParameter


class Spaced(IStrategy):
    """Spaces of its own, and tries without a trade."""

    INTERFACE_VERSION = 3
    timeframe = "5m"
    can_short = True
    minimal_roi = {"0": 1, "120": 0.01}
    stoploss = -1
    trailing_stop = True
    trailing_stop_positive = 0.5
    trailing_stop_positive_offset = 1
    startup_candle_count = 30
    max_open_trades = -1
    enter_level = DecimalParameter(20, 30, decimals=0, default=25, space="enter")
    exit_level = RealParameter(60, 80, default=70, space="exit")
    mine_often = CategoricalParameter(["never", "seldom", "often"], default="often", space="mine")
    mine_side = CategoricalParameter([True, None, "short"], default=None, space="mine")
    mine_kept = RealParameter(0, 2, default=1.0, space="mine", optimize=False)
    guard = IntParameter(0, 3, default=1, space="protection")

    def populate_indicators(self, d, m):
        d["rsi"] = ta.RSI(d, timeperiod=14)
        return d

    def populate_entry_trend(self, d, m):
        hour = {"never": 99, "seldom": 3, "often": -1}[self.mine_often.value]
        when = (d["date"].dt.hour >= hour) & ((hour < 0) | (d["date"].dt.hour < hour + 2))
        if self.mine_side.value != "short":
            d.loc[q.crossed_below(d["rsi"], self.enter_level.value) & when, ["enter_long", "enter_tag"]] = (1, "low")
        if self.mine_side.value is not True:
            d.loc[q.crossed_above(d["rsi"], 100 - self.enter_level.value) & when, ["enter_short", "enter_tag"]] = (1, "high")
        return d

    def populate_exit_trend(self, d, m):
        d.loc[d["rsi"] > self.exit_level.value, "exit_long"] = 1
        d.loc[d["rsi"] < 100 - self.exit_level.value, "exit_short"] = 1
        return d
