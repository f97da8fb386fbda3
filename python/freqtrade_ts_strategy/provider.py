"""freqtrade's own DataProvider, fed from the bot's state."""

import pickle
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from freqtrade.data.dataprovider import DataProvider

from . import columns
from .exchange import ExchangeStandIn

Need = Callable[..., Any]


class Whitelist:
    """Stands in for freqtrade's pairlists."""

    def __init__(self, need: Need) -> None:
        self._need = need
        self.fixed: list[str] | None = None

    @property
    def whitelist(self) -> list[str]:
        return self.fixed if self.fixed is not None else self._need("whitelist")


class BacktestProvider(DataProvider):
    """Analysed frames are shown up to the present candle; those in files are read when they are first wanted."""

    def __init__(self, config: dict, exchange: ExchangeStandIn, pairs: Whitelist, need: Need) -> None:
        super().__init__(config, exchange, pairs)
        self._need = need
        self._aside: dict[str, Path] = {}
        self._kind = config["candle_type_def"]
        #: pair that is being decided on, the rows before its present candle
        self.present: tuple[str, int | None] | None = None

    def begin_decision(self, pair: str, rows: int | None, now: datetime) -> None:
        self.present = (pair, rows)
        self._set_dataframe_max_date(now)

    def begin_candle(self, before: datetime | None) -> None:
        self.present = ("", 0)
        if before is not None:
            self._set_dataframe_max_date(before)

    def keep(self, pair: str, frame: pd.DataFrame | Path) -> None:
        if isinstance(frame, Path):
            self._aside[pair] = frame
        else:
            self._set_cached_df(pair, self._default_timeframe, frame, self._kind)

    def get_analyzed_dataframe(self, pair: str, timeframe: str):
        if timeframe == self._default_timeframe:
            if (file := self._aside.pop(pair, None)) is not None:
                with file.open("rb") as opened:
                    self._set_cached_df(pair, timeframe, pickle.load(opened), self._kind)
                file.unlink()
            self._look_up_to(pair)
        return super().get_analyzed_dataframe(pair, timeframe)

    def _look_up_to(self, pair: str) -> None:
        if self.present is None:
            return
        # a pair whose turn comes later in this candle is seen as it was before
        end = self.present[1] if pair == self.present[0] else self._need("rows_known", pair=pair, present=self.present[0])
        if end is not None:
            self._set_dataframe_max_index(pair, end)


class SampleProvider(BacktestProvider):
    """Candles are made up, and the bot has them all."""

    def historic_ohlcv(self, pair: str, timeframe: str, candle_type: str = "") -> pd.DataFrame:
        found = self._need("klines", pair=pair, timeframe=timeframe, kind="", known="")
        return columns.candles_from(found["columns"][0]) if found is not None else pd.DataFrame()
