"""Classes over classes of other files, helpers in folders, state in every place where people keep it."""
import threading
import time
import urllib.request
from datetime import datetime, timedelta
from typing import Optional

import numpy as np
import pandas as pd
import talib.abstract as ta
from freqtrade.exchange import timeframe_to_minutes, timeframe_to_prev_date
from freqtrade.persistence import PairLocks, Trade
from freqtrade.strategy import merge_informative_pair

import tools.levels
from crossing import Crossing
from tools.levels import remembered

try:
    urllib.request.urlopen("http://127.0.0.1:9/fear-and-greed", timeout=0.2)
    ONLINE = True
except OSError:
    ONLINE = False

CALLS = {}
COUNT = 0


class Grandchild(Crossing):
    """Only what differs from its father."""

    stoploss = -0.03
    exit_profit_only = True
    exit_profit_offset = 0.002

    def version(self):
        return "7.1"

    def populate_exit_trend(self, dataframe, metadata):
        dataframe = super().populate_exit_trend(dataframe, metadata)
        dataframe["exit_tag"] = np.where(dataframe["rsi"] > 50, "calm", None)
        return dataframe


class KeepsInModule(Grandchild):
    """Module state filled by populate_*, read by callbacks."""

    def populate_indicators(self, dataframe, metadata):
        global COUNT
        COUNT += 1
        dataframe = super().populate_indicators(dataframe, metadata)
        CALLS[metadata["pair"]] = COUNT
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_profit > 0.01 and CALLS[pair] % 2 == 1:
            return f"odd_{CALLS[pair]}_of_{COUNT}"


class KeepsInHelper(Crossing):
    """State in a helper's module, filled by populate_*, read by callbacks."""

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        dataframe["high_level"], dataframe["low_level"] = remembered(metadata["pair"], dataframe)
        return dataframe

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return rate < tools.levels.SEEN[pair] * 1.02 and len(tools.levels.SEEN) > 1


class KeepsOnClass(Crossing):
    """A dict of the class itself."""

    custom_info: dict = {}
    order = []

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        self.custom_info.setdefault(metadata["pair"], {})["mean"] = dataframe["rsi"].mean()
        self.order.append(metadata["pair"])
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe = super().populate_entry_trend(dataframe, metadata)
        # indicators of all pairs are there before the first signals
        dataframe["enter_tag"] = f"{len(self.custom_info)}_{self.order.index(metadata['pair'])}"
        return dataframe

    def custom_exit(self, pair: str, trade: Trade, current_time: datetime, current_rate: float, current_profit: float, **kwargs):
        info = self.custom_info[pair]
        info["asked"] = info.get("asked", 0) + 1
        if info["asked"] % 97 == 0:
            return f"asked_{info['asked']}"
        return None


class Configured(Crossing):
    """A constructor of its own, and what it finds in the configuration."""

    can_short = False
    max_open_trades = 2

    def __init__(self, config: dict) -> None:
        super().__init__(config)
        self.own = config.get("own_setting", 3)
        self.timeframe_minutes = timeframe_to_minutes(self.timeframe)
        self.is_live = config["runmode"].value in ("live", "dry_run")
        self.stoploss = -0.04
        config["exchange"].setdefault("ccxt_config", {})["enableRateLimit"] = True

    @property
    def protections(self):
        return [{"method": "StoplossGuard", "lookback_period": 600, "trade_limit": 1, "stop_duration": 300, "only_per_pair": True},
                {"method": "CooldownPeriod", "stop_duration_candles": self.own}]

    @property
    def plot_config(self):
        return {"main_plot": {"trend": {"color": "red"}}, "subplots": {"RSI": {"rsi": {}}}}

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if self.config["runmode"].value == "backtest" and self.dp.runmode.value == "backtest" and not self.is_live and not ONLINE:
            if (current_time - trade.open_date_utc).total_seconds() / 60 > self.timeframe_minutes * 40:
                return "forty_candles"


class OldSignatures(Crossing):
    """Callbacks as they were written years ago."""

    use_custom_stoploss = True

    def custom_stoploss(self, pair: str, trade: "Trade", current_time: datetime, current_rate: float, current_profit: float, **kwargs) -> float:
        return -0.02 if current_profit > 0.005 else 1

    def confirm_trade_entry(self, pair: str, order_type: str, amount: float, rate: float, time_in_force: str, **kwargs) -> bool:
        return kwargs["current_time"].hour != 5

    def confirm_trade_exit(self, pair: str, trade: Trade, order_type: str, amount: float, rate: float, time_in_force: str, sell_reason: str, **kwargs) -> bool:
        return kwargs.get("exit_reason", sell_reason) != "exit_signal" or trade.calc_profit_ratio(rate) > -0.02

    def custom_stake_amount(self, pair: str, current_time: datetime, current_rate: float, proposed_stake: float, min_stake: Optional[float],
                            max_stake: float, entry_tag: Optional[str], side: str, **kwargs) -> float:
        return proposed_stake * 0.7


class Kinds(Crossing):
    """Answers, columns and attributes of all kinds."""

    position_adjustment_enable = True
    protections = {}

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        dates = dataframe.set_index("date")
        daily = dates["close"].resample("1D").mean().rename("daily")
        dataframe = dataframe.merge(daily.shift(1).ffill(), left_on=dataframe["date"].dt.floor("1D"), right_index=True, how="left")
        dataframe = dataframe.drop(columns=["key_0"], errors="ignore")
        for length in range(3, 40):
            dataframe[f"sum_{length}"] = dataframe["volume"].rolling(length).sum()
        dataframe["words"] = pd.Series(["low", None, np.nan, 3, True] * (len(dataframe) // 5 + 1), dtype=object)[:len(dataframe)].values
        dataframe["kind"] = pd.cut(dataframe["rsi"].fillna(50), [-1, 30, 70, 101], labels=["cold", "mild", "hot"])
        dataframe["when"] = dataframe["date"].dt.tz_localize(None)
        dataframe["whole"] = dataframe["rsi"].fillna(0).astype("int32")
        dataframe["mama"], dataframe["fama"] = ta.MAMA(dataframe["close"].values.astype(float))
        # longer than what a pipe takes at once, and questions to the bot, while other pairs do the same
        for row in range(150):
            print(f"{metadata['pair']} {row} " + "long line " * 900)
            dataframe["money"] = self.wallets.get_total("USDT") * self.dp.market(metadata["pair"])["precision"]["price"]
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = (dataframe["trend"] > 0) & (dataframe["trend"].shift(1) <= 0) & (dataframe["whole"] > 20)
        dataframe["enter_tag"] = dataframe["kind"].astype(str)
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe["exit_long"] = np.where(dataframe["trend"] < 0, 1.0, np.nan)
        dataframe["exit_tag"] = dataframe["words"].where(dataframe["words"] == "low")
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        candle = self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1].squeeze()
        if candle["kind"] == "hot" and candle["words"] == "low":
            return np.bool_(True)
        if candle["words"] is None and candle["rsi"] > 66:
            return "x" * 300
        return ""

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, *args, **kwargs):
        if current_profit < -0.012 and trade.nr_of_successful_entries == 1:
            return np.float64(trade.stake_amount)
        if current_profit > 0.011 and trade.nr_of_successful_entries == 2 and trade.nr_of_successful_exits == 0:
            return -trade.stake_amount / 2
        return float("nan") if current_rate < 0 else 0

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return np.float32(0.999) * proposed_rate if entry_tag == "hot" else None


class Fails(Crossing):
    """Callbacks that fail now and then."""

    use_custom_stoploss = True

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_time.minute == 30:
            raise ValueError("no exit at half past")
        return "late" if current_profit > 0.01 else None

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill=False, **kwargs):
        return {}["missing"] if current_time.minute == 15 else -0.03

    def confirm_trade_entry(self, *args, **kwargs):
        return kwargs["current_time"].hour / (kwargs["current_time"].hour - 7) > -100


class Locks(Crossing):
    """Locks, and what has been traded."""

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        if trade.calc_profit_ratio(rate) < -0.01:
            self.lock_pair(pair, until=current_time + timedelta(hours=6), reason="loss", side="long")
        if len(Trade.get_trades_proxy(is_open=False, close_date=current_time - timedelta(days=1))) > 6:
            PairLocks.lock_pair("*", current_time + timedelta(minutes=45), "many", now=current_time)
        return True

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        lost = [t for t in Trade.get_trades_proxy(pair=pair, is_open=False, open_date=current_time - timedelta(days=3)) if t.close_profit < 0]
        if current_time.hour == 12 and self.is_pair_locked(pair, candle_date=current_time):
            self.unlock_pair(pair)
        locks = PairLocks.get_pair_locks(pair, current_time)
        return len(lost) < 3 and len(locks) == 0


class Threads(Crossing):
    """A thread beside, as those have that ask the web."""

    def bot_start(self, **kwargs):
        self.ready = threading.Event()
        self.worker = threading.Thread(target=self.work, daemon=True)
        self.worker.start()
        self.ready.wait(5)

    def work(self):
        self.level = 0.008
        print("printed by a thread")
        self.ready.set()
        while True:
            time.sleep(0.5)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return "level" if current_profit > self.level else None


class Hourly(Crossing):
    """Other pairs and larger candles by hand."""

    def informative_pairs(self):
        return [(pair, "1h") for pair in self.dp.current_whitelist()] + [("S005/USDT", "1h"), ("S006/USDT", "5m"), ("S005/USDT", self.timeframe)]

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        hourly = self.dp.get_pair_dataframe(pair=metadata["pair"], timeframe="1h")
        hourly["rsi"] = ta.RSI(hourly, timeperiod=5)
        dataframe = merge_informative_pair(dataframe, hourly, self.timeframe, "1h", ffill=True)
        btc, _ = self.dp.get_analyzed_dataframe("S001/USDT", self.timeframe)
        lead = self.dp.get_pair_dataframe("S005/USDT", "1h")
        lead["up"] = lead["close"] > lead["open"]
        dataframe = merge_informative_pair(dataframe, lead[["date", "up"]], self.timeframe, "1h", ffill=True, append_timeframe=False, suffix="lead")
        other = self.dp.historic_ohlcv("S006/USDT", "5m") if self.dp.runmode.value == "backtest" else self.dp.get_pair_dataframe("S006/USDT", "5m")
        dataframe["others"] = len(other) + len(btc)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe = super().populate_entry_trend(dataframe, metadata)
        dataframe.loc[(dataframe["enter_long"] == 1) & dataframe["up_lead"].fillna(False).astype(bool), "enter_tag"] = "lead"
        dataframe.loc[dataframe["rsi_1h"] > 75, "enter_long"] = 0
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        hourly = self.dp.get_pair_dataframe(pair, "1h")
        before = hourly.loc[hourly["date"] < timeframe_to_prev_date("1h", current_time)]
        if len(before) and before["close"].iloc[-1] < before["close"].iloc[-3:].min() + 1e-12 and current_profit > 0.004:
            return f"hourly_{len(hourly)}"


class Unrounded(Crossing):
    """Reads fields of a trade, and writes some."""

    use_custom_stoploss = True

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        trade.adjust_min_max_rates(current_rate * 1.01, current_rate * 0.99)
        return -0.045

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        trade.enter_tag = f"{trade.enter_tag or 'none'}_{len(trade.orders)}"
        trade.set_custom_data("facts", {"cost": order.safe_cost, "when": [current_time.isoformat()], "none": None})

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        facts = trade.get_custom_data("facts")
        data = trade.to_json()
        if current_profit > 0.008 and facts["cost"] > 0 and data["profit_ratio"] is None:
            return f"json_{len(data)}_{len(data['orders'])}_{data['amount']}"
