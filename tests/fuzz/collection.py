"""A folder of Python strategies, backtested by the real freqtrade and by freqtrade-ts; every field of every trade is compared.

    npm run collection -- FOLDER [names] [--mode spot|futures] [--again] [--keep DIR]

Candles and markets are made up (the same ones every time); candles that lie in DIR/data beside a file "made" are used instead. What the real one answered is kept below --keep and used again until --again
is given or the strategy's file changes. Run it with the Python the strategies need: FREQTRADE_PYTHON, else that of .cache/peers.
"""
import argparse
import ast, contextlib, gzip, hashlib, io, json, logging, os, re, shutil, signal, subprocess, sys, time, traceback, zlib
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))
from backtests import GOLDEN, NODE, ROOT, differences, resampled, result, save, serve

# base: price, price step, amount step, seed
MARKETS = {"BTC": (42000, "0.01", "0.00001"), "ETH": (2600, "0.01", "0.0001"), "SOL": (98, "0.01", "0.001"),
           "XRP": (0.55, "0.0001", "0.1"), "ADA": (0.48, "0.0001", "0.1"), "DOGE": (0.08, "0.00001", "1")}
CROSSES = {"ETH/BTC": (0.062, "0.00001", "0.0001")}
# for --pairs of more than the six
MORE = {"LTC": (71, "0.01", "0.001"), "LINK": (14, "0.001", "0.01")}
END = pd.Timestamp("2024-07-01", tz="UTC")
DAYS = 960
# timeframe: minutes, days of candles kept, days backtested
TIMEFRAMES = {"1m": (1, 40, 4), "3m": (3, 60, 10), "5m": (5, 220, 40), "15m": (15, 400, 60), "30m": (30, 500, 120), "1h": (60, DAYS, 240),
              "2h": (120, DAYS, 300), "4h": (240, DAYS, 500), "6h": (360, DAYS, 500), "8h": (480, DAYS, 600), "12h": (720, DAYS, 700),
              "1d": (1440, DAYS, 800)}
DEADLINE = 3600


def minute_candles(rng, common, price, step, days, wildness):
    """Random walk of one-minute prices: calm and wild times, trends, falls that come back, some minutes without trades."""
    n = days * 1440
    hours = days * 24
    mood = np.zeros(hours)
    for h in range(1, hours):
        mood[h] = mood[h - 1] * 0.97 + rng.normal(0, 0.16)
    wild = np.repeat(0.0006 * wildness * np.exp(np.clip(mood, -1.5, 1.8)), 60)
    trend = np.repeat(rng.normal(0, 0.00004, hours // 12 + 1), 720)[:n]
    falls = np.where(rng.random(n) < 0.00012 * wildness ** 2, rng.choice([-1, -1, 1], n) * rng.uniform(0.01, 0.05, n) * wildness, 0)
    steps = 0.6 * common + wild * rng.standard_t(4, n) * 0.7 + trend + falls
    # a fall is won back over the hours that follow
    steps -= np.convolve(falls, np.full(480, 0.7 / 480))[:n]
    # an hour of selling that is bought back: what strategies of the kind "buy the dip" wait for
    for at in rng.integers(0, n - 1000, int(days * 1.2 * (wildness - 1))) if wildness > 1 else []:
        down, up, depth = rng.integers(20, 150), rng.integers(60, 700), rng.uniform(0.03, 0.13)
        steps[at:at + down] -= depth / down
        steps[at + down:at + down + up] += depth * rng.uniform(0.6, 1.2) / up
    path = np.cumsum(steps)
    # what has gone far comes back
    path = price * np.exp(np.tanh(path / 1.2) * 1.2)
    open_ = np.concatenate([[price], path[:-1]])
    reach = np.abs(wild * rng.normal(0, 0.6, n))
    frame = pd.DataFrame({"date": pd.date_range(END - pd.Timedelta(days=days), periods=n, freq="1min")})
    decimals = len(step.split(".")[1])
    frame["open"], frame["close"] = open_, path
    frame["high"] = np.maximum(open_, path) * (1 + reach * rng.random(n))
    frame["low"] = np.minimum(open_, path) * (1 - reach * rng.random(n))
    frame["volume"] = np.where(rng.random(n) < 0.01, 0, np.round(np.exp(rng.normal(4, 0.8, n)) * (wild / 0.0006), 3))
    for c in ("open", "high", "low", "close"):
        frame[c] = frame[c].round(decimals).clip(lower=float(step))
    return frame


def by_timeframe(one, timeframe):
    minutes, days, _ = TIMEFRAMES[timeframe]
    one = one[one["date"] >= END - pd.Timedelta(days=days)]
    return one if minutes == 1 else resampled(one, minutes)


def make_candles(folder, wildness):
    if (folder / "made").exists():
        return
    rng = np.random.default_rng(7)
    n = DAYS * 1440
    common = rng.normal(0, 0.0004, n) + np.repeat(rng.normal(0, 0.00004, n // 1440 + 1), 1440)[:n]
    made = {**{f"{base}/USDT": m for base, m in MARKETS.items()}, **CROSSES, **{f"{base}/USDT": m for base, m in MORE.items()}}
    for pair, (price, step, _) in made.items():
        one = minute_candles(rng, common if pair.endswith("/USDT") else common * 0, price, step, DAYS, wildness)
        name = pair.replace("/", "_")
        for timeframe in TIMEFRAMES:
            frame = by_timeframe(one, timeframe)
            save(frame, folder / f"{name}-{timeframe}.feather")
            if pair.endswith("/USDT"):
                save(frame, folder / f"futures/{name}_USDT-{timeframe}-futures.feather")
        if pair.endswith("/USDT"):
            mark = by_timeframe(one, "1h").copy()
            for c in ("open", "high", "low", "close"):
                mark[c] = mark[c] * (1 + rng.normal(0, 0.0003, len(mark)))
            save(mark, folder / f"futures/{name}_USDT-1h-mark.feather")
            rates = mark[mark["date"].dt.hour % 8 == 0].copy()
            rates["open"] = rng.normal(0.0001, 0.0002, len(rates))
            for c in ("high", "low", "close", "volume"):
                rates[c] = 0.0
            save(rates, folder / f"futures/{name}_USDT-1h-funding_rate.feather")
    (folder / "made").write_text("")


def exchange_info(futures):
    name = "fapi-exchangeInfo.json.gz" if futures else "exchangeInfo.json.gz"
    info = json.loads(gzip.decompress((GOLDEN / name).read_bytes()))
    template = json.dumps(next(s for s in info["symbols"] if s["symbol"] == "S000USDT"))
    symbols = []
    listed = {f"{base}/USDT": m for base, m in {**MARKETS, **MORE}.items()}
    for pair, (_, tick, step) in (listed if futures else {**listed, **CROSSES}).items():
        base, quote = pair.split("/")
        symbol = json.loads(template.replace("S000", base).replace("USDT", quote))
        for f in symbol["filters"]:
            if f["filterType"] == "PRICE_FILTER":
                f.update(tickSize=tick, minPrice=tick)
            if f["filterType"] in ("LOT_SIZE", "MARKET_LOT_SIZE") and float(f["stepSize"]) > 0:
                f.update(stepSize=step, minQty=step)
        symbols.append(symbol)
    info["symbols"] = symbols
    return json.dumps(info).encode()


def serve_markets(recorded):
    spot, futures = (gzip.decompress((GOLDEN / f"{kind}exchangeInfo.json.gz").read_bytes()) if recorded else exchange_info(kind != "")
                     for kind in ("", "fapi-"))
    return serve(spot, futures)


def classes(folder):
    """Strategies of a folder, found without running any of it. @returns name, file, own and inherited settings, what is wrong with the file"""
    known = {}
    for file in sorted(folder.rglob("*.py")):
        try:
            tree = ast.parse(file.read_text())
        except SyntaxError as broken:
            yield file.stem, file, {}, str(broken)
            continue
        lines = file.read_text().splitlines()
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(base).split(".")[-1] for base in node.bases]
                known.setdefault(node.name, (file, bases, settings_of(node), "\n".join(lines[node.lineno - 1:node.end_lineno])))
    for name, (file, bases, _, _) in known.items():
        line = lineage(name, known)
        if not any(base.startswith("IStrategy") for each in line for base in known[each][1]):
            continue
        settings = {}
        for each in reversed(line):
            settings.update(known[each][2])
        if "timeframe" in settings or not any(name in others for _, others, _, _ in known.values()):
            yield name, file, {**settings, "text": "".join(known[each][3] for each in line)}, ""


def lineage(name, known, seen=()):
    found = [name]
    for base in known[name][1]:
        if base in known and base not in seen:
            found += lineage(base, known, (*seen, name))
    return found


def settings_of(node):
    """What a class sets to a plain value."""
    found = {}
    for line in node.body:
        targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(line.value, ast.Constant):
                found[target.id] = line.value.value
    return found


def configuration(futures, url, timeframe, recorded):
    bases = ["BTC", "ETH"] if recorded and futures else ["S000", "S001", "S002", "S003"] if recorded else [*MARKETS, *MORE]
    pairs = [f"{base}/USDT:USDT" if futures else f"{base}/USDT" for base in bases]
    config = {
        "max_open_trades": 3, "stake_currency": "USDT", "stake_amount": 150, "dry_run": True, "dry_run_wallet": 1000,
        "trading_mode": "futures" if futures else "spot", "margin_mode": "isolated" if futures else "",
        "unfilledtimeout": {"entry": 10, "exit": 10, "unit": "minutes"},
        "entry_pricing": {"price_side": "other", "use_order_book": True, "order_book_top": 1},
        "exit_pricing": {"price_side": "other", "use_order_book": True, "order_book_top": 1},
        "pairlists": [{"method": "StaticPairList"}],
        "exchange": {"name": "binance", "pair_whitelist": pairs, "ccxt_config": {"urls": {"api": {
            "public": f"{url}/api/v3", "v1": f"{url}/api/v1", "sapi": f"{url}/sapi/v1", "fapiPublic": f"{url}/fapi/v1", "dapiPublic": f"{url}/dapi/v1"}}}},
    }
    if timeframe is not None:
        config["timeframe"] = timeframe
    return config


def chosen_pairs(listed, wanted):
    """@param wanted a count, or coins"""
    if isinstance(wanted, int):
        return listed[:wanted]
    pairs = [pair for coin in wanted for pair in listed if pair.split("/")[0] == coin]
    if len(pairs) < len(wanted):
        sys.exit(f"--pairs {','.join(wanted)}: there are {', '.join(listed)}.")
    return pairs


def theirs(args, home, config):
    """In a fork of this process: a Python with pandas and freqtrade is loaded once. @returns what it printed where it failed, or None"""
    home.mkdir(parents=True, exist_ok=True)
    out = home / "out.txt"
    child = os.fork()
    if child == 0:
        code = 1
        sink = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        sys.stdout = sys.stderr = open(1, "w", closefd=False)
        signal.alarm(DEADLINE)
        try:
            from freqtrade.main import main
            main([*args, "--userdir", str(home)])
        except SystemExit as end:
            code = 0 if end.code in (0, None) else 1
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(code)
    status = os.waitpid(child, 0)[1]
    return None if status == 0 and result(home) is not None else last_words(out.read_text())


def last_words(text):
    wrong = [line for line in text.splitlines() if re.search(r"ERROR|CRITICAL|Error|Exception|cannot|Impossible", line)]
    return " | ".join(line.split(" - ")[-1].strip() for line in wrong[-3:]) or text[-400:]


def ours(args, home):
    home.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "VIRTUAL_ENV": sys.prefix, "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [str(NODE if NODE.exists() else "node"), str(ROOT / "src/cli/main.ts"), *args, "--userdir", str(home)]
    with open(home / "out.txt", "w") as out:
        code = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env=env, timeout=DEADLINE).returncode
    return None if code == 0 and result(home) is not None else last_words((home / "out.txt").read_text())


def emptied(home):
    """Strategies keep files of their own in the user's folder, too."""
    shutil.rmtree(home, ignore_errors=True)


def reference(name, file, text, args, keep, config, pairs, again):
    """@returns the real one's report or its error, and how long it took, s"""
    digest = hashlib.sha256(json.dumps([args[3:], {**json.loads(config.read_text()), "exchange": None}, pairs, text]).encode() + file.read_bytes()).hexdigest()
    stored = keep / "reference" / f"{name}.json.gz"
    if stored.exists() and not again:
        known = json.loads(gzip.decompress(stored.read_bytes()))
        if known["digest"] == digest:
            return known
    home = keep / "theirs" / name
    emptied(home)
    began = time.monotonic()
    error = theirs(args, home, config)
    known = {"digest": digest, "error": error, "seconds": time.monotonic() - began, "report": None if error else result(home)}
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_bytes(gzip.compress(json.dumps(known).encode()))
    return known


def traces(home, mine):
    """Strategies may write down what they are asked, one line each, in a file of the user's folder that has their name."""
    file = f"{home.name}.jsonl"
    if not (home / file).exists():
        return
    golden, our = ((folder / file).read_text().splitlines() if (folder / file).exists() else [] for folder in (home, mine))
    for index, (a, b) in enumerate(zip(golden, our)):
        found = []
        differences(json.loads(a), json.loads(b), f"question {index} ({json.loads(a)['asked']})", found)
        if found:
            yield from found
            return
    if len(golden) != len(our):
        yield f"{len(golden)} / {len(our)} questions"


def record(folder, name, mode, args, settings, report, home):
    """@param folder gets a file with the arguments, the trades, and of each question its kind and a checksum"""
    file = home / f"{name}.jsonl"
    questions = [[json.loads(line)["asked"], zlib.crc32(line.encode())] for line in file.read_text().splitlines()] if file.exists() else []
    kept = {"strategy": name, "mode": mode, "timerange": args[args.index("--timerange") + 1],
            "config": {**settings, "exchange": {k: v for k, v in settings["exchange"].items() if k != "ccxt_config"}},
            "trades": report["trades"], "questions": questions,
            "tags": [[row["key"], row["trades"]] for table in ("results_per_enter_tag", "mix_tag_stats") for row in report[table]],
            "given_up": [report[f"{what}_{side}_orders"] for what, side in (("timedout", "entry"), ("timedout", "exit"), ("canceled", "entry"), ("replaced", "entry"))]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json.gz").write_bytes(gzip.compress(json.dumps(kept).encode(), mtime=0))


def main():
    options = argparse.ArgumentParser(prog="npm run collection --", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("names", nargs="*")
    options.add_argument("--mode", choices=["spot", "futures"], help="default: futures where the strategy shorts or names a contract")
    options.add_argument("--days", type=int, help="default: by timeframe")
    options.add_argument("--end", type=lambda text: pd.Timestamp(text, tz="UTC"), help=f"a date; default: {END:%Y-%m-%d}")
    options.add_argument("--pairs", type=lambda text: int(text) if text.isdigit() else text.split(","), default=len(MARKETS), help=f"so many of {len(MARKETS) + len(MORE)}, or their names, XRP,ADA")
    options.add_argument("--wild", type=float, default=1, help="how much wilder prices are")
    options.add_argument("--again", action="store_true", help="run the real one anew")
    options.add_argument("--theirs", action="store_true", help="the real one only")
    options.add_argument("--keep", type=Path, default=ROOT / ".cache/collection")
    options.add_argument("--settings", type=Path, help="a file with more of the configuration")
    options.add_argument("--recorded", action="store_true", help="on the candles of tests/golden/backtest")
    options.add_argument("--record", type=Path, help="a folder for what the real one answered, as tests compare it")
    options.add_argument("--recursive", action="store_true", help="strategies are looked for in the whole folder by both")
    options.add_argument("--flags", default="", help="more arguments for both, as one text")
    chosen = options.parse_args()
    keep = chosen.keep.resolve()
    keep.mkdir(parents=True, exist_ok=True)
    if not chosen.recorded:
        make_candles(keep / "data", chosen.wild)
    url = serve_markets(chosen.recorded)
    import freqtrade.main, freqtrade.commands, freqtrade.optimize.backtesting  # noqa: F401 loaded before the forks

    rows = []
    for name, file, said, broken in classes(chosen.folder.resolve()):
        if chosen.names and name not in chosen.names and file.stem not in chosen.names:
            continue
        contracts = said.get("can_short") is True or "/USDT:USDT" in said.get("text", "") or "futures" in file.parts
        mode = chosen.mode or ("futures" if contracts else "spot")
        wanted = said.get("timeframe", said.get("ticker_interval"))
        timeframe = wanted if wanted in TIMEFRAMES else "5m"
        config = keep / f"{name}.config.json"
        settings = configuration(mode == "futures", url, None if wanted else "5m", chosen.recorded)
        settings["exchange"]["pair_whitelist"] = chosen_pairs(settings["exchange"]["pair_whitelist"], chosen.pairs)
        if chosen.settings:
            settings.update(json.loads(chosen.settings.read_text()))
        config.write_text(json.dumps(settings, indent=1))
        end = chosen.end or (pd.Timestamp("2024-02-01", tz="UTC") if chosen.recorded else END)
        start = end - pd.Timedelta(days=chosen.days or TIMEFRAMES[timeframe][2])
        data = GOLDEN / "data" if chosen.recorded else keep / "data"
        args = ["backtesting", "-c", str(config), "-d", str(data), "-s", name, "--strategy-path", str(chosen.folder.resolve() if chosen.recursive else file.parent),
                *(["--recursive-strategy-search"] if chosen.recursive else []),
                "--timerange", f"{start:%Y%m%d}-{end:%Y%m%d}", "--cache", "none", "--export", "trades", *chosen.flags.split()]
        golden = {"error": broken, "seconds": 0} if broken else reference(name, file, said.get("text", ""), args, keep, config, chosen.pairs, chosen.again)
        if chosen.record and not golden["error"]:
            record(chosen.record, name, mode, args, settings, golden["report"], keep / "theirs" / name)
        row = {"name": name, "mode": mode, "timeframe": timeframe, "theirs": golden["error"] or len(golden["report"]["trades"]),
               "seconds": round(golden["seconds"], 1)}
        if not chosen.theirs:
            home = keep / "ours" / name
            emptied(home)
            began = time.monotonic()
            error = ours(args, home)
            row.update(ours=error or len(result(home)["trades"]), our_seconds=round(time.monotonic() - began, 1))
            found = []
            if (error is None) != (golden["error"] is None):
                found.append("only one of both ran")
            elif error is None:
                differences(golden["report"], result(home), "", found)
                found += traces(keep / "theirs" / name, home)
            row["found"] = found
        rows.append(row)
        print(" | ".join(f"{v}" for k, v in row.items() if k != "found") + ("" if chosen.theirs else f" | {len(row['found'])} differences"), flush=True)
        for line in row.get("found", [])[:6]:
            print(f"   {line}", flush=True)
    (keep / "table.json").write_text(json.dumps(rows, indent=1))
    differing = [row for row in rows if row.get("found")]
    counts = [row["theirs"] for row in rows if isinstance(row["theirs"], int)]
    print(f"{len(rows)} strategies; the real one ran {len(counts)} with {sum(counts)} trades; {len(differing)} differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
