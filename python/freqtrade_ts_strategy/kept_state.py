"""What a class keeps for itself between calls: on the instance, on its classes, in its module."""

import hashlib
import inspect
import os
import pickle
import sys
import types
from pathlib import Path

from freqtrade.strategy.parameters import BaseParameter

# freqtrade's own, which are the same however pairs are shared among processes
FOREIGN = {"dp", "wallets", "config", "freqai", "freqai_info", "_cached_grouped_trades_per_pair"}
CONTAINERS = (list, dict, set, bytearray)


def kept_by(strategy: object) -> dict[str, str]:
    """A digest of everything that is kept, by name. What can't be compared counts by what it is and how long."""
    found = {f"self.{name}": digest(value) for name, value in vars(strategy).items() if is_kept(name, value)}
    for cls in type(strategy).__mro__:
        if cls.__module__.startswith("freqtrade.") or cls is object:
            break
        for name, value in vars(cls).items():
            if is_kept(name, value) and isinstance(value, CONTAINERS):
                found[f"{cls.__name__}.{name}"] = digest(value)
        for name, value in module_of(cls).items():
            if is_kept(name, value) and isinstance(value, (*CONTAINERS, int, float, str)):
                found[f"{cls.__module__}:{name}"] = digest(value)
    for module in helpers_of(strategy):
        for name, value in list(vars(module).items()):
            if is_kept(name, value) and isinstance(value, (*CONTAINERS, int, float, str)):
                found[f"{module.__name__}:{name}"] = digest(value)
    return found


def helpers_of(strategy: object) -> list[types.ModuleType]:
    """Modules that were imported from the folder a class stands in, or below it."""
    folder = str(Path(str(getattr(strategy, "__file__", ""))).parent) + os.sep
    return [module for module in list(sys.modules.values()) if str(getattr(module, "__file__", None) or "").startswith(folder)]


def forget_helpers(strategy: object) -> None:
    """They are imported anew, with nothing kept in them."""
    for module in helpers_of(strategy):
        sys.modules.pop(module.__name__, None)


def is_kept(name: str, value: object) -> bool:
    if name in FOREIGN or name.startswith(("__", "_ft_", "_IStrategy__")):
        return False
    return not isinstance(value, BaseParameter | types.ModuleType | type) and not inspect.isroutine(value)


def module_of(cls: type) -> dict:
    """Globals of the file a class stands in; it is in no table of modules."""
    for value in vars(cls).values():
        function = getattr(value, "__func__", value)
        if isinstance(function, types.FunctionType):
            return function.__globals__
    module = sys.modules.get(cls.__module__)
    return vars(module) if module is not None else {}


def digest(value: object) -> str:
    try:
        return hashlib.blake2b(pickle.dumps(value, protocol=5), digest_size=16).hexdigest()
    except Exception:
        size = len(value) if hasattr(value, "__len__") else 0
        return f"{type(value).__name__} {size}"
