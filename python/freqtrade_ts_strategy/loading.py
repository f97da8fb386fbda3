"""Loads a class by freqtrade's own resolver, from the one file that is named."""

import importlib.util
import inspect
from pathlib import Path

import freqtrade
from freqtrade.exceptions import OperationalException
from freqtrade.resolvers.iresolver import IResolver, PathModifier
from freqtrade.resolvers.strategy_resolver import StrategyResolver
from freqtrade.strategy.interface import IStrategy

from .problems import OWN_FOLDER, Problem, described


#: code that is not the user's
OTHERS = (Path(freqtrade.__file__).parent.parent, OWN_FOLDER)

#: what the bot does itself, and would not ask a class for
INNER = (
    "should_exit",
    "ft_stoploss_adjust",
    "ft_stoploss_reached",
    "ft_check_timed_out",
    "get_entry_signal",
    "get_exit_signal",
    "get_latest_candle",
    "ignore_expired_candle",
    "is_pair_locked",
    "analyze",
    "analyze_pair",
    "analyze_ticker",
    "_analyze_ticker_internal",
    "_adjust_trade_position_internal",
    "advise_all_indicators",
)


def load(config: dict, file: str) -> IStrategy:
    """@raises Problem"""
    path = Path(file)
    wanted = config["strategy"]

    def search(cls: type, directory: Path, *, object_name: str, add_source: bool = False) -> tuple:
        # what keeps the file from loading is told instead of logged; others that a class loads are looked for as freqtrade does
        if object_name == wanted:
            return class_of(path, object_name), path
        return IResolver._search_object.__func__(cls, directory, object_name=object_name, add_source=add_source)

    StrategyResolver._search_object = classmethod(search)
    try:
        return asked_only(StrategyResolver.load_strategy(config))
    except Problem:
        raise
    except OperationalException as error:
        raise Problem("refused", str(error), file=str(path)) from error
    except Exception as error:
        raise Problem(**in_file(described(error, str(path.parent)), path)) from error


def in_file(facts: dict, path: Path) -> dict:
    """What failed in the code of others failed for what the class is, or has made: its file is named."""
    at = Path(facts.get("file", ""))
    if at.is_relative_to(path.parent) or not any(at.is_relative_to(others) for others in OTHERS):
        return facts
    return {**{name: fact for name, fact in facts.items() if name not in ("line", "code")}, "file": str(path)}


def asked_only(strategy: IStrategy) -> IStrategy:
    """@raises Problem where the class puts its own in the place of something that would not be asked"""
    own = [name for name in INNER if getattr(type(strategy), name) is not getattr(IStrategy, name)]
    if own:
        name = type(strategy).__name__
        words = f"{name} has its own {', '.join(own)}. The bot does this itself and would not ask: decide in callbacks"
        raise Problem("refused", f"{words} (custom_exit, custom_stoploss, min_roi_reached, confirm_trade_entry …) instead.")
    return strategy


def class_of(path: Path, name: str) -> type[IStrategy]:
    """Runs a file and takes the class of a name from it. @raises Problem"""
    # what a link leads to is run where it lies, and imports what lies beside it
    real = path.resolve()
    with PathModifier(real.parent):
        spec = importlib.util.spec_from_file_location(real.stem, str(real))
        if spec is None or spec.loader is None:
            raise Problem("load", f"{path} can't be read as Python.")
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise Problem(**described(error, str(path.parent))) from error
    found = getattr(module, name, None)
    if not inspect.isclass(found) or not issubclass(found, IStrategy):
        raise Problem("no_class", f"{name} in {path} is no class that extends IStrategy.")
    found.__file__ = str(path)
    found.__source__ = inspect.getsource(module)
    return found


def overridden(strategy: IStrategy) -> list[str]:
    """Methods that the class has in place of those it inherits from freqtrade."""
    own = type(strategy)
    return [
        name
        for name, inherited in inspect.getmembers(IStrategy, inspect.isfunction)
        if not name.startswith("__") and getattr(own, name) is not inherited
    ]
