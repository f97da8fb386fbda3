"""Pairs shared among forks of this process; each takes the next one when it is done with its last."""

import os
import pickle
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from .copies import fork
from .frames import Pipe

TOKEN = struct.Struct("<I")


class Tokens:
    """Numbers of work, each given to one process. There are fewer than a pipe holds."""

    def __init__(self, first: int, end: int) -> None:
        self._reading, writing = os.pipe()
        os.write(writing, b"".join(TOKEN.pack(number) for number in range(first, end)))
        os.close(writing)

    def __iter__(self) -> Iterator[int]:
        while token := os.read(self._reading, TOKEN.size):
            yield TOKEN.unpack(token)[0]

    def close(self) -> None:
        os.close(self._reading)


MOST_TOKENS = 16_000


class Fork:
    """A copy of this process at work; its result comes as a file in the private folder."""

    def __init__(self, pipe: Pipe, folder: Path, number: int, work: Callable[[], object]) -> None:
        self._file = folder / f"share-{number}"
        self._process = fork(pipe)
        if self._process != 0:
            return
        code = 1
        try:
            with self._file.open("wb") as file:
                pickle.dump(work(), file, protocol=5)
            code = 0
        finally:
            # nothing of the process this one was copied from is to be ended with it
            os._exit(code)

    def result(self) -> object:
        """@raises RuntimeError where the copy has died"""
        _, status = os.waitpid(self._process, 0)
        if status != 0:
            raise RuntimeError(f"A process that analysed pairs has died ({os.waitstatus_to_exitcode(status)}).")
        with self._file.open("rb") as file:
            found = pickle.load(file)
        self._file.unlink()
        return found
