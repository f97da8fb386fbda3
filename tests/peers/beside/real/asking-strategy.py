import json
import os
from datetime import datetime, timedelta, timezone

import talib.abstract as ta
from freqtrade.persistence import PairLocks, Trade
from freqtrade.strategy import IStrategy, informative

# What each pair is entered at, and nowhere else: the test sets the prices.
GATES = {"BTC": 60000, "ETH": 3000, "SOL": 145, "ADA": 0.62}
FILE = os.environ.get("ANSWERS_FILE", "answers.json")
HOUR = timedelta(hours=1)


def base(pair):
    return pair.split("/")[0]


class AskingStrategy(IStrategy):
    """The same as asking-strategy.ts: asks all that can be asked, and writes down what it is told."""

    INTERFACE_VERSION = 3
    timeframe = "1m"
    minimal_roi = {"0": 0.06}
    stoploss = -0.2
    startup_candle_count = 20
    position_adjustment_enable = True
    use_custom_stoploss = True
    answers = {}
    rows = {}
    turns = {}
    seen = set()

    @informative("5m")
    def populate_own(self, dataframe, metadata):
        dataframe["ema"] = ta.EMA(dataframe, timeperiod=5)
        return dataframe

    @informative("5m", "BTC/{stake}", "lead_{column}")
    def populate_lead(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=4)
        return dataframe

    def informative_pairs(self):
        return [(pair, "15m") for pair in self.dp.current_whitelist() if base(pair) == "ETH"]

    def tell(self, key, answer):
        self.answers.setdefault(key, answer)

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=4)
        columns = ["open", "high", "low", "close", "volume", "rsi", "ema_5m", "close_5m", "lead_rsi"]
        if metadata["pair"] not in self.seen:
            for row in dataframe.tail(12).to_dict("records"):
                self.rows[f"{base(metadata['pair'])} {int(row['date'].timestamp() * 1000)}"] = {name: row[name] for name in columns}
        self.seen.add(metadata["pair"])
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[:, ["enter_long", "enter_tag"]] = (1, f"gate {base(metadata['pair'])}")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[:, "exit_long"] = 0
        return dataframe

    # ------------------------------------------------------------------ answers

    def market_of(self, pair):
        book = self.dp.orderbook(pair, 3)
        ticker = self.dp.ticker(pair)
        market = self.dp.market(pair)
        return {
            "book": [book["bids"][0][0], book["asks"][0][0], len(book["bids"]) >= 3, book["asks"][2][1] > 0],
            "bid": ticker["bid"],
            "ask": ticker["ask"],
            "last": ticker["last"],
            "symbol": market["symbol"],
            "base": market["base"],
            "quote": market["quote"],
            "fees": [market["maker"], market["taker"]],
            "steps": [market["precision"]["price"], market["precision"]["amount"]],
            "limits": [market["limits"]["amount"]["min"], market["limits"]["cost"]["min"]],
            "delisted": self.dp.check_delisting(pair) is not None,
            "funding": self.dp.funding_rate(pair)["fundingRate"] if self.can_short else None,
        }

    def money(self):
        wallets = self.wallets
        currencies = ["USDT", "BTC", "ETH", "XYZ"]
        return {
            **{name: [wallets.get_free(name), wallets.get_used(name), wallets.get_total(name)] for name in currencies},
            "all": sorted(name for name, wallet in wallets.get_all_balances().items() if wallet.total > 0),
            "total stake": wallets.get_total_stake_amount(),
            "available stake": wallets.get_available_stake_amount(),
            "starting": wallets.get_starting_balance(),
            "next": wallets.get_trade_stake_amount("BTC/USDT", 5, update=False) if Trade.get_open_trade_count() < 5 else None,
        }

    def of_trade(self, trade):
        rate = trade.open_rate * 1.01
        return {
            "id": trade.id,
            "pair": trade.pair,
            "short": trade.is_short,
            "direction": trade.trade_direction,
            "sides": [trade.entry_side, trade.exit_side],
            "leverage": trade.leverage,
            "stake": trade.stake_amount,
            "most": trade.max_stake_amount,
            "amount": trade.amount,
            "rate": trade.open_rate,
            "fees": [trade.fee_open, trade.fee_close],
            "tag": trade.enter_tag,
            "reason": trade.exit_reason,
            "stop": trade.stop_loss,
            "stop ratio": trade.stop_loss_pct,
            "first stop": [trade.initial_stop_loss, trade.initial_stop_loss_pct],
            "liquidation": trade.liquidation_price,
            "realized": trade.realized_profit,
            "entries": trade.nr_of_successful_entries,
            "exits": trade.nr_of_successful_exits,
            "waits": trade.has_open_orders,
            "waiting": len(trade.open_orders),
            "stops": len(trade.open_sl_orders),
            "entered": [
                [order.safe_amount, order.safe_filled, order.safe_price, order.stake_amount, order.stake_amount_filled, order.ft_order_tag]
                for order in trade.select_filled_orders(trade.entry_side)
            ],
            "left": [
                [order.safe_amount, order.safe_filled, order.safe_price, order.stake_amount, order.stake_amount_filled, order.ft_order_tag]
                for order in trade.select_filled_orders(trade.exit_side)
            ],
            "profit": [trade.calc_profit(rate), trade.calc_profit_ratio(rate)],
            "data": {entry.cd_key: entry.value for entry in trade.get_all_custom_data()},
            "fills": trade.get_custom_data("fills"),
            "nothing": trade.get_custom_data("nothing", "none"),
            "dates": [
                trade.date_last_filled_utc >= trade.open_date_utc,
                trade.date_entry_fill_utc is not None,
                trade.close_date_utc is None,
            ],
        }

    def of_trades(self, now):
        def named(**filters):
            return sorted(base(trade.pair) for trade in Trade.get_trades_proxy(**filters))

        def by_pair(trades):
            return sorted((self.of_trade(trade) for trade in trades), key=lambda one: one["pair"])

        closed = Trade.get_trades_proxy(is_open=False)
        return {
            "open": by_pair(Trade.get_trades_proxy(is_open=True)),
            "closed": by_pair(closed),
            "profits": sorted([base(t.pair), t.close_profit, t.close_profit_abs, t.close_rate, t.exit_reason] for t in closed),
            "named": [
                named(is_open=True),
                named(is_open=False),
                named(is_open=True, open_date=now - HOUR),
                named(is_open=True, open_date=now + HOUR),
                named(is_open=False, open_date=now - HOUR),
                named(is_open=False, close_date=now - HOUR),
                named(is_open=False, close_date=now + HOUR),
                *[named(is_open=is_open, pair=pair) for pair in self.dp.current_whitelist() for is_open in (True, False)],
            ],
            "count": Trade.get_open_trade_count(),
            "stakes": Trade.total_open_trades_stakes(),
            "profit": Trade.get_total_closed_profit(),
            "performance": [[p["pair"], p["profit_ratio"], p["profit_abs"], p["count"]] for p in Trade.get_overall_performance()],
            "by tag": [[p["enter_tag"], p["profit_ratio"], p["profit_abs"], p["count"]] for p in Trade.get_enter_tag_performance(None)],
            "by reason": [[p["exit_reason"], p["profit_ratio"], p["profit_abs"], p["count"]] for p in Trade.get_exit_reason_performance(None)],
        }

    def of_locks(self, now):
        def reason(pair, side):
            lock = PairLocks.get_pair_longest_lock(pair, now, side)
            return None if lock is None else [lock.reason, lock.side, lock.lock_end_time > now.replace(tzinfo=None)]

        return {
            pair: [
                [self.is_pair_locked(pair, side=side) for side in ("*", "long", "short")],
                [reason(pair, side) for side in ("*", "long", "short")],
            ]
            for pair in self.dp.current_whitelist()
        }

    def of_config(self):
        names = ["stake_currency", "stake_amount", "max_open_trades", "dry_run", "dry_run_wallet", "timeframe", "trading_mode"]
        return {
            **{name: self.config[name] for name in names},
            "exchange": self.config["exchange"]["name"],
            "whitelist": self.config["exchange"]["pair_whitelist"],
            "folder": os.path.isdir(self.config["user_data_dir"]),
            "unset": self.config.get("unset"),
        }

    def of_frames(self, pair):
        frame, made = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        own = self.dp.get_pair_dataframe(pair, "5m")
        return {
            "columns": sorted(name for name in frame.columns if "date" not in name and "tag" not in name),
            "fresh": datetime.now(timezone.utc) - made < timedelta(minutes=2),
            "tag": frame.iloc[-1]["enter_tag"],
            "own": [len(own) > 50, *own.iloc[-1][["open", "close"]].notna()],
            "fifteen": base(pair) == "ETH" and len(self.dp.get_pair_dataframe(pair, "15m")) > 50,
        }

    def bot_start(self, **kwargs):
        self.tell("start", {"mode": self.dp.runmode.value, "config": self.of_config(), "timeframe": self.timeframe})

    def bot_loop_start(self, current_time, **kwargs):
        pairs = self.dp.current_whitelist()
        fills = sum(
            len(trade.select_filled_orders()) for trade in Trade.get_trades_proxy()
        )
        key = f"{Trade.get_open_trade_count()} open, {fills} fills"
        self.turns[key] = self.turns.get(key, 0) + 1
        if 2 < self.turns[key] < 5:
            self.answers[key] = {
                "mode": self.dp.runmode.value,
                "whitelist": pairs,
                "available": sorted(f"{base(pair)} {timeframe}" for pair, timeframe, *_ in self.dp.available_pairs),
                "frames": {pair: self.of_frames(pair) for pair in pairs},
                "markets": {pair: self.market_of(pair) for pair in pairs},
                "money": self.money(),
                "trades": self.of_trades(current_time),
                "locks": self.of_locks(current_time),
            }
        with open(f"{FILE}.new", "w") as file:
            json.dump({"answers": self.answers, "rows": self.rows, "turns": self.turns}, file, default=str)
        os.replace(f"{FILE}.new", FILE)

    # ------------------------------------------------------------------ decisions

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        self.tell(f"leverage {base(pair)}", [current_rate, proposed_leverage, max_leverage, entry_tag, side])
        return 3.0

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        if abs(current_rate / GATES[base(pair)] - 1) < 0.001:
            told = [current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side]
            self.tell(f"stake {base(pair)}", [told, self.money(), Trade.get_open_trade_count()])
        return proposed_stake * 0.8

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        if abs(rate / GATES[base(pair)] - 1) >= 0.001:
            return False
        # the amount is not rounded yet, as ours is
        told = [order_type, rate, time_in_force, entry_tag, side]
        counts = [Trade.get_open_trade_count(), Trade.total_open_trades_stakes()]
        self.tell(f"enter {base(pair)}", [told, counts, self.of_locks(current_time), self.dp.runmode.value])
        if base(pair) == "ADA":
            self.unlock_reason("one way")
        return True

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        told = [order_type, amount, rate, time_in_force, exit_reason]
        self.tell(f"exit {base(pair)} {exit_reason}", [told, self.of_trade(trade), self.dp.ticker(pair)["bid"]])
        if base(pair) == "ETH":
            self.lock_pair(pair, current_time + timedelta(hours=2), "rest")
            self.lock_pair(self.dp.current_whitelist()[2], current_time + timedelta(hours=1), "one way", side="long")
            self.lock_pair(self.dp.current_whitelist()[3], current_time + timedelta(hours=1), "soon open")
            self.unlock_pair(self.dp.current_whitelist()[3])
        return True

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        fills = (trade.get_custom_data("fills") or 0) + 1
        trade.set_custom_data("fills", fills)
        trade.set_custom_data("last", {"side": order.ft_order_side, "filled": order.safe_filled, "tags": [order.ft_order_tag, None]})
        trade.set_custom_data("passing", fills)
        trade.delete_custom_data("passing")
        self.tell(f"filled {base(pair)} {fills}", [order.ft_order_side, order.safe_filled, order.safe_price, order.stake_amount_filled])

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        if after_fill:
            self.tell(f"stop {base(pair)} {trade.nr_of_successful_entries}", [current_rate, current_profit, trade.stop_loss])
        return -0.15 if trade.get_custom_data("fills") == 2 else None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if base(pair) != "ADA" or current_profit > -0.02:
            return None
        others = Trade.get_trades_proxy(is_open=False, close_date=current_time - HOUR)
        return f"gave up after {len(others)} of {trade.get_custom_data('fills')}"

    def adjust_trade_position(
        self, trade, current_time, current_rate, current_profit, min_stake, max_stake,
        current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kwargs,
    ):
        name = base(trade.pair)
        wants_more = name == "SOL" and trade.nr_of_successful_entries == 1 and current_profit < -0.02
        wants_less = name == "BTC" and trade.nr_of_successful_exits == 0 and current_profit > 0.01
        if not wants_more and not wants_less:
            return None
        rates = [current_rate, current_entry_rate, current_exit_rate, current_profit, current_entry_profit, current_exit_profit]
        self.tell(f"adjust {name}", [rates, min_stake, max_stake, self.wallets.get_available_stake_amount()])
        return (trade.stake_amount / 2, "more") if wants_more else (-trade.stake_amount / 3, "less")


class AskingContracts(AskingStrategy):
    can_short = True

    def populate_entry_trend(self, dataframe, metadata):
        side = "enter_short" if base(metadata["pair"]) == "SOL" else "enter_long"
        dataframe.loc[:, [side, "enter_tag"]] = (1, f"gate {base(metadata['pair'])}")
        return dataframe

    @informative("5m", "BTC/{stake}:{stake}", "lead_{column}")
    def populate_lead(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=4)
        return dataframe
