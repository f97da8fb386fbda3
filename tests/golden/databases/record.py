"""Makes the databases of older releases of freqtrade, and what the release that is followed says of them.

    python3 record.py PEERS

PEERS is a virtual environment with the release that is followed (2026.9). For each older release its wheel is fetched without its
dependencies, its own models make an empty database, and rows are put in that fit the columns it has. What `freqtrade show-trades
--print-json` of PEERS prints after its own migration, and the tables it leaves, are the right answers.
"""

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
RELEASES = {
    "2021.1": "SQLAlchemy==1.4.54 arrow",
    "2022.3": "SQLAlchemy==1.4.54 arrow",
    "2023.6": "arrow",
    "2024.3": "arrow",
    "2025.3": "",
    "2026.1": "",
}
MAKE_TABLES = """
import sys
from unittest.mock import MagicMock
for name in ("freqtrade.exchange", "freqtrade.exchange.exchange_types"):
    sys.modules[name] = MagicMock()
from freqtrade.persistence.models import init_db
init_db(sys.argv[1])
"""

DAY = "2021-01-{:02d} {:02d}:00:00.000000"
# names of older releases beside those of today: each row takes what its table has
TRADES = [
    # closed with a profit
    dict(id=1, pair="ETH/USDT", is_open=0, open_rate=100.0, amount=1.0, stake_amount=100.0, close_rate=110.0, close_profit=0.0978,
         close_profit_abs=9.79, open_date=DAY.format(1, 1), close_date=DAY.format(2, 3), sell_reason="sell_signal", exit_reason="exit_signal",
         open_order_id=None, sell_order_status="closed", exit_order_status="closed", max_rate=111.5, min_rate=99.5),
    # closed with a loss
    dict(id=2, pair="BTC/USDT", is_open=0, open_rate=30000.0, amount=0.01, stake_amount=300.0, close_rate=28500.0, close_profit=-0.0519,
         close_profit_abs=-15.585, open_date=DAY.format(2, 1), close_date=DAY.format(2, 23), sell_reason="stop_loss", exit_reason="stop_loss",
         open_order_id=None, sell_order_status="closed", exit_order_status="closed", max_rate=30100.0, min_rate=28499.0),
    # open
    dict(id=3, pair="LTC/USDT", is_open=1, open_rate=120.0, amount=2.0, stake_amount=240.0, close_rate=None, close_profit=None,
         close_profit_abs=None, open_date=DAY.format(3, 4), close_date=None, sell_reason=None, exit_reason=None, open_order_id=None,
         sell_order_status=None, exit_order_status=None, max_rate=125.0, min_rate=119.0),
    # its entry partly filled, the order still open
    dict(id=4, pair="ADA/USDT", is_open=1, open_rate=0.5, amount=120.0, stake_amount=60.0, close_rate=None, close_profit=None,
         close_profit_abs=None, open_date=DAY.format(4, 5), close_date=None, sell_reason=None, exit_reason=None, open_order_id="dry_run_ada",
         sell_order_status=None, exit_order_status=None, max_rate=None, min_rate=None),
]
OF_EVERY_TRADE = dict(
    exchange="binance", base_currency=None, stake_currency="USDT", fee_open=0.001, fee_open_cost=0.1, fee_open_currency="USDT",
    fee_close=0.001, fee_close_cost=None, fee_close_currency=None, open_rate_requested=None, close_rate_requested=None,
    stop_loss=90.0, stop_loss_pct=-0.1, initial_stop_loss=90.0, initial_stop_loss_pct=-0.1, stoploss_order_id=None,
    stoploss_last_update=None, strategy="SampleStrategy", buy_tag="old_tag", enter_tag="old_tag", timeframe=5, trading_mode="SPOT",
    leverage=1.0, is_short=0, isolated_liq=None, liquidation_price=None, interest_rate=0.0, funding_fees=None,
    is_stop_loss_trailing=0, realized_profit=0.0, record_version=1, max_stake_amount=None,
)
ORDERS = [
    (1, 1, "buy", "buy", "e1", 0, "closed", 100.0, 1.0, 1.0, DAY.format(1, 1)),
    (2, 1, "sell", "sell", "x1", 0, "closed", 110.0, 1.0, 1.0, DAY.format(2, 3)),
    (3, 2, "buy", "buy", "e2", 0, "closed", 30000.0, 0.01, 0.01, DAY.format(2, 1)),
    (4, 2, "stoploss", "sell", "x2", 0, "closed", 28500.0, 0.01, 0.01, DAY.format(2, 23)),
    (5, 3, "buy", "buy", "e3", 0, "closed", 120.0, 2.0, 2.0, DAY.format(3, 4)),
    (6, 3, "stoploss", "sell", "dry_run_stop", 1, "open", 108.0, 2.0, 0.0, DAY.format(3, 5)),
    (7, 4, "buy", "buy", "dry_run_ada", 1, "open", 0.5, 400.0, 120.0, DAY.format(4, 5)),
]


def put(db: sqlite3.Connection, table: str, row: dict) -> None:
    has = {name for _, name, *_ in db.execute(f'PRAGMA table_info("{table}")')}
    row = {name: value for name, value in row.items() if name in has}
    names = ", ".join(f'"{name}"' for name in row)
    db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', list(row.values()))


def fill(path: Path) -> None:
    db = sqlite3.connect(path)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for trade in TRADES:
        value = trade["amount"] * trade["open_rate"] * 1.001
        put(db, "trades", {**OF_EVERY_TRADE, "open_trade_value": value, "amount_requested": trade["amount"], **trade})
    pairs = {trade["id"]: trade["pair"] for trade in TRADES}
    for number, trade, kind, side, order_id, is_open, status, price, amount, filled, date in ORDERS:
        put(db, "orders", dict(
            id=number, ft_trade_id=trade, ft_order_side=kind, ft_pair=pairs[trade], ft_is_open=is_open, ft_amount=amount, ft_price=price,
            order_id=order_id, status=status, symbol=pairs[trade], order_type="limit", side=side, price=price, average=price, amount=amount,
            filled=filled, remaining=amount - filled, cost=price * filled, stop_price=None, order_date=date,
            order_filled_date=None if is_open else date, order_update_date=None, ft_fee_base=None))
    put(db, "pairlocks", dict(id=1, pair="ETH/USDT", side="*", reason="Auto lock", lock_time=DAY.format(2, 3),
                              lock_end_time="2099-01-01 00:00:00.000000", active=1))
    put(db, "pairlocks", dict(id=2, pair="*", side="*", reason="old", lock_time=DAY.format(1, 3), lock_end_time=DAY.format(1, 4), active=0))
    if "KeyValueStore" in tables:
        put(db, "KeyValueStore", dict(id=1, key="bot_start_time", value_type="datetime", datetime_value=DAY.format(1, 0)))
    if "trade_custom_data" in tables:
        put(db, "trade_custom_data", dict(id=1, ft_trade_id=3, cd_key="note", cd_type="str", cd_value="kept", created_at=DAY.format(3, 4)))
    db.commit()
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("VACUUM")
    db.close()


def contents(path: Path) -> dict:
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {table: [dict(row) for row in db.execute(f'SELECT * FROM "{table}" ORDER BY id')] for table in tables}


def record(release: str, needs: str, peers: Path, folder: Path) -> None:
    python = peers / "bin/python"
    wheel = folder / release
    subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", f"freqtrade=={release}", "-d", wheel], check=True)
    packages = [str(folder / f"{release}-code")]
    zipfile.ZipFile(next(wheel.glob("*.whl"))).extractall(packages[0])
    if needs:
        packages.append(str(folder / f"{release}-packages"))
        subprocess.run([python, "-m", "pip", "install", "-q", "--target", packages[-1], *needs.split()], check=True)
    path = folder / f"{release}.sqlite"
    path.unlink(missing_ok=True)
    subprocess.run([python, "-c", MAKE_TABLES, f"sqlite:///{path}"], env={"PYTHONPATH": ":".join(packages)}, cwd=folder, check=True)
    fill(path)
    with open(path, "rb") as plain, open(HERE / f"{release}.sqlite.gz", "wb") as packed:
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped:
            zipped.write(plain.read())
    copy = folder / f"{release}-migrated.sqlite"
    shutil.copy(path, copy)
    shown = subprocess.run([peers / "bin/freqtrade", "show-trades", "--userdir", folder, "--db-url", f"sqlite:///{copy}", "--print-json"],
                           capture_output=True, text=True, check=True)
    right = {"show_trades": json.loads(shown.stdout[shown.stdout.index("["):]), "tables": contents(copy)}
    (HERE / f"{release}.json").write_text(json.dumps(right, indent=1) + "\n")
    print(release, len(right["show_trades"]), "trades", sorted(right["tables"]))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        (Path(temporary) / "data").mkdir()
        for one, packages_needed in RELEASES.items():
            record(one, packages_needed, Path(sys.argv[1]).resolve(), Path(temporary))
