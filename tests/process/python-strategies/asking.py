"""Asks for everything a dry run and a live bot give a strategy, and writes down what it is given."""

import json
import os

from freqtrade.persistence import Trade
from freqtrade.strategy import IStrategy, informative


class Asking(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "1m"
    minimal_roi = {"0": 10}
    stoploss = -0.5
    startup_candle_count = 20
    use_custom_stoploss = True
    position_adjustment_enable = True
    process_only_new_candles = True

    def note(self, what, **facts):
        with open(os.environ["ASKING_NOTES"], "a") as file:
            file.write(json.dumps({"what": what, **facts}, default=str) + "\n")

    def bot_start(self, **kwargs):
        self.note("bot_start", runmode=self.config["runmode"].value, whitelist=self.dp.current_whitelist())

    def bot_loop_start(self, current_time, **kwargs):
        self.loops = getattr(self, "loops", 0) + 1
        if self.loops == 2:
            book = self.dp.orderbook("BTC/USDT", 3)
            self.note("bot_loop_start", bids=len(book["bids"]), last=self.dp.ticker("BTC/USDT")["last"], base=self.dp.market("BTC/USDT")["base"],
                      stake=self.wallets.get_total("USDT") > 0, available=self.wallets.get_available_stake_amount() > 0)
            self.dp.send_msg("the second loop")

    @informative("5m")
    def populate_indicators_5m(self, dataframe, metadata):
        dataframe["mean"] = dataframe["close"].rolling(3).mean()
        return dataframe

    def populate_indicators(self, dataframe, metadata):
        print("looking at", metadata["pair"], len(dataframe), "mean_5m" in dataframe.columns)
        dataframe["mood"] = "calm"
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = 1
        dataframe["enter_tag"] = "always"
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        self.note("confirm_trade_entry", pair=pair, tag=entry_tag, side=side)
        return True

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        trade.set_custom_data("filled", (trade.get_custom_data("filled") or 0) + 1)
        self.note("order_filled", pair=pair, side=order.ft_order_side, filled=order.safe_filled > 0, kept=trade.get_custom_data("filled"))

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return -0.4

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        if os.path.exists(os.environ["ASKING_NOTES"] + ".leave"):
            open_trades = Trade.get_trades_proxy(is_open=True)
            same = Trade.get_trades([Trade.is_open.is_(True), Trade.pair == pair]).all()
            self.note("custom_exit", pair=pair, rows=len(frame) > 20, mood=frame["mood"].iloc[-1], open=len(open_trades) > 0, same=len(same),
                      kept=trade.get_custom_data("filled"), entries=trade.nr_of_successful_entries, tag=trade.enter_tag)
            self.lock_pair(pair, until=current_time.replace(year=2035), reason="left")
            return "asked_to"
        return None
