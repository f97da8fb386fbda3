"""What went wrong in user code: in words, with file and line."""

import sys
import traceback
from pathlib import Path
from types import TracebackType

OWN_FOLDER = Path(__file__).parent


class Problem(Exception):
    """Something that can't be done; the kind tells which sentence is said."""

    def __init__(self, kind: str, text: str, **facts: object) -> None:
        super().__init__(text)
        self.kind = kind
        self.facts = facts


def described(error: BaseException, folder: str | None = None) -> dict:
    """An error as it is sent: its kind, its words, where it happened, and Python's own traceback."""
    if isinstance(error, Problem):
        return {"kind": error.kind, "text": str(error), **error.facts}
    words = str(error)
    name = type(error).__name__
    place = place_of(error, folder)
    lacks = {"kind": "missing_import", "module": error.name, "python": sys.executable} if is_missing(error) else {"kind": "exception"}
    return {
        **lacks,
        "type": name,
        "text": f"{name}: {words}" if words else name,
        **place,
        "traceback": "".join(traceback.format_exception(type(error), error, user_part(error.__traceback__))),
    }


def is_missing(error: BaseException) -> bool:
    """Whether a package lacks, which is imported wherever."""
    return isinstance(error, ModuleNotFoundError) and error.name is not None


def user_part(trace: TracebackType | None) -> TracebackType | None:
    """Without the lines of this package, which have called the user's."""
    inner = trace
    while inner is not None and Path(inner.tb_frame.f_code.co_filename).parent == OWN_FOLDER:
        inner = inner.tb_next
    return inner or trace


def place_of(error: BaseException, folder: str | None) -> dict:
    """File and line of the innermost frame in the user's folder; without one, of the innermost at all."""
    if isinstance(error, SyntaxError) and error.filename:
        return {"file": error.filename, "line": error.lineno, "code": (error.text or "").strip()}
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return {}
    own = [frame for frame in frames if folder is not None and Path(frame.filename).is_relative_to(folder)]
    frame = (own or frames)[-1]
    return {"file": frame.filename, "line": frame.lineno, "code": frame.line or ""}
