"""Columns to be looked at, whatever they hold. What is no number, truth value, text or moment comes as the API and as a message say it."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic_core import PydanticSerializationError, to_json


def column_of(column: pd.Series, traded: pa.Array | None = None) -> pa.Array:
    """@param traded what is traded by, where that is something else; each row then says both"""
    values = column.tolist() if traded is not None else None
    if traded is None:
        if column.dtype == bool:
            return pa.array(column.to_numpy())
        if pd.api.types.is_datetime64_any_dtype(column.dtype) and is_plain_moment(column):
            return pa.array(column.astype("datetime64[ms, UTC]" if column.dt.tz is not None else "datetime64[ms]"))
        counts = pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)
        if counts and not pd.api.types.is_complex_dtype(column.dtype):
            return pa.array(column.to_numpy(dtype=float, na_value=np.nan))
        values = [None if is_missing(value) else value for value in column.tolist()]
        if all(value is None or isinstance(value, bool | np.bool_) for value in values):
            return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
        if all(value is None or is_number(value) for value in values):
            return pa.array([np.nan if value is None else float(value) for value in values], pa.float64())
        if all(value is None or isinstance(value, str) for value in values):
            return pa.array([None if value is None else str(value) for value in values], pa.string())
    return said(values, traded)


def said(values: list, traded: pa.Array | None) -> pa.StructArray:
    """How the API answers with them and how messages say them, both as JSON: those have moments and lengths of time in ms."""
    values = [None if is_missing(value) else value for value in values]
    answers = [answer_of(value) for value in values]
    if traded is None:
        texts = [None if value is None else text_of(value, answer) for value, answer in zip(values, answers, strict=True)]
        traded = pa.array(texts, pa.string())
    else:
        traded = traded.dictionary_decode() if pa.types.is_dictionary(traded.type) else traded
    columns = [traded, pa.array(answers, pa.string()), pa.array(messages_of(values, answers), pa.string())]
    return pa.StructArray.from_arrays(columns, ["traded", "answer", "message"])


def answer_of(value: Any) -> str:
    if not isinstance(value, str) and is_endless(value):
        return "null"
    try:
        return to_json(value, inf_nan_mode="null", fallback=plain).decode()
    except (PydanticSerializationError, ValueError):
        return json.dumps(str(value))


def plain(value: Any) -> Any:
    """A number or an array as Python itself has it; a text of what there is no other word for."""
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else str(value)


def messages_of(values: list, answers: list[str]) -> list[str]:
    try:
        content = pd.Series(values, dtype=object).to_json(orient="values", double_precision=15)
    except (TypeError, ValueError, OverflowError):
        # there is no message of freqtrade's then
        return answers
    return [json.dumps(value) for value in json.loads(content)]


def text_of(value: Any, answer: str) -> str:
    return json.loads(answer) if answer.startswith('"') else str(value)


def is_plain_moment(column: pd.Series) -> bool:
    """Whether whole milliseconds of UTC, or of no time zone, say it all."""
    if column.dt.tz is not None and str(column.dt.tz) != "UTC":
        return False
    known = column.dropna()
    return known.dt.as_unit("ms").astype(known.dtype).equals(known)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool | complex | np.complexfloating)


def is_endless(value: Any) -> bool:
    try:
        return bool(value in (np.inf, -np.inf))
    except (TypeError, ValueError):
        return False


def is_missing(value: object) -> bool:
    """Whether it is one of the values that stand for none (None, NaN, NaT, NA)."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
