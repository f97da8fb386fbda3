"""Random backtests, run by freqtrade-ts and by the real freqtrade over the same candles; prints every difference.

    .cache/peers/bin/python tests/fuzz/backtests.py [--runs 20] [--seed 1] [--mode spot|futures] [--keep DIR]

A run that differs leaves its folder (config, candles, both results) behind and can be repeated by its seed. Needs the real
freqtrade in the Python it is run with, and Node 24 as `node` of this checkout or on the PATH.
"""
import argparse
import contextlib, gzip, io, json, logging, math, os, random, shutil, subprocess, sys, tempfile, threading, zipfile
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GOLDEN = ROOT / "tests/golden/backtest"
NODE = ROOT / "node_modules/.bin/node"
START = pd.Timestamp("2024-03-01", tz="UTC")

SPOT = ["RoiOnly", "RoiSteps", "RoiStoploss", "Trailing", "TrailingPositive", "TrailingOffset", "TrailingOnlyOffset", "ExitSignal",
        "ExitProfitOnly", "IgnoreRoi", "NoExitSignal", "CustomStop", "CustomExit", "CustomPrice", "EntryTimeoutCallback",
        "AdjustEntryPrice", "DcaPartial", "DcaPartial", "SpotPyramid", "SpotPyramid", "Protected", "Confirm", "CustomData", "Informative", "Informative", "LockPairs"]
FUTURES = ["Short", "ShortTrailing", "LargestLeverage", "ShortDca", "ShortDca", "Pyramid", "Pyramid", "ShortCustom", "ShortCustom", "ShortInformative",
           "RoiStoploss", "DcaPartial", "CustomStop", "AdjustEntryPrice"]
# symbol: price, price step, amount step
SPOT_MARKETS = {"S000": (100, "0.01", "0.00001"), "S001": (37, "0.01", "0.001"), "S002": (0.4, "0.0001", "0.1"),
                "S003": (2.5, "0.001", "0.01"), "S004": (64000, "0.1", "0.00001"), "S005": (0.00034, "0.0000001", "1")}
FUTURES_MARKETS = {"BTC": (60000, "0.10", "0.001"), "ETH": (3000, "0.01", "0.001"), "SOL": (120, "0.010", "1"),
                   "XRP": (0.6, "0.0001", "0.1"), "DOGE": (0.12, "0.000010", "1")}
MOMENTS = {"backtest_run_start_ts", "backtest_run_end_ts"}


def markets(futures):
    """Served as the exchange would: one template symbol with other steps."""
    name = "fapi-exchangeInfo.json.gz" if futures else "exchangeInfo.json.gz"
    info = json.loads(gzip.decompress((GOLDEN / name).read_bytes()))
    template = next(s for s in info["symbols"] if s["symbol"] == "S000USDT")
    symbols = []
    for base, (_, tick, step) in (FUTURES_MARKETS if futures else SPOT_MARKETS).items():
        symbol = json.loads(json.dumps(template).replace("S000", base))
        for f in symbol["filters"]:
            if f["filterType"] == "PRICE_FILTER":
                f.update(tickSize=tick, minPrice=tick)
            if f["filterType"] in ("LOT_SIZE", "MARKET_LOT_SIZE") and float(f["stepSize"]) > 0:
                f.update(stepSize=step, minQty=step)
        symbols.append(symbol)
    info["symbols"] = symbols
    return json.dumps(info).encode()


def serve(spot, futures):
    """Answers what exchanges say of their markets. @returns its address"""
    answers = {"/api/v3/exchangeInfo": spot, "/fapi/v1/exchangeInfo": futures}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = answers.get(self.path.split("?")[0], b'{"serverTime":1704153600000,"symbols":[]}')
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def candles(rng, price, step, minutes, days, wild):
    """A random walk of 1-minute prices, made into candles on the price grid, with gaps, spikes and dead minutes."""
    n = days * 1440
    steps = rng.normal(0, wild, n) + np.where(rng.random(n) < 0.0005, rng.normal(0, wild * 30, n), 0)
    drift = np.repeat(rng.normal(0, wild * 0.15, n // 240 + 1), 240)[:n]
    path = price * np.exp(np.cumsum(steps + drift))
    one = pd.DataFrame({"date": pd.date_range(START - pd.Timedelta(days=2), periods=n, freq="1min")})
    decimals = max(0, -math.floor(math.log10(float(step))))
    close = path
    open_ = np.concatenate([[price], path[:-1]])
    spread = np.abs(rng.normal(0, wild, n))
    one["open"], one["close"] = open_, close
    one["high"] = np.maximum(open_, close) * (1 + spread * rng.random(n))
    one["low"] = np.minimum(open_, close) * (1 - spread * rng.random(n))
    one["volume"] = np.where(rng.random(n) < 0.02, 0, rng.random(n) * 100)
    for c in ("open", "high", "low", "close"):
        one[c] = one[c].round(decimals).clip(lower=float(step))
    return resampled(one, minutes)


def resampled(frame, minutes):
    if minutes == 1:
        return frame
    rule = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    return frame.set_index("date").resample(f"{minutes}min").agg(rule).dropna().reset_index()


def holes(rng, frame, share):
    """Some candles never came."""
    keep = rng.random(len(frame)) >= share
    if share > 0 and len(frame) > 0 and rng.random() < 0.3:
        at = rng.integers(0, len(frame))
        keep[at:at + rng.integers(1, 40)] = False
    return frame[keep].reset_index(drop=True)


def save(frame, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = frame.copy()
    frame["date"] = frame["date"].astype("datetime64[ms, UTC]")
    frame.reset_index(drop=True).to_feather(path, compression="lz4", compression_level=9)


def scenario(seed, mode, folder, url):
    """Candles on disk, config and flags. @returns strategy and arguments shared by both sides"""
    rnd, rng = random.Random(seed), np.random.default_rng(seed)
    futures = mode == "futures"
    strategy = rnd.choice(FUTURES if futures else SPOT)
    table = FUTURES_MARKETS if futures else SPOT_MARKETS
    lead = next(iter(table))
    bases = [lead, *rnd.sample(list(table)[1:], rnd.randint(1, len(table) - 1))]
    days, wild = rnd.randint(4, 14), rnd.choice([0.0004, 0.001, 0.002])
    gap = rnd.choice([0, 0, 0.002, 0.02])
    detail = rnd.random() < 0.3
    data = folder / "data"
    for base in bases:
        price, tick, _ = table[base]
        one = candles(rng, price, tick, 1, days, wild)
        if rnd.random() < 0.15:
            one = one[one["date"] >= START + pd.Timedelta(hours=rnd.randint(-20, 60))]
        elif rnd.random() < 0.15:
            one = one[one["date"] < one["date"].iloc[-1] - pd.Timedelta(hours=rnd.randint(1, 30))]
        name = f"{base}_USDT_USDT" if futures else f"{base}_USDT"
        place, kind = (data / "futures", "-futures") if futures else (data, "")
        for timeframe, minutes in (("1m", 1), ("5m", 5), ("15m", 15), ("1h", 60)):
            if timeframe == "1m" and not detail:
                continue
            save(holes(rng, resampled(one, minutes), gap), place / f"{name}-{timeframe}{kind}.feather")
        if futures:
            hourly = resampled(one, 60)
            mark = hourly.copy()
            for c in ("open", "high", "low", "close"):
                mark[c] = mark[c] * (1 + rng.normal(0, 0.0003, len(mark)))
            every = rnd.choice([1, 4, 8])
            rates = hourly[hourly["date"].dt.hour % every == 0].copy()
            rates["open"] = rng.normal(0.0001, 0.0004, len(rates))
            for c in ("high", "low", "close", "volume"):
                rates[c] = 0.0
            save(holes(rng, mark, rnd.choice([0, 0, 0.02])), place / f"{name}-1h-mark.feather")
            save(holes(rng, rates, rnd.choice([0, 0, 0.05])), place / f"{name}-1h-funding_rate.feather")
    pairs = [f"{base}/USDT:USDT" if futures else f"{base}/USDT" for base in bases]
    wallet = rnd.choice([200, 1000, 1000, 20000])
    config = {
        "max_open_trades": rnd.choice([1, 2, 3, 3, 5, -1]),
        "stake_currency": "USDT",
        "stake_amount": rnd.choice([wallet / 10, wallet / 4, wallet / 2, "unlimited"]),
        "tradable_balance_ratio": rnd.choice([0.99, 0.5, 1.0]),
        "dry_run": True,
        "dry_run_wallet": wallet,
        "trading_mode": mode,
        "margin_mode": "isolated" if futures else "",
        "unfilledtimeout": {"entry": rnd.choice([5, 10, 30]), "exit": rnd.choice([5, 10, 30]), "unit": "minutes"},
        "entry_pricing": {"price_side": "same", "use_order_book": True, "order_book_top": 1},
        "exit_pricing": {"price_side": "same", "use_order_book": True, "order_book_top": 1},
        "pairlists": [{"method": "StaticPairList"}],
        "exchange": {"name": "binance", "pair_whitelist": pairs},
    }
    if config["max_open_trades"] == -1 and config["stake_amount"] == "unlimited":
        config["stake_amount"] = wallet / 5
    if rnd.random() < 0.25:
        config["minimal_roi"] = rnd.choice([{"0": 0.01}, {"0": 0.03, "20": 0.01, "60": 0.0, "120": -0.01}, {"0": 0.05, "33": 0.004}])
    if rnd.random() < 0.2:
        config["stoploss"] = rnd.choice([-0.01, -0.03, -0.1])
    if rnd.random() < 0.15:
        config.update(trailing_stop=True, trailing_stop_positive=0.005, trailing_stop_positive_offset=0.011,
                      trailing_only_offset_is_reached=rnd.random() < 0.5)
    if rnd.random() < 0.15:
        config["order_types"] = {"entry": "market", "exit": "market", "stoploss": "market", "stoploss_on_exchange": False}
        for side in ("entry_pricing", "exit_pricing"):
            config[side] = {**config[side], "price_side": "other"}
    if rnd.random() < 0.1:
        config["amend_last_stake_amount"] = True
    if rnd.random() < 0.1:
        config["available_capital"] = wallet * 0.6
    if rnd.random() < 0.1:
        config["ignore_buying_expired_candle_after"] = 130
    if futures:
        config["liquidation_buffer"] = rnd.choice([0.05, 0.0, 0.2])
        if rnd.random() < 0.3:
            config["futures_funding_rate"] = 0.0002
    flags = []
    if rnd.random() < 0.15:
        config["pairlists"] += [{"method": "ShuffleFilter", "seed": seed}, {"method": "OffsetFilter", "offset": 1, "number_assets": 3}]
        config["exchange"]["pair_blacklist"] = [f"{bases[-1]}/.*"] if len(bases) > 3 else []
        if rnd.random() < 0.6:
            flags += ["--enable-dynamic-pairlist"]
    if detail:
        flags += ["--timeframe-detail", "1m"]
    if rnd.random() < 0.3:
        flags += ["--enable-protections"]
    if rnd.random() < 0.2:
        flags += ["--fee", rnd.choice(["0", "0.002", "0.0005"])]
    if rnd.random() < 0.12 and "Dca" not in strategy and "Pyramid" not in strategy:
        flags += ["--eps"]
    file = folder / "config.json"
    urls = {"public": f"{url}/api/v3", "v1": f"{url}/api/v1", "sapi": f"{url}/sapi/v1", "fapiPublic": f"{url}/fapi/v1", "dapiPublic": f"{url}/dapi/v1"}
    # the same dialect, each in the way its ccxt is told
    ours = deepcopy(config)
    ours["exchange"]["ccxt_config"] = {"urls": {"api": urls}}
    file.write_text(json.dumps(ours, indent=1))
    end = (START + pd.Timedelta(days=days - 2)).strftime("%Y%m%d")
    timerange = rnd.choice([f"{START:%Y%m%d}-{end}", f"{START:%Y%m%d}-", f"{START - pd.Timedelta(days=1):%Y%m%d}-{end}"])
    return strategy, ["backtesting", "-c", str(file), "-d", str(data), "-s", strategy, "--timerange", timerange,
                      "--cache", "none", "--export", "trades", *flags]


def theirs(args, folder):
    """Within this process: starting a Python with pandas anew costs more than a run."""
    from freqtrade.main import main
    sink = io.StringIO()
    home = folder / "theirs"
    home.mkdir()
    logging.disable(logging.INFO)
    try:
        with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
            main([*args, "--userdir", str(home), "--strategy-path", str(HERE)])
    except SystemExit as end:
        if end.code not in (0, None):
            return None
    finally:
        (home / "out.txt").write_text(sink.getvalue())
    return result(home)


def ours(args, folder):
    home = folder / "ours"
    home.mkdir()
    command = [str(NODE if NODE.exists() else "node"), str(ROOT / "src/cli/main.ts"), *args, "--userdir", str(home),
               "--strategy-path", str(ROOT / "examples/oracle")]
    done = subprocess.run(command, capture_output=True, text=True)
    (home / "out.txt").write_text(done.stdout + done.stderr)
    return result(home) if done.returncode == 0 else None


def result(home):
    zips = sorted((home / "backtest_results").glob("*.zip"))
    if not zips:
        return None
    with zipfile.ZipFile(zips[-1]) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".json") and "_config" not in n and "_meta" not in n)
        report = json.loads(archive.read(name))
    return next(iter(report["strategy"].values()))


def close(a, b):
    return a == b or abs(a - b) <= 1e-8 * max(abs(a), abs(b)) or abs(a - b) < 1e-12


def differences(golden, mine, path, found):
    if isinstance(golden, bool) or isinstance(mine, bool) or not (isinstance(golden, (int, float)) and isinstance(mine, (int, float))):
        if isinstance(golden, dict) and isinstance(mine, dict):
            for key in [*golden, *[k for k in mine if k not in golden]]:
                # a lock that a strategy asks for has the moment of the run in freqtrade
                if key in MOMENTS or key in ("lock_time", "lock_timestamp") and golden.get("reason") == "bad":
                    continue
                differences(golden.get(key, "absent"), mine.get(key, "absent"), f"{path}.{key}", found)
        elif isinstance(golden, list) and isinstance(mine, list):
            if len(golden) != len(mine):
                found.append(f"{path}: {len(golden)} / {len(mine)} of them")
            for index, (a, b) in enumerate(zip(golden, mine)):
                differences(a, b, f"{path}[{index}]", found)
        elif golden != mine:
            found.append(f"{path}: {golden!r} / {mine!r}")
    elif path.startswith(".trades") and not path.endswith(("profit_abs", "profit_ratio")):
        if golden != mine:
            found.append(f"{path}: {golden!r} / {mine!r}")
    elif not close(golden, mine):
        found.append(f"{path}: {golden!r} / {mine!r}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--mode", choices=["spot", "futures"])
    options.add_argument("--keep", default=tempfile.gettempdir())
    chosen = options.parse_args()
    url = serve(markets(False), markets(True))
    trades = differing = failed = 0
    for seed in range(chosen.seed, chosen.seed + chosen.runs):
        mode = chosen.mode or ("futures" if seed % 2 else "spot")
        folder = Path(chosen.keep) / f"fuzz-{mode}-{seed}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        strategy, args = scenario(seed, mode, folder, url)
        (folder / "args.txt").write_text(" ".join(args))
        golden, mine = theirs(args, folder), ours(args, folder)
        found = []
        if golden is None or mine is None:
            if (golden is None) != (mine is None):
                found.append(f"only {'theirs' if mine is None else 'ours'} ran")
            failed += 1
        else:
            trades += len(golden["trades"])
            differences(golden, mine, "", found)
        print(f"{seed} {mode} {strategy}: {len(golden['trades']) if golden else 'no'} trades, {len(found)} differences", flush=True)
        for line in found[:8]:
            print(f"   {line}", flush=True)
        if found:
            differing += 1
        else:
            shutil.rmtree(folder)
    print(f"{chosen.runs} runs, {trades} trades, {differing} differing, {failed} without result")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
