"""What is done before anything large is imported, so that a Python that can't be used says so in one sentence."""

import importlib.util
import signal
import sys

from . import lazy_imports
from .ending import end_with_parent
from .frames import Pipe


def begin() -> None:
    # what ends the bot by hand reaches its whole group; the bot ends its children itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    pipe = Pipe(3, 4, 5)
    pipe.receive_request()
    if importlib.util.find_spec("freqtrade") is None:
        pipe.answer({"failed": {"kind": "no_package", "text": "freqtrade", "python": sys.executable}})
        return
    lazy_imports.begin()
    try:
        from .serve import serve
    except ModuleNotFoundError as error:
        pipe.answer({"failed": {"kind": "no_package", "text": error.name or str(error), "python": sys.executable}})
        return
    except ImportError as error:
        pipe.answer({"failed": {"kind": "broken_package", "text": str(error), "python": sys.executable}})
        return
    serve(pipe)
