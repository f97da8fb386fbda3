"""freqtrade's pair locks, kept by the bot."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from freqtrade.persistence.models import PairLock
from freqtrade.persistence.pairlock_middleware import PairLocks

from .rows import moment, naive

Need = Callable[..., Any]
READING = ("get_pair_locks", "is_pair_locked", "is_global_lock", "get_all_locks", "get_pair_longest_lock")
ORIGINAL: dict[str, Callable] = {}


def keep_elsewhere(need: Need, timeframe: str, *, is_live: bool) -> None:
    """Locks are made and ended by the bot; what reads them sees the bot's: live in the database in memory, else in a list."""
    PairLocks.use_db = is_live
    PairLocks.timeframe = timeframe
    refresh = in_database if is_live else in_list

    def lock_pair(pair: str, until: datetime, reason: str | None = None, *, now: datetime | None = None, side: str = "*") -> PairLock:
        need("lock_pair", pair=pair, until=until.timestamp() * 1000, reason=reason, side=side)
        return refresh(need)[-1]

    PairLocks.lock_pair = staticmethod(lock_pair)
    # in a backtest, a class that gives no moment unlocks what is locked by the clock on the wall: nothing
    def unlock_pair(pair: str, now: datetime | None = None, side: str = "*") -> None:
        if PairLocks.get_pair_locks(pair, now, side=side):
            need("unlock_pair", pair=pair)

    def unlock_reason(reason: str, now: datetime | None = None) -> None:
        if any(lock.reason == reason for lock in PairLocks.get_pair_locks(None)):
            need("unlock_reason", reason=reason)

    PairLocks.unlock_pair = staticmethod(unlock_pair)
    PairLocks.unlock_reason = staticmethod(unlock_reason)
    for name in READING:
        if hasattr(PairLocks, name):
            setattr(PairLocks, name, staticmethod(reading(name, need, refresh)))


def reading(name: str, need: Need, refresh: Callable) -> Callable:
    read = ORIGINAL.setdefault(name, getattr(PairLocks, name))

    def after_refresh(*args: Any, **facts: Any) -> Any:
        refresh(need)
        return read(*args, **facts)

    return after_refresh


def in_list(need: Need) -> list[PairLock]:
    PairLocks.locks = locks_of(need, moment)
    return PairLocks.locks


def in_database(need: Need) -> list[PairLock]:
    session = PairLock.session
    locks = locks_of(need, naive)
    session.execute(delete(PairLock))
    session.add_all(locks)
    session.commit()
    # whoever keeps one keeps it as it was
    for lock in locks:
        session.expunge(lock)
    return locks


def locks_of(need: Need, read: Callable) -> list[PairLock]:
    return [
        PairLock(
            pair=lock["pair"],
            side=lock["side"],
            reason=lock["reason"],
            lock_time=read(lock["from"]),
            lock_end_time=read(lock["until"]),
            active=lock["active"],
        )
        for lock in need("locks")
    ]
