"""A class others are made from, in a file of its own."""
import logging

import talib.abstract as ta
from freqtrade.strategy import IStrategy
from pandas import DataFrame
from technical import qtpylib

from own_indicators import trend

logger = logging.getLogger(__name__)


class Crossing(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    minimal_roi = {"0": 0.06, "480": 0.01}
    stoploss = -0.05
    startup_candle_count = 40
    process_only_new_candles = True

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe["trend"] = trend(dataframe)
        dataframe["rsi"] = ta.RSI(dataframe)
        logger.info("Indicators of %s", metadata["pair"])
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[qtpylib.crossed_above(dataframe["trend"], 0), "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[qtpylib.crossed_below(dataframe["trend"], 0), "exit_long"] = 1
        return dataframe
