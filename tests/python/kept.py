"""What is seen of the state that classes of a file keep while they analyse a pair, as JSON by class."""
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from freqtrade.enums import CandleType, RunMode, TradingMode
from freqtrade_ts_strategy.kept_state import kept_by
from freqtrade_ts_strategy.loading import class_of, load
from freqtrade_ts_strategy.problems import Problem
from freqtrade_ts_strategy.written_files import watched



def refused(home: Path) -> str:
    """What is said of a class that has its own of what is never asked."""
    own = home / "own_exits.py"
    own.write_text(
        "from freqtrade.strategy import IStrategy\n"
        "class OwnExits(IStrategy):\n"
        "    timeframe = '5m'\n    stoploss = -0.1\n    minimal_roi = {}\n"
        "    def populate_indicators(self, dataframe, metadata):\n        return dataframe\n"
        "    populate_entry_trend = populate_exit_trend = populate_indicators\n"
        "    def should_exit(self, trade, rate, current_time, **kwargs):\n        return []\n"
    )
    config = {"strategy": "OwnExits", "runmode": RunMode.BACKTEST, "candle_type_def": CandleType.SPOT, "trading_mode": TradingMode.SPOT, "user_data_dir": home}
    try:
        load(config, str(own))
    except Problem as problem:
        return str(problem)
    return ""


file = Path(sys.argv[1])
candles = pd.DataFrame({name: np.linspace(1, 2, 100) for name in ("open", "high", "low", "close", "volume")})
candles.insert(0, "date", pd.date_range("2024-01-01", periods=100, freq="15min", tz="UTC"))
names = [line.split()[1].split("(")[0] for line in file.read_text().splitlines() if line.startswith("class Keeps")]
seen = {}
with tempfile.TemporaryDirectory() as home:
    for name in names:
        config = {"runmode": RunMode.BACKTEST, "candle_type_def": CandleType.SPOT, "user_data_dir": Path(home)}
        strategy = class_of(file, name)(config)
        strategy.bot_start()
        before = kept_by(strategy)
        if kept_by(strategy) != before:
            raise SystemExit(f"{name} changes by being looked at.")
        with watched():
            strategy.populate_indicators(candles.copy(), {"pair": "A/B"})
        seen[name] = sorted(key for key, value in kept_by(strategy).items() if before.get(key) != value)
    seen["refused"] = refused(Path(home))
print(json.dumps(seen))
