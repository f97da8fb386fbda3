"""freqtrade's own trades, made of the bot's and kept up to date with what has changed."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from freqtrade.persistence import LocalTrade, Order, Trade
from freqtrade.persistence.custom_data import CustomDataWrapper
from freqtrade.persistence.usedb_context import disable_database_use

from .backtest_look import BEFORE_EXIT, EXITING, order_look, trade_look
from .rows import ORDER, TRADE

Need = Callable[..., Any]
ORDER_NAMES = tuple(name for name, _ in ORDER)


class BacktestTrades:
    """Trades as a backtest of freqtrade has them: in lists, without a database."""

    def __init__(self, need: Need, timeframe: str) -> None:
        self._need = need
        self._known: dict[int, LocalTrade] = {}
        self._closed = 0
        disable_database_use(timeframe)
        LocalTrade.reset_trades()
        Trade.reset_trades()
        CustomDataWrapper.reset_custom_data()
        self._is_fresh = False
        listed = LocalTrade.__dict__["get_trades_proxy"]
        self._listed = getattr(listed, "__wrapped_listed__", listed).__func__
        LocalTrade.get_trades_proxy = marked(staticmethod(self._get_trades_proxy), staticmethod(self._listed))
        LocalTrade.get_open_trade_count = staticmethod(lambda: len(self._get_trades_proxy(is_open=True)))
        Trade.get_open_trade_count = LocalTrade.get_open_trade_count

    def begin_request(self) -> None:
        self._is_fresh = False

    def end_request(self) -> None:
        """A copy was shown."""

    def take(self, sent: list) -> LocalTrade:
        """A trade as it is now. @param sent its number, what has changed of it, its orders that have changed, how many there are"""
        number, changes, orders, count = sent[:4]
        trade = self._known.get(number)
        if trade is None:
            trade = LocalTrade.__new__(LocalTrade)
            trade.__dict__["orders"] = []
            self._known[number] = trade
        fields = trade.__dict__
        for index in range(0, len(changes), 2):
            name, read = TRADE[changes[index]]
            fields[name] = read(changes[index + 1])
        if changes:
            fields["precision_mode_price"] = fields["precision_mode"]
        if orders or len(trade.orders) != count:
            self._take_orders(trade, orders, count)
        return trade

    def _take_orders(self, trade: LocalTrade, orders: list, count: int) -> None:
        held = trade.orders
        for place, row in orders:
            while len(held) <= place:
                order = Order()
                order._trade_bt = trade
                held.append(order)
            order = held[place]
            for (name, read), value in zip(ORDER, row, strict=True):
                setattr(order, name, read(value))
            order.symbol = order.ft_pair
            order.ft_trade_id = trade.id
            order_look(order, trade, is_first=place == 0)
        del held[count:]

    def shown(self, sent: list, method: str, place: int | None, now: datetime) -> LocalTrade:
        """
        The same, as a copy: what a strategy sets on it is nobody else's.
        @param place of the order that is asked about
        """
        known = self._known.get(sent[0])
        is_fill = method == "order_filled" and known is not None
        before = {name: known.__dict__[name] for name in BEFORE_EXIT} if is_fill else {}
        trade = self.take(sent)
        copy = LocalTrade.__new__(LocalTrade)
        copy.__dict__.update(trade.__dict__)
        copy.__dict__["orders"] = list(trade.orders)
        if is_fill and trade.orders[place].ft_order_side == trade.exit_side:
            copy.__dict__.update(before)
        if method in EXITING:
            copy.__dict__["close_date"] = now
        trade_look(copy)
        return copy

    def _get_trades_proxy(self, **filters: Any) -> list:
        self._refresh()
        return self._listed(**filters)

    def _refresh(self) -> None:
        if self._is_fresh:
            return
        self._is_fresh = True
        told = self._need("trades", closed_from=self._closed)
        LocalTrade.bt_trades_open = [self.take(sent) for sent in told["open"]]
        LocalTrade.bt_trades_open_pp = defaultdict(list)
        for trade in LocalTrade.bt_trades_open:
            LocalTrade.bt_trades_open_pp[trade.pair].append(trade)
        for sent in told["closed"]:
            LocalTrade.bt_trades.append(self.take(sent))
        self._closed += len(told["closed"])
        LocalTrade.bt_open_open_trade_count = len(LocalTrade.bt_trades_open)
        LocalTrade.bt_total_profit = told["profit"]


def marked(method: staticmethod, listed: staticmethod) -> staticmethod:
    method.__wrapped_listed__ = listed
    return method
