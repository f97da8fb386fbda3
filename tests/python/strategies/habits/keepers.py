"""One class for each place where people keep something between pairs; a backtest must see each of them."""
import itertools
import logging
import random
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from crossing import Crossing
from freqtrade.strategy import IntParameter


@dataclass
class Facts:
    """A class of this file, which no module knows."""

    seen: int = 0
    lock: object = field(default_factory=threading.Lock)


class Ledger:
    """Kept on a class that is no strategy."""

    pairs = None


FACTS = Facts()
TABLE = defaultdict(lambda: {"seen": 0})
TABLE["all"]
NUMBERS = itertools.count()


def counted(pair, seen={"count": 0}):
    seen["count"] += 1
    return seen["count"]


def counter():
    seen = 0

    def count():
        nonlocal seen
        seen += 1
        return seen

    return count


class Keeper(Crossing):
    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        self.keep(dataframe, metadata["pair"])
        return dataframe

    def keep(self, dataframe, pair):
        raise NotImplementedError


class KeepsObject(Keeper):
    def bot_start(self, **kwargs):
        self.facts = Facts()

    def keep(self, dataframe, pair):
        self.facts.seen += 1


class KeepsGlobalObject(Keeper):
    def keep(self, dataframe, pair):
        FACTS.seen += 1


class KeepsInTable(Keeper):
    def keep(self, dataframe, pair):
        TABLE["all"]["seen"] += 1


class KeepsNumberOnClass(Keeper):
    count = 0

    def keep(self, dataframe, pair):
        type(self).count += 1


class KeepsOnOtherClass(Keeper):
    def keep(self, dataframe, pair):
        Ledger.pairs = [*(Ledger.pairs or []), pair]


class KeepsInDefault(Keeper):
    def keep(self, dataframe, pair):
        counted(pair)


class KeepsInClosure(Keeper):
    count = staticmethod(counter())

    def keep(self, dataframe, pair):
        self.count()


class KeepsOnFunction(Keeper):
    def keep(self, dataframe, pair):
        counted.last = pair


class KeepsIterator(Keeper):
    def keep(self, dataframe, pair):
        dataframe["number"] = next(NUMBERS)


class KeepsGenerator(Keeper):
    def bot_start(self, **kwargs):
        self.numbers = (number for number in range(100))

    def keep(self, dataframe, pair):
        next(self.numbers)


class KeepsInConfig(Keeper):
    def keep(self, dataframe, pair):
        self.config.setdefault("own", []).append(pair)


class KeepsInParameter(Keeper):
    buy_length = IntParameter(1, 100, default=5, space="buy")

    def keep(self, dataframe, pair):
        self.buy_length.value += 1


class KeepsFrame(Keeper):
    frames = None

    def keep(self, dataframe, pair):
        type(self).frames = dataframe[["date", "close"]]


class KeepsChance(Keeper):
    def keep(self, dataframe, pair):
        dataframe["chance"] = random.random()


class KeepsChanceOfNumpy(Keeper):
    def keep(self, dataframe, pair):
        dataframe["chance"] = np.random.rand(len(dataframe))


class KeepsFile(Keeper):
    def keep(self, dataframe, pair):
        with open(self.config["user_data_dir"] / "pairs.txt", "a") as file:
            file.write(f"{pair}\n")


class KeepsNothing(Keeper):
    """Looks at what others keep, has what can't be copied, and changes nothing."""

    length = IntParameter(1, 100, default=5, space="buy")

    def bot_start(self, **kwargs):
        self.facts = Facts()
        self.lock = threading.Lock()
        self.log = logging.getLogger("keeper")
        self.myself = self
        self.tell = lambda pair: len(pair)

    @staticmethod
    @lru_cache(maxsize=None)
    def squared(number):
        return number * number

    def keep(self, dataframe, pair):
        with self.lock:
            dataframe["facts"] = self.facts.seen + self.length.value + self.tell(pair) + self.squared(3) + len(TABLE)
        np.random.RandomState(42).rand(3)
        self.log.info("Looked at %s", pair)
