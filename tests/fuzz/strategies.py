"""The strategies of the oracle: one base, one rule changed at a time."""
from datetime import datetime, timedelta, timezone
import numpy as np, talib.abstract as ta
import freqtrade.vendor.qtpylib.indicators as q
from freqtrade.persistence import Trade
from freqtrade.strategy import IStrategy, informative, merge_informative_pair, stoploss_from_open, stoploss_from_absolute

class Base(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    minimal_roi = {"0": 10}
    stoploss = -0.99
    startup_candle_count = 50
    process_only_new_candles = True
    def populate_indicators(self, d, m):
        d["rsi"] = ta.RSI(d, timeperiod=14)
        d["ema_f"] = ta.EMA(d, timeperiod=9)
        d["ema_s"] = ta.EMA(d, timeperiod=21)
        b = q.bollinger_bands(q.typical_price(d), window=20, stds=2)
        d["bb_l"], d["bb_m"], d["bb_u"] = b["lower"], b["mid"], b["upper"]
        return d
    def populate_entry_trend(self, d, m):
        d.loc[q.crossed_above(d["ema_f"], d["ema_s"]) & (d["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "ema")
        d.loc[q.crossed_above(d["rsi"], 30) & (d["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "rsi")
        return d
    def populate_exit_trend(self, d, m):
        return d
class ExitMixin:
    def populate_exit_trend(self, d, m):
        d.loc[q.crossed_below(d["ema_f"], d["ema_s"]), ["exit_long", "exit_tag"]] = (1, "ema_down")
        return d
class RoiOnly(Base): minimal_roi = {"0": 0.02}
class RoiSteps(Base): minimal_roi = {"240": -0.01, "120": 0.0, "60": 0.005, "30": 0.01, "0": 0.03}
class RoiStoploss(Base): minimal_roi = {"0": 0.03}; stoploss = -0.02
class Trailing(Base): stoploss = -0.03; trailing_stop = True
class TrailingPositive(Base): stoploss = -0.04; trailing_stop = True; trailing_stop_positive = 0.01
class TrailingOffset(Base): stoploss = -0.04; trailing_stop = True; trailing_stop_positive = 0.008; trailing_stop_positive_offset = 0.015
class TrailingOnlyOffset(Base): stoploss = -0.04; trailing_stop = True; trailing_stop_positive = 0.008; trailing_stop_positive_offset = 0.015; trailing_only_offset_is_reached = True
class ExitSignal(ExitMixin, Base): stoploss = -0.05
class ExitProfitOnly(ExitMixin, Base): stoploss = -0.05; exit_profit_only = True; exit_profit_offset = 0.004
class IgnoreRoi(ExitMixin, Base): minimal_roi = {"0": 0.005}; ignore_roi_if_entry_signal = True; stoploss = -0.05
class NoExitSignal(ExitMixin, Base): use_exit_signal = False; minimal_roi = {"0": 0.02}; stoploss = -0.03
class CustomStop(Base):
    use_custom_stoploss = True; stoploss = -0.06
    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kw):
        if current_time - trade.open_date_utc > timedelta(hours=6): return -0.01
        if current_profit > 0.01: return stoploss_from_open(0.004, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        return None
class CustomExit(Base):
    stoploss = -0.06
    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kw):
        d, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe); last = d.iloc[-1]
        if current_profit > 0.005 and last["rsi"] > 60: return "rsi_high_in_profit"
        if (current_time - trade.open_date_utc).total_seconds() > 12*3600: return "half_day"
class CustomPrice(ExitMixin, Base):
    stoploss = -0.05; unfilledtimeout = {"entry": 20, "exit": 20, "unit": "minutes", "exit_timeout_count": 2}
    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kw): return proposed_rate * 0.997
    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kw): return proposed_rate * 1.003
class EntryTimeoutCallback(CustomPrice):
    def check_entry_timeout(self, pair, trade, order, current_time, **kw): return (current_time - order.order_date_utc).total_seconds() > 600
    def check_exit_timeout(self, pair, trade, order, current_time, **kw): return (current_time - order.order_date_utc).total_seconds() > 900
class AdjustEntryPrice(ExitMixin, Base):
    stoploss = -0.05; unfilledtimeout = {"entry": 60, "exit": 60, "unit": "minutes"}
    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kw): return proposed_rate * 0.994
    def adjust_entry_price(self, trade, order, pair, current_time, proposed_rate, current_order_rate, entry_tag, side, **kw):
        if (current_time - order.order_date_utc) > timedelta(minutes=30): return None
        return proposed_rate * 0.996
class DcaPartial(Base):
    stoploss = -0.2; position_adjustment_enable = True; max_entry_position_adjustment = 3; minimal_roi = {"0": 0.05}
    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kw): return proposed_stake / 4
    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kw):
        if current_profit > 0.015 and trade.nr_of_successful_exits == 0: return -(trade.stake_amount / 2), "half_off"
        if current_profit < -0.015 * (1 + trade.nr_of_successful_entries): return trade.select_filled_orders(trade.entry_side)[0].stake_amount, "dca"
        return None
class Protected(ExitMixin, Base):
    stoploss = -0.015
    @property
    def protections(self): return [{"method": "CooldownPeriod", "stop_duration_candles": 5}, {"method": "StoplossGuard", "lookback_period_candles": 48, "trade_limit": 3, "stop_duration_candles": 24, "only_per_pair": False}, {"method": "MaxDrawdown", "lookback_period_candles": 96, "trade_limit": 5, "stop_duration_candles": 12, "max_allowed_drawdown": 0.03}, {"method": "LowProfitPairs", "lookback_period_candles": 48, "trade_limit": 2, "stop_duration": 60, "required_profit": 0.005}]
class Confirm(ExitMixin, Base):
    stoploss = -0.04
    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kw): return current_time.hour % 3 != 0
    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kw): return exit_reason != "exit_signal" or trade.calc_profit_ratio(rate) > -0.005
class CustomData(ExitMixin, Base):
    stoploss = -0.05
    def order_filled(self, pair, trade, order, current_time, **kw):
        trade.set_custom_data("fills", (trade.get_custom_data("fills") or 0) + 1)
    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kw):
        if trade.get_custom_data("fills") == 1 and current_profit > 0.01: return "one_fill_one_percent"
class Informative(ExitMixin, Base):
    stoploss = -0.05; startup_candle_count = 30
    @informative("1h")
    def populate_indicators_1h(self, d, m): d["rsi"] = ta.RSI(d, timeperiod=7); return d
    @informative("15m", "S000/USDT", "{base}_{column}_{timeframe}")
    def populate_indicators_lead(self, d, m): d["ema"] = ta.EMA(d, timeperiod=5); return d
    def populate_entry_trend(self, d, m):
        d.loc[q.crossed_above(d["rsi"], 35) & (d["rsi_1h"] > 40) & (d["s000_close_15m"] > d["s000_ema_15m"]), "enter_long"] = 1; return d
class LockPairs(ExitMixin, Base):
    stoploss = -0.03
    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kw):
        if current_profit < -0.015: self.lock_pair(pair, until=current_time + timedelta(hours=8), reason="bad"); return "lock_and_leave"
class EquityGuarded(ExitMixin, Base):
    stoploss = -0.015
    @property
    def protections(self): return [{"method": "MaxDrawdown", "calculation_mode": "equity", "lookback_period_candles": 96, "trade_limit": 3, "stop_duration_candles": 12, "max_allowed_drawdown": 0.002}]
    @informative("1h", "{base}/{stake}")
    def populate_indicators_own(self, d, m): d["rsi"] = ta.RSI(d, timeperiod=7); return d
    @informative("15m", "s000/{quote}")
    def populate_indicators_lead(self, d, m): d["ema"] = ta.EMA(d, timeperiod=5); return d
    @informative("1h", "S001/USDT", "{asset} {BASE}{QUOTE} {column} {timeframe}")
    def populate_indicators_named(self, d, m): d["rsi"] = ta.RSI(d, timeperiod=7); return d
    def populate_entry_trend(self, d, m):
        base = m["pair"].split("/")[0].lower()
        up = q.crossed_above(d["ema_f"], d["ema_s"]) & (d[f"{base}_usdt_rsi_1h"] > 40)
        d.loc[up & (d["s000_usdt_close_15m"] > d["s000_usdt_ema_15m"]), ["enter_long", "enter_tag"]] = (1, "lead")
        d.loc[up & (d["S001/USDT S001USDT rsi 1h"] < 50), ["enter_long", "enter_tag"]] = (1, "named")
        return d
class Short(Base):
    can_short = True; stoploss = -0.15; minimal_roi = {"0": 0.08, "120": 0.03}
    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kw): return 3.0 if side == "short" else 2.0
    def populate_entry_trend(self, d, m):
        d.loc[q.crossed_above(d["ema_f"], d["ema_s"]), ["enter_long", "enter_tag"]] = (1, "up"); d.loc[q.crossed_below(d["ema_f"], d["ema_s"]), ["enter_short", "enter_tag"]] = (1, "down"); return d
    def populate_exit_trend(self, d, m):
        d.loc[d["rsi"] > 70, "exit_long"] = 1; d.loc[d["rsi"] < 30, "exit_short"] = 1; return d
class ShortTrailing(Short): stoploss = -0.12; trailing_stop = True; trailing_stop_positive = 0.03; trailing_stop_positive_offset = 0.05; trailing_only_offset_is_reached = True
class LargestLeverage(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    can_short = True
    minimal_roi = {"0": 0.5}
    stoploss = -0.9999
    startup_candle_count = 30
    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kw): return 2 * max_leverage
    def populate_indicators(self, d, m):
        d["rsi"] = ta.RSI(d, timeperiod=14)
        return d
    def populate_entry_trend(self, d, m):
        d.loc[d["rsi"] < 30, "enter_long"] = 1; d.loc[d["rsi"] > 70, "enter_short"] = 1; return d
    def populate_exit_trend(self, d, m): return d
class ShortDca(Short):
    stoploss = -0.3; position_adjustment_enable = True; max_entry_position_adjustment = 4; minimal_roi = {"0": 0.12}
    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kw): return proposed_stake / 3
    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kw):
        if current_profit > 0.02 * (1 + trade.nr_of_successful_exits): return -(trade.stake_amount / 3), "third_off"
        if current_profit < -0.02 * trade.nr_of_successful_entries: return trade.select_filled_orders(trade.entry_side)[0].stake_amount * 1.5, "dca"
        return None
class ShortCustom(Short):
    stoploss = -0.2; use_custom_stoploss = True; unfilledtimeout = {"entry": 30, "exit": 20, "unit": "minutes", "exit_timeout_count": 3}
    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kw): return 1.0 + current_time.hour % 7
    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kw): return proposed_rate * (1.002 if side == "short" else 0.998)
    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kw): return proposed_rate * (0.998 if trade.is_short else 1.002)
    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kw):
        if current_time - trade.open_date_utc > timedelta(hours=8): return -0.02
        if current_profit > 0.03: return stoploss_from_open(0.01, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        if current_profit > 0.015: return stoploss_from_absolute(trade.open_rate, current_rate, is_short=trade.is_short, leverage=trade.leverage)
        return None
    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kw):
        if current_time - trade.open_date_utc > timedelta(hours=20): return "tired"
        return None
class ShortInformative(Short):
    startup_candle_count = 30
    @informative("1h")
    def populate_indicators_1h(self, d, m): d["rsi"] = ta.RSI(d, timeperiod=7); return d
    @informative("15m", "BTC/USDT:USDT", "{base}_{column}_{timeframe}")
    def populate_indicators_lead(self, d, m): d["ema"] = ta.EMA(d, timeperiod=5); return d
    def populate_entry_trend(self, d, m):
        d.loc[q.crossed_above(d["rsi"], 40) & (d["rsi_1h"] > 40) & (d["btc_close_15m"] > d["btc_ema_15m"]), "enter_long"] = 1
        d.loc[q.crossed_below(d["rsi"], 60) & (d["rsi_1h"] < 60) & (d["btc_close_15m"] < d["btc_ema_15m"]), "enter_short"] = 1
        return d
class Pyramid(Short):
    stoploss = -0.08; trailing_stop = True; position_adjustment_enable = True; minimal_roi = {"0": 0.3}
    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kw): return proposed_stake / 5
    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kw):
        if trade.nr_of_successful_entries > 3 and trade.nr_of_successful_exits < 2: return -(trade.stake_amount * 0.4), "bank"
        if current_profit > 0.012: return min_stake * 4 if current_time.hour % 2 else max_stake / 10, "more"
        return None
class SpotPyramid(Pyramid):
    can_short = False
class OrderFlow(Base):
    minimal_roi = {"0": 0.006}; stoploss = -0.01
    def populate_indicators(self, d, m):
        flows = d["orderflow"].apply(lambda x: x if isinstance(x, dict) else {})
        d["busiest"] = flows.apply(lambda x: max(x, key=lambda price: x[price]["total_volume"]) if x else np.nan)
        d["stacks"] = d["stacked_imbalances_ask"].apply(lambda x: len(x) if isinstance(x, list) else 0)
        d["large"] = d["trades"].apply(lambda x: max(trade["amount"] for trade in x) if isinstance(x, list) else 0.0)
        return d
    def populate_entry_trend(self, d, m):
        d.loc[(d["stacks"] > 0) & (d["delta"] > 0), ["enter_long", "enter_tag"]] = (1, "stack")
        d.loc[(d["close"] > d["busiest"]) & (d["max_delta"] > 8) & (d["large"] > 5), ["enter_long", "enter_tag"]] = (1, "large")
        return d
    def populate_exit_trend(self, d, m):
        d.loc[(d["min_delta"] < -6) & (d["bid"] > d["ask"]) & (d["total_trades"] > 5), ["exit_long", "exit_tag"]] = (1, "sold")
        return d
