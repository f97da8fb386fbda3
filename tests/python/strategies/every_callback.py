"""Every callback there is, each deciding something, each written down."""
from datetime import timedelta

import numpy as np
import pandas as pd
import talib.abstract as ta
from freqtrade.persistence import Order, Trade
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, RealParameter, informative,
                                merge_informative_pair, stoploss_from_absolute, stoploss_from_open, timeframe_to_prev_date)
from freqtrade.vendor.qtpylib import indicators as q

from traced import Traced, order_facts, trade_facts


class Asked(Traced):
    minimal_roi = {"0": 0.04, "300": 0.01, "900": -0.01}
    stoploss = -0.07
    startup_candle_count = 60
    use_custom_stoploss = True
    use_custom_roi = True
    position_adjustment_enable = True
    max_entry_position_adjustment = 3
    unfilledtimeout = {"entry": 40, "exit": 30, "unit": "minutes", "exit_timeout_count": 4}
    order_types = {"entry": "limit", "exit": "limit", "stoploss": "market", "stoploss_on_exchange": False}
    fast = IntParameter(5, 20, default=9, space="buy")
    depth = DecimalParameter(0.1, 2.0, default=0.8, decimals=2, space="buy")
    width = RealParameter(1.0, 3.0, default=2.0, space="buy", optimize=False)
    kind = CategoricalParameter(["rsi", "ema"], default="ema", space="sell")
    patient = BooleanParameter(default=True, space="sell")

    @property
    def protections(self):
        return [{"method": "CooldownPeriod", "stop_duration_candles": 2}]

    def bot_start(self, **kwargs):
        self.custom_info = {}
        self.loops = 0
        self.note("bot_start", runmode=self.config["runmode"].value, whitelist=self.dp.current_whitelist(), fast=self.fast.value,
                  market={name: self.dp.market(self.dp.current_whitelist()[0])["precision"][name] for name in ("amount", "price")})

    def bot_loop_start(self, current_time, **kwargs):
        self.loops += 1
        if self.loops % 50 == 1:
            self.note("bot_loop_start", time=current_time, loops=self.loops)

    def informative_pairs(self):
        return [(pair, "15m") for pair in self.dp.current_whitelist()]

    @informative("1h")
    def populate_indicators_1h(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=7)
        return dataframe

    @informative("15m", "S000/{stake}", "{base}_{column}_{timeframe}")
    def populate_indicators_lead(self, dataframe, metadata):
        dataframe["ema"] = ta.EMA(dataframe, timeperiod=5)
        return dataframe

    def populate_indicators(self, dataframe, metadata):
        self.note("populate_indicators", pair=metadata["pair"], rows=len(dataframe), first=dataframe["date"].iloc[0])
        half = self.dp.get_pair_dataframe(metadata["pair"], "15m")
        half["mean"] = half["close"].rolling(10).mean()
        dataframe = merge_informative_pair(dataframe, half[["date", "mean"]], self.timeframe, "15m", ffill=True)
        for period in self.fast.range if self.dp.runmode.value == "hyperopt" else [self.fast.value]:
            dataframe[f"ema_{period}"] = ta.EMA(dataframe, timeperiod=period)
        dataframe["ema_slow"] = ta.EMA(dataframe, timeperiod=34)
        dataframe["atr"] = ta.ATR(dataframe, timeperiod=14)
        dataframe["rsi"] = ta.RSI(dataframe["close"].to_numpy(), timeperiod=14)
        bands = q.bollinger_bands(q.typical_price(dataframe), window=20, stds=self.width.value)
        dataframe["low_band"] = bands["lower"]
        dataframe["mood"] = np.where(dataframe["rsi"] > 50, "up", "down")
        dataframe["mood"] = dataframe["mood"].astype(object)
        dataframe["hot"] = dataframe["rsi"] > 68
        self.custom_info[metadata["pair"]] = dataframe[["date", "atr"]].set_index("date")
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        cross = q.crossed_above(dataframe[f"ema_{self.fast.value}"], dataframe["ema_slow"]) & (dataframe["volume"] > 0)
        dataframe.loc[cross, ["enter_long", "enter_tag"]] = (1, "cross")
        dip = (dataframe["close"] < dataframe["low_band"]) & (dataframe["rsi_1h"] > 35) & (dataframe["close"] > dataframe["mean_15m"] * 0.99)
        dataframe.loc[dip, ["enter_long", "enter_tag"]] = (1, "dip")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["hot"] & (dataframe["mood"].shift(3) == "up"), ["exit_long", "exit_tag"]] = (1, "hot")
        return dataframe

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        self.note("custom_stake_amount", pair=pair, time=current_time, rate=current_rate, proposed=proposed_stake, least=min_stake, most=max_stake,
                  leverage=leverage, tag=entry_tag, side=side, around=self.look_around(pair))
        return proposed_stake / (3 if entry_tag == "dip" else 2)

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        self.note("leverage", pair=pair, time=current_time, rate=current_rate, proposed=proposed_leverage, most=max_leverage, tag=entry_tag, side=side)
        return 2.0 + current_time.hour % 3

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        self.note("custom_entry_price", pair=pair, trade=trade_facts(trade) if trade else None, time=current_time, rate=proposed_rate, tag=entry_tag, side=side)
        return proposed_rate * (1 - 0.001 * (1 if side == "long" else -1))

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        self.note("custom_exit_price", trade=trade_facts(trade), time=current_time, rate=proposed_rate, profit=current_profit, tag=exit_tag)
        return proposed_rate * (1 + 0.0006 * (-1 if trade.is_short else 1))

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        self.note("confirm_trade_entry", pair=pair, type=order_type, amount=amount, rate=rate, force=time_in_force, time=current_time, tag=entry_tag, side=side)
        return current_time.minute != 25

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        self.note("confirm_trade_exit", trade=trade_facts(trade), type=order_type, amount=amount, rate=rate, force=time_in_force, reason=exit_reason,
                  time=current_time, profit=trade.calc_profit_ratio(rate), value=trade.calc_close_trade_value(rate), abs=trade.calc_profit(rate))
        return not (exit_reason == "hot" and trade.calc_profit_ratio(rate) < -0.01)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        self.note("custom_exit", pair=pair, rate=current_rate, time=current_time, profit=current_profit, rows=len(frame), last=frame["date"].iloc[-1],
                  fills=trade.get_custom_data("fills", 0))
        if current_time - trade.open_date_utc > timedelta(hours=30):
            self.lock_pair(pair, until=current_time + timedelta(hours=2), reason="slow")
            return "tired"
        if current_profit > 0.02 and frame["mood"].iloc[-1] == "down":
            return "turned"
        return None

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        atr = self.custom_info[pair]["atr"].get(pd.Timestamp(timeframe_to_prev_date(self.timeframe, current_time)), np.nan)
        self.note("custom_stoploss", pair=pair, time=current_time, rate=current_rate, profit=current_profit, after_fill=after_fill, atr=atr,
                  stop=trade.stop_loss, best=trade.max_rate, worst=trade.min_rate)
        if after_fill:
            return stoploss_from_open(-0.05, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        if current_profit > 0.015:
            away = -6 * atr if not trade.is_short else 6 * atr
            return stoploss_from_absolute(current_rate + away, current_rate, is_short=trade.is_short, leverage=trade.leverage)
        if current_time - trade.open_date_utc > timedelta(hours=20):
            return -0.02 * trade.leverage
        return None

    def custom_roi(self, pair, trade, current_time, trade_duration, entry_tag, side, **kwargs):
        if trade_duration % 60 == 0:
            self.note("custom_roi", pair=pair, time=current_time, duration=trade_duration, tag=entry_tag, side=side)
        return 0.03 if entry_tag == "dip" else None

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate,
                              current_entry_profit, current_exit_profit, **kwargs):
        self.note("adjust_trade_position", pair=trade.pair, time=current_time, rate=current_rate, profit=current_profit, least=min_stake, most=max_stake,
                  entry_rate=current_entry_rate, exit_rate=current_exit_rate, entry_profit=current_entry_profit, exit_profit=current_exit_profit)
        if trade.has_open_orders:
            return None
        if current_profit > 0.012 and trade.nr_of_successful_exits == 0 and trade.nr_of_successful_entries > 1:
            return -(trade.stake_amount * 0.4), "some_off"
        filled = trade.select_filled_orders(trade.entry_side)
        if filled and current_profit < -float(self.depth.value) / 100 * len(filled) * trade.leverage:
            trade.set_custom_data("dips", trade.get_custom_data("dips", 0) + 1)
            return filled[0].stake_amount_filled * 1.2, f"more_{len(filled)}"
        return None

    def check_entry_timeout(self, pair, trade, order, current_time, **kwargs):
        self.note("check_entry_timeout", pair=pair, order=order_facts(order), time=current_time)
        return current_time - order.order_date_utc > timedelta(minutes=20)

    def check_exit_timeout(self, pair, trade, order, current_time, **kwargs):
        self.note("check_exit_timeout", pair=pair, order=order_facts(order), time=current_time)
        return self.patient.value and current_time - order.order_date_utc > timedelta(minutes=15)

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        trade.set_custom_data("fills", (trade.get_custom_data("fills") or 0) + 1)
        trade.set_custom_data("list", [order.ft_order_side, {"price": order.safe_price}])
        self.note("order_filled", trade=trade_facts(trade), order=order_facts(order), time=current_time, fills=trade.get_custom_data("fills"),
                  kept=trade.get_custom_data("list"), data=[[d.cd_key, d.value] for d in trade.get_all_custom_data()])


class EveryCallback(Asked):
    """Prices of waiting orders by the callback of their side."""

    timeframe = "5m"

    def adjust_entry_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, **kwargs):
        self.note("adjust_entry_price", trade=trade_facts(trade), order=order_facts(order), time=current_time, rate=proposed_rate, old=current_order_rate)
        if current_time - order.order_date_utc > timedelta(minutes=25):
            return None
        return proposed_rate * 0.9995 if current_time.minute % 10 == 0 else current_order_rate

    def adjust_exit_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, **kwargs):
        self.note("adjust_exit_price", trade=trade_facts(trade), order=order_facts(order), time=current_time, rate=proposed_rate, old=current_order_rate)
        return proposed_rate if current_time.minute % 10 == 5 else current_order_rate


class EveryCallbackShort(EveryCallback):
    """The same with contracts, both ways."""

    can_short = True
    trailing_stop = False

    def informative_pairs(self):
        return [(pair, "15m", "futures") for pair in self.dp.current_whitelist()]

    @informative("15m", "BTC/{stake}:{stake}", "{base}_{column}_{timeframe}")
    def populate_indicators_lead(self, dataframe, metadata):
        dataframe["ema"] = ta.EMA(dataframe, timeperiod=5)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe = super().populate_entry_trend(dataframe, metadata)
        falls = q.crossed_below(dataframe[f"ema_{self.fast.value}"], dataframe["ema_slow"]) & (dataframe["btc_close_15m"] < dataframe["btc_ema_15m"])
        dataframe.loc[falls, ["enter_short", "enter_tag"]] = (1, "falls")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe = super().populate_exit_trend(dataframe, metadata)
        dataframe.loc[dataframe["rsi"] < 28, ["exit_short", "exit_tag"]] = (1, "cold")
        return dataframe


class OrderPrices(Asked):
    """One callback for both kinds of orders, and no time-outs of its own."""

    timeframe = "5m"
    unfilledtimeout = {"entry": 25, "exit": 25, "unit": "minutes"}

    def adjust_order_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, is_entry, **kwargs):
        self.note("adjust_order_price", trade=trade_facts(trade), order=order_facts(order), time=current_time, rate=proposed_rate,
                  old=current_order_rate, tag=entry_tag, side=side, is_entry=is_entry)
        return proposed_rate if current_time.minute % 10 == 0 else current_order_rate

    def check_entry_timeout(self, pair, trade, order, current_time, **kwargs):
        return False

    def check_exit_timeout(self, pair, trade, order, current_time, **kwargs):
        return False
