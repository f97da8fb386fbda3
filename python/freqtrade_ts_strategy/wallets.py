"""freqtrade's own Wallets over the bot's balances."""

from collections.abc import Callable
from typing import Any

from freqtrade.wallets import PositionWallet, Wallet, Wallets

from .exchange import ExchangeStandIn

Need = Callable[..., Any]


class BotWallets(Wallets):
    def __init__(self, config: dict, exchange: ExchangeStandIn, need: Need, *, is_backtest: bool) -> None:
        self._config = config
        self._exchange = exchange
        self._need = need
        self._is_backtest = is_backtest
        self._stake_currency = config["stake_currency"]
        start = config.get("dry_run_wallet", 1000)
        self._start_cap = {self._stake_currency: start} if isinstance(start, float | int) else start
        self._last_wallet_refresh = None

    @property
    def _wallets(self) -> dict[str, Wallet]:
        return {name: Wallet(name, *map(float, balance)) for name, balance in self._need("balances").items()}

    @property
    def _positions(self) -> dict[str, PositionWallet]:
        found = self._need("positions").items()
        return {name: PositionWallet(name, *map(float, numbers), side) for name, (*numbers, side) in found}

    def update(self, require_update: bool = True) -> None:
        """The bot's are always up to date."""
