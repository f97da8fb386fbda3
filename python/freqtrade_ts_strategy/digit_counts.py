"""Columns that freqtrade's backtests leave in the frames of strategies: how many digits prices have after the point."""

import numpy as np
import pandas as pd

PRICES = ["open", "high", "low", "close"]


def with_digit_counts(candles: pd.DataFrame) -> pd.DataFrame:
    """A copy with the columns. A strategy that counts, drops or scales columns trades by them."""
    from freqtrade.data.btanalysis import get_tick_size_over_time

    frame = candles.copy()
    if len(frame) == 0:
        return frame
    # freqtrade's function goes by texts and takes its time, so it is asked for each price once
    prices, places = np.unique(candles[PRICES].to_numpy().ravel(), return_inverse=True)
    length = -(-len(prices) // len(PRICES))
    padded = np.concatenate([prices, np.full(len(PRICES) * length - len(prices), prices[-1])])
    asked = pd.DataFrame(dict(zip(PRICES, padded.reshape(len(PRICES), length), strict=True)))
    asked.insert(0, "date", candles["date"].iloc[0])
    get_tick_size_over_time(asked)
    known = np.concatenate([asked[f"{name}_count"].to_numpy(dtype=float, na_value=np.nan) for name in PRICES])
    counts = known[places].reshape(-1, len(PRICES))
    for index, name in enumerate(PRICES):
        frame[f"{name}_count"] = whole_if_known(counts[:, index])
    frame["max_count"] = frame[[f"{name}_count" for name in PRICES]].max(axis=1)
    return frame


def whole_if_known(counts: np.ndarray) -> np.ndarray:
    """As pandas has them: whole numbers, unless one is missing."""
    return counts if np.isnan(counts).any() else counts.astype(np.int64)
