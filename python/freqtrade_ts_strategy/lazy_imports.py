"""What freqtrade imports for work that is the bot's here (speaking to exchanges, statistics) is run when something of it is used."""

import importlib
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

#: packages, with names that stand in small modules of theirs; any other name runs the package itself
LAZY: dict[str, dict[str, str]] = {
    "aiohttp": {},
    "ccxt": {
        "Exchange": "ccxt.base.exchange",
        "Precise": "ccxt.base.precise",
        **dict.fromkeys(
            ("DECIMAL_PLACES", "SIGNIFICANT_DIGITS", "TICK_SIZE", "ROUND", "ROUND_UP", "ROUND_DOWN", "TRUNCATE", "decimal_to_precision"),
            "ccxt.base.decimal_to_precision",
        ),
    },
    "ccxt.async_support": {},
    "ccxt.pro": {},
    "scipy.stats": {},
}
#: modules that are imported without their package
PARTS = {"ccxt": {"base", "static_dependencies", "async_support", "pro"}}
#: classes that freqtrade names in annotations
NAMED = {"aiohttp": {"ClientSession"}, "ccxt.pro": {"Exchange"}}


class LazyPackage(ModuleType):
    """A package whose own file has not been run yet."""

    def __getattr__(self, name: str) -> Any:
        package = self.__name__
        if name in NAMED.get(package, ()):
            return LazyClass(self, name)
        if name not in LAZY[package]:
            run(self)
            return getattr(self, name)
        found = getattr(importlib.import_module(LAZY[package][name]), name)
        self.__dict__[name] = found
        return found

    def __dir__(self) -> list[str]:
        run(self)
        return dir(self)


class LatePackage(ModuleType):
    """The same, once it has been run."""

    def __setattr__(self, name: str, value: Any) -> None:
        # a package may give the name of a module of it to something else, which importing that module leaves as it is
        if not (isinstance(value, ModuleType) and name in self.__dict__ and value.__name__ == f"{self.__name__}.{name}"):
            super().__setattr__(name, value)


class LazyClass:
    """A class of a package that has not been run: enough for an annotation, and whoever does more with it has the real one."""

    def __init__(self, package: ModuleType, name: str) -> None:
        self._package = package
        self._name = name

    def _real(self) -> Any:
        if isinstance(self._package, LazyPackage):
            run(self._package)
        return getattr(self._package, self._name)

    def __or__(self, other: Any) -> Any:
        return Any

    __ror__ = __or__

    def __call__(self, *values: Any, **facts: Any) -> Any:
        return self._real()(*values, **facts)

    def __mro_entries__(self, bases: tuple) -> tuple:
        return (self._real(),)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._real())

    def __subclasscheck__(self, cls: type) -> bool:
        return issubclass(cls, self._real())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


class PackageLoader(Loader):
    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = LazyPackage


class KnownLoader(Loader):
    """For a module that was imported while it was looked for."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec


def run(package: ModuleType) -> None:
    """Runs the package's own file."""
    lazy = package.__spec__.loader
    package.__class__ = LatePackage
    package.__spec__.loader = package.__loader__ = lazy.loader
    lazy.loader.exec_module(package)


class LazyFinder:
    @staticmethod
    def find_spec(name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        parent, _, part = name.rpartition(".")
        package = sys.modules.get(parent)
        if isinstance(package, LazyPackage) and part not in PARTS.get(parent, ()):
            run(package)
            if name in sys.modules:
                return ModuleSpec(name, KnownLoader(sys.modules[name]))
        if name not in LAZY:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = PackageLoader(spec.loader)
        return spec


def begin() -> None:
    sys.meta_path.insert(0, LazyFinder)
