"""freqtrade's own trades in a database of this process, which holds what the bot's does, so that every query of freqtrade's works on it."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine, delete, event, insert, update
from sqlalchemy.pool import StaticPool

from freqtrade.persistence import Order, Trade, models
from freqtrade.persistence.custom_data import CustomDataWrapper, _CustomData

from .rows import ORDER, TRADE, naive, without_zone

Need = Callable[..., Any]
logger = logging.getLogger(__name__)
TRADE_FIELDS = without_zone(TRADE)
ORDER_FIELDS = without_zone(ORDER)
#: of trades and orders that the bot's database has given no number yet
UNNUMBERED = 1_000_000_000
ORIGINAL = {name: CustomDataWrapper.__dict__[name].__func__ for name in ("set_custom_data", "delete_custom_data")}


def sqlalchemy_new(cls: type) -> Any:
    return cls.__mapper__.class_manager.new_instance()


def kept_rows(trade_id: int, kept: list) -> list[dict]:
    names = ("cd_key", "cd_type", "cd_value")
    return [
        {"ft_trade_id": trade_id, **dict(zip(names, entry)), "created_at": naive(entry[3]) or datetime(1970, 1, 1), "updated_at": naive(entry[4])}
        for entry in kept
    ]


def begin_database() -> None:
    """On disk where it grows large, in a file without a name that goes with this process; all sessions share one connection."""

    def temporary(_url: str, **_facts: Any) -> Any:
        return create_engine("sqlite://", creator=lambda: sqlite3.connect("", check_same_thread=False), poolclass=StaticPool)

    models.create_engine = temporary
    try:
        models.init_db("sqlite://")
    finally:
        models.create_engine = create_engine


class LiveTrades:
    def __init__(self, need: Need) -> None:
        self._need = need
        #: trades that are open, by the bot's numbers
        self._known: dict[int, Trade] = {}
        #: numbers in the database of all that the bot has spoken of, and the other way round
        self._ids: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        self._is_fresh = False
        self._is_taking = False
        begin_database()
        Trade.use_db = True
        CustomDataWrapper.use_db = True
        self._session = Trade.session
        self._session.remove()
        self._session.configure(expire_on_commit=False)
        event.listen(self._session, "do_orm_execute", lambda state: self._refresh())
        CustomDataWrapper.set_custom_data = staticmethod(self._set_custom_data)
        CustomDataWrapper.delete_custom_data = staticmethod(self._delete_custom_data)

    def load_closed(self) -> None:
        """All trades that were closed before this process began."""
        with self._taking():
            last, is_last = None, False
            while not is_last:
                found = self._need("closed_trades", after=last)
                self._insert(found["trades"])
                is_last = found["is_last"] or not found["trades"]
                last = None if is_last else found["trades"][-1][0][0]
            self._session.commit()

    @contextmanager
    def _taking(self) -> Iterator[None]:
        """
        What is read meanwhile is read for this alone: the bot is not asked. What fails here is no strategy's fault, and leaves trades that are
        not the bot's: this process ends, and the one after it begins with what the bot knows.
        """
        before, self._is_taking = self._is_taking, True
        try:
            yield
        except Exception as error:
            logger.exception("Trades can't be kept as the bot has them; the process of the strategy ends and is started again.")
            raise SystemExit(1) from error
        finally:
            self._is_taking = before

    def _insert(self, found: list) -> None:
        trades, orders, kept = [], [], []
        for fields, placed, custom in found:
            row = {name: read(value) for (name, read), value in zip(TRADE_FIELDS, fields, strict=True)}
            trades.append({**row, "precision_mode_price": row["precision_mode"], "record_version": 2})
            for place in placed:
                order = {name: read(value) for (name, read), value in zip(ORDER_FIELDS, place, strict=True)}
                orders.append({**order, "symbol": order["ft_pair"], "ft_trade_id": row["id"]})
            kept.extend(kept_rows(row["id"], custom))
        self._write(Trade, trades)
        self._write(Order, orders)
        self._write(_CustomData, kept)

    def _write(self, cls: type, rows: list[dict]) -> None:
        if rows:
            self._session.execute(insert(cls.__table__).prefix_with("OR REPLACE"), rows)

    def begin_request(self) -> None:
        self._is_fresh = False

    def shown(self, sent: list, method: str, place: int | None, now: datetime) -> Trade:
        with self._taking():
            trade = self.take(sent)
            self._session.commit()
        return trade

    def end_request(self) -> None:
        """What a strategy has set on a trade by itself is nobody else's."""
        self._session.rollback()

    def take(self, sent: list) -> Trade:
        number, changes, orders, count = sent[:4]
        trade = self._known.get(number)
        if trade is None:
            trade = self._trade_of(number, sent)
        for index in range(0, len(changes), 2):
            name, read = TRADE_FIELDS[changes[index]]
            value = read(changes[index + 1])
            if name == "id":
                value = value or UNNUMBERED + number
                self._renumber(trade, value)
                self._numbers[value] = number
                self._ids[number] = value
            setattr(trade, name, value)
        if changes:
            trade.precision_mode_price = trade.precision_mode
        for place, row in orders:
            self._take_order(trade, number, place, row)
        if orders:
            for order in list(trade.orders)[count:]:
                trade.orders.remove(order)
        if trade not in self._session:
            self._session.add(trade)
        if len(sent) > 4 and sent[4]:
            self._session.flush()
            self._write(_CustomData, kept_rows(trade.id, sent[4]))
        # those that are over are kept in the database alone
        if trade.is_open:
            self._known[number] = trade
        else:
            self._known.pop(number, None)
        return trade

    def _trade_of(self, number: int, sent: list) -> Trade:
        """One that is over, from the database; else a new one."""
        first = sent[1]
        named = first[1] if first and TRADE_FIELDS[first[0]][0] == "id" else None
        found = self._ids.get(number) or named
        trade = self._session.get(Trade, found) if found else None
        if trade is None:
            # its own beginning would compute what is not known yet
            trade = sqlalchemy_new(Trade)
            trade.record_version = 2
        return trade

    def _renumber(self, trade: Trade, number: int) -> None:
        """What is kept with a trade goes with it when the bot's database gives it its number."""
        before = trade.__dict__.get("id")
        if before is None or before == number:
            return
        self._numbers.pop(before, None)
        self._session.flush()
        kept = _CustomData.session
        kept.execute(update(_CustomData).where(_CustomData.ft_trade_id == before).values(ft_trade_id=number))
        kept.commit()

    def take_news(self) -> None:
        """What has become of trades, where nobody has asked."""
        self._is_fresh = False
        self._refresh()

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

    def _remove(self, number: int, trade_id: int) -> None:
        self._known.pop(number, None)
        found = self._ids.pop(number, None) or trade_id
        self._numbers.pop(found, None)
        if (trade := self._session.get(Trade, found)) is None:
            return
        for order in list(trade.orders):
            self._session.delete(order)
        self._session.delete(trade)
        self._session.flush()
        kept = _CustomData.session
        kept.execute(delete(_CustomData).where(_CustomData.ft_trade_id == found))
        kept.commit()

    def _refresh(self) -> None:
        """Before anything is read from the database: what the bot has now."""
        if self._is_fresh or self._is_taking:
            return
        with self._taking():
            found = self._need("trades", closed_from=0)
            for number, trade_id in found["removed"]:
                self._remove(number, trade_id)
            for sent in [*found["closed"], *found["open"]]:
                self.take(sent)
            self._session.commit()
            self._is_fresh = True

    def _set_custom_data(self, trade_id: int, key: str, value: Any) -> None:
        ORIGINAL["set_custom_data"](trade_id, key, value)
        # as it is written; what can't be is not kept
        for entry in CustomDataWrapper.get_custom_data(trade_id=trade_id, key=key)[:1]:
            facts = {"key": entry.cd_key, "type": entry.cd_type, "text": entry.cd_value}
            self._need("set_custom_data", **self._named(trade_id), **facts)

    def _delete_custom_data(self, trade_id: int, key: str | None = None) -> None:
        named = [entry.cd_key for entry in CustomDataWrapper.get_custom_data(trade_id=trade_id, key=key)]
        ORIGINAL["delete_custom_data"](trade_id, key)
        for name in named:
            self._need("delete_custom_data", **self._named(trade_id), key=name)

    def _named(self, trade_id: int) -> dict[str, int | None]:
        """By the bot's number; one that was over before this process began has none, but always one in the database."""
        return {"trade": self._numbers.get(trade_id), "id": trade_id if trade_id < UNNUMBERED else None}
