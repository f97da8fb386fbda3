from freqtrade.strategy import IStrategy


class Shortening(IStrategy):
    """Leaves rows out when it looks for signals: the first ones, or one between others; or has some twice."""

    INTERFACE_VERSION = 3
    timeframe = "5m"
    minimal_roi = {}
    stoploss = -0.5

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe.index == 5, "enter_long"] = 1
        if metadata["pair"] == "TWICE/USDT":
            return dataframe.iloc[[0, 1, 1, 2]]
        return dataframe.drop(index=7) if metadata["pair"] == "GAP/USDT" else dataframe.iloc[3:]

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe
