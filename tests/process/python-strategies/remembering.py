"""Tells what it finds among the trades of the past."""

import os
from datetime import datetime

from freqtrade.persistence import Trade
from freqtrade.persistence.custom_data import CustomDataWrapper
from freqtrade.strategy import IStrategy


class Remembering(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    minimal_roi = {}
    stoploss = -0.5
    at_start = 1500

    def bot_start(self, **kwargs):
        if not os.path.exists(self.config["user_data_dir"] / "unasked"):
            self.at_start = len(Trade.get_trades_proxy(is_open=False))

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if trade.enter_tag == "die":
            os._exit(7)
        if trade.pair == "KEEP/USDT":
            return self.keep(trade)
        closed = Trade.get_trades_proxy(is_open=False)
        oldest = Trade.get_trades([Trade.id == 1]).first()
        best = Trade.get_best_pair()
        facts = [
            self.at_start,
            len(closed),
            sorted(one.id for one in Trade.get_trades_proxy(is_open=True)),
            Trade.get_open_trade_count(),
            round(Trade.get_total_closed_profit(), 2),
            best and [best[0], round(best[1], 2)],
            [(row["pair"], row["count"]) for row in Trade.get_overall_performance()],
            oldest and [oldest.enter_tag, len(oldest.orders), oldest.orders[0].safe_filled, oldest.get_custom_data("mood")],
            trade.nr_of_successful_entries,
        ]
        return str(facts)

    def keep(self, trade):
        if trade.get_custom_data("share") is None:
            values = {"share": 2.0, "nothing": float("nan"), "both": ("a", 1), "gone": 1, "SHARE": 3.0, "when": datetime.now()}
            for key, value in values.items():
                trade.set_custom_data(key, value)
            CustomDataWrapper.delete_custom_data(trade.id, "GONE")
            for number in (5, 2002):
                Trade.get_trades([Trade.id == number]).first().set_custom_data("mood", "late")
            CustomDataWrapper.delete_custom_data(6, "mood")
        return str([(entry.cd_key, entry.cd_type, entry.value) for entry in trade.get_all_custom_data()])
