"""Columns in and out, as Arrow."""

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic_core import to_jsonable_python

from . import tags
from .problems import Problem

SIGNALS = ("enter_long", "exit_long", "enter_short", "exit_short")
TAGS = ("enter_tag", "exit_tag")
PRICES = ("open", "high", "low", "close", "volume")
#: of a frame that has not all candles: which ones it has, as in src/python/columns.ts
ROWS = "__rows"
#: the columns of a backtest, in freqtrade's order
PLACES = ("date", *PRICES[:-1], *SIGNALS, *TAGS)


def candles_from(content: bytes) -> pd.DataFrame:
    """Candles as freqtrade has them: dates with a time zone, prices as numbers."""
    table = pa.ipc.open_stream(pa.py_buffer(content)).read_all()
    frame = pd.DataFrame({name: table.column(name).to_numpy() for name in ("time", *PRICES)}, copy=True)
    dates = pd.to_datetime(frame.pop("time").astype("int64"), unit="ms", utc=True).astype("datetime64[ms, UTC]")
    frame.insert(0, "date", dates)
    return frame


def frame_from(content: bytes) -> pd.DataFrame:
    """A frame with whatever columns it has."""
    frame = pa.ipc.open_stream(pa.py_buffer(content)).read_all().to_pandas(date_as_object=False)
    dates = pd.to_datetime(frame.pop("time").astype("int64"), unit="ms", utc=True).astype("datetime64[ms, UTC]")
    frame.insert(0, "date", dates)
    return frame


def packed(columns: dict[str, pa.Array]) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.table(columns)
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def signal_columns(frame: pd.DataFrame, candles: pd.DataFrame | None) -> dict[str, pa.Array]:
    """What is traded by. @param candles those the frame was made of, where prices that were changed are wanted"""
    found: dict[str, pa.Array] = {}
    columns = last_of_each(frame) if candles is None else by_place(frame)
    for name in SIGNALS:
        if name in columns:
            found[name] = pa.array(flags(columns[name]))
    for name in TAGS:
        if name in columns:
            found[name] = entry_tags(columns[name]) if name == "enter_tag" and candles is not None else texts(columns[name], is_live=candles is None)
    if candles is not None:
        for name in PRICES:
            if name in columns and not same(columns[name].to_numpy(), candles[name].to_numpy()):
                found[name] = pa.array(columns[name].to_numpy(dtype=float, na_value=np.nan))
    return found


def kept_rows(frame: pd.DataFrame, candles: pd.DataFrame) -> np.ndarray | None:
    """Which candles a frame has; None for all. @raises Problem where it has others, or not in their order"""
    if len(frame) == len(candles):
        return None
    known, dates = moments(candles), moments(frame)
    rows = np.searchsorted(known, dates)
    if not (np.diff(rows) > 0).all() or not (known[np.minimum(rows, len(known) - 1)] == dates).all():
        words = f"populate_* made {len(frame)} rows of {len(candles)} candles"
        raise Problem("refused", f"{words}: rows may be left out, and the others are to stay as they were, each once and in their order.")
    return rows


def moments(frame: pd.DataFrame) -> np.ndarray:
    """Starts of its candles, ms"""
    return pd.DatetimeIndex(frame["date"]).as_unit("ms").asi8


def numbers_of(rows: np.ndarray) -> pa.Array:
    return pa.array(rows.astype(float))


def last_of_each(frame: pd.DataFrame) -> dict[str, pd.Series]:
    return {name: frame.iloc[:, place] for place, name in enumerate(frame.columns) if name in (*PLACES, "volume")}


def by_place(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns as freqtrade's backtests take them, by their place: a name that is there twice moves all that come after it."""
    if frame.columns.is_unique:
        return last_of_each(frame)
    at: dict[str, list[int]] = {}
    for place, name in enumerate(frame.columns):
        at.setdefault(name, []).append(place)
    taken = [place for name in PLACES for place in at.get(name, [None])]
    found = {name: frame.iloc[:, place] for name, place in zip(PLACES, taken, strict=False) if place is not None}
    return {**found, "volume": frame.iloc[:, at["volume"][0]]} if "volume" in at else found


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one is other or (one.shape == other.shape and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True))


def flags(column: pd.Series) -> np.ndarray:
    """Where a signal is set: what equals 1."""
    said = column == 1
    return said.to_numpy(dtype=bool, na_value=False) if said.dtype != bool else said.to_numpy()


def texts(column: pd.Series, *, is_live: bool) -> pa.Array:
    """A column of few different words; what is missing is null, and live, so is what is no text."""
    codes, names = pd.factorize(column, use_na_sentinel=True)
    words = pa.array([name if isinstance(name, str) else str(name) for name in names], pa.string())
    is_word = np.array([not is_live or (isinstance(name, str) and name != "nan") for name in names] + [False], dtype=bool)
    indices = pa.array(codes, pa.int32(), mask=~is_word[codes])
    return pa.DictionaryArray.from_arrays(indices, words)


def entry_tags(column: pd.Series) -> pa.Array:
    """Entry tags as backtests keep them, what is missing included. They move to the next row, which makes whole numbers others."""
    moved = column.astype(float) if pd.api.types.is_integer_dtype(column.dtype) else column
    codes, names = pd.factorize(moved, use_na_sentinel=True)
    words = [tags.sent(name) for name in names]
    codes = np.where(codes < 0, len(words), codes).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array([*words, tags.sent(None)], pa.string()))


def shown_columns(frame: pd.DataFrame, wanted: list[str] | None, rows: np.ndarray | None = None) -> dict[str, pa.Array]:
    """
    Columns to be looked at and traded by; numbers in signals stay as they are.
    @param wanted None for all @param rows which candles the frame has, None for all
    """
    found = frame_columns(frame, wanted)
    signals = signal_columns(frame, None)
    if rows is not None:
        found = {ROWS: numbers_of(rows), **found}
    # tags are shown as they are, and traded by as the texts among them
    said = {name: column for name, column in signals.items() if name not in TAGS and not is_number(found.get(name))}
    return {**found, **said, **({name: signals[name] for name in TAGS if name in signals} if wanted is not None else {})}


def is_number(column: pa.Array | None) -> bool:
    return column is not None and (pa.types.is_floating(column.type) or pa.types.is_boolean(column.type))


def frame_columns(frame: pd.DataFrame, wanted: list[str] | None) -> dict[str, pa.Array]:
    """Columns as they are, whatever they hold. @param wanted None for all"""
    found: dict[str, pa.Array] = {}
    for name in frame.columns:
        if name == "date" or (wanted is not None and name not in wanted):
            continue
        column = frame[name]
        if isinstance(column, pd.DataFrame):
            column = column.iloc[:, -1]
        found[str(name)] = column_of(column)
    return found


def column_of(column: pd.Series) -> pa.Array:
    if column.dtype == bool:
        return pa.array(column.to_numpy())
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pa.array(column.astype("datetime64[ms, UTC]" if column.dt.tz is not None else "datetime64[ms]"))
    counts = pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)
    if counts and not pd.api.types.is_complex_dtype(column.dtype):
        return pa.array(column.to_numpy(dtype=float, na_value=np.nan))
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        return pa.array([None if value is pd.NaT else to_jsonable_python(value.to_pytimedelta()) for value in column], pa.string())
    values = [None if is_missing(value) else value for value in column.tolist()]
    if all(value is None or isinstance(value, bool | np.bool_) for value in values):
        return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
    if all(value is None or isinstance(value, int | float | np.number) for value in values):
        return pa.array([np.nan if value is None else float(value) for value in values], pa.float64())
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def is_missing(value: object) -> bool:
    """Whether it is one of the values that stand for none (None, NaN, NaT, NA)."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
