#!/usr/bin/env bash
# freqtrade 2026.9 (PyPI), seen 2026-11-29 on Python 3.11, no exchange, no database.
# A result of a backtest has `winrate`, won trades by all trades, and its tables a column "Win%", which is the same figure as long as one
# trade lost. Where none did, the column says 100, however many trades ended even (frequent with a stop moved to the entry): one won and three
# even are 25 % in the file and 100 in the table, and one more trade, a lost one, makes 20 of the 100.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check freqtrade==2026.9
cat > run.py <<'PY'
from datetime import UTC, datetime, timedelta
import pandas as pd
from freqtrade.optimize.optimize_reports.bt_output import generate_wins_draws_losses
from freqtrade.optimize.optimize_reports import generate_pair_metrics

def report(ratios):
    start = datetime(2024, 3, 1, tzinfo=UTC)
    count = len(ratios)
    trades = pd.DataFrame({
        "pair": "BTC/USDT",
        "open_date": [start + timedelta(hours=n) for n in range(count)],
        "close_date": [start + timedelta(hours=n, minutes=30) for n in range(count)],
        "profit_ratio": ratios,
        "profit_abs": [100 * ratio for ratio in ratios],
        "trade_duration": 30,
    })
    row = generate_pair_metrics(["BTC/USDT"], "USDT", 1000, trades, start, start + timedelta(days=1))[0]
    table = generate_wins_draws_losses(row["wins"], row["draws"], row["losses"]).split()
    print(f"{row['wins']} won, {row['draws']} even, {row['losses']} lost: winrate {row['winrate']:.3f}, in the table {table[-1]} %")

report([0.02, 0.0, 0.0, 0.0])
report([0.02, 0.0, 0.0, 0.0, -0.01])
report([0.0, 0.0, 0.0, 0.0])
PY
cat > expected <<'OUT'
1 won, 3 even, 0 lost: winrate 0.250, in the table 100 %
1 won, 3 even, 1 lost: winrate 0.200, in the table 20.0 %
0 won, 4 even, 0 lost: winrate 0.000, in the table 0 %
OUT
venv/bin/python run.py 2>&1 | cut -c1-320 > seen
diff expected seen && echo "as on 2026-11-29: won-without-a-loss-is-100-percent"
