"""What TA-Lib, qtpylib and pandas make of the same columns.

Usage: indicators.py CANDLES ROWS FUNCTIONS values FILE | times ROUNDS
CANDLES holds six columns of ROWS numbers (open, high, low, close, volume, periods), FUNCTIONS a list of names and parameters.
`values` writes all outputs to FILE, one behind another, and prints how many each function has; `times` prints for each number of a
function that comes in the best of ROUNDS, ms.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import talib
import talib.abstract
from technical import qtpylib as q

rows = int(sys.argv[2])
o, h, l, c, v, periods = [np.ascontiguousarray(x) for x in np.fromfile(sys.argv[1], dtype="<f8").reshape(6, rows)]
columns = {"open": o, "high": h, "low": l, "close": c, "volume": v, "periods": periods}
frame = pd.DataFrame({"open": o, "high": h, "low": l, "close": c, "volume": v})
close, volume = frame["close"], frame["volume"]
others = {
    "qtpylib.typical_price": lambda: q.typical_price(frame),
    "qtpylib.bollinger_bands": lambda: q.bollinger_bands(q.typical_price(frame), window=20, stds=2),
    "qtpylib.heikinashi": lambda: q.heikinashi(frame),
    "qtpylib.rolling_vwap_20": lambda: q.rolling_vwap(frame, window=20),
    "qtpylib.hull_moving_average_14": lambda: q.hull_moving_average(close, 14),
    "qtpylib.zlema_14": lambda: q.zlema(close, 14),
    "qtpylib.keltner_channel_14_2": lambda: q.keltner_channel(frame, 14, 2),
    "qtpylib.crossed_above_sma5_sma20": lambda: q.crossed_above(close.rolling(5).mean(), close.rolling(20).mean()),
    "qtpylib.crossed_below_sma5_sma20": lambda: q.crossed_below(close.rolling(5).mean(), close.rolling(20).mean()),
    "pandas.rolling_std_20": lambda: close.rolling(20).std(),
    "pandas.ewm_span_14": lambda: close.ewm(span=14).mean(),
    "pandas.ewm_alpha_adjust_false": lambda: close.ewm(alpha=0.1, adjust=False).mean(),
    "pandas.pct_change_3": lambda: close.pct_change(3),
    "pandas.rolling_quantile_30_0.25": lambda: close.rolling(30).quantile(0.25),
    "pandas.rolling_median_15": lambda: close.rolling(15).median(),
    "pandas.rolling_skew_30": lambda: close.rolling(30).skew(),
    "pandas.rolling_corr_30_close_volume": lambda: close.rolling(30).corr(volume),
    "pandas.rank_pct_50": lambda: close.rolling(50).rank(pct=True),
}


def function_of(entry):
    if entry["name"] in others:
        return others[entry["name"]]
    function = getattr(talib, entry["name"])
    inputs = []
    for names in talib.abstract.Function(entry["name"]).info["input_names"].values():
        inputs += [columns[name] for name in ([names] if isinstance(names, str) else names)]
    return lambda: function(*inputs, **entry["parameters"])


def outputs_of(result):
    if isinstance(result, (tuple, list)):
        return list(result)
    return [result[name] for name in result] if isinstance(result, pd.DataFrame) else [result]


functions = [function_of(entry) for entry in json.load(open(sys.argv[3]))]
if sys.argv[4] == "values":
    results = [outputs_of(run()) for run in functions]
    np.concatenate([np.asarray(x, dtype="<f8") for outputs in results for x in outputs]).tofile(sys.argv[5])
    print(json.dumps([len(outputs) for outputs in results]))
else:
    # a function's number comes in, the best of some rounds goes out, so that both sides can take turns
    for line in sys.stdin:
        run = functions[int(line)]
        run()
        quickest, spent, rounds = float("inf"), 0.0, 0
        while rounds < int(sys.argv[5]) and spent < 0.5:
            began = time.perf_counter()
            run()
            took = time.perf_counter() - began
            quickest, spent, rounds = min(quickest, took), spent + took, rounds + 1
        print(quickest * 1000, flush=True)
