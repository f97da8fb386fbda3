"""All pairs of a backtest, in freqtrade's order: indicators of all, then signals pair by pair."""

import pickle
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from freqtrade.strategy.interface import IStrategy
from freqtrade.strategy.strategy_validation import StrategyResultValidator

from . import columns
from .copies import can_fork
from .digit_counts import with_digit_counts
from .frames import Pipe
from .kept_state import kept_by
from .shares import MOST_TOKENS, Fork, Tokens
from .written_files import watched

NO_SIGNALS = ["enter_long", "exit_long", "enter_short", "exit_short", "enter_tag", "exit_tag", "buy", "sell"]


@dataclass
class Analysed:
    """What came of a pair; the frame is there, or in a file."""

    packed: bytes
    frame: pd.DataFrame | Path | None
    #: which candles were left before signals were looked for; None for all
    indicated: list[int] | None = None
    #: what is traded by where that is not the frame that is sent
    traded: bytes | None = None


def indicators_of(strategy: IStrategy, pair: str, candles: pd.DataFrame) -> pd.DataFrame:
    """@raises StrategyError where it has not all candles, and the class wants them looked after"""
    validator = StrategyResultValidator(candles, warn_only=strategy.disable_dataframe_checks)
    frame = strategy.advise_indicators(candles.copy(), {"pair": pair}).copy()
    validator.assert_df(frame)
    return frame


def signals_of(strategy: IStrategy, pair: str, frame: pd.DataFrame) -> pd.DataFrame:
    found = strategy.ft_advise_signals(frame, {"pair": pair})
    if "date" not in found:
        raise KeyError("date")
    return found


class Analysis:
    """
    @param keeps_frames whether callbacks may look at them
    @param kept what is sent: "signals" that are traded by, whole "frames", or the same with "indicators" only
    """

    def __init__(
        self, pipe: Pipe, folder: str, candles: dict[str, pd.DataFrame], keeps_frames: bool, kept: str = "signals"
    ) -> None:
        self._pipe = pipe
        self._folder = Path(folder)
        self._candles = candles
        self._pairs = list(candles)
        self._keeps_frames = keeps_frames
        self._kept = kept

    def _indicators(self, strategy: IStrategy, pair: str) -> pd.DataFrame:
        candles = with_digit_counts(self._candles[pair])
        with watched():
            return indicators_of(strategy, pair, candles)

    def together(self, strategy: IStrategy) -> dict[str, Analysed]:
        """One after the other, here."""
        return self.signals(strategy, self.indicators(strategy))

    def indicators(self, strategy: IStrategy) -> dict[str, pd.DataFrame]:
        return {pair: self._indicators(strategy, pair) for pair in self._pairs}

    def shared(self, strategy: IStrategy, processes: int) -> dict[str, Analysed] | None:
        """In several processes; None where the class keeps something between pairs, which is seen in one process only."""
        if processes < 2 or len(self._pairs) < 2 or len(self._pairs) > MOST_TOKENS or not can_fork(str(self._folder)):
            return self.together(strategy)
        before = kept_by(strategy)
        frames = {}
        for pair in self._pairs:
            frames[pair] = self._indicators(strategy, pair)
            now = kept_by(strategy)
            # what is made once, with the first pair, is the same for all others
            if now == before or len(frames) > 1:
                break
            before = now
        if now != before:
            for pair in self._pairs[len(frames) :]:
                frames[pair] = self._indicators(strategy, pair)
            return self.signals(strategy, frames)
        tokens = Tokens(len(frames), len(self._pairs))
        with self._pipe.shared(self._folder / "turn"):
            forks = [
                Fork(self._pipe, self._folder, number, lambda: self._elsewhere(strategy, tokens, before))
                for number in range(min(processes - 1, len(self._pairs) - len(frames)))
            ]
            shares = [self._share(strategy, tokens, frames, before), *(fork.result() for fork in forks)]
        tokens.close()
        # what fails is tried again as well: it may fail for what another process has
        if any(share is None for share in shares):
            return None
        found = {pair: analysed for share in shares for pair, analysed in share.items()}
        return {pair: found[pair] for pair in self._pairs}

    def _elsewhere(self, strategy: IStrategy, tokens: Tokens, before: dict[str, str]) -> dict[str, Analysed] | None:
        found = self._share(strategy, tokens, {}, before)
        for pair, analysed in (found or {}).items():
            if analysed.frame is not None:
                analysed.frame = self._set_aside(pair, analysed.frame)
        return found

    def _share(
        self, strategy: IStrategy, tokens: Tokens, frames: dict[str, pd.DataFrame], before: dict[str, str]
    ) -> dict[str, Analysed] | None:
        """The pairs that nobody else takes; None where one failed, or the class kept something."""
        try:
            for number in tokens:
                pair = self._pairs[number]
                frames[pair] = self._indicators(strategy, pair)
            found = self.signals(strategy, frames)
        except Exception:
            return None
        return found if kept_by(strategy) == before else None

    def _set_aside(self, pair: str, frame: pd.DataFrame) -> Path:
        file = self._folder / f"frame-{self._pairs.index(pair)}"
        with file.open("wb") as opened:
            pickle.dump(frame, opened, protocol=5)
        return file

    def signals(self, strategy: IStrategy, frames: dict[str, pd.DataFrame]) -> dict[str, Analysed]:
        found = {}
        for pair in list(frames):
            with watched():
                frame = frames.pop(pair)
                indicated = columns.kept_rows(frame, self._candles[pair])
                if self._kept != "indicators":
                    frame = signals_of(strategy, pair, frame)
                packed = self._packed(pair, frame, self._kept)
                traded = None
                if self._kept == "frames":
                    # freqtrade looks for signals again, in what the first look has left, and trades by those
                    frame = signals_of(strategy, pair, frame.copy())
                    traded = self._packed(pair, frame, "signals")
            left = None if indicated is None else indicated.tolist()
            found[pair] = Analysed(packed, frame if self._keeps_frames else None, left, traded)
        return found

    def _packed(self, pair: str, frame: pd.DataFrame, kept: str) -> bytes:
        candles = self._candles[pair]
        rows = columns.kept_rows(frame, candles)
        if rows is None:
            return columns.packed(self._columns(frame, candles, kept))
        return columns.packed({columns.ROWS: columns.numbers_of(rows), **self._columns(frame, candles.iloc[rows], kept)})

    def _columns(self, frame: pd.DataFrame, candles: pd.DataFrame, kept: str) -> dict:
        if kept == "signals":
            return columns.signal_columns(frame, candles)
        return columns.shown_columns(frame, None) if kept == "frames" else columns.frame_columns(frame, None)
