"""Frames that have not all candles when signals were looked for."""

import talib.abstract as ta
from freqtrade.strategy import IStrategy


class LosesRows(IStrategy):
    """Of one pair quiet candles are left out, of one the first and last, of one all, of one two of three."""

    INTERFACE_VERSION = 3
    timeframe = "5m"
    stoploss = -0.03
    minimal_roi = {"0": 0.02, "60": 0.008, "240": 0.0}
    startup_candle_count = 30

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["fast"] = ta.EMA(dataframe, timeperiod=8)
        dataframe["slow"] = ta.EMA(dataframe, timeperiod=21)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["fast"] > dataframe["slow"], ["enter_long", "enter_tag"]] = (1, "up")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 66, ["exit_long", "exit_tag"]] = (1, "hot")
        pair = metadata["pair"]
        if pair == "S000/USDT":
            return dataframe[dataframe["volume"] > dataframe["volume"].rolling(40).quantile(0.4)]
        if pair == "S001/USDT":
            return dataframe.iloc[100:-30]
        return dataframe.iloc[0:0] if pair == "S002/USDT" else dataframe.iloc[::3]

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        seen = [len(self.dp.get_analyzed_dataframe(other, self.timeframe)[0]) for other in self.dp.current_whitelist()]
        if current_profit > 0.003:
            return f"{frame.iloc[-1]['date']:%d %H:%M} of {len(frame)}, all {seen}"


class LosesRowsSoon(LosesRows):
    """Already among the indicators, which nobody looks after then."""

    disable_dataframe_checks = True

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        return dataframe[dataframe["rsi"].rolling(5).mean() < 62].iloc[20:-90]

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe[dataframe["volume"] > 0] if metadata["pair"] != "S003/USDT" else dataframe.iloc[::2]
