"""Files that a class writes while it analyses pairs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND


class _Watch:
    is_installed = False
    is_on = False
    count = 0


def _seen(event: str, facts: tuple) -> None:
    if not _Watch.is_on or event not in ("open", "sqlite3.connect"):
        return
    if event == "open":
        path, _, flags = facts
        if not isinstance(flags, int) or not flags & WRITES or "__pycache__" in str(path) or str(path).startswith("/dev/"):
            return
    _Watch.count += 1


@contextmanager
def watched() -> Iterator[None]:
    """Files that are opened for writing meanwhile are counted."""
    if not _Watch.is_installed:
        _Watch.is_installed = True
        sys.addaudithook(_seen)
    _Watch.is_on = True
    try:
        yield
    finally:
        _Watch.is_on = False


def written_files() -> int:
    return _Watch.count
