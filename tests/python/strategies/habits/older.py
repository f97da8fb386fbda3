"""Written for the interface before the present one."""
import talib.abstract as ta
from freqtrade.strategy.interface import IStrategy


class Older(IStrategy):
    INTERFACE_VERSION = 2
    timeframe = "15m"
    minimal_roi = {"60": 0.01, "30": 0.02, "0": 0.04}
    stoploss = -0.05
    use_sell_signal = True
    sell_profit_only = False

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe)
        return dataframe

    def populate_buy_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 30, "buy"] = 1
        return dataframe

    def populate_sell_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 70, "sell"] = 1
        return dataframe
