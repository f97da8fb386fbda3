"""Stands in for freqtrade's exchange where strategies reach it: what is asked of it is asked of the bot."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import freqtrade.exchange as exchanges
from freqtrade.enums import TradingMode
from freqtrade.exceptions import ExchangeError
from freqtrade.exchange import Exchange
from freqtrade.exchange.common import MAP_EXCHANGE_CHILDCLASS

Need = Callable[..., Any]


def class_of(name: str) -> type[Exchange]:
    known = MAP_EXCHANGE_CHILDCLASS.get(name, name).title()
    return getattr(exchanges, known, Exchange)


class Markets(dict):
    """Markets of the exchange, each asked for when it is looked at."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self._need = need
        self._is_whole = False

    def get(self, pair: str, default: Any = None) -> Any:
        if not super().__contains__(pair) and not self._is_whole:
            found = self._need("market", pair=pair)
            if found is not None:
                self[pair] = found
        return super().get(pair, default)

    def __getitem__(self, pair: str) -> Any:
        found = self.get(pair)
        if found is None:
            raise KeyError(pair)
        return found

    def __contains__(self, pair: object) -> bool:
        return self.get(str(pair)) is not None

    def whole(self) -> "Markets":
        if not self._is_whole:
            self._is_whole = True
            self.update(self._need("markets"))
        return self

    def __iter__(self):
        return dict.__iter__(self.whole())

    def __len__(self) -> int:
        return dict.__len__(self.whole())

    def keys(self):
        return dict.keys(self.whole())

    def values(self):
        return dict.values(self.whole())

    def items(self):
        return dict.items(self.whole())


class ExchangeStandIn:
    #: candles that freqtrade's keeps of a running bot
    _klines: dict = {}

    def __init__(self, config: dict, need: Need) -> None:
        self._config = config
        self._need = need
        self.name = config["exchange"]["name"].title()
        self.id = config["exchange"]["name"]
        self._ft_has = class_of(self.id).combine_ft_has(include_futures=config["trading_mode"] == TradingMode.FUTURES)
        self.trading_mode = config["trading_mode"]
        self.margin_mode = config["margin_mode"]
        self.markets = Markets(need)

    def get_proxy_coin(self) -> str:
        return self._config["stake_currency"]

    def get_pair_base_currency(self, pair: str) -> str:
        return pair.split("/")[0]

    def get_pair_quote_currency(self, pair: str) -> str:
        return pair.split("/")[-1].split(":")[0]

    def get_option(self, param: str, default: Any | None = None) -> Any:
        return self._ft_has.get(param, default)

    def fetch_ticker(self, pair: str) -> dict:
        return {"symbol": pair, "timestamp": None, "datetime": None, **self._asked("ticker", pair=pair)}

    def fetch_l2_order_book(self, pair: str, limit: int = 100) -> dict:
        book = self._asked("order_book", pair=pair, limit=limit)
        return {**book, "symbol": pair, "timestamp": None, "datetime": None, "nonce": None}

    def fetch_funding_rate(self, pair: str) -> dict:
        return self._asked("funding_rate", pair=pair)

    def check_delisting_time(self, pair: str) -> datetime | None:
        at = self._need("delisted_at", pair=pair)
        return None if at is None else datetime.fromtimestamp(at / 1000, tz=UTC)

    def _asked(self, what: str, **facts: Any) -> dict:
        found = self._need(what, **facts)
        if found is None:
            raise ExchangeError(f"There is no {what.replace('_', ' ')} of {facts['pair']} here and now.")
        return found
