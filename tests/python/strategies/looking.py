"""What analyses of bias are tried with."""

import talib.abstract as ta
from freqtrade.strategy import IStrategy, informative, merge_informative_pair


class LooksBack(IStrategy):
    """Looks back only."""
    INTERFACE_VERSION = 3
    timeframe = "5m"
    stoploss = -0.05
    minimal_roi = {"0": 0.03}
    startup_candle_count = 30

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["slow"] = ta.EMA(dataframe, timeperiod=20)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["rsi"] < 35) & (dataframe["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "low")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 60, "exit_long"] = 1
        return dataframe


class FarAhead(LooksBack):
    """Five candles ahead, in entries and exits."""

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        dataframe["word"] = (dataframe["close"].shift(-5) > dataframe["close"]).map({True: "up", False: "down"})
        dataframe["peak"] = dataframe["high"].rolling(11, center=True).max()
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["word"] == "up") & (dataframe["rsi"] < 48), ["enter_long", "enter_tag"]] = (1, "up")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["close"].shift(-5) < dataframe["close"]) & (dataframe["rsi"] > 52), ["exit_long", "exit_tag"]] = (1, "down")
        return dataframe


class OtherFrames(LooksBack):
    """Other timeframes: as they should be, and joined by hand without waiting for their end."""
    startup_candle_count = 60

    @informative("1h")
    def populate_indicators_1h(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=7)
        return dataframe

    def informative_pairs(self):
        return [("S001/USDT", "15m")]

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        other = self.dp.get_pair_dataframe("S001/USDT", "15m")
        other["fast"] = ta.EMA(other, timeperiod=9)
        dataframe = merge_informative_pair(dataframe, other, self.timeframe, "15m", ffill=True)
        hours = self.dp.get_pair_dataframe(metadata["pair"], "1h")[["date", "close"]].rename(columns={"close": "early"})
        dataframe = dataframe.merge(hours, on="date", how="left")
        dataframe["early"] = dataframe["early"].ffill()
        resampled = dataframe.set_index("date")["close"].resample("1h").mean()
        dataframe["mean_hour"] = resampled.reindex(dataframe["date"], method="ffill").to_numpy()
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["close"] < dataframe["mean_hour"]) & (dataframe["rsi_1h"] < 60) & (dataframe["rsi"] < 45), "enter_long"] = 1
        return dataframe


class AsksAhead(LooksBack):
    """Callbacks that look at frames, and partial orders."""
    use_custom_stoploss = True
    position_adjustment_enable = True
    max_entry_position_adjustment = 2
    can_short = False
    order_types = {"entry": "limit", "exit": "limit", "stoploss": "limit", "stoploss_on_exchange": False}

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        dataframe["ahead"] = dataframe["rsi"].shift(-3)
        dataframe["flag"] = dataframe["rsi"] > 50
        return dataframe

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return proposed_rate * 0.999

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return -0.02 if current_profit > 0.005 else None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        if frame["ahead"].iloc[-1] < 45 and current_profit > 0.003:
            return "ahead"

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake,
                              current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kwargs):
        return trade.stake_amount / 2 if current_profit < -0.01 else None


class CountsCalls(LooksBack):
    """Keeps something for itself between pairs and runs."""
    seen = 0

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        CountsCalls.seen += 1
        self.calls = getattr(self, "calls", 0) + 1
        dataframe["calls"] = self.calls
        dataframe["rows"] = len(dataframe)
        return dataframe


class Recursing(LooksBack):
    """Indicators with a long memory, of every kind."""
    startup_candle_count = 50

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["ema100"] = ta.EMA(dataframe, timeperiod=100)
        dataframe["sma"] = dataframe["close"].rolling(20).mean()
        dataframe["own"] = dataframe["close"].ewm(span=30).mean()
        dataframe["adx"] = ta.ADX(dataframe)
        dataframe["obv"] = ta.OBV(dataframe)
        dataframe["long_sma"] = dataframe["close"].rolling(300).mean()
        dataframe["high_bar"] = dataframe["high"] > dataframe["ema100"]
        dataframe["word"] = (dataframe["obv"] > 0).map({True: "up", False: "down"})
        dataframe["count"] = range(len(dataframe))
        dataframe["zero"] = (dataframe["count"] > 400).astype(int)
        dataframe["next"] = dataframe["close"].shift(-1)
        dataframe["when"] = dataframe["date"].shift(200)
        dataframe["mean"] = dataframe["close"] - dataframe["close"].mean()
        return dataframe
