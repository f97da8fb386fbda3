"""Messages over the pipes: a length of four bytes (little endian), a letter for the kind, and the content: JSON, or columns as Arrow."""

import fcntl
import json
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

JSON = 0x4A
ARROW = 0x41
HEAD = struct.Struct("<IB")
CHUNK = 1 << 16


class Pipe:
    def __init__(self, incoming: int, outgoing: int, bell: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._bell = bell
        #: whether the other side does something else meanwhile, and hears of messages by a bell
        self._rings = False
        self._kept = b""
        # user code may have threads that print
        self._writing = threading.RLock()
        #: a file that copies of this process lock while it is their turn
        self._shared: int | None = None
        self._depth = 0

    @contextmanager
    def shared(self, file: Path) -> Iterator[None]:
        """Copies of this process speak over the pipes, too, meanwhile: one at a time."""
        self._shared = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield
        finally:
            os.close(self._shared)
            self._shared = None

    def begin_copy(self) -> None:
        """In a copy: threads of the one it was copied from hold nothing here."""
        self._writing = threading.RLock()
        self._depth = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else sends or receives meanwhile."""
        with self._writing:
            self._depth += 1
            if self._shared is not None and self._depth == 1:
                fcntl.lockf(self._shared, fcntl.LOCK_EX)
            try:
                yield
            finally:
                self._depth -= 1
                if self._shared is not None and self._depth == 0:
                    fcntl.lockf(self._shared, fcntl.LOCK_UN)

    def receive(self) -> dict | list | None:
        """The next message; None where the other side has gone."""
        content = self._frame(JSON)
        return None if content is None else json.loads(content)

    def receive_request(self) -> dict | None:
        message = self.receive()
        self._rings = message is not None and message.get("bell", False)
        return message

    def receive_columns(self) -> bytes:
        content = self._frame(ARROW)
        if content is None:
            raise EOFError("The other side has gone.")
        return content

    def send(self, message: object) -> None:
        # what JSON has no word for would not be understood
        content = json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
        with self.turn():
            if self._rings:
                os.write(self._bell, b"!")
            self._write(JSON, content)

    def answer(self, message: object) -> None:
        """The last message of a request, but for its columns."""
        with self._writing:
            self.send(message)
            self._rings = False

    def send_columns(self, content: bytes) -> None:
        self._write(ARROW, content)

    def _frame(self, kind: int) -> bytes | None:
        head = self._take(HEAD.size)
        if head is None:
            return None
        length, found = HEAD.unpack(head)
        if found != kind:
            raise ValueError(f"A message of kind {found} came where {kind} was expected.")
        return self._take(length)

    def _take(self, count: int) -> bytes | None:
        kept = self._kept
        if len(kept) >= count:
            self._kept = kept[count:]
            return kept[:count]
        if count < CHUNK:
            while len(kept) < count:
                part = os.read(self._incoming, CHUNK)
                if not part:
                    return None
                kept += part
            self._kept = kept[count:]
            return kept[:count]
        whole = bytearray(count)
        view = memoryview(whole)
        view[: len(kept)] = kept
        at = len(kept)
        self._kept = b""
        while at < count:
            read = os.readv(self._incoming, [view[at:]])
            if read == 0:
                return None
            at += read
        return bytes(whole)

    def _write(self, kind: int, content: bytes) -> None:
        with self._writing:
            rest = memoryview(HEAD.pack(len(content), kind) + content)
            while rest:
                rest = rest[os.write(self._outgoing, rest) :]
