"""Tags that are no texts, as the bot keeps them in a backtest: see src/core/trade/tag.ts."""

import json
from typing import Any

import numpy as np
import pandas as pd

NO_TEXT = "\0"


def sent(tag: Any) -> str:
    """A tag as it is sent. Numbers, truth values and nothing stay what they are; whatever else becomes its text."""
    if isinstance(tag, str):
        return str(tag)
    if tag is None or tag is pd.NaT or tag is pd.NA:
        return f"{NO_TEXT}null"
    if isinstance(tag, float | np.floating) and np.isnan(tag):
        return f"{NO_TEXT}NaN"
    if isinstance(tag, float | np.floating) and np.isinf(tag):
        return str(tag)
    if isinstance(tag, bool | np.bool_):
        return NO_TEXT + json.dumps(bool(tag))
    if isinstance(tag, int | np.integer):
        return NO_TEXT + json.dumps(int(tag))
    if isinstance(tag, float | np.floating):
        return NO_TEXT + json.dumps(float(tag))
    return str(tag)


def read(tag: str | None) -> Any:
    """What a tag was when it was sent."""
    return json.loads(tag[len(NO_TEXT) :]) if tag is not None and tag.startswith(NO_TEXT) else tag
