"""A search for parameters: indicators once, or with each try; each try begins where the preparation has ended."""

import os
from typing import Any

import pandas as pd

from freqtrade.enums import HyperoptState
from freqtrade.optimize.hyperopt_tools import HyperoptStateContainer

from .analysis import Analysed, Analysis
from .copies import can_fork, fork
from .frames import Pipe
from .settings import plain

#: of a class in the class `HyperOpt`: what makes spaces, and what makes values of them
SPACES = ("roi_space", "stoploss_space", "trailing_space", "max_open_trades_space")
MAKERS = ("generate_roi_table", "generate_trailing_params", "generate_estimator")


class Search:
    """@param names of the parameters that tries set"""

    def __init__(self, strategy: Any, analysis: Analysis, names: list[str], analyses_each: bool) -> None:
        self._analysis = analysis
        self._names = set(names)
        self._take_part(strategy)
        HyperoptStateContainer.set_state(HyperoptState.INDICATORS)
        self._frames: dict[str, pd.DataFrame] | None = None if analyses_each else analysis.indicators(strategy)
        HyperoptStateContainer.set_state(HyperoptState.OPTIMIZE)

    def _take_part(self, strategy: Any) -> None:
        for name, parameter in strategy.enumerate_parameters():
            parameter.in_space = name in self._names

    def try_out(self, strategy: Any, values: dict, attributes: dict) -> dict[str, Analysed]:
        """What comes of values; the strategy has them from now on."""
        for name, parameter in strategy.enumerate_parameters():
            if name in values:
                parameter.value = taken(parameter, values[name])
        for name, value in attributes.items():
            setattr(strategy, name, attribute(name, value))
        if "max_open_trades" in attributes:
            strategy.config["max_open_trades"] = strategy.max_open_trades
        frames = self._frames
        if frames is None:
            frames = self._analysis.indicators(strategy)
        return self._analysis.signals(strategy, {pair: frame.copy() for pair, frame in frames.items()})


def taken(parameter: Any, value: Any) -> Any:
    """A choice as the class has it, which may be no plain value."""
    for choice in getattr(parameter, "opt_range", ()):
        if plain(choice) == value and isinstance(plain(choice), bool) == isinstance(value, bool):
            return choice
    return value


def attribute(name: str, value: Any) -> Any:
    if name == "minimal_roi":
        return {int(minutes): ratio for minutes, ratio in value.items()}
    return float("inf") if name == "max_open_trades" and value == -1 else value


def split(pipe: Pipe, folder: str) -> bool:
    """
    Goes on in a copy of this process, so that what a try changes is gone with it.
    @returns False in the one that stays, when the copy has ended
    """
    if not can_fork(folder):
        return True
    copy = fork(pipe)
    if copy == 0:
        return True
    _, status = os.waitpid(copy, 0)
    if status != 0:
        # whoever waits for the copy hears of it by the end of this one
        os._exit(1)
    return False


def nested(strategy: Any) -> dict | None:
    """What the class `HyperOpt` within a strategy makes itself; None where there is none."""
    inner = getattr(strategy, "HyperOpt", None)
    if inner is None:
        return None
    spaces = {name: [dimension(found) for found in getattr(inner, name)()] for name in SPACES if hasattr(inner, name)}
    return {"spaces": spaces, "makes": [name for name in MAKERS if hasattr(inner, name)]}


def made(strategy: Any, name: str, point: dict) -> Any:
    """What a method of the class `HyperOpt` makes of a point."""
    method = getattr(strategy.HyperOpt, name)
    return plain(method(dimensions=[], random_state=None) if name == "generate_estimator" else method(point))


def dimension(found: Any) -> dict:
    """A dimension of freqtrade's as ours."""
    facts = {"name": str(found.name)}
    if hasattr(found, "categories"):
        return {**facts, "kind": "categorical", "choices": plain(list(found.categories))}
    facts.update(low=plain(found.low), high=plain(found.high))
    if isinstance(found.low, int) and type(found).__name__.startswith("ft_Int"):
        return {**facts, "kind": "int", "log": bool(found.log), "step": int(found.step)}
    if type(found).__name__ == "SKDecimal":
        return {**facts, "kind": "decimal", "decimals": decimals_of(found.step)}
    return {**facts, "kind": "real", "log": bool(found.log), "step": plain(found.step)}


def decimals_of(step: float) -> int:
    return next((count for count in range(16) if abs(step * 10**count - round(step * 10**count)) < 1e-9), 15)
