"""The configuration as strategies of freqtrade know it, and what a class says of itself."""

import inspect
import re
from copy import copy, deepcopy
from pathlib import Path

from freqtrade.enums import CandleType, MarginMode, RunMode, TradingMode

from .kept_state import helpers

#: attributes that trades are entered, changed and left by, which code may set while it trades
MOVING = (
    "minimal_roi",
    "stoploss",
    "trailing_stop",
    "trailing_stop_positive",
    "trailing_stop_positive_offset",
    "trailing_only_offset_is_reached",
    "use_custom_stoploss",
    "use_custom_roi",
    "use_exit_signal",
    "exit_profit_only",
    "exit_profit_offset",
    "ignore_roi_if_entry_signal",
    "position_adjustment_enable",
    "max_entry_position_adjustment",
    "max_open_trades",
    "order_types",
    "order_time_in_force",
)
ATTRIBUTES = (
    "INTERFACE_VERSION",
    "timeframe",
    *MOVING,
    "can_short",
    "startup_candle_count",
    "process_only_new_candles",
    "ignore_buying_expired_candle_after",
    "unfilledtimeout",
    "protections",
    "plot_config",
)

#: asked as a condition: whatever Python takes for true is true
CONDITIONS = (
    "trailing_stop",
    "trailing_only_offset_is_reached",
    "use_custom_stoploss",
    "use_custom_roi",
    "use_exit_signal",
    "exit_profit_only",
    "ignore_roi_if_entry_signal",
    "position_adjustment_enable",
    "can_short",
    "process_only_new_candles",
)

SETS = re.compile(rf"\.(?:{'|'.join(MOVING)})\s*(?:\[[^\]]*\]\s*)?(?:=(?!=)|,|\.(?:update|pop|clear|setdefault)\b)|\bsetattr\(|__dict__")

#: what trades of the past are reached by
LOOKS_BACK = re.compile(r"\bTrade\b|\bLocalTrade\b|\bpersistence\b|get_trades|_performance\b|get_best_pair|closed_profit|trading_volume|\.session\b")


def speaks_of_trades(strategy: object) -> bool:
    """Whether the user's code can look at trades that it is not handed."""
    return any(LOOKS_BACK.search(text) for text in [source_of(strategy), *(text_of(module) for module in helpers())])


def text_of(module: object) -> str:
    try:
        return inspect.getsource(module)
    except (OSError, TypeError):
        return ""


def may_move(strategy: object) -> bool:
    """Whether the user's code speaks of setting what trades are left by."""
    return any(SETS.search(line) for line in source_of(strategy).splitlines() if not line.lstrip().startswith("#"))


def moving(strategy: object) -> dict:
    """What trades are left by now, to be compared with later."""
    return {name: copy(getattr(strategy, name, None)) for name in MOVING}


def make_config(raw: dict, ground: dict) -> dict:
    """The configuration with the kinds freqtrade gives its values."""
    config = deepcopy(raw)
    trading_mode = TradingMode(raw.get("trading_mode") or "spot")
    config["trading_mode"] = trading_mode
    config["margin_mode"] = MarginMode(raw.get("margin_mode") or "")
    config["candle_type_def"] = CandleType.get_default(trading_mode)
    config["runmode"] = RunMode(ground["runmode"])
    config["strategy"] = ground["strategy"]
    # where others are looked for that a class loads
    config.setdefault("strategy_path", str(Path(ground["file"]).parent))
    config["user_data_dir"] = Path(ground["user_data_dir"])
    config["datadir"] = Path(ground["datadir"])
    config["dataformat_ohlcv"] = ground["dataformat_ohlcv"]
    config.setdefault("dataformat_trades", "feather")
    config.setdefault("internals", {})
    config.setdefault("spaces", [])
    config["original_config"] = deepcopy(raw)
    if ground.get("timerange"):
        config["timerange"] = ground["timerange"]
    if config.get("max_open_trades") == -1:
        config["max_open_trades"] = float("inf")
    if config["runmode"] not in (RunMode.LIVE, RunMode.DRY_RUN):
        config["dry_run"] = True
    return config


def attributes_of(strategy: object) -> dict:
    """What the bot trades by, as the class (and what overrides it) has it now."""
    found = {name: getattr(strategy, name) for name in ATTRIBUTES if hasattr(strategy, name)}
    return {name: bool(value) if name in CONDITIONS else plain(value) for name, value in found.items()}


def plain(value: object) -> object:
    """A value as JSON can say it; what is without end is a text."""
    if value is None or isinstance(value, bool | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, int):
        return int(value)
    if hasattr(value, "item") and not isinstance(value, float):
        return plain(value.item())
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return number if number - number == 0 else {"number": str(number)}


def parameters_of(strategy: object) -> list[dict]:
    """Parameters as they are set now."""
    found = []
    for name, parameter in strategy.enumerate_parameters():
        kind = type(parameter).__name__
        facts = {
            "name": name,
            "type": kind,
            "space": parameter.space,
            "optimize": bool(parameter.optimize),
            "load": bool(parameter.load),
            "value": plain(parameter.value),
        }
        for option in ("log", "step"):
            if option in getattr(parameter, "_space_params", {}):
                facts[option] = plain(parameter._space_params[option])
        for bound in ("low", "high", "decimals", "opt_range"):
            if hasattr(parameter, bound):
                facts[bound] = plain(getattr(parameter, bound))
        found.append(facts)
    return found


def source_of(strategy: object) -> str:
    """All source of the user's that the class is made of, its own file and its base classes'."""
    texts = []
    for cls in type(strategy).__mro__:
        if cls.__module__.startswith("freqtrade."):
            break
        try:
            texts.append(inspect.getsource(inspect.getmodule(cls) or cls))
        except (OSError, TypeError):
            continue
    return "\n".join([getattr(strategy, "__source__", ""), *texts])
