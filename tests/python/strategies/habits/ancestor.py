"""What others are made of."""

import json

from freqtrade.strategy import IStrategy


class Ancestor(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    stoploss = -0.08
    startup_candle_count = 60
    minimal_roi = {"0": 0.05, "60": 0.02}

    def write(self, asked, **facts):
        with open(self.config["user_data_dir"] / f"{type(self).__name__}.jsonl", "a") as file:
            file.write(json.dumps({"asked": asked, **facts}, default=str) + "\n")

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe
