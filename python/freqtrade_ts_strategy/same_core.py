"""
Questions of a backtest are asked and answered in turns. Where the two who do so have a processor each, both sleep half of the time, and waking up
takes three times as long as all else: so they share one.
"""

import os

#: after so many questions the system chooses anew where the one who asks runs best
ASKED_AT_ONCE = 5000


class SameCore:
    def __init__(self) -> None:
        #: of the bot, which asks; None while nothing is shared
        self._thread: int | None = None
        self._before: dict[int, set[int]] = {}
        self._left = 0

    def share(self, thread: int | None) -> None:
        """With each question. @param thread the one that asks, where it is new"""
        self._thread = thread or self._thread
        if self._thread is None:
            return
        if self._left > 0:
            self._left -= 1
            if self._left == 0:
                self._release()
            return
        self._left = ASKED_AT_ONCE
        try:
            self._begin(self._thread)
        except (OSError, AttributeError, ValueError, IndexError):
            # not to be had here
            self.end()

    def end(self) -> None:
        """Both run where they like."""
        self._release()
        self._thread, self._left = None, 0

    def _begin(self, thread: int) -> None:
        before = {number: os.sched_getaffinity(number) for number in (0, thread)}
        with open(f"/proc/{os.getppid()}/task/{thread}/stat") as stat:
            processor = int(stat.read().rsplit(")", 1)[1].split()[36])
        both = before[0] & before[thread]
        if len(both) < 2 or processor not in both:
            return
        self._before = before
        for number in before:
            os.sched_setaffinity(number, {processor})

    def _release(self) -> None:
        before, self._before = self._before, {}
        for number, processors in before.items():
            try:
                os.sched_setaffinity(number, processors)
            except OSError:
                # it has ended
                pass
