"""Its parameters come from the file beside it."""
import talib.abstract as ta
from freqtrade.strategy import CategoricalParameter, DecimalParameter, IntParameter

from crossing import Crossing


class Tuned(Crossing):
    fast = IntParameter(4, 20, default=8, space="buy", optimize=True)
    over = DecimalParameter(-1, 1, default=0.0, space="buy")
    mode = CategoricalParameter(["strict", "loose"], default="loose", space="sell")
    cooldown = IntParameter(1, 30, default=2, space="protection", optimize=True)

    class HyperOpt:
        @staticmethod
        def stoploss_space():
            from freqtrade.optimize.space import SKDecimal
            return [SKDecimal(-0.1, -0.01, decimals=3, name="stoploss")]

    @property
    def protections(self):
        return [{"method": "CooldownPeriod", "stop_duration_candles": self.cooldown.value}]

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        dataframe["trend"] = ta.EMA(dataframe, timeperiod=self.fast.value) - ta.EMA(dataframe, timeperiod=26)
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe = super().populate_exit_trend(dataframe, metadata)
        if self.mode.value == "strict":
            dataframe.loc[dataframe["rsi"] > 72, ["exit_long", "exit_tag"]] = (1, "strict")
        return dataframe
