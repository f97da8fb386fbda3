"""In a folder below, where it is found with --recursive-strategy-search only."""
from freqtrade.strategy import IStrategy


class Below(IStrategy):
    timeframe = "15m"
    minimal_roi = {"0": 0.02}
    stoploss = -0.04

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["close"] < dataframe["close"].rolling(30).min() * 1.0005, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe
