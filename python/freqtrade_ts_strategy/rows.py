"""Fields of trades and orders in the order the bot sends them, and how each is read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from freqtrade.enums import TradingMode

from . import tags


def number(value: Any) -> float | None:
    """A number; what is no finite one comes as a text."""
    return None if value is None else float(value)


def moment(value: Any) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(value / 1000, tz=UTC)


def naive(value: Any) -> datetime | None:
    """As a database keeps it: UTC, without saying so."""
    return None if value is None else datetime.fromtimestamp(value / 1000, tz=UTC).replace(tzinfo=None)


def as_is(value: Any) -> Any:
    return value


def mode(value: Any) -> TradingMode:
    return TradingMode(value or "spot")


Field = tuple[str, Callable[[Any], Any]]

#: the same order as in src/python/trade-rows.ts
TRADE: tuple[Field, ...] = (
    ("id", as_is),
    ("exchange", as_is),
    ("pair", as_is),
    ("base_currency", as_is),
    ("stake_currency", as_is),
    ("is_open", as_is),
    ("is_short", as_is),
    ("fee_open", number),
    ("fee_open_cost", number),
    ("fee_open_currency", as_is),
    ("fee_close", number),
    ("fee_close_cost", number),
    ("fee_close_currency", as_is),
    ("open_rate", number),
    ("open_rate_requested", number),
    ("open_trade_value", number),
    ("close_rate", number),
    ("close_rate_requested", number),
    ("realized_profit", number),
    ("close_profit", number),
    ("close_profit_abs", number),
    ("stake_amount", number),
    ("max_stake_amount", number),
    ("amount", number),
    ("amount_requested", number),
    ("open_date", moment),
    ("close_date", moment),
    ("stop_loss", number),
    ("stop_loss_pct", number),
    ("initial_stop_loss", number),
    ("initial_stop_loss_pct", number),
    ("is_stop_loss_trailing", as_is),
    ("max_rate", number),
    ("min_rate", number),
    ("exit_reason", as_is),
    ("exit_order_status", as_is),
    ("strategy", as_is),
    ("enter_tag", tags.read),
    ("timeframe", as_is),
    ("trading_mode", mode),
    ("amount_precision", as_is),
    ("price_precision", as_is),
    ("precision_mode", as_is),
    ("contract_size", number),
    ("leverage", number),
    ("liquidation_price", number),
    ("interest_rate", number),
    ("funding_fees", number),
    ("funding_fee_running", number),
)

ORDER: tuple[Field, ...] = (
    ("id", as_is),
    ("ft_order_side", as_is),
    ("ft_pair", as_is),
    ("ft_is_open", as_is),
    ("ft_amount", number),
    ("ft_price", number),
    ("ft_cancel_reason", as_is),
    ("order_id", as_is),
    ("status", as_is),
    ("order_type", as_is),
    ("side", as_is),
    ("price", number),
    ("average", number),
    ("amount", number),
    ("filled", number),
    ("remaining", number),
    ("cost", number),
    ("stop_price", number),
    ("order_date", moment),
    ("order_filled_date", moment),
    ("order_update_date", moment),
    ("funding_fee", number),
    ("ft_fee_base", number),
    ("ft_order_tag", tags.read),
)


def without_zone(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple((name, naive if read is moment else read) for name, read in fields)
