"""Copies of this process, which go on where it stands."""

import os
import random

from .ending import end_with_parent
from .frames import Pipe


def can_fork(folder: str) -> bool:
    """macOS has libraries that a fork may not use."""
    return hasattr(os, "fork") and os.uname().sysname == "Linux" and os.access(folder, os.W_OK)


def fork(pipe: Pipe) -> int:
    """As `os.fork`: the copy ends with this process, speaks over the same pipes, and draws by the same chance."""
    chance = random.getstate()
    process = os.fork()
    if process == 0:
        end_with_parent()
        pipe.begin_copy()
        # Python seeds a copy anew
        random.setstate(chance)
    return process
