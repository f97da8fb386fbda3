"""Shapes that a strategy keeps beside itself."""
from dataclasses import dataclass, field
from typing import NamedTuple


class Level(NamedTuple):
    name: str
    share: float


@dataclass
class Ledger:
    seen: dict = field(default_factory=dict)

    def add(self, key, value):
        self.seen.setdefault(key, []).append(value)
