"""Answers one request after the other."""

import faulthandler
import os
import signal
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from freqtrade.enums import CandleType, MarketDirection
from freqtrade.exchange import timeframe_to_seconds
from freqtrade.strategy.strategy_validation import StrategyResultValidator

from . import columns, locks, output, search
from .answers import taken
from .callbacks import CALLBACKS, moment
from .analysis import Analysis, signals_of
from .copies import can_fork
from .exchange import ExchangeStandIn, exchange_of
from .live_provider import TRADED, LiveExchange, LiveProvider
from .live_trades import LiveTrades
from .frames import Pipe
from .kept_state import forget_helpers
from .loading import in_file, load, overridden
from .problems import Problem, described
from .provider import BacktestProvider, SampleProvider, Whitelist
from .same_core import SameCore
from .settings import attributes_of, make_config, may_move, moving, parameters_of, plain, source_of, speaks_of_trades
from .trades import BacktestTrades
from .wallets import BotWallets


class Host:
    """The strategy, and what it reaches of the bot."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe
        self.ground: dict = {}
        self.strategy: Any = None
        self.pairs = Whitelist(self.need)
        self.provider: Any = None
        self.trades: Any = None
        self.is_live = False
        #: whether candles are made up to try the class with
        self.is_sample = False
        self._hang: Any = None
        #: the pair that was analysed last to be looked at, and its frame
        self._shown: dict[str, pd.DataFrame] = {}
        #: which analysis of a pair was the last one, and which candles it has left
        self._analyses: dict[str, tuple[int, np.ndarray | None]] = {}
        #: what trades are left by, as the bot knows it; None where no code sets it
        self._moving: dict | None = None
        self._seen: set[tuple] = set()
        self._search: search.Search | None = None
        #: whether this is the copy of a process that makes one try
        self._is_try = False

    def need(self, what: str, **facts: Any) -> Any:
        """Asks the bot for something while it waits for an answer."""
        with self.pipe.turn():
            self.pipe.send({"need": what, **facts})
            answer = self.pipe.receive()
            if answer is None:
                raise SystemExit(0)
            if "failed" in answer:
                raise RuntimeError(answer["failed"])
            if "columns" in answer:
                return {**answer["got"], "columns": [self.pipe.receive_columns() for _ in range(answer["columns"])]}
            return answer["got"]

    def folder(self) -> str:
        return str(Path(self.ground["file"]).parent)

    def load(self, ground: dict) -> dict:
        self.ground = ground
        output.take_over(self.pipe, ground["level"])
        self._hang = (Path(ground["folder"]) / "hang").open("w")
        faulthandler.register(signal.SIGUSR1, file=self._hang, all_threads=True)
        return self.reload()

    def check(self, ground: dict) -> None:
        """Whether a class loads. @raises Problem"""
        output.take_over(self.pipe, "ERROR")
        load(make_config(ground["config"], ground), ground["file"])

    def reload(self) -> dict:
        """A new instance of the class, which knows nothing of the one before."""
        config = make_config(self.ground["config"], self.ground)
        self.strategy = load(config, self.ground["file"])
        self.strategy.ft_load_hyper_params()
        if not getattr(self.strategy, "timeframe", None):
            words = f'{self.ground["strategy"]} has no timeframe: set it in the class (timeframe = "5m") or in the configuration.'
            raise Problem("refused", words, file=self.ground["file"])
        return {
            "attributes": attributes_of(self.strategy),
            "overridden": overridden(self.strategy),
            "after_fill": bool(getattr(self.strategy, "_ft_stop_uses_after_fill", False)),
            "version": self.strategy.version(),
            "parameters": parameters_of(self.strategy),
            "source": source_of(self.strategy),
            "hyperopt": search.nested(self.strategy) if self.ground["runmode"] == "hyperopt" else None,
        }

    def renew(self, message: dict) -> dict:
        """A new instance, on another configuration and part of time."""
        self.ground = {**self.ground, "config": message["config"], "timerange": message["timerange"]}
        return self.reload()

    def begin(self, message: dict) -> dict:
        """Gives the strategy what it may use, and calls its `bot_start`."""
        self.pairs.fixed = message.get("pairs")
        self.is_live = message.get("live", False)
        self.is_sample = message.get("sample", False)
        self.equip()
        self._moving = moving(self.strategy) if may_move(self.strategy) else None
        return {"attributes": attributes_of(self.strategy), "parameters": parameters_of(self.strategy)}

    def tell_moved(self) -> None:
        """The bot hears of attributes that have been set."""
        if self._moving is None or (now := moving(self.strategy)) == self._moving:
            return
        self._moving = now
        self.need("attributes_set", attributes=attributes_of(self.strategy))

    def equip(self) -> None:
        config = self.strategy.config
        config["startup_candle_count"] = self.strategy.startup_candle_count
        self.strategy.order_types.setdefault("emergency_exit", "market")
        locks.keep_elsewhere(self.need, config["timeframe"], is_live=self.is_live)
        if self.is_live:
            live = exchange_of(LiveExchange, config, self.need)
            self.provider = LiveProvider(config, live, self.pairs, self.need)
            self.trades = LiveTrades(self.need)
            if speaks_of_trades(self.strategy):
                self.trades.load_closed()
            self.strategy.wallets = BotWallets(config, live, self.need, is_backtest=False)
            self.strategy.dp = self.provider
            self.strategy.ft_bot_start()
            return
        exchange = exchange_of(ExchangeStandIn, config, self.need)
        kind = SampleProvider if self.is_sample else BacktestProvider
        self.provider = kind(config, exchange, self.pairs, self.need)
        self.trades = BacktestTrades(self.need, config["timeframe"])
        self.strategy.dp = self.provider
        self.strategy.wallets = BotWallets(config, exchange, self.need, is_backtest=True)
        self.strategy.order_types["stoploss_on_exchange"] = False
        self.strategy.ft_bot_start()

    def analyse(self, message: dict) -> dict:
        """All pairs of a backtest."""
        candles = {pair: columns.candles_from(self.pipe.receive_columns()) for pair in message["pairs"]}
        analysis = Analysis(self.pipe, self.ground["folder"], candles, message["keeps_frames"], message["kept"])
        found = analysis.shared(self.strategy, message["processes"])
        if found is None:
            # from the beginning, as if nothing had been called before
            forget_helpers()
            self.reload()
            self.equip()
            found = analysis.together(self.strategy)
        for pair, analysed in found.items():
            if analysed.frame is not None:
                self.provider.keep(pair, analysed.frame)
        self.tell_moved()
        shortened = {pair: analysed.indicated for pair, analysed in found.items() if analysed.indicated is not None}
        sent = [packed for analysed in found.values() for packed in (analysed.packed, analysed.traded) if packed is not None]
        self.pipe.answer({"ok": {"shortened": shortened}, "columns": len(sent)})
        for packed in sent:
            self.pipe.send_columns(packed)
        return SENT

    def prepare_search(self, message: dict) -> None:
        """All pairs of a search, for every try to come."""
        candles = {pair: columns.candles_from(self.pipe.receive_columns()) for pair in message["pairs"]}
        analysis = Analysis(self.pipe, self.ground["folder"], candles, message["keeps_frames"])
        self._search = search.Search(self.strategy, analysis, message["searched"], message["analyses_each"])

    def begin_try(self, message: dict) -> dict:
        """One try, until it is over."""
        if self._search is None or not search.split(self.pipe, self.ground["folder"]):
            return SENT
        self._is_try = True
        found = self._search.try_out(self.strategy, message["values"], message["attributes"])
        self.trades = BacktestTrades(self.need, self.strategy.config["timeframe"])
        for pair, analysed in found.items():
            if analysed.frame is not None:
                self.provider.keep(pair, analysed.frame)
        self._moving = moving(self.strategy) if may_move(self.strategy) else None
        self.pipe.answer({"ok": {"attributes": attributes_of(self.strategy)}, "columns": len(found)})
        for analysed in found.values():
            self.pipe.send_columns(analysed.packed)
        return SENT

    def end_try(self, message: dict) -> None:
        if self._is_try and can_fork(self.ground["folder"]):
            self.pipe.answer({"ok": None})
            os._exit(0)

    def make(self, message: dict) -> object:
        """What the class `HyperOpt` of the strategy makes of a point."""
        return search.made(self.strategy, message["what"], message["point"])

    def analyse_pair(self, message: dict) -> dict:
        """One pair, with the columns that are wanted. @returns them as Arrow"""
        pair = message["pair"]
        candles = columns.candles_from(self.pipe.receive_columns())
        self.trades.begin_request()
        if not self.is_live:
            # candles of other timeframes are known as far as these are
            length = timeframe_to_seconds(self.strategy.timeframe)
            self.provider._set_dataframe_max_date(candles["date"].iloc[-1].to_pydatetime() + timedelta(seconds=length))
        validator = StrategyResultValidator(candles, warn_only=self.strategy.disable_dataframe_checks)
        frame = signals_of(self.strategy, pair, self.strategy.advise_indicators(candles.copy(), {"pair": pair}))
        if self.is_live:
            validator.assert_df(frame)
            self.provider._set_cached_df(pair, self.strategy.timeframe, frame, self.strategy.config["candle_type_def"])
        else:
            self._shown = {pair: frame}
        rows = columns.kept_rows(frame, candles)
        self._analyses[pair] = (message["number"], rows)
        found = columns.packed(columns.shown_columns(frame, message["wanted"], rows))
        self.tell_moved()
        self.pipe.answer({"ok": None, "columns": 1})
        self.pipe.send_columns(found)
        return SENT

    def show(self, message: dict) -> dict | None:
        """All columns of a pair as Arrow; none where it has been analysed anew meanwhile."""
        pair = message["pair"]
        number, rows = self._analyses.get(pair, (None, None))
        if number != message["number"]:
            return None
        frame, _ = self.provider.get_analyzed_dataframe(pair, self.strategy.timeframe)
        found = columns.packed(columns.shown_columns(frame, None, rows))
        self.pipe.answer({"ok": None, "columns": 1})
        self.pipe.send_columns(found)
        return SENT

    def failed(self, error: Exception) -> dict:
        """What is sent of an error; its traceback goes to the log, once for each place."""
        told = described(error, self.folder() if self.ground else None)
        if self.ground:
            told = in_file(told, Path(self.ground["file"]))
        place = (told["text"], told.get("file"), told.get("line"))
        if place not in self._seen and len(self._seen) < MOST_PLACES:
            self._seen.add(place)
            self.pipe.send({"log": ["ERROR", "strategy", told["traceback"].rstrip()]})
        return {name: value for name, value in told.items() if name != "traceback"}

    def ask(self, message: dict) -> Any:
        """One decision."""
        self.trades.begin_request()
        now = moment(message["t"])
        sent = message.get("x")
        place = message.get("o")
        trade = None if sent is None else self.trades.shown(sent, message["m"], place, now)
        self.provider.begin_decision(message["p"], message["n"], now)
        order = None if place is None or trade is None else trade.orders[place]
        try:
            answer = CALLBACKS[message["m"]](self.strategy, now, trade, order, message["p"], message["a"])
            is_exit = order is not None and order.ft_order_side == trade.exit_side
            return taken(self.strategy, message["m"], answer, is_live=self.is_live, is_exit=is_exit)
        finally:
            self.trades.end_request()
            self.tell_moved()

    def begin_loop(self, message: dict) -> None:
        """An iteration of a dry run or live."""
        self.trades.begin_request()
        self.strategy.market_direction = MarketDirection(message["direction"])
        self.strategy.bot_loop_start(current_time=moment(message["t"]))
        self.trades.end_request()
        self.tell_moved()

    def wanted(self, message: dict) -> list:
        """Pairs, timeframes and kinds of candles that are gathered; no kind for those that are traded."""
        return [self.wanted_candles(*named) for named in self.strategy.gather_informative_pairs()]

    def wanted_candles(self, pair: str, timeframe: str, kind: CandleType) -> list:
        if kind in ("", *TRADED):
            return [pair, timeframe, ""]
        length = self.provider.get_funding_rate_timeframe() if kind == CandleType.FUNDING_RATE else timeframe
        return [pair, length, str(kind.value)]

    def annotations(self, message: dict) -> list:
        frame = self._shown.get(message["p"])
        if frame is None:
            frame, _ = self.provider.get_analyzed_dataframe(message["p"], self.strategy.timeframe)
        frame = frame.loc[frame["date"].between(moment(message["from"]), moment(message["to"]))].reset_index(drop=True)
        return [plain_dates(found) for found in self.strategy.ft_plot_annotations(message["p"], frame)]

    def begin_candle(self, message: dict) -> None:
        self.trades.begin_request()
        self.provider.begin_candle(moment(message["before"]) if message["before"] is not None else None)
        self.strategy.bot_loop_start(current_time=moment(message["t"]))
        self.tell_moved()


def plain_dates(annotation: Any) -> dict:
    """Moments as ms since epoch."""
    facts = dict(annotation)
    return {key: value.timestamp() * 1000 if isinstance(value, datetime) else plain(value) for key, value in facts.items()}


SENT: dict = {}
MOST_PLACES = 1000
#: asked in turns, many thousand times
IN_TURNS = frozenset(("ask", "begin_candle"))


def serve(pipe: Pipe) -> None:
    host = Host(pipe)
    handlers = {
        "load": lambda message: host.load(message["ground"]),
        "check": lambda message: host.check(message["ground"]),
        "renew": host.renew,
        "begin": host.begin,
        "analyse": host.analyse,
        "analyse_pair": host.analyse_pair,
        "show": host.show,
        "prepare_search": host.prepare_search,
        "begin_try": host.begin_try,
        "end_try": host.end_try,
        "make": host.make,
        "ask": host.ask,
        "begin_candle": host.begin_candle,
        "begin_loop": host.begin_loop,
        "take_news": lambda message: host.trades.take_news(),
        "wanted": host.wanted,
        "annotations": host.annotations,
        "part": lambda message: None,
    }
    core = SameCore()
    pipe.answer({"ok": "ready"})
    while (message := pipe.receive_request()) is not None:
        if message["do"] not in IN_TURNS:
            core.end()
        elif not host.is_live:
            core.share(message.get("thread"))
        try:
            answer = handlers[message["do"]](message)
        except Problem as error:
            pipe.answer({"failed": described(error)})
        except Exception as error:
            pipe.answer({"failed": host.failed(error)})
        else:
            if answer is not SENT:
                pipe.answer({"ok": answer})
