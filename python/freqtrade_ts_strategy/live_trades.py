"""freqtrade's own trades in a database in memory, which holds what the bot's does, so that every query of freqtrade's works on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import event, update

from freqtrade.persistence import Order, Trade
from freqtrade.persistence.custom_data import CustomDataWrapper, _CustomData
from freqtrade.persistence.models import init_db

from .rows import ORDER, TRADE, without_zone

Need = Callable[..., Any]
TRADE_FIELDS = without_zone(TRADE)
ORDER_FIELDS = without_zone(ORDER)
#: of trades and orders that the bot's database has given no number yet
UNNUMBERED = 1_000_000_000
ORIGINAL = {name: CustomDataWrapper.__dict__[name].__func__ for name in ("set_custom_data", "delete_custom_data")}


def sqlalchemy_new(cls: type) -> Any:
    return cls.__mapper__.class_manager.new_instance()


class LiveTrades:
    def __init__(self, need: Need) -> None:
        self._need = need
        self._known: dict[int, Trade] = {}
        self._numbers: dict[int, int] = {}
        self._closed = 0
        self._is_fresh = False
        self._is_taking = False
        init_db("sqlite://")
        Trade.use_db = True
        CustomDataWrapper.use_db = True
        self._session = Trade.session
        self._session.remove()
        self._session.configure(expire_on_commit=False)
        event.listen(self._session, "do_orm_execute", lambda state: self._refresh())
        CustomDataWrapper.set_custom_data = staticmethod(self._set_custom_data)
        CustomDataWrapper.delete_custom_data = staticmethod(self._delete_custom_data)

    def begin_request(self) -> None:
        self._is_fresh = False

    def shown(self, sent: list, method: str, place: int | None, now: datetime) -> Trade:
        trade = self.take(sent)
        self._session.commit()
        return trade

    def end_request(self) -> None:
        """What a strategy has set on a trade by itself is nobody else's."""
        self._session.rollback()

    def take(self, sent: list) -> Trade:
        number, changes, orders, count = sent[:4]
        trade = self._known.get(number)
        is_new = trade is None
        if trade is None:
            # its own beginning would compute what is not known yet
            trade = sqlalchemy_new(Trade)
            trade.record_version = 2
            self._known[number] = trade
        for index in range(0, len(changes), 2):
            name, read = TRADE_FIELDS[changes[index]]
            value = read(changes[index + 1])
            if name == "id":
                value = value or UNNUMBERED + number
                self._renumber(trade, value)
                self._numbers[value] = number
            setattr(trade, name, value)
        if changes:
            trade.precision_mode_price = trade.precision_mode
        for place, row in orders:
            self._take_order(trade, number, place, row)
        if orders:
            for order in list(trade.orders)[count:]:
                trade.orders.remove(order)
        if is_new:
            self._session.add(trade)
        if len(sent) > 4 and sent[4]:
            self._session.flush()
            for key, value in sent[4].items():
                ORIGINAL["set_custom_data"](trade.id, key, value)
        return trade

    def _renumber(self, trade: Trade, number: int) -> None:
        """What is kept with a trade goes with it when the bot's database gives it its number."""
        before = trade.__dict__.get("id")
        if before is None or before == number:
            return
        self._session.flush()
        kept = _CustomData.session
        kept.execute(update(_CustomData).where(_CustomData.ft_trade_id == before).values(ft_trade_id=number))
        kept.commit()

    def history(self, sent: list) -> None:
        """Trades that were closed before this process began."""
        for one in sent:
            self.take(one)
        self._session.commit()

    def _take_order(self, trade: Trade, number: int, place: int, row: list) -> None:
        while len(trade.orders) <= place:
            trade.orders.append(Order())
        order = trade.orders[place]
        for (name, read), value in zip(ORDER_FIELDS, row, strict=True):
            if name == "id":
                value = value or UNNUMBERED + number * 1000 + place
            setattr(order, name, read(value))
        order.symbol = order.ft_pair
        order.ft_trade_id = trade.id

    def _refresh(self) -> None:
        """Before anything is read from the database: what the bot has now."""
        if self._is_fresh or self._is_taking:
            return
        self._is_taking = True
        try:
            found = self._need("trades", closed_from=self._closed)
            for sent in [*found["closed"], *found["open"]]:
                self.take(sent)
            self._closed += len(found["closed"])
            self._session.commit()
            self._is_fresh = True
        finally:
            self._is_taking = False

    def _set_custom_data(self, trade_id: int, key: str, value: Any) -> None:
        ORIGINAL["set_custom_data"](trade_id, key, value)
        self._need("set_custom_data", trade=self._numbers.get(trade_id), key=key, value=value)

    def _delete_custom_data(self, trade_id: int, key: str | None = None) -> None:
        ORIGINAL["delete_custom_data"](trade_id, key)
        self._need("delete_custom_data", trade=self._numbers.get(trade_id), key=key)
