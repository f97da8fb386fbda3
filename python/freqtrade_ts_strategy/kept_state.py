"""What a class keeps for itself between calls: on the instance, on its classes, in its module and those beside it."""

import copyreg
import hashlib
import io
import pickle
import random
import sys
import sysconfig
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from freqtrade.strategy.parameters import BaseParameter

from .written_files import written_files

# freqtrade's own, which are the same however pairs are shared among processes
FOREIGN = {"dp", "wallets", "freqai", "freqai_info", "_cached_grouped_trades_per_pair"}
INSTALLED = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
PACKAGES = {"site-packages", "dist-packages"}
OURS = ("freqtrade", "freqtrade_ts_strategy")
#: modules that were there before any of the user's code ran
_given = set(sys.modules)


def kept_by(strategy: object) -> dict[str, str]:
    """A digest of everything that is kept, by name. What can't be copied counts by what it is and how long."""
    found = {f"self.{name}": digest(value) for name, value in vars(strategy).items() if is_kept(name, value)}
    found["random"] = digest([random.getstate(), np.random.get_state()])
    found["files"] = str(written_files())
    own = [cls for cls in type(strategy).__mro__ if cls is not object and not is_freqtrades(cls)]
    modules = {cls.__module__: module_of(cls) for cls in own} | {module.__name__: vars(module) for module in helpers()}
    for cls in own:
        found |= {f"{cls.__module__}.{cls.__name__}.{name}": digest(value) for name, value in members_of(cls)}
    for module, names in modules.items():
        found |= {f"{module}:{name}": digest(value) for name, value in globals_of(module, names, own)}
    return found


def helpers() -> list[types.ModuleType]:
    """Modules of the user's own that a class has imported."""
    known = list(sys.modules.items())
    return [module for name, module in known if name not in _given and is_users(name, getattr(module, "__file__", None))]


def is_users(name: str, file: object) -> bool:
    if not isinstance(file, str) or name.split(".")[0] in OURS or file.startswith(INSTALLED):
        return False
    return PACKAGES.isdisjoint(Path(file).parts)


def forget_helpers() -> None:
    """They are imported anew, with nothing kept in them."""
    for module in helpers():
        sys.modules.pop(module.__name__, None)


def globals_of(module: str, names: dict, seen: list[type]) -> Iterator[tuple[str, object]]:
    """What a module keeps, the functions in it included, and its classes but for those that have been looked at."""
    for name, value in list(names.items()):
        if isinstance(value, type) and value.__module__ == module and value not in seen:
            yield from ((f"{name}.{inner}", kept) for inner, kept in members_of(value))
        elif isinstance(value, types.FunctionType) and value.__module__ == module:
            yield name, kept_by_function(value)
        elif is_kept(name, value):
            yield name, value


def members_of(cls: type) -> Iterator[tuple[str, object]]:
    for name, value in list(vars(cls).items()):
        function = getattr(value, "__func__", value)
        if isinstance(function, types.FunctionType):
            yield name, kept_by_function(function)
        elif is_kept(name, value):
            yield name, value


def kept_by_function(function: types.FunctionType) -> list:
    """Defaults are made once and stay, and so is what it closes over."""
    return [function.__dict__, function.__defaults__, function.__kwdefaults__, [inside(cell) for cell in function.__closure__ or ()]]


def inside(cell: types.CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def is_kept(name: str, value: object) -> bool:
    if name in FOREIGN or name.startswith(("__", "_ft_", "_IStrategy__", "_abc_")):
        return False
    return not isinstance(value, types.ModuleType | type | property | types.BuiltinFunctionType | types.MethodType | types.FunctionType)


def is_freqtrades(cls: type) -> bool:
    return (cls.__module__ or "").split(".")[0] in OURS


def module_of(cls: type) -> dict:
    """Globals of the file a class stands in; it is in no table of modules."""
    for value in vars(cls).values():
        function = getattr(value, "__func__", value)
        if isinstance(function, types.FunctionType):
            return function.__globals__
    module = sys.modules.get(cls.__module__)
    return vars(module) if module is not None else {}


class _Digester(pickle.Pickler):
    """
    Pickles whatever there is. Objects of the user's own classes, which can be found in no module, go with all they hold; what has no content
    that could be copied, such as a lock, counts by its class.
    """

    def reducer_override(self, value: object) -> object:
        if isinstance(value, type | types.FunctionType):
            return NotImplemented if _is_known(value) else _plain(value, value.__qualname__)
        if isinstance(value, BaseParameter):
            return _plain(value, value.value)
        if isinstance(value, types.ModuleType) or is_freqtrades(type(value)):
            return _plain(value, None)
        if isinstance(value, pickle.PickleBuffer):
            return NotImplemented
        if isinstance(value, types.GeneratorType):
            return _plain(value, value.gi_frame and dict(value.gi_frame.f_locals))
        if type(value).__module__ == "itertools":
            return _plain(value, repr(value))
        if type(value) in copyreg.dispatch_table:
            return NotImplemented
        try:
            return value.__reduce_ex__(5)
        except Exception:
            return _plain(value, _size(value))


def _is_known(value: type | types.FunctionType) -> bool:
    """Whether a class or function is found by its name."""
    return getattr(sys.modules.get(value.__module__), value.__qualname__, None) is value


def _plain(value: object, content: object) -> tuple:
    return list, ([f"{type(value).__module__}.{type(value).__qualname__}", content],)


def _size(value: object) -> object:
    try:
        return value.tell() if isinstance(value, io.IOBase) else len(value) if hasattr(value, "__len__") else None
    except Exception:
        return None


def digest(value: object) -> str:
    written = io.BytesIO()
    try:
        _Digester(written, protocol=5).dump(value)
    except Exception as error:
        return f"{type(value).__name__} {_size(value)} {type(error).__name__}"
    return hashlib.blake2b(written.getbuffer(), digest_size=16).hexdigest()
