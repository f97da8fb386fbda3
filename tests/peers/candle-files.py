"""Candle files as the tools of the trade write them, and what freqtrade reads in them.

Usage: candle-files.py make FOLDER SET     writes files into FOLDER and a list of them to FOLDER/SET.json
       candle-files.py random FOLDER SEED COUNT
       candle-files.py load FOLDER SET     writes what freqtrade loads of them to FOLDER/SET.f64, lengths to FOLDER/SET.lengths.json
       candle-files.py read FOLDER SET     prints for each file of ours what every tool reads in it

SET is `pandas` for what the installed pandas and pyarrow write, `large` for many rows of theirs, `tools` for polars, duckdb and fastparquet.
"""

import datetime
import json
import logging
import os
import pathlib
import random
import sys
import warnings

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

START = 1704067200000
STEP = 300_000
ROWS = 40
COLUMNS = ["open", "high", "low", "close", "volume"]
folder = pathlib.Path(sys.argv[2])
listed = []


def path(what, ending, timeframe="5m"):
    """A file for one case; its pair is its number in the list."""
    pair = f"{sys.argv[3].upper().replace('-', '')}{len(listed)}"
    listed.append({"what": what, "pair": f"{pair}/USDT", "format": {"json.gz": "jsongz"}.get(ending, ending), "timeframe": timeframe})
    return str(folder / f"{pair}_USDT-{timeframe}.{ending}")


def times(rows=ROWS):
    return [START + i * STEP for i in range(rows) if i not in (7, 8, 20)]


def prices(kind="float"):
    """Columns of numbers; whole ones that fit into a byte where they are asked for."""
    n = len(times())
    if kind == "whole":
        return {c: [60 + (i * 7 + k) % 60 for i in range(n)] for k, c in enumerate(COLUMNS)}
    walk = np.cumsum(np.sin(np.arange(n) * 1.7)) + 100
    return {"open": walk, "high": walk + 1.1, "low": walk - 1.3, "close": walk + 0.07, "volume": np.arange(n) * 0.1}


def stamps(unit="ms", zone="UTC"):
    scale = {"s": 0.001, "ms": 1, "us": 1000, "ns": 1_000_000}[unit]
    return pa.array([int(t * scale) for t in times()], pa.timestamp(unit, zone))


def table(values=None, unit="ms", zone="UTC", kind=None, more=None):
    values = values or prices()
    columns = {"date": stamps(unit, zone)}
    for name in COLUMNS:
        column = values[name] if isinstance(values[name], pa.Array) else pa.array(values[name])
        columns[name] = column if kind is None else column.cast(kind)
    return pa.table({**columns, **(more or {})})


def feather(what, data, **options):
    pf.write_feather(data, path(f"pyarrow feather {what}", "feather"), **options)


def parquet(what, data, **options):
    pq.write_table(data, path(f"pyarrow parquet {what}", "parquet"), **options)


TYPES = [
    *[pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()],
    *[pa.float16(), pa.float32(), pa.float64(), pa.decimal128(18, 8), pa.decimal128(38, 18), pa.decimal256(60, 20)],
    *[pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.float64()), pa.dictionary(pa.int32(), pa.int64())],
]


def typed(kind, nulls):
    """Columns of a type, with their largest values, and without some."""
    values = prices("whole")
    if pa.types.is_unsigned_integer(kind) or pa.types.is_signed_integer(kind):
        bits = kind.bit_width - (1 if pa.types.is_signed_integer(kind) else 0)
        values["volume"] = [2**bits - 1 - i for i in range(len(values["volume"]))]
    if pa.types.is_decimal(kind):
        import decimal

        digits = kind.precision - kind.scale
        values = {c: [decimal.Decimal(f"{v}.{'123456789' * 5}"[: 3 + kind.scale]) for v in values[c]] for c in COLUMNS}
        values["volume"] = [decimal.Decimal(f"{'9876543210' * 5}"[: digits - 1] + "." + "7" * kind.scale) for _ in values["volume"]]
    if nulls:
        for k, c in enumerate(COLUMNS):
            values[c] = [None if (i + k) % 5 == 2 else v for i, v in enumerate(values[c])]

    def column(cells):
        if pa.types.is_decimal(kind):
            return pa.array(cells, kind)
        if pa.types.is_dictionary(kind):
            return pa.array([None if v is None else float(v) for v in cells], kind.value_type).dictionary_encode().cast(kind)
        if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            return pa.array([None if v is None else f"{v}.25" for v in cells], kind)
        return pa.array(cells, kind)

    return {c: column(values[c]) for c in COLUMNS}


def other_columns():
    """What strategies and notebooks leave in their frames."""
    n = len(times())
    return {
        "tag": pa.array(["up", None, "down"] * n, pa.string())[:n],
        "list": pa.array([[i, i + 1] for i in range(n)]),
        "record": pa.array([{"a": i, "b": str(i)} for i in range(n)]),
        "map": pa.array([[("k", i)] for i in range(n)], pa.map_(pa.string(), pa.int32())),
        "kind": pa.array(["a", "b"] * n)[:n].dictionary_encode(),
        "nothing": pa.nulls(n),
        "took": pa.array(range(n), pa.duration("us")),
        "bytes": pa.array([b"\x00\xff"] * n, pa.binary()),
        "view": pa.array(["a long text that is not kept in its view"] * n, pa.string_view()),
        "flag": pa.array([True, False] * n)[:n],
        "fixed": pa.array([b"abcd"] * n, pa.binary(4)),
    }


def make_pyarrow():
    for compression in ("uncompressed", "lz4", "zstd"):
        for unit in ("s", "ms", "us", "ns"):
            feather(f"{compression} {unit}", table(unit=unit), compression=compression)
        feather(f"{compression} no zone", table(zone=None), compression=compression)
        feather(f"{compression} chunks", table(), compression=compression, chunksize=7)
        feather(f"{compression} more columns", table(more=other_columns()), compression=compression)
        feather(f"{compression} few rows", table().slice(0, 3), compression=compression)
        feather(f"{compression} repeated", table({c: [7.0] * len(times()) for c in COLUMNS}), compression=compression)
    feather("of Berlin", table(zone="Europe/Berlin"))
    feather("columns in another order", table().select(["volume", "close", "date", "low", "high", "open"]))
    feather("sliced", table().slice(5, 20))
    for at, kind in enumerate(TYPES):
        for nulls in (False, True):
            data = table(typed(kind, nulls))
            feather(f"{kind} nulls={nulls}", data, compression=("uncompressed", "lz4", "zstd")[(at + nulls) % 3])
            if kind != pa.string_view():
                parquet(f"{kind} nulls={nulls}", data)
    feather("rows without a date", pa.table({**{c: table().column(c) for c in COLUMNS}, "date": with_nulls(stamps())}))
    feather("no prices", table({c: pa.nulls(len(times())) for c in COLUMNS}))
    feather("days", pa.table({**{c: table().column(c) for c in COLUMNS}, "date": pa.array([datetime.date(2024, 1, 1)] * len(times()))}))
    feather("whole numbers as dates", pa.table({**{c: table().column(c) for c in COLUMNS}, "date": pa.array(times())}))
    feather("texts as dates", pa.table({**{c: table().column(c) for c in COLUMNS}, "date": pa.array([str(t) for t in times()])}))
    feather("no volume", table().drop_columns(["volume"]))
    feather("empty", table().slice(0, 0))
    feather("true and false", table({c: pa.array([True, False] * len(times()))[: len(times())] for c in COLUMNS}))
    if hasattr(pf, "write_feather"):
        try:
            feather("version 1", table(), version=1)
            feather("version 1 float32 nulls", table(typed(pa.float32(), True), unit="ns"), version=1)
            feather("version 1 int32 nulls", table(typed(pa.int32(), True), unit="us"), version=1)
            feather("version 1 uint64", table(typed(pa.uint64(), False), unit="us"), version=1)
        except (TypeError, ValueError, NotImplementedError, pa.ArrowException):
            pass
    for legacy in (False, True):
        # without packing: what pyarrow 26 packs under this version it does not read again
        options = ipc.IpcWriteOptions(metadata_version=ipc.MetadataVersion.V4, use_legacy_format=legacy)
        data = table(more={"kind": other_columns()["kind"], "tag": other_columns()["tag"]})
        with pa.OSFile(path(f"pyarrow V4 legacy={legacy}", "feather"), "wb") as sink:
            with ipc.new_file(sink, data.schema, options=options) as writer:
                writer.write_table(data, max_chunksize=9)
    for compression in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
        for version in ("1.0", "2.0"):
            parquet(f"{compression} page {version}", table(), compression=compression, data_page_version=version, use_dictionary=version == "1.0")
        parquet(f"{compression} groups", table(unit="us"), compression=compression, row_group_size=7)
        parquet(f"{compression} nulls", table(typed(pa.float64(), True), unit="us"), compression=compression, data_page_version="2.0")
    for unit in ("ms", "us", "ns"):
        for zone in ("UTC", None):
            parquet(f"{unit} {zone}", table(unit=unit, zone=zone))
    parquet("int96", table(unit="ns", zone=None), use_deprecated_int96_timestamps=True)
    parquet("more columns", table(more={k: v for k, v in other_columns().items() if k not in ("took", "view")}))
    parquet("no prices", table({c: pa.nulls(len(times())) for c in COLUMNS}))
    parquet("split bytes", table(), use_dictionary=False, column_encoding={c: "BYTE_STREAM_SPLIT" for c in COLUMNS})
    parquet("deltas", table(typed(pa.int64(), False)), use_dictionary=False, column_encoding={c: "DELTA_BINARY_PACKED" for c in ["date", *COLUMNS]})
    parquet("empty", table().slice(0, 0))
    parquet("days", pa.table({**{c: table().column(c) for c in COLUMNS}, "date": pa.array([datetime.date(2024, 1, 1)] * len(times()))}))
    parquet("whole numbers as dates", pa.table({**{c: table().column(c) for c in COLUMNS}, "date": pa.array(times())}))
    parquet("required", table().cast(pa.schema([pa.field("date", pa.timestamp("ms", "UTC"), nullable=False), *[pa.field(c, pa.float64(), nullable=False) for c in COLUMNS]])))


def with_nulls(array):
    return pa.array([None if i % 6 == 4 else v.value for i, v in enumerate(array)], array.type)


def make_pandas():
    for unit in ("s", "ms", "us", "ns"):
        frame = table(unit=unit).to_pandas()
        for compression in ("lz4", "zstd", "uncompressed"):
            frame.to_feather(path(f"pandas feather {unit} {compression}", "feather"), compression=compression)
        for compression in ("snappy", "gzip", "zstd", None):
            frame.to_parquet(path(f"pandas parquet {unit} {compression}", "parquet"), compression=compression)
    base = table().to_pandas()
    for dtype in ("Float64", "Float32", "Int64", "Int32", "UInt16", "float32", "category", "str"):
        frame = base.copy()
        for name in COLUMNS:
            frame[name] = frame[name].round().astype(dtype)
        if dtype[0] in "FIU":
            frame.loc[3:5, "close"] = pd.NA
        frame.to_feather(path(f"pandas feather {dtype}", "feather"))
        frame.to_parquet(path(f"pandas parquet {dtype}", "parquet"))
    base.assign(date=base["date"].dt.tz_localize(None)).to_feather(path("pandas feather no zone", "feather"))
    base.set_index("date", drop=False).rename_axis("row").to_parquet(path("pandas parquet index", "parquet"))
    gaps = base.copy()
    gaps.loc[4:6, "high"] = np.nan
    for ending in ("json", "json.gz"):
        for orient in ("values", "records", "columns"):
            for form in ("epoch", "iso"):
                for name, frame in (("", base), (" gaps", gaps)):
                    frame.to_json(path(f"pandas json {orient} {form}{name}", ending), orient=orient, date_format=form, date_unit="ms")


def make_large():
    """Files whose packed parts are large enough to be unpacked by several threads."""
    n = 50_000
    chance = np.random.default_rng(1)
    rounded = np.round(100 + np.cumsum(chance.normal(0, 0.05, n)), 2)
    values = {"open": rounded, "high": rounded + chance.random(n), "low": rounded - 1, "close": chance.random(n), "volume": chance.random(n)}
    frame = pd.DataFrame({"date": pd.to_datetime(START + np.arange(n) * STEP, unit="ms", utc=True), **values})
    frame.loc[chance.random(n) < 0.2, "volume"] = np.nan
    frame.loc[1000:30_000, "close"] = np.nan
    for compression in ("lz4", "zstd", "uncompressed"):
        frame.to_feather(path(f"pandas feather large {compression}", "feather"), compression=compression)
    feather("large zstd, one part, nulls", pa.Table.from_pandas(frame), compression="zstd", chunksize=n)
    for compression in ("snappy", "gzip", "zstd", "brotli"):
        frame.to_parquet(path(f"pandas parquet large {compression}", "parquet"), compression=compression)
        options = {"data_page_version": "2.0", "use_dictionary": compression == "zstd", "row_group_size": 20_000}
        parquet(f"large {compression} page 2.0", pa.Table.from_pandas(frame), compression=compression, **options)


def make_tools():
    import duckdb
    import fastparquet
    import polars as pl

    data = table()
    frame = pl.from_arrow(data)
    for unit in ("ms", "us", "ns"):
        for zone in ("UTC", None):
            timed = frame.with_columns(pl.col("date").dt.cast_time_unit(unit).dt.replace_time_zone(zone))
            for compression in ("uncompressed", "lz4", "zstd"):
                timed.write_ipc(path(f"polars ipc {unit} {zone} {compression}", "feather"), compression=compression)
            timed.write_parquet(path(f"polars parquet {unit} {zone}", "parquet"))
    for compression in ("uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"):
        frame.write_parquet(path(f"polars parquet {compression}", "parquet"), compression=compression)
        frame.write_parquet(path(f"polars parquet {compression} groups", "parquet"), compression=compression, row_group_size=11, data_page_size=64)
    for kind in (pl.Float32, pl.Int64, pl.Int32, pl.Int16, pl.Int8, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.Decimal(20, 6), pl.String, pl.Int128):
        other = frame.with_columns([pl.col(c).round(0).cast(kind) for c in COLUMNS if c != "low"])
        other = other.with_columns(pl.when(pl.int_range(pl.len()) % 5 == 1).then(None).otherwise(pl.col("close")).alias("close"))
        other.write_ipc(path(f"polars ipc {kind}", "feather"), compression="zstd")
        if kind != pl.Int128:
            other.write_parquet(path(f"polars parquet {kind}", "parquet"))
    more = frame.with_columns(pl.lit("a").cast(pl.Categorical).alias("kind"), pl.col("close").cast(pl.String).alias("text"), pl.concat_list("open", "close").alias("list"))
    for level in ("newest", "oldest"):
        more.write_ipc(path(f"polars ipc {level} more columns", "feather"), compat_level=getattr(pl.CompatLevel, level)())
    frame.rechunk().vstack(frame.slice(0, 3)).write_ipc(path("polars ipc two chunks", "feather"), compression="zstd")
    frame.with_columns(pl.col("date").dt.date()).write_ipc(path("polars ipc days", "feather"))
    frame.slice(0, 0).write_parquet(path("polars parquet empty", "parquet"))

    base = duckdb.connect()
    base.execute("SET TimeZone='UTC'")
    base.register("candles", data)
    for compression in ("uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw"):
        base.execute(f"COPY candles TO '{path(f'duckdb parquet {compression}', 'parquet')}' (FORMAT parquet, COMPRESSION {compression})")
        base.execute(f"COPY candles TO '{path(f'duckdb parquet {compression} v2', 'parquet')}' (FORMAT parquet, COMPRESSION {compression}, PARQUET_VERSION v2)")
    for kind in ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ"):
        base.execute(f"COPY (SELECT date::TIMESTAMP::{kind} AS date, * EXCLUDE date FROM candles) TO '{path(f'duckdb parquet {kind}', 'parquet')}' (FORMAT parquet)")
    for kind in ("DECIMAL(4,0)", "DECIMAL(9,4)", "DECIMAL(18,8)", "DECIMAL(38,18)", "FLOAT", "INTEGER", "BIGINT", "USMALLINT", "UBIGINT", "UTINYINT", "VARCHAR", "HUGEINT"):
        cells = ", ".join(f"{c}::{kind} AS {c}" for c in COLUMNS)
        base.execute(f"COPY (SELECT date, {cells} FROM candles) TO '{path(f'duckdb parquet {kind}', 'parquet')}' (FORMAT parquet)")

    pandas = data.to_pandas()
    for compression in (None, "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4"):
        fastparquet.write(path(f"fastparquet {compression}", "parquet"), pandas, compression=compression)
        fastparquet.write(path(f"fastparquet {compression} groups", "parquet"), pandas, compression=compression, row_group_offsets=9)
    fastparquet.write(path("fastparquet int96", "parquet"), pandas.assign(date=pandas["date"].dt.tz_localize(None).dt.as_unit("ns")), times="int96")
    nulls = pandas.copy()
    nulls.loc[2:4, "close"] = np.nan
    fastparquet.write(path("fastparquet nulls", "parquet"), nulls, has_nulls=True)


def make_random(seed, count):
    """Frames with nulls, duplicates, gaps, in any order, in any unit, of any length."""
    chance = random.Random(seed)
    for _ in range(count):
        n = chance.choice([1, 2, 5, 30, 200])
        timeframe, step = chance.choice([("1m", 60), ("5m", 300), ("1h", 3600), ("8h", 28800), ("1d", 86400), ("3d", 259200), ("1w", 604800), ("1M", 2678400)])
        at = chance.choice([1262304000, 1704067200, 1709251200, 1704067200 + 3 * 86400])
        moments = []
        for _ in range(n):
            at += step * chance.choice([0, 1, 1, 1, 1, 1, 2, 3]) + chance.choice([0] * 20 + [7])
            moments.append(None if chance.random() < 0.05 else at * 1000)
        if chance.random() < 0.5:
            chance.shuffle(moments)
        if all(m is None for m in moments):
            moments[0] = START
        unit = chance.choice(["s", "ms", "us", "ns"])
        scale = {"s": 0.001, "ms": 1, "us": 1000, "ns": 1_000_000}[unit]
        kind = chance.choice([pa.float64(), pa.float64(), pa.float32(), pa.int64(), pa.int32(), pa.uint8(), pa.decimal128(20, 4)])
        empty = chance.choice([0, 0, 0.1, 0.5])
        import decimal

        def cell():
            if chance.random() < empty:
                return None
            whole = chance.randint(1, 250)
            if pa.types.is_integer(kind):
                return whole
            return decimal.Decimal(whole) / 8 if pa.types.is_decimal(kind) else (float("nan") if chance.random() < empty / 2 else whole / 8)

        columns = {"date": pa.array([None if m is None else int(m * scale) for m in moments], pa.timestamp(unit, chance.choice(["UTC", "UTC", None])))}
        for name in COLUMNS:
            columns[name] = pa.array([cell() for _ in range(n)], kind)
        data = pa.table(columns)
        if chance.random() < 0.6:
            pf.write_feather(data, path(f"random {timeframe} {kind} {unit}", "feather", timeframe), compression=chance.choice(["uncompressed", "lz4", "zstd"]), chunksize=chance.choice([3, 64, 100000]))
        else:
            pq.write_table(data, path(f"random {timeframe} {kind} {unit}", "parquet", timeframe), compression=chance.choice(["none", "snappy", "zstd", "gzip"]), row_group_size=chance.choice([3, 64, 100000]))


def load(name):
    from freqtrade.data.history.datahandlers import get_datahandler
    from freqtrade.enums import CandleType

    lengths = []
    with open(folder / f"{name}.f64", "wb") as out:
        for case in json.loads((folder / f"{name}.json").read_text()):
            both = []
            for fill in (True, False):
                try:
                    frame = get_datahandler(folder, case["format"]).ohlcv_load(
                        case["pair"], case["timeframe"], CandleType.SPOT, fill_missing=fill, drop_incomplete=False, warn_no_data=False
                    )
                except Exception:
                    frame = pd.DataFrame()
                both.append(len(frame))
                if len(frame) == 0:
                    continue
                ms = frame["date"].astype("datetime64[ms, UTC]" if frame["date"].dt.tz is not None else "datetime64[ms]").astype("int64")
                for column in (ms, *(frame[c] for c in COLUMNS)):
                    out.write(np.asarray(column, dtype="<f8").tobytes())
            lengths.append(both)
    (folder / f"{name}.lengths.json").write_text(json.dumps(lengths))


def read(name):
    """What every tool finds in the files that the list names: rows, first and last date, sums of the columns."""
    import duckdb
    import fastparquet
    import polars as pl

    def told(frame):
        date = frame["date"]
        ends = [int(pd.Timestamp(date.iloc[at]).timestamp() * 1000) for at in (0, -1)]
        return [len(frame), *ends, *[float(np.nansum(np.asarray(frame[c], dtype=float))) for c in COLUMNS]]

    found = []
    for case in json.loads((folder / f"{name}.json").read_text()):
        file = str(folder / case["file"])
        if case["format"] == "feather":
            tools = {"pyarrow": pf.read_table(file).to_pandas(), "pandas": pd.read_feather(file), "polars": pl.read_ipc(file).to_pandas()}
        else:
            tools = {
                "pyarrow": pq.read_table(file).to_pandas(),
                "polars": pl.read_parquet(file).to_pandas(),
                "duckdb": duckdb.sql(f"SELECT * FROM '{file}'").df(),
                "fastparquet": fastparquet.ParquetFile(file).to_pandas(),
            }
        found.append({tool: told(frame) for tool, frame in tools.items()})
    print(json.dumps(found))


match sys.argv[1]:
    case "make":
        {"pandas": lambda: (make_pyarrow(), make_pandas()), "large": make_large, "pandas-2": make_pandas, "tools": make_tools}[sys.argv[3]]()
    case "random":
        make_random(int(sys.argv[4]), int(sys.argv[5]))
    case "load":
        load(sys.argv[3])
    case "read":
        read(sys.argv[3])
if sys.argv[1] in ("make", "random"):
    (folder / f"{sys.argv[3]}.json").write_text(json.dumps(listed))
# pyarrow's threads may still be at work when Python takes itself apart: it ends at once
sys.stdout.flush()
os._exit(0)
