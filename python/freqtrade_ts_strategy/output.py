"""What user code prints and logs goes to the bot's log as the strategy's, and never between the messages."""

import io
import logging
import sys

from .frames import Pipe

LONGEST = 10_000


class PrintedLines(io.TextIOBase):
    """Takes the place of stdout: each line is one message."""

    def __init__(self, pipe: Pipe, level: str) -> None:
        self._pipe = pipe
        self._level = level
        self._begun = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        lines = (self._begun + text).split("\n")
        self._begun = lines.pop()[-LONGEST:]
        try:
            for line in lines:
                if line.strip():
                    self._pipe.send({"log": [self._level, "strategy", line[:LONGEST]]})
        except OSError:
            # nobody listens any more
            pass
        return len(text)


class LogMessages(logging.Handler):
    def __init__(self, pipe: Pipe) -> None:
        super().__init__()
        self._pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._pipe.send({"log": [record.levelname, record.name, self.format(record).strip()[:LONGEST]]})
        except OSError:
            # nobody listens any more: the loop ends by itself
            pass


def take_over(pipe: Pipe, level: str) -> None:
    sys.stdout = PrintedLines(pipe, "INFO")
    sys.stderr = PrintedLines(pipe, "WARNING")
    root = logging.getLogger()
    root.handlers = [LogMessages(pipe)]
    root.setLevel(level)
    logging.captureWarnings(True)
