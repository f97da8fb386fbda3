from decimal import Decimal

import numpy as np
import pandas as pd

from freqtrade.enums import CandleType
from freqtrade.strategy import DecimalParameter, IStrategy


class Charted(IStrategy):
    """Columns of every kind, candles of other kinds, and what another bot has made."""

    INTERFACE_VERSION = 3
    timeframe = "5m"
    minimal_roi = {}
    stoploss = -0.5
    can_short = False
    part = DecimalParameter(0.1, 2.5, default=1.5, decimals=2, space="buy")
    plot_config = {"main_plot": {"mean": {"color": "red"}}}

    def informative_pairs(self):
        return [("BTC/USDT", "1h"), ("BTC/USDT", "1h", "mark"), ("BTC/USDT", "4h", "funding_rate"), ("BTC/USDT", "1h", CandleType.INDEX)]

    def populate_indicators(self, dataframe, metadata):
        dataframe["mean"] = dataframe["close"].rolling(3).mean()
        dataframe["word"] = np.where(dataframe["close"] > dataframe["open"], "up", None)
        dataframe["flag"] = dataframe["close"] > dataframe["open"]
        dataframe["when"] = dataframe["date"].shift(1)
        odd = dataframe.index % 2 == 1
        dataframe["perhaps"] = dataframe["flag"].astype(object).where(odd, None)
        dataframe["truth"] = pd.array(np.where(odd, dataframe["flag"], None), dtype="boolean")
        dataframe["whole"] = pd.array(np.where(odd, dataframe.index, None), dtype="Int64")
        dataframe["texts"] = pd.array(np.where(odd, "odd", None), dtype="string")
        dataframe["local"] = dataframe["when"].dt.tz_localize(None)
        dataframe["span"] = dataframe["date"] - dataframe["date"].shift(2)
        dataframe["there"] = dataframe["when"].dt.tz_convert("America/New_York")
        kinds = [None, True, 2.5, float("inf"), "odd", [1, {"a": float("nan")}], Decimal("1.10"), 1 + 2j]
        dataframe["mixed"] = pd.Series([kinds[row % 8] for row in dataframe.index], dtype=object)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe.index == 5, ["enter_long", "enter_tag"]] = (1, "fifth")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe["exit_tag"] = dataframe["date"]
        dataframe["exit_long"] = pd.Series(["1" if row % 2 else True for row in dataframe.index], dtype=object)
        return dataframe

    def plot_annotations(self, pair, start_date, end_date, dataframe, **kwargs):
        return [{"type": "area", "label": f"{len(dataframe)}", "start": start_date, "end": end_date}]

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        mark = self.dp.get_pair_dataframe(pair, "1h", "mark")
        rates = self.dp.get_pair_dataframe(pair, "8h", "funding_rate")
        theirs, at = self.dp.get_producer_df(pair, producer_name="other")
        nothing, never = self.dp.get_producer_df(pair, producer_name="nobody")
        facts = [
            len(mark),
            list(rates.columns),
            rates["funding_rate"].tolist(),
            str(rates["date"].iloc[0]),
            len(self.dp.get_pair_dataframe(pair, "1h", "index")),
            sorted(kind.value for _, _, kind in self.dp.available_pairs if kind.value != 'spot'),
            (theirs["word"] + "!").tolist(),
            theirs["date"].dt.hour.tolist(),
            at.hour,
            len(nothing),
            never.year,
        ]
        return str(facts)
