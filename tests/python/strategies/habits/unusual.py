"""Every callback, and what strategies do beside: threads, coroutines, shapes of other files, candles made of others, data kept with trades."""

import asyncio
import logging
import pickle
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import talib.abstract as ta
import freqtrade.vendor.qtpylib.indicators as qtpylib
from technical.util import resample_to_interval, resampled_merge
from freqtrade.persistence import Trade
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy, informative,
                                merge_informative_pair, stoploss_from_absolute, stoploss_from_open, timeframe_to_prev_date)

sys.path.append(str(Path(__file__).resolve().parent))
from ancestor import Ancestor
from parts.shapes import Ledger, Level

logger = logging.getLogger(__name__)


@dataclass
class Mood:
    """A dataclass at module level."""
    name: str
    values: list = field(default_factory=list)


class Pair(NamedTuple):
    pair: str
    rate: float


LEVELS = (Level("low", 0.01), Level("high", 0.03))


class Unusual(Ancestor):
    position_adjustment_enable = True
    max_entry_position_adjustment = 3
    use_custom_stoploss = 1
    use_custom_roi = "yes"
    can_short = 0
    trailing_stop = None
    order_types = {"entry": "limit", "exit": "limit", "stoploss": "market", "stoploss_on_exchange": False}
    period = IntParameter(5, 30, default=14, space="buy")
    depth = DecimalParameter(0.5, 3.0, default=1.2, decimals=1, space="buy")
    word = CategoricalParameter(["one", "two"], default="two", space="sell")
    flag = BooleanParameter(default=True, space="sell")

    @property
    def protections(self):
        return [{"method": "CooldownPeriod", "stop_duration_candles": 2}]

    @property
    def plot_config(self):
        return {"main_plot": {"mean": {}}, "subplots": {"rsi": {"rsi": {"color": "blue"}}}}

    def version(self):
        return "7b"

    def bot_start(self, **kwargs):
        self.ledger = Ledger()
        self.mood = Mood("calm")
        self.recent = deque(maxlen=5)
        self.lock = threading.Lock()
        self.asked = 0
        self.write("bot_start", runmode=self.config["runmode"].value, stake=self.config["stake_currency"], whitelist=self.dp.current_whitelist(),
                   dry=self.config["dry_run"], wallet=self.wallets.get_total("USDT") if self.wallets else None, name=self.get_strategy_name(), tf=self.timeframe)

    def bot_loop_start(self, current_time, **kwargs):
        self.recent.append(current_time)

    def informative_pairs(self):
        return [(pair, "1h") for pair in self.dp.current_whitelist()]

    @informative("15m")
    @informative("1h", "S001/{stake}", "{base}_{column}_{timeframe}")
    def populate_indicators_more(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        return dataframe

    def populate_indicators(self, dataframe, metadata):
        async def mean():
            await asyncio.sleep(0)
            return dataframe["close"].rolling(20).mean()
        dataframe["mean"] = asyncio.run(mean())
        found = []
        thread = threading.Thread(target=lambda: found.append(dataframe["close"].ewm(span=9).mean()))
        thread.start(); thread.join()
        dataframe["ewm"] = found[0]
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=self.period.value)
        bands = qtpylib.bollinger_bands(qtpylib.typical_price(dataframe), window=20, stds=2)
        dataframe["lower"] = bands["lower"]
        half = resample_to_interval(dataframe, 30)
        half["sma"] = ta.SMA(half, timeperiod=5)
        dataframe = resampled_merge(dataframe, half)
        hourly = dataframe.set_index("date").resample("1h").agg({"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}).reset_index()
        hourly["trend"] = np.where(hourly["close"] > hourly["open"], "up", "down")
        hourly["date"] = (hourly["date"] + pd.Timedelta(hours=1)).astype(dataframe["date"].dtype)
        dataframe = pd.merge_asof(dataframe, hourly[["date", "trend"]], on="date")
        other = self.dp.get_pair_dataframe(metadata["pair"], "1h")
        other["wide"] = other["high"] - other["low"]
        dataframe = merge_informative_pair(dataframe, other, self.timeframe, "1h", ffill=True)
        copied = pickle.loads(pickle.dumps(dataframe))
        dataframe["same"] = copied["close"] == dataframe["close"]
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        conditions = [dataframe["rsi"] < 45, dataframe["close"] < dataframe["mean"] * (1 + self.depth.value / 1000), dataframe["volume"] > 0]
        dataframe.loc[reduce(lambda x, y: x & y, conditions), ["enter_long", "enter_tag"]] = (1, "dip_" + self.word.value)
        dataframe.loc[qtpylib.crossed_above(dataframe["ewm"], dataframe["mean"]), ["enter_long", "enter_tag"]] = (1, "cross")
        return dataframe

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        self.write("stake", pair=pair, at=str(current_time), p=float(proposed_stake), mi=min_stake, ma=max_stake, lev=leverage, tag=entry_tag, rows=len(frame), last=str(frame["date"].iloc[-1]),
                   free=self.wallets.get_free("USDT"), used=self.wallets.get_used("USDT"), total=self.wallets.get_total("USDT"), stakes=self.wallets.get_total_stake_amount(), avail=self.wallets.get_available_stake_amount(),
                   cap=self.wallets.get_starting_balance(), trades=len(Trade.get_trades_proxy(is_open=True)), closed=len(Trade.get_trades_proxy(is_open=False)), n=Trade.get_open_trade_count(), tot=Trade.total_open_trades_stakes(), profit=round(Trade.get_total_closed_profit(), 8))
        return min(max_stake, max(min_stake or 0, proposed_stake / 3))

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        self.recent.append(Pair(pair, proposed_rate))
        self.write("entry_price", pair=pair, trade=None if trade is None else trade.id, at=str(current_time), rate=proposed_rate, tag=entry_tag)
        return proposed_rate * 0.9995 if entry_tag == "cross" else proposed_rate

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        self.write("exit_price", pair=pair, at=str(current_time), rate=proposed_rate, profit=current_profit, tag=exit_tag, has=trade.has_open_orders)
        return proposed_rate

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        self.write("confirm_entry", pair=pair, type=order_type, amount=amount, rate=rate, tif=time_in_force, tag=entry_tag, locked=self.is_pair_locked(pair, candle_date=current_time))
        return current_time.minute != 35

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        self.write("confirm_exit", pair=pair, type=order_type, amount=amount, rate=rate, why=exit_reason, ratio=trade.calc_profit_ratio(rate), profit=trade.calc_profit(rate), enters=trade.nr_of_successful_entries, exits=trade.nr_of_successful_exits)
        if exit_reason == "roi" and trade.calc_profit_ratio(rate) < 0:
            return False
        return True

    def custom_roi(self, pair, trade, current_time, trade_duration, entry_tag, side, **kwargs):
        return 0.03 if trade_duration > 30 else None

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        if after_fill:
            return stoploss_from_open(-0.06, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        if current_profit > 0.015:
            return stoploss_from_open(0.005, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        candle = frame.iloc[-1].squeeze()
        if candle["rsi"] < 25:
            return stoploss_from_absolute(candle["low"] * 0.99, current_rate, is_short=trade.is_short, leverage=trade.leverage)
        return None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        self.asked += 1
        entry = trade.select_order(trade.entry_side, is_open=False)
        data = trade.get_custom_data("level", default="none")
        if self.asked % 20 == 0:
            self.write("exit", pair=pair, at=str(current_time), rate=current_rate, profit=current_profit, id=trade.id, data=data, last=str(trade.date_last_filled_utc), opened=str(trade.open_date_utc), entry=str(trade.date_entry_fill_utc),
                       first=[entry.safe_amount, entry.safe_filled, entry.safe_price, entry.safe_cost, entry.safe_remaining, entry.safe_fee_base, entry.safe_amount_after_fee, entry.order_type, entry.ft_order_tag, entry.ft_is_entry, str(entry.order_filled_utc)] if entry else None,
                       select=[len(trade.select_filled_orders()), len(trade.select_filled_orders(trade.entry_side)), len(trade.select_filled_orders("sell"))],
                       n=[trade.nr_of_successful_entries, trade.nr_of_successful_exits, trade.nr_of_successful_buys, trade.nr_of_successful_sells, trade.has_open_orders, trade.has_open_position, trade.open_orders_ids, trade.is_short, trade.leverage],
                       money=[trade.stake_amount, trade.max_stake_amount, trade.amount, trade.amount_requested, trade.open_rate, trade.open_trade_value, trade.stop_loss, trade.stop_loss_pct, trade.initial_stop_loss, trade.max_rate, trade.min_rate, trade.realized_profit, trade.fee_open, trade.fee_close, trade.safe_base_currency, trade.safe_quote_currency, trade.exit_side, trade.entry_side, trade.trade_direction, trade.borrowed, trade.funding_fees, trade.interest_rate],
                       json=sorted(trade.to_json()), text=str(trade),
                       hour=len(self.dp.get_pair_dataframe(pair, "1h")), locked=self.is_pair_locked(pair, candle_date=current_time, side="long"), prev=str(timeframe_to_prev_date(self.timeframe, current_time)), recent=len(self.recent))
        if data == "high" and current_profit > 0.01:
            self.lock_pair(pair, until=current_time + timedelta(minutes=15), reason="high")
            return "level_" + data
        if (current_time - trade.open_date_utc) > timedelta(hours=8):
            return True
        return None

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kwargs):
        if trade.has_open_orders:
            return None
        if current_profit < -0.02 and trade.nr_of_successful_entries < 3:
            return (trade.stake_amount / 2, f"more_{trade.nr_of_successful_entries}")
        if current_profit > 0.012 and trade.nr_of_successful_exits == 0:
            return -trade.stake_amount / 2, "some"
        return None

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        level = LEVELS[trade.nr_of_successful_entries % 2]
        trade.set_custom_data("level", level.name)
        trade.set_custom_data("numbers", {"share": level.share, "list": [1, 2.5, None]})
        self.ledger.add(pair, order.safe_price)
        self.write("filled", pair=pair, at=str(current_time), side=order.ft_order_side, amount=order.safe_amount, filled=order.safe_filled, price=order.safe_price, tag=order.ft_order_tag, average=order.average, numbers=trade.get_custom_data("numbers"), keys=[d.cd_key for d in trade.get_all_custom_data()], entry=trade.get_custom_data_entry("level").cd_value, orders=[(o.ft_order_side, o.status, o.safe_filled) for o in trade.orders])

    def check_entry_timeout(self, pair, trade, order, current_time, **kwargs):
        self.write("entry_timeout", pair=pair, at=str(current_time), price=order.price, age=str(current_time - order.order_date_utc))
        return current_time - order.order_date_utc > timedelta(minutes=11)

    def check_exit_timeout(self, pair, trade, order, current_time, **kwargs):
        self.write("exit_timeout", pair=pair, at=str(current_time))
        return False

    def adjust_entry_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, **kwargs):
        self.write("adjust_entry", pair=pair, at=str(current_time), rate=proposed_rate, now=current_order_rate, tag=entry_tag)
        return current_order_rate if current_time.minute % 2 else proposed_rate

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return 2.0
