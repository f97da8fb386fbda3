import os
import time

import pandas as pd
from freqtrade.strategy import IStrategy

EATEN = []


class Failing(IStrategy):
    """Does what the tag of a trade says."""

    INTERFACE_VERSION = 3
    timeframe = "5m"
    minimal_roi = {}
    stoploss = -0.5
    hangs_in_analysis = False
    loses_rows = False

    def populate_indicators(self, dataframe, metadata):
        while self.hangs_in_analysis:
            time.sleep(0.1)
        return dataframe.iloc[1:] if self.loses_rows else dataframe

    def populate_entry_trend(self, dataframe, metadata):
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        match trade.enter_tag:
            case "raise":
                return 1 / 0
            case "hang":
                while True:
                    time.sleep(0.1)
            case "hang in the analysis":
                self.hangs_in_analysis = True
            case "lose rows":
                self.loses_rows = True
            case "lack":
                import no_such_package.inside  # noqa: F401
            case "not available":
                return pd.NA
            case "die":
                os._exit(7)
            case "eat":
                while True:
                    EATEN.append(bytearray(20_000_000))
                    time.sleep(0.05)
            case "rows":
                frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
                return str(len(frame))
        return None
