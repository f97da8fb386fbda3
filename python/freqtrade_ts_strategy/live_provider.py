"""freqtrade's own DataProvider in a dry run and live: candles, order books and messages are the bot's."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from freqtrade.data.dataprovider import DataProvider

from . import columns
from .exchange import ExchangeStandIn
from .provider import Whitelist

Need = Callable[..., Any]


class LiveExchange(ExchangeStandIn):
    """Closed candles are asked for once, then again when there is another."""

    def __init__(self, config: dict, need: Need) -> None:
        super().__init__(config, need)
        self._frames: dict[tuple, tuple[str, pd.DataFrame]] = {}

    def klines(self, pair_interval: tuple, copy: bool = True) -> pd.DataFrame:
        pair, timeframe, kind = pair_interval
        mark, frame = self._frames.get((pair, timeframe, kind), ("", None))
        found = self._need("klines", pair=pair, timeframe=timeframe, kind=str(kind.value), known=mark)
        if found is None:
            return pd.DataFrame()
        if found["mark"] != mark:
            frame = columns.candles_from(found["columns"][0])
            self._frames[pair, timeframe, kind] = (found["mark"], frame)
        return frame.copy() if copy else frame

    @property
    def _klines(self) -> dict:
        kind = self._config["candle_type_def"]
        return {(pair, timeframe, kind): None for pair, timeframe in self._need("available_pairs")}

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

    def historic_ohlcv(self, pair: str, timeframe: str, candle_type: str = "") -> pd.DataFrame:
        return super().historic_ohlcv(pair, timeframe, candle_type)
