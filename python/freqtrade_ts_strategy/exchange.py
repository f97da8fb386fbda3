"""Stands in for freqtrade's exchange where strategies reach it: what is asked of it is asked of the bot."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import freqtrade.exchange as exchanges
from freqtrade.exceptions import ExchangeError, OperationalException
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


class OtherSide(OperationalException, AttributeError):
    """What speaks to the exchange is on the bot's side."""


class Api:
    """Stands in for ccxt's exchange: what is known of it without asking it."""

    def __init__(self, markets: Markets, need: Need) -> None:
        self.markets = markets
        self.fees: dict = {}
        self._need = need

    @property
    def precisionMode(self) -> int:  # noqa: N802 as ccxt spells it
        return self._need("precision_mode")

    def calculate_fee(self, symbol: str, takerOrMaker: str = "taker", **_facts: Any) -> dict:  # noqa: N803
        return {"rate": self.markets[symbol].get(takerOrMaker)}

    def __getattr__(self, name: str) -> Any:
        words = "is spoken to by the bot itself: a strategy has its candles, prices, markets and balances by self.dp and self.wallets."
        raise OtherSide(f"The exchange ({name}) {words}")


class Tiers(dict):
    """Leverage tiers by pair, each asked for when it is looked at."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self._need = need

    def __contains__(self, pair: object) -> bool:
        if not super().__contains__(pair):
            found = self._need("leverage_tiers", pair=pair)
            if not found:
                return False
            self[pair] = [{name: None if value is None else float(value) for name, value in tier.items()} for tier in found]
        return True

    def __getitem__(self, pair: str) -> list:
        if pair not in self:
            raise KeyError(pair)
        return super().__getitem__(pair)

    def get(self, pair: str, default: Any = None) -> Any:
        return self[pair] if pair in self else default


class ExchangeStandIn:
    """
    Comes before freqtrade's own class of the exchange, which then computes with what it is given here: prices and amounts in steps, sizes of
    contracts, smallest stakes, leverage, fees.
    """

    #: candles that freqtrade's keeps of a running bot
    _klines: dict = {}

    def __init__(self, config: dict, need: Need) -> None:
        # freqtrade's own beginning would connect to the exchange
        self._config = config
        self._need = need
        self._markets = Markets(need)
        self._leverage_tiers = Tiers(need)
        self._api = self._api_async = Api(self._markets, need)
        self._ws_async = self._exchange_ws = None
        self.trading_mode = config["trading_mode"]
        self.margin_mode = config["margin_mode"]
        self.build_ft_has(config["exchange"])
        self.liquidation_buffer = config.get("liquidation_buffer", 0.05)
        self.required_candle_call_count = 1
        self._trading_fees: dict = {}
        self._cache_lock = Lock()
        self._entry_rate_cache: dict = {}
        self._exit_rate_cache: dict = {}

    @property
    def name(self) -> str:
        return self._config["exchange"]["name"].title()

    @property
    def id(self) -> str:
        return self._config["exchange"]["name"]

    @property
    def markets(self) -> Markets:
        return self._markets

    def close(self) -> None:
        """Nothing is open."""

    def get_balances(self, params: dict | None = None) -> dict:
        kinds = ("free", "used", "total")
        return {name: dict(zip(kinds, balance)) for name, balance in self._need("balances").items()}

    def get_proxy_coin(self) -> str:
        return self._config["stake_currency"]

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


def exchange_of(kind: type[ExchangeStandIn], config: dict, need: Need) -> Any:
    """@param kind ExchangeStandIn or one that extends it"""
    return type(kind.__name__, (kind, class_of(config["exchange"]["name"])), {})(config, need)
