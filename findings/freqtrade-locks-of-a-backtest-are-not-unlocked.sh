#!/usr/bin/env bash
# freqtrade 2026.9 (PyPI), seen 2026-11-29 on Python 3.11, no exchange, no database.
# A strategy's lock_pair() works in a backtest, where locks are kept in memory and begin at the candle's time. unlock_pair()
# of the strategy takes away only locks that still hold at the clock on the wall, which none of recorded candles does: the
# pair stays locked, and nothing is said. The same lock goes when the candle's time is handed over to what lies beneath.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check freqtrade==2026.9
cat > run.py <<'PY'
from datetime import UTC, datetime, timedelta
from freqtrade.persistence import PairLocks
from freqtrade.strategy import IStrategy

class Resting(IStrategy):
    timeframe = "5m"
    stoploss = -0.1
    minimal_roi = {"0": 0.1}
    def populate_indicators(self, dataframe, metadata): return dataframe
    def populate_entry_trend(self, dataframe, metadata): return dataframe
    def populate_exit_trend(self, dataframe, metadata): return dataframe

PairLocks.use_db = False
PairLocks.timeframe = "5m"
PairLocks.reset_locks()
strategy = Resting({"stake_currency": "USDT"})
candle = datetime(2024, 3, 1, 12, tzinfo=UTC)
later = candle + timedelta(hours=1)
PairLocks.lock_pair("BTC/USDT", candle + timedelta(hours=6), "rest", now=candle)
print("locked:", PairLocks.is_pair_locked("BTC/USDT", later))
strategy.unlock_pair("BTC/USDT")
print("after strategy.unlock_pair:", PairLocks.is_pair_locked("BTC/USDT", later))
PairLocks.unlock_pair("BTC/USDT", now=candle)
print("after PairLocks.unlock_pair at the candle:", PairLocks.is_pair_locked("BTC/USDT", later))
PY
cat > expected <<'OUT'
locked: True
after strategy.unlock_pair: True
after PairLocks.unlock_pair at the candle: False
OUT
venv/bin/python run.py 2>&1 | cut -c1-320 > seen
diff expected seen && echo "as on 2026-11-29: locks-of-a-backtest-are-not-unlocked"
