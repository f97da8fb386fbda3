"""Records what tests compare with: what TA-Lib, qtpylib, pandas and freqtrade make of the candles in this folder.

    python3 -m venv .cache/peers
    .cache/peers/bin/pip install freqtrade==2026.9
    .cache/peers/bin/python tests/golden/record.py indicator NAME [OUTPUT=]EXPRESSION ...
    .cache/peers/bin/python tests/golden/record.py indicators
    .cache/peers/bin/python tests/golden/record.py backtests [CASE ...]
    .cache/peers/bin/python tests/golden/record.py technical
    .cache/peers/bin/python tests/golden/record.py orderflow
    .cache/peers/bin/python tests/golden/record.py sums

`indicator` writes indicators/NAME.json, for a test with `expectRecorded`. An expression knows `open`, `high`, `low`, `close`, `volume`
(pandas Series of 1,000 candles), `talib`, `qtpylib`, `np` and `pd`; one output needs no name.
`indicators` records anew what has been recorded: indicators.json with indicators.f64.gz, and every file in indicators/.
`backtests` runs the real freqtrade over the cases in backtest/, offline. A new case is a folder with a `case.json` (strategy, timerange,
flags, config); its strategy is in tests/fuzz/strategies.py for freqtrade, and in examples/oracle for freqtrade-ts.
`technical` writes technical.json with technical.f64.gz: what the packages technical and qtpylib make of the first candles.
`orderflow` writes order-flow.json.gz: the columns that freqtrade makes of the public trades in candles/.
`sums` writes sums.json.gz: how pandas sums numbers up, and freqtrade's figures of wallets whose falls differ in the last digit alone.
All say what has changed. What is recorded are numbers; nothing of these programs is copied.
"""

import gzip
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
BACKTESTS = HERE / "backtest"
FUZZ = HERE.parent / "fuzz"
COLUMNS = ["open", "high", "low", "close", "volume"]
# moments that no two runs share
MOMENTS = {"backtest_run_start_ts", "backtest_run_end_ts"}


def packed(document):
    """The same bytes for the same content: no time in the header."""
    return gzip.compress(json.dumps(document).encode(), mtime=0)


def candles():
    import numpy as np

    index = json.loads((HERE / "indicators.json").read_text())
    values = np.frombuffer(gzip.decompress((HERE / "indicators.f64.gz").read_bytes()), dtype="<f8")
    return index, values


def one_indicator(name, expressions):
    import numpy as np
    import pandas as pd
    import talib
    from technical import qtpylib

    index, values = candles()
    series = {}
    for column in COLUMNS:
        place = index["columns"][column]
        series[column] = pd.Series(values[place["offset"]:place["offset"] + place["length"]].copy())
    known = {**series, "talib": talib, "qtpylib": qtpylib, "np": np, "pd": pd}
    outputs = {}
    for output, expression in expressions.items():
        result = np.asarray(eval(expression, known), dtype="float64")
        assert len(result) == index["rows"], f"{output} has {len(result)} rows; there are {index['rows']} candles"
        outputs[output] = [None if math.isnan(number) else number for number in result.tolist()]
    by = {package: version(package) for package in ("TA-Lib", "pandas", "numpy", "technical")}
    folder = HERE / "indicators"
    folder.mkdir(exist_ok=True)
    told = written(folder / f"{name}.json", json.dumps({"expressions": expressions, "by": by, "outputs": outputs}).encode() + b"\n")
    print(f"{name}: {', '.join(outputs)} of {index['rows']} candles, {told}")


def all_indicators():
    import numpy as np

    index, values = candles()
    rows = index["rows"]
    anew = values.copy()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        inputs = [index["columns"][column] for column in [*COLUMNS, "periods"]]
        np.concatenate([values[place["offset"]:place["offset"] + rows] for place in inputs]).tofile(base / "candles")
        (base / "functions").write_text(json.dumps(index["functions"]))
        script = HERE.parent / "peers/indicators.py"
        subprocess.run([sys.executable, script, base / "candles", str(rows), base / "functions", "values", base / "values"], check=True,
                       stdout=subprocess.DEVNULL)
        computed = np.fromfile(base / "values", dtype="<f8").reshape(-1, rows)
    places = [(entry["name"], place) for entry in index["functions"] for place in entry["outputs"].values()]
    assert len(places) == len(computed), f"{len(computed)} outputs were computed, {len(places)} are recorded"
    changed = []
    for (name, place), column in zip(places, computed):
        old = anew[place["offset"]:place["offset"] + rows]
        if not np.allclose(old, column, rtol=1e-9, atol=1e-12 * np.nanmax(np.abs(column), initial=1), equal_nan=True):
            changed.append(name)
            anew[place["offset"]:place["offset"] + rows] = column
    if changed:
        (HERE / "indicators.f64.gz").write_bytes(gzip.compress(anew.astype("<f8").tobytes(), mtime=0))
    print(f"{len(index['functions'])} functions, changed: {', '.join(sorted(set(changed))) or 'none'}")
    for file in sorted((HERE / "indicators").glob("*.json")):
        one_indicator(file.stem, json.loads(file.read_text())["expressions"])


FLOWS = [
    {"timeframe": "5m", "scale": 5e-6, "stacked_imbalance_range": 2, "imbalance_volume": 100, "imbalance_ratio": 2, "max_candles": 1000},
    {"timeframe": "5m", "scale": 3e-7, "stacked_imbalance_range": 3, "imbalance_volume": 0, "imbalance_ratio": 1, "max_candles": 300},
    {"timeframe": "1m", "scale": 1e-6, "stacked_imbalance_range": 1, "imbalance_volume": 1, "imbalance_ratio": 0.5, "max_candles": 400,
     "amounts_over": 7},
]


def all_flows():
    import pandas as pd
    from freqtrade.data.converter import populate_dataframe_with_trades
    from freqtrade.data.converter.trade_converter import trades_convert_types, trades_df_remove_duplicates

    trades = trades_convert_types(trades_df_remove_duplicates(pd.read_feather(HERE / "candles/XRP_ETH-trades.feather")))
    cases = []
    for rules in FLOWS:
        frame = pd.read_feather(HERE / f"candles/XRP_ETH-{rules['timeframe']}.feather")
        config = {"timeframe": rules["timeframe"], "orderflow": {**rules, "cache_size": 1000}}
        # amounts that are no whole numbers show in which order they are added
        amounts = trades["amount"] / rules.get("amounts_over", 1)
        frame, _ = populate_dataframe_with_trades(None, config, frame, trades.assign(amount=amounts))
        rows = []
        for at, row in zip(frame["date"].astype("int64") // 10**6, frame.to_dict(orient="records")):
            if math.isnan(row["total_trades"]):
                continue
            levels = [[price, *level.values(), *row["imbalances"][price].values()] for price, level in row["orderflow"].items()]
            numbers = [row[name] for name in ("max_delta", "min_delta", "bid", "ask", "delta", "total_trades")]
            stacks = [[float(price) for price in row[f"stacked_imbalances_{side}"]] for side in ("bid", "ask")]
            ids = [row["trades"][0]["id"], row["trades"][-1]["id"]]
            rows.append([int(at), numbers, levels, stacks, ids])
        cases.append({"rules": rules, "level": ["price", *next(iter(row["orderflow"].values())), "bid_imbalance", "ask_imbalance"], "candles": rows})
    told = written(HERE / "order-flow.json.gz", packed(cases))
    print(f"order flow of {[len(case['candles']) for case in cases]} candles, {told}")


COLOURS = {"lime": 2, "green": 1, "aqua": 4, "yellow": 3, "grey": 0, "red": -2, "maroon": -1, "fuchsia": -4}
SIDES = {"up": 1, "down": -1}
# what it is called in tests/golden/technical-functions.ts, and how Python has it; `d` is the frame, anew for each
TECHNICAL = {
    "ichimoku": "t.ichimoku(d)",
    "ichimoku 20": "t.ichimoku(d, 20, 60, 120, 30)",
    "laguerre": "t.laguerre(d)",
    "laguerre 0.5": "t.laguerre(d, 0.5)",
    "mmar": "colours(t.mmar(d))",
    "mmar sma": "colours(t.mmar(d, matype='sma'))",
    "madridSqueeze": "colours(t.madrid_sqz(d))",
    # its own uses what pandas has no more
    "osc": "oscillator(d, 14)",
    "vfi": "t.vfi(d)",
    "vfi 30": "t.vfi(d, 30, 0.1, 1.5, 3, True)",
    "stc": "t.stc(d)",
    "vpci": "t.vpci(d)",
    "vpcii": "t.vpcii(d)",
    "fibonacciRetracements": "t.fibonacci_retracements(d)",
    "fibonacciRetracements 30": "t.fibonacci_retracements(d, window=30)",
    "returnOnInvestment": "t.return_on_investment(d.assign(buy=np.arange(len(d)) % 23 == 7))['roi']",
    "tdSequential": "t.td_sequential(d)['TD_count']",
    "tdSequential gaps": "t.td_sequential(d.assign(volume=d['volume'].where(d.index % 17 != 5, 0)))['TD_count']",
    "tke": "t.TKE(d)",
    "vwmacd": "t.vwmacd(d)[['vwmacd', 'signal', 'hist']]",
    "rmi": "t.RMI(d)",
    "rmi 9": "t.RMI(d, length=9, mom=3)",
    "vidya": "t.VIDYA(d)",
    "vidya deviation": "t.VIDYA(d, 14, False)",
    "madr": "t.MADR(d)[['rate', 'stdcenter', 'plusdev', 'minusdev']]",
    "madr ema": "t.MADR(d, 14, 3, 'ema')[['rate', 'stdcenter', 'plusdev', 'minusdev']]",
    "sslChannels": "t.SSLChannels(d)",
    "sslChannels ema": "t.SSLChannels(d, 14, 'ema')",
    "pmax": "pmax(d, 10, 3, 12, 1, 1)",
    **{f"pmax {kind}": f"pmax(d, 7, 1.5, 9, {kind}, 2)" for kind in range(2, 9)},
    "pmax average": "pmax(d, 10, 2, 30, 4, 3)",
    "tvWma": "t.tv_wma(d)",
    "tvWma 5": "t.tv_wma(d, 5)",
    "tvHma": "t.tv_hma(d, 16)",
    "tvAlma": "t.tv_alma(d)",
    "tvAlma bell": "t.tv_alma(d, 9, 0.85, 6)",
    "tvTrama": "t.tv_trama(d)",
    "tvTrama 20": "t.tv_trama(d, 20)",
    "williamsPercent": "t.williams_percent(d)",
    "bollingerAround": "t.bollinger_bands(d)[['bb_upper', 'bb_middle', 'bb_lower']]",
    "bollingerAround tema": "t.bollinger_bands(d, 14, 3, ma_type='tema')[['bb_upper', 'bb_middle', 'bb_lower']]",
    "zema": "t.dema(d, 20)",
    "rma": "t.rma(d, 14)",
    "vwma": "t.vwma(d, 20)",
    "hullMovingAverage": "t.hull_moving_average(d, 16)",
    "plainSuperTrend": "trend(t.supertrend(d))",
    "plainSuperTrend 7": "trend(t.supertrend(d, 7, 2))",
    "atrPercent": "t.atr_percent(d)",
    "chopiness technical": "t.chopiness(d)",
    "chaikinMoneyFlow": "t.cmf(d)",
    "superSmoother": "h.ehlers_super_smoother(d['close'])",
    "superSmoother 10": "h.ehlers_super_smoother(d['close'], 10)",
    "fishersInverse": "h.fishers_inverse(pd.Series(talib.RSI(d['close'])))",
    "fishersInverse 9": "h.fishers_inverse(pd.Series(talib.RSI(d['close'])), 9)",
    "wentUp": "h.went_up(d['close'])",
    "wentDown": "h.went_down(d['close'])",
    "pivotsPoints": "pivots_points(d)",
    "pivotsPoints 10": "pivots_points(d, 10, 5)",
    "touches": "touches(d, d['close'].median())",
    # its own import is gone from scipy
    "bounces": "bounces(d, d['close'].median())",
    "doji": "doji(d)",
    "doji exact": "doji(d, True)",
    "heikinAshiShape": "heikinashi(d)",
    "tdi": "q.tdi(d['close'])",
    "awesomeOscillator": "q.awesome_oscillator(d)",
    "awesomeOscillator weighted": "q.awesome_oscillator(d, True)",
    "medianPrice": "q.mid_price(d)",
    "ibs": "q.ibs(d)",
    "wholeTrueRange": "q.true_range(d)",
    "rollingAtr": "q.atr(d)",
    "rollingAtr exponential": "q.atr(d, 10, True)",
    "seededRsi": "q.rsi(d['close'])",
    "weightedMacd": "q.macd(d['close'])",
    "weightedBollinger": "q.weighted_bollinger_bands(d['close'])",
    "returns": "q.returns(d['close'])",
    "logReturns": "q.log_returns(d['close'])",
    "impliedVolatility": "q.implied_volatility(d['close'], 30)",
    "pctChange": "q.roc(d['close'])",
    "plainStoch fast": "q.stoch(d, fast=True)",
    "plainStoch slow": "q.stoch(d)",
    "zeroLagHull": "q.zlhma(d['close'], 20)",
    "zscore": "q.zscore(d)",
    "zscore 30": "q.zscore(d, 30, 2)",
    "pvt": "q.pvt(d)",
    "chopiness": "q.chopiness(d)",
    "crossed": "q.crossed(d['close'], d['close'].rolling(9).mean())",
    "resampledMerge 15m": "t_util.resampled_merge(d, t_util.resample_to_interval(d, 15)).iloc[:, 7:]",
    "resampledMerge 1h sparse": "t_util.resampled_merge(d, t_util.resample_to_interval(d, '1h'), fill_na=False).iloc[:, 7:]",
}
TECHNICAL_ROWS = 400


def all_technical():
    import numpy as np
    import pandas as pd
    import talib
    import technical.indicator_helpers as helpers
    import technical.indicators as indicators
    import technical.util as util
    from technical import bouncyhouse, qtpylib
    from technical.candles import doji, heikinashi
    from technical.pivots_points import pivots_points

    index, values = candles()
    columns = {name: values[index["columns"][name]["offset"]:][:TECHNICAL_ROWS].copy() for name in COLUMNS}
    dates = pd.date_range("2024-01-01 00:10", periods=TECHNICAL_ROWS, freq="5min", tz="UTC")

    def colours(series):
        return [one.map(COLOURS) for one in series]

    def oscillator(frame, period):
        up = frame["high"].diff().clip(lower=0).rolling(period).mean()
        return up / (up + (-frame["low"].diff()).clip(lower=0).rolling(period).mean())

    def bounces(frame, level):
        before = np.concatenate([[np.nan], bouncyhouse.touches(frame, level)[:-1]])
        return np.vectorize(bouncyhouse._bounce)(frame["open"], frame["close"], level, before)

    def trend(both):
        return [both[0], [SIDES.get(side, 0) for side in both[1]]]

    def pmax(frame, *rules):
        added = indicators.PMAX(frame, *rules).iloc[:, len(frame.columns):]
        sides = added.iloc[:, 2].map(lambda side: SIDES.get(side, 0))
        return [added.iloc[:, 0], added.iloc[:, 1], sides]

    known = {"t": indicators, "q": qtpylib, "h": helpers, "t_util": util, "np": np, "pd": pd, "talib": talib, "doji": doji, "heikinashi": heikinashi,
             "pivots_points": pivots_points, "touches": bouncyhouse.touches, "bounces": bounces, "colours": colours, "oscillator": oscillator,
             "trend": trend, "pmax": pmax}
    functions, outputs, at = [], [], 0
    for name, expression in TECHNICAL.items():
        result = eval(expression, {**known, "d": pd.DataFrame({"date": dates, **columns})})
        if isinstance(result, dict):
            result = list(result.values())
        elif isinstance(result, pd.DataFrame):
            result = [result[column] for column in result if not str(result[column].dtype).startswith("datetime")]
        elif not isinstance(result, (list, tuple)):
            result = [result]
        for output in result:
            array = np.asarray(output, dtype="float64")
            assert len(array) == TECHNICAL_ROWS, f"{name} has {len(array)} rows"
            outputs.append(array)
        functions.append({"name": name, "expression": expression, "outputs": len(result)})
    by = {package: version(package) for package in ("technical", "TA-Lib", "pandas", "numpy")}
    document = {"rows": TECHNICAL_ROWS, "first": int(dates[0].timestamp() * 1000), "by": by, "functions": functions}
    told = [written(HERE / "technical.json", json.dumps(document, indent=1).encode() + b"\n"),
            written(HERE / "technical.f64.gz", gzip.compress(np.concatenate(outputs).astype("<f8").tobytes(), mtime=0))]
    print(f"{len(functions)} functions of technical and qtpylib, {len(outputs)} outputs, {told[1]}")


def served(spot, futures):
    """The recorded markets, as the exchange would give them."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = self.path.split("?")[0]
            other = b'{"serverTime":1704153600000,"symbols":[]}'
            body = {"/api/v3/exchangeInfo": spot, "/fapi/v1/exchangeInfo": futures}.get(path, other)
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def one_backtest(name, url):
    case = json.loads((BACKTESTS / name / "case.json").read_text())
    paths = {"public": "api/v3", "v1": "api/v1", "sapi": "sapi/v1", "fapiPublic": "fapi/v1", "dapiPublic": "dapi/v1"}
    urls = {"api": {name: f"{url}/{path}" for name, path in paths.items()}}
    exchange = {**case["config"]["exchange"], "ccxt_config": {"urls": urls}}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "config.json").write_text(json.dumps({**case["config"], "exchange": exchange}))
        command = [Path(sys.executable).parent / "freqtrade", "backtesting", "-c", home / "config.json", "--userdir", home,
                   "-d", BACKTESTS / "data", "--strategy-path", FUZZ, "-s", case["strategy"], "--timerange", case["timerange"],
                   "--cache", "none", "--export", "trades", *case["flags"]]
        run = subprocess.run([str(word) for word in command], capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"})
        zips = sorted((home / "backtest_results").glob("*.zip"))
        if not zips:
            sys.exit(f"{name}: freqtrade gave no result.\n{run.stdout[-1500:]}{run.stderr[-1500:]}")
        with zipfile.ZipFile(zips[-1]) as archive:
            file = next(n for n in archive.namelist() if n.endswith(".json") and "_config" not in n and "_meta" not in n)
            summary = json.loads(archive.read(file))["strategy"][case["strategy"]]
    trades = summary.pop("trades")
    told = [written(BACKTESTS / name / f"{part}.json.gz", packed(document), document)
            for part, document in (("trades", trades), ("summary", summary))]
    print(f"{name}: {len(trades)} trades, {told[0]}; figures {told[1]}", flush=True)


def all_sums():
    import random
    import pandas as pd
    from freqtrade.optimize.optimize_reports.optimize_reports import generate_wallet_stats

    rng = random.Random(20261129)
    start = pd.Timestamp("2024-03-01", tz="UTC")
    # the same falls come again and again, at other heights
    steps = [1.1, -0.3, 2.7, -0.7, -1.1, 0.4, 0.6, -0.1]
    wallets = []
    for pairs in (0, 3, 11):
        realized, held, rows, moments = 0.0, [], [], []
        for step in range(60):
            at = start + pd.Timedelta(hours=6 * step)
            if step > 0 and (pairs == 0 or step % 7 == 0):
                realized += round(rng.uniform(-3, 3), 8) if pairs else steps[step % len(steps)]
            if pairs and step % 10 == 1:
                held = [[f"P{pair}", round(rng.uniform(0.001, 3), 5)] for pair in range(pairs if step % 20 == 1 else rng.randint(1, pairs))]
            quoted = [[currency, coins, round(rng.uniform(20, 40), 2)] for currency, coins in held]
            rows += [(at, "USDT", 1, 200 + realized), *[(at, currency, rate, coins) for currency, coins, rate in quoted]]
            moments.append({"at": int(at.timestamp() * 1000), "realized": realized, "held": quoted})
        figures = generate_wallet_stats(pd.DataFrame(rows, columns=["date", "currency", "rate", "balance"]), "USDT")
        numbers = {key: float(value) for key, value in figures.items() if isinstance(value, (int, float))}
        wallets.append({"moments": moments, "figures": numbers})
    sums = []
    for count in (0, 1, 7, 8, 9, 16, 23, 129, 300):
        numbers = [round(rng.uniform(-50, 50), 6) for _ in range(count)]
        frame = pd.DataFrame({"of": [1] * count, "number": pd.Series(numbers, dtype="float64")})
        grouped = frame.groupby("of")["number"].sum()
        sums.append({"numbers": numbers, "sum": float(frame["number"].sum()), "group": float(grouped.iloc[0]) if count else 0.0})
    print(f"sums: {written(HERE / 'sums.json.gz', packed({'sums': sums, 'wallets': wallets}))}")


def written(path, data, document=None):
    """Writes what differs; a run's moment alone is no difference."""
    if path.exists():
        old = path.read_bytes()
        if old == data or (document is not None and timeless(json.loads(gzip.decompress(old))) == timeless(document)):
            return "unchanged"
    known = path.exists()
    path.write_bytes(data)
    return "changed" if known else "new"


def timeless(document):
    return {key: value for key, value in document.items() if key not in MOMENTS} if isinstance(document, dict) else document


def main(words):
    match words:
        case ["indicator", name, *expressions] if expressions:
            named = [word.split("=", 1) if word.split("=", 1)[0].isidentifier() and not word.startswith("==") and "=" in word else ["real", word]
                     for word in expressions]
            one_indicator(name, dict(named))
        case ["indicators"]:
            all_indicators()
        case ["technical"]:
            all_technical()
        case ["orderflow"]:
            all_flows()
        case ["sums"]:
            all_sums()
        case ["backtests", *names]:
            spot, futures = [gzip.decompress((BACKTESTS / f"{name}.json.gz").read_bytes()) for name in ("exchangeInfo", "fapi-exchangeInfo")]
            server, url = served(spot, futures)
            for name in names or sorted(path.parent.name for path in BACKTESTS.glob("*/case.json")):
                one_backtest(name, url)
            server.shutdown()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
