"""What methods that decide have answered, as the bot takes it. Each fails where freqtrade could not go on with an answer."""

import inspect
import math
import reprlib
from collections.abc import Callable
from typing import Any

import numpy as np

from . import tags
from .problems import Problem
from .settings import plain


#: more than any exchange has
MOST_LEVERAGE = 1e9


def taken(strategy: object, method: str, answer: Any, *, is_live: bool, is_exit: bool = False) -> Any:
    """@param is_exit whether an order that is asked about leaves a trade @raises Problem where the answer can't be used"""
    side = "adjust_exit_price" if method == "adjust_order_price" and is_exit else method
    read = (LIVE if is_live else {}).get(side) or READ[side]
    try:
        return read(answer)
    except Exception as error:
        shown = " ".join(reprlib.repr(answer).split())
        words = f"{method} returned {shown} ({type(answer).__name__}), which can't be used: {error}"
        raise Problem("unusable", words, **place_of(getattr(strategy, method))) from error


def place_of(method: Callable) -> dict:
    try:
        code = inspect.unwrap(method).__code__
    except AttributeError:
        return {}
    return {"file": code.co_filename, "line": code.co_firstlineno}


def stop(value: Any) -> float | None:
    if not value or math.isnan(value) or math.isinf(value):
        return None
    # of the numbers, those that can be set against a price
    return float(value / 1.0)


def roi(value: Any) -> float | None:
    if value is None or math.isnan(value) or math.isinf(value):
        return None
    return refused_unless_ordered(value)


def counted(value: Any) -> float:
    """@raises TypeError for what can't be divided by a price either, such as a Decimal"""
    refused_unless_ordered(value)
    return float(value / 1.0)


def refused_unless_ordered(value: Any) -> float:
    """@raises TypeError for what no number is more or less than, such as a text that says one"""
    value > 0.0  # noqa: B015
    return float(value)


def step(value: Any) -> list:
    minutes, ratio = value
    return [number_or_none(minutes), number_or_none(ratio)]


def number_or_none(value: Any) -> Any:
    return None if value is None else plain(float(value))


def leverage(value: Any) -> Any:
    """As much as there can be, at least 1: exchanges know what is too much."""
    return plain(counted(min(max(value, 1.0), MOST_LEVERAGE)))


def reason(value: Any) -> str | bool:
    return str(value) if isinstance(value, str) else bool(value)


def entry_price(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool | np.bool_):
        raise TypeError("a price is a number")
    if not math.isfinite(value):
        raise ValueError("there is no order at such a price")
    return float(value)


def entry_repriced(value: Any) -> float | None:
    """None where no order is wanted any more."""
    if not value:
        return None
    if isinstance(value, bool | np.bool_) or math.isnan(value):
        raise ValueError("there is no order at such a price")
    return plain(float(value / 1.0))


def exit_repriced(value: Any) -> Any:
    """0 for none as well, unless that is the price it has."""
    if not value:
        return None if value is None else 0.0
    if isinstance(value, bool | np.bool_) or math.isinf(value):
        raise ValueError("there is no order at such a price")
    return plain(refused_unless_ordered(value))


def exit_price(value: Any) -> Any:
    if value is None:
        return None
    if value == math.inf:
        raise ValueError("there is no order at such a price")
    return plain(refused_unless_ordered(value))


def stake(value: Any) -> Any:
    if not value or isinstance(value, str) or value <= 0:
        return 0.0
    return plain(float(value / 1.0))


def change(value: Any) -> list:
    """A stake, and the tag of its order."""
    amount, tag = (value[0], value[1] if len(value) > 1 else "") if isinstance(value, tuple) else (value, "")
    return [None if amount is None else plain(counted(amount)), tags.sent(tag) if tag else ""]


def change_live(value: Any) -> list:
    """Its tag is written to a database, as a text."""
    amount, tag = change(value)
    return [amount, str(value[1]) if tag != "" else ""]


def nothing(value: Any) -> None:
    return None


READ: dict[str, Callable[[Any], Any]] = {
    "custom_stoploss": stop,
    "custom_exit": reason,
    "custom_roi": roi,
    "min_roi_reached": bool,
    "min_roi_reached_entry": step,
    "custom_entry_price": entry_price,
    "custom_exit_price": exit_price,
    "custom_stake_amount": stake,
    "leverage": leverage,
    "confirm_trade_entry": bool,
    "confirm_trade_exit": bool,
    "adjust_trade_position": change,
    "adjust_entry_price": entry_repriced,
    "adjust_exit_price": exit_repriced,
    "adjust_order_price": entry_repriced,
    "check_entry_timeout": bool,
    "check_exit_timeout": bool,
    "order_filled": nothing,
}

#: while it trades, freqtrade takes texts that say a number for prices as well
LIVE: dict[str, Callable[[Any], Any]] = {
    name: number_or_none
    for name in ("custom_entry_price", "custom_exit_price", "adjust_entry_price", "adjust_exit_price", "adjust_order_price")
} | {"adjust_trade_position": change_live}
