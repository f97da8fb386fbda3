"""Methods that decide, one entry each: how they are called, and what their answers are as the bot takes them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from freqtrade.enums import RunMode

from . import tags
from .rows import number


def moment(ms: float) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def custom_stoploss(s, now, trade, order, pair, a):
    return s.custom_stoploss(
        pair=pair, trade=trade, current_time=now, current_rate=number(a[0]), current_profit=number(a[1]), after_fill=a[2]
    )


def custom_exit(s, now, trade, order, pair, a):
    return s.custom_exit(pair=pair, trade=trade, current_time=now, current_rate=number(a[0]), current_profit=number(a[1]))


def custom_roi(s, now, trade, order, pair, a):
    return s.custom_roi(
        pair=pair, trade=trade, current_time=now, trade_duration=a[0], entry_tag=trade.enter_tag, side=trade.trade_direction
    )


def min_roi_reached(s, now, trade, order, pair, a):
    return s.min_roi_reached(trade=trade, current_profit=number(a[0]), current_time=now)


def min_roi_reached_entry(s, now, trade, order, pair, a):
    return s.min_roi_reached_entry(trade, a[0], now)


def custom_entry_price(s, now, trade, order, pair, a):
    return s.custom_entry_price(pair=pair, trade=trade, current_time=now, proposed_rate=number(a[0]), entry_tag=tags.read(a[1]), side=a[2])


def custom_exit_price(s, now, trade, order, pair, a):
    return s.custom_exit_price(
        pair=pair, trade=trade, current_time=now, proposed_rate=number(a[0]), current_profit=number(a[1]), exit_tag=tags.read(a[2])
    )


def custom_stake_amount(s, now, trade, order, pair, a):
    return s.custom_stake_amount(
        pair=pair,
        current_time=now,
        current_rate=number(a[0]),
        proposed_stake=number(a[1]),
        min_stake=number(a[2]),
        max_stake=number(a[3]),
        leverage=number(a[4]),
        entry_tag=tags.read(a[5]),
        side=a[6],
    )


def leverage(s, now, trade, order, pair, a):
    return s.leverage(
        pair=pair,
        current_time=now,
        current_rate=number(a[0]),
        proposed_leverage=number(a[1]),
        max_leverage=number(a[2]),
        side=a[4],
        entry_tag=tags.read(a[3]),
    )


def confirm_trade_entry(s, now, trade, order, pair, a):
    return s.confirm_trade_entry(
        pair=pair,
        order_type=a[0],
        amount=number(a[1]),
        rate=number(a[2]),
        time_in_force=a[3],
        current_time=now,
        entry_tag=tags.read(a[4]),
        side=a[5],
    )


def confirm_trade_exit(s, now, trade, order, pair, a):
    is_backtest = s.dp.runmode in (RunMode.BACKTEST, RunMode.HYPEROPT)
    return s.confirm_trade_exit(
        pair=pair,
        trade=trade,
        # freqtrade's backtests tell this type of stops, too
        order_type=s.order_types["exit"] if is_backtest else a[0],
        amount=number(a[1]),
        rate=number(a[2]),
        time_in_force=a[3],
        sell_reason=tags.read(a[4]),
        exit_reason=tags.read(a[4]),
        current_time=now,
    )


def adjust_trade_position(s, now, trade, order, pair, a):
    return s.adjust_trade_position(
        trade=trade,
        current_time=now,
        current_rate=number(a[0]),
        current_profit=number(a[1]),
        min_stake=number(a[2]),
        max_stake=number(a[3]),
        current_entry_rate=number(a[4]),
        current_exit_rate=number(a[5]),
        current_entry_profit=number(a[6]),
        current_exit_profit=number(a[7]),
    )


def adjusted(name: str, *, tells_entry: bool) -> Callable:
    def adjust(s, now, trade, order, pair, a):
        facts = {"is_entry": a[4]} if tells_entry else {}
        return getattr(s, name)(
            trade=trade,
            order=order,
            pair=pair,
            current_time=now,
            proposed_rate=number(a[0]),
            current_order_rate=number(a[1]),
            entry_tag=tags.read(a[2]),
            side=a[3],
            **facts,
        )

    return adjust


def timed_out(name: str) -> Callable:
    return lambda s, now, trade, order, pair, a: getattr(s, name)(pair=pair, trade=trade, order=order, current_time=now)


def order_filled(s, now, trade, order, pair, a):
    s.order_filled(pair=pair, trade=trade, order=order, current_time=now)


CALLBACKS: dict[str, Callable] = {
    "custom_stoploss": custom_stoploss,
    "custom_exit": custom_exit,
    "custom_roi": custom_roi,
    "min_roi_reached": min_roi_reached,
    "min_roi_reached_entry": min_roi_reached_entry,
    "custom_entry_price": custom_entry_price,
    "custom_exit_price": custom_exit_price,
    "custom_stake_amount": custom_stake_amount,
    "leverage": leverage,
    "confirm_trade_entry": confirm_trade_entry,
    "confirm_trade_exit": confirm_trade_exit,
    "adjust_trade_position": adjust_trade_position,
    "adjust_entry_price": adjusted("adjust_entry_price", tells_entry=False),
    "adjust_exit_price": adjusted("adjust_exit_price", tells_entry=False),
    "adjust_order_price": adjusted("adjust_order_price", tells_entry=True),
    "check_entry_timeout": timed_out("check_entry_timeout"),
    "check_exit_timeout": timed_out("check_exit_timeout"),
    "order_filled": order_filled,
}
