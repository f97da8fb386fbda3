"""freqtrade's own DataProvider in a dry run and live: candles, order books and messages are the bot's."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from freqtrade.candle_columns import OHLCV_COLUMNS, get_candle_columns
from freqtrade.data.converter.converter import add_candle_aliases
from freqtrade.data.dataprovider import DataProvider
from freqtrade.enums import CandleType
from freqtrade.exchange import timeframe_to_floor_freq

from . import columns
from .exchange import ExchangeStandIn
from .provider import Whitelist

Need = Callable[..., Any]


#: of those that are traded, there is one kind
TRADED = (CandleType.SPOT, CandleType.FUTURES)


def candles_of(kind: CandleType, timeframe: str, candles: pd.DataFrame) -> pd.DataFrame:
    """With the columns that freqtrade gives a kind."""
    names = get_candle_columns(kind)
    if names == OHLCV_COLUMNS:
        return candles
    # what is no price stands in the first columns
    frame = candles.iloc[:, : len(names)].set_axis(names, axis=1)
    frame["date"] = frame["date"].dt.floor(timeframe_to_floor_freq(timeframe))
    return add_candle_aliases(frame, kind)


class LiveExchange(ExchangeStandIn):
    """Closed candles are asked for once, then again when there is another."""

    def __init__(self, config: dict, need: Need) -> None:
        super().__init__(config, need)
        self._frames: dict[tuple, tuple[str, pd.DataFrame]] = {}

    def klines(self, pair_interval: tuple, copy: bool = True) -> pd.DataFrame:
        pair, timeframe, kind = pair_interval
        mark, frame = self._frames.get((pair, timeframe, kind), ("", None))
        other = "" if kind in TRADED else str(kind.value)
        found = self._need("klines", pair=pair, timeframe=timeframe, kind=other, known=mark)
        if found is None:
            return pd.DataFrame()
        if found["mark"] != mark:
            frame = candles_of(kind, timeframe, columns.candles_from(found["columns"][0]))
            self._frames[pair, timeframe, kind] = (found["mark"], frame)
        return frame.copy() if copy else frame

    @property
    def _klines(self) -> dict:
        kind = self._config["candle_type_def"]
        return {(pair, timeframe, CandleType.from_string(other) if other else kind): None for pair, timeframe, other in self._need("available_pairs")}

    def refresh_latest_ohlcv(self, pairs: list, **_facts: Any) -> dict:
        """The bot refreshes them itself."""
        return {}


class LiveProvider(DataProvider):
    def __init__(self, config: dict, exchange: LiveExchange, pairs: Whitelist, need: Need) -> None:
        super().__init__(config, exchange, pairs)
        self._need = need

    def begin_decision(self, pair: str, rows: int | None, now: Any) -> None:
        """Frames are whole in a dry run and live."""

    def send_msg(self, message: str, *, always_send: bool = False) -> None:
        self._need("message", text=message, always=always_send)

    def get_producer_pairs(self, producer_name: str = "default") -> list[str]:
        return self._need("producer_pairs", producer=producer_name)

    def get_producer_df(
        self, pair: str, timeframe: str | None = None, candle_type: CandleType | None = None, producer_name: str = "default"
    ) -> tuple[pd.DataFrame, datetime]:
        traded = candle_type in (None, "", *TRADED)
        length = timeframe or self._default_timeframe
        found = self._need("producer_frame", pair=pair, timeframe=length, producer=producer_name) if traded else None
        if found is None:
            return pd.DataFrame(), datetime.fromtimestamp(0, tz=UTC)
        return columns.frame_from(found["columns"][0]), datetime.fromtimestamp(found["at"] / 1000, tz=UTC)
