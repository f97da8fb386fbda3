"""Columns in and out, as Arrow."""

import numpy as np
import pandas as pd
import pyarrow as pa

from . import tags
from .problems import Problem
from .shown import column_of

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
    # texts come as numbers of their names
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            frame[name] = frame[name].astype(frame[name].cat.categories.dtype)
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
    signals = signal_columns(frame, None)
    if wanted is not None:
        found = frame_columns(frame, wanted)
        said = {name: column for name, column in signals.items() if name in TAGS or not is_number(found.get(name))}
    else:
        found = frame_columns(frame, None)
        said = {name: column_of(last_of(frame, name), column) for name, column in signals.items() if not says(found[name], column)}
    return {**({} if rows is None else {ROWS: numbers_of(rows)}), **found, **said}


def says(shown: pa.Array, traded: pa.Array) -> bool:
    """Whether what is traded by can be seen in what is shown: of numbers, what equals 1 is a signal, and none a tag."""
    if is_number(shown):
        return True
    return pa.types.is_string(shown.type) and pa.types.is_dictionary(traded.type) and shown.equals(traded.dictionary_decode())


def last_of(frame: pd.DataFrame, name: str) -> pd.Series:
    column = frame[name]
    return column.iloc[:, -1] if isinstance(column, pd.DataFrame) else column


def is_number(column: pa.Array | None) -> bool:
    return column is not None and (pa.types.is_floating(column.type) or pa.types.is_boolean(column.type))


def frame_columns(frame: pd.DataFrame, wanted: list[str] | None) -> dict[str, pa.Array]:
    """Columns as they are, whatever they hold. @param wanted None for all"""
    found: dict[str, pa.Array] = {}
    for name in frame.columns:
        if name == "date" or (wanted is not None and name not in wanted):
            continue
        found[str(name)] = column_of(last_of(frame, name))
    return found
